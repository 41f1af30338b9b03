"""What is wrong in a form, as a list whose lines lead to the fields."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html_join
from django.utils.text import capfirst

from office.backoffice.conflicts import label_of


@dataclass(frozen=True)
class Fault:
    label: str
    # The id of the element in the page.
    place: str
    message: str


def faults_of(form, formsets):
    """The faults of a form and of its rows; what is wrong in a form as a whole is told already."""
    rows = [row for formset in formsets for row in formset.forms]
    return faults_of_parts(form, [row for row in rows if not row.is_marked_for_deletion()])


def faults_of_parts(form, parts):
    """The same of a form that stands with other forms on its page."""
    if not form.is_bound:
        return []
    found = [fault for fault in _of_form(form) if fault.place]
    return found + [fault for part in parts for fault in _of_form(part)]


def _of_form(form):
    for name, errors in form.errors.items():
        # A message may hold a link: it is one only where it was made as HTML.
        message = format_html_join(" ", "{}", ((error,) for error in errors))
        if name == NON_FIELD_ERRORS:
            # A row has its prefix as its id.
            yield Fault(capfirst(label_of(form)), form.prefix or "", message)
        else:
            yield Fault(capfirst(label_of(form, name)), _place(form[name]), message)


def _place(bound):
    """The field itself, or what stands around its parts."""
    return bound.id_for_label or bound.auto_id
