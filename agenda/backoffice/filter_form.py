"""How the filters of the calendar are chosen: what is many by typing, what is few by a tick."""

from django import forms

from agenda.filters import NARROWING
from office.backoffice.widgets import found_by_typing

FEW = ("kind", "state")


def dressed(form):
    """The CalendarFilter with these widgets."""
    for name in NARROWING:
        field = form.fields[name]
        if name in FEW:
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        else:
            field.widget = found_by_typing(field)
    return form
