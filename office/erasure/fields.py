"""What an erased field holds afterwards, and how one knows that it still holds something."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.translation import gettext as _

from office.languages import original_language

NOWHERE = "erased.invalid"


def erased_word():
    """What stands where a name must stand, in the office's own language."""
    with translation.override(original_language()):
        return _("erased")


def columns(model, names):
    """The columns of these fields: of a translated one, its own and those of every language."""
    there = {field.name: field for field in model._meta.concrete_fields}
    found = []
    for name in names:
        spoken = [
            field
            for field in there.values()
            if getattr(getattr(field, "translated_field", None), "name", "") == name
        ]
        found += [there[name], *spoken]
    return found


def raw(rows):
    """The rows by the columns of the database: a text's own column is no window on a language."""
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


def emptied(field, *, key="pk"):
    """(value, Q): what the field is set to, and which rows are not yet so."""
    if isinstance(field, models.EmailField) and not (field.null or field.blank):
        address = Concat(Value("erased-"), Cast(F(key), CharField()), Value(f"@{NOWHERE}"))
        return address, ~Q(**{f"{field.name}__endswith": f"@{NOWHERE}"})
    value = value_of(field)
    holds = ~Q(**{field.name: value}) if value is not None else Q()
    if field.null:
        holds &= Q(**{f"{field.name}__isnull": False})
    return value, holds


def value_of(field):
    if field.null and not isinstance(field, CharField | models.TextField):
        return None
    if field.is_relation:
        raise ValueError(f"{field} cannot be emptied: declare the row as whole")
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField | models.BooleanField):
        return field.get_default()
    if isinstance(field, CharField | models.TextField) and field.choices:
        return field.get_default()
    if isinstance(field, models.FileField) or field.blank or _is_translated(field):
        return ""
    return erased_word()[: field.max_length]


def _is_translated(field):
    return hasattr(field, "translated_field") or hasattr(field.model, f"{field.name}_en")


def next_version(model):
    """For an update: whoever has the form open would write it all back."""
    has_version = "version" in names_of(model) and not hasattr(model, "instance_type")
    return {"version": F("version") + 1} if has_version else {}


def names_of(model):
    return {field.name for field in model._meta.concrete_fields}
