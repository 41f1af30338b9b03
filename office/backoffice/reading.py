"""What a record holds, in words: on the pages of those who only read it, and in its history."""

from django.contrib.admin.utils import display_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from office.tongues import LanguageField, LanguagesField, names


def grouped(value):
    """In the reader's way; grouped from five digits, so that no year is."""
    return number_format(value, force_grouping=abs(value) >= 10_000)


def in_words(value, field, empty=""):
    """The value of a model's field as people say it."""
    if field.choices:
        # Before what is empty: some kinds have a word for that too.
        return display_for_field(value, field, empty)
    if isinstance(field, models.BooleanField):
        return {True: _("yes"), False: _("no")}.get(value, empty)
    if value in field.empty_values:
        return empty
    if isinstance(field, LanguageField):
        return names().get(value, value)
    if isinstance(field, LanguagesField):
        known = names()
        return ", ".join(known.get(code, code) for code in value)
    if isinstance(field, models.IntegerField):
        return grouped(value)
    # The address of a protected file is its page's, which the field does not know.
    return display_for_field(value, field, empty, avoid_link=isinstance(field, models.FileField))


def contents(field):
    """What a read-only field of a form says, as HTML; "" where nothing is filled in."""
    name, record = field.field["field"], field.form.instance
    try:
        column, attribute, value = lookup_field(name, record, field.model_admin)
    except (AttributeError, ValueError, ObjectDoesNotExist):
        return ""
    if column is None and getattr(attribute, "boolean", False):
        return _("yes") if value else _("no")
    if column is None or column.remote_field:
        return "" if value in (None, "") else field.contents()
    return linebreaksbr(in_words(value, column))


def filled(fieldset):
    """
    Each line of a fieldset with its fields and what they say, as (line, [(field, words)]).

    Without what can only be read and is empty.
    """
    for line in fieldset:
        fields = [(field, contents(field) if field.is_readonly else None) for field in line]
        shown = [(field, words) for field, words in fields if words != ""]
        if shown:
            yield line, shown


def language_class(field):
    """By which the buttons of the languages know a text that is only read, as in a form."""
    name = field.field["name"]
    try:
        column = field.form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    is_text = hasattr(column, "translated_field")
    return f"mt mt-field-{column.translated_field.name}-{column.language}" if is_text else ""
