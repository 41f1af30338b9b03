"""
No lost update: the second to save sees both versions field by field, and chooses.

The record's row is locked while a form is saved, and the version that the form was
opened with is compared with the one in the database.
"""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db import connection
from django.utils.formats import localize
from django.utils.translation import gettext as _

from office.backoffice.forms import CHOICE, HIDDEN


@dataclass(frozen=True)
class Difference:
    """One field that the two versions fill differently."""

    label: str
    mine: str
    theirs: str
    input_name: str
    # "mine", "theirs" or "" where both changed it and a person has to say.
    proposed: str


class NoLostUpdate:
    """Mixin of every admin class whose records carry a version."""

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and connection.in_atomic_block:
            self._wait_for_others(object_id, from_field)
        return super().get_object(request, object_id, from_field)

    def _wait_for_others(self, object_id, from_field):
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            key = field.to_python(object_id)
        except (forms.ValidationError, ValueError):
            return
        rows = self.model._base_manager.select_for_update(no_key=True).filter(**{field.name: key})
        list(rows.values_list("pk"))

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if getattr(form, "conflict", False):
            context |= self.conflict_context(form, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def conflict_context(self, form, inline_formsets):
        saved = type(form.instance)._base_manager.get(pk=form.instance.pk)
        before = base_of(saved, form.cleaned_data.get("opened_version"))
        rows = [form]
        for inline in inline_formsets:
            rows += inline.formset.initial_forms
        # What is sent next has seen the version that is saved now.
        form.data = form.data.copy()
        form.data["opened_version"] = saved.version
        last = saved.history.first()
        return {
            "differences": [line for row in rows for line in differences(row, before)],
            "saved_by": last.history_user if last else None,
            "saved_at": last.history_date if last else None,
        }


def base_of(record, version):
    """The moment just before the others' first save, or None where it is not recorded."""
    later = record.history.filter(version__gt=version or 0).order_by("history_date").first()
    return later.history_date - timedelta(microseconds=1) if later else None


def differences(form, before):
    """The fields in which what was typed and what is saved now are not the same."""
    base = as_it_was(form, before)
    lines = []
    for name in form.changed_data:
        if name in HIDDEN or name == "DELETE" or form.fields[name].disabled:
            continue
        field, bound = form.fields[name], form[name]
        mine, theirs = shown(field, typed(form, name)), shown(field, bound.initial)
        lines.append(
            Difference(
                label=label_of(form, field),
                mine=mine,
                theirs=theirs,
                input_name=f"{CHOICE}{bound.html_name}",
                proposed=proposal(base.get(name, theirs) if base else None, field, mine, theirs),
            )
        )
    return lines


def as_it_was(form, before):
    """The values of the form's record at that moment, by field name; empty where not kept."""
    history = getattr(type(form.instance), "history", None)
    if before is None or history is None or form.instance.pk is None:
        return {}
    was = history.as_of(before).filter(pk=form.instance.pk).first()
    if was is None:
        return {}
    return forms.models.model_to_dict(was, [name for name in form.fields if hasattr(was, name)])


def proposal(base, field, mine, theirs):
    """Whose value stands unless the person says otherwise."""
    if base is None:
        return ""
    was = shown(field, base)
    if was == mine:
        return "theirs"
    return "mine" if was == theirs else ""


def typed(form, name):
    """What was typed, cleaned where it could be."""
    if name in form.cleaned_data:
        return form.cleaned_data[name]
    return form[name].value()


def label_of(form, field):
    if form.prefix and form.instance.pk:
        return f"{form.instance._meta.verbose_name} “{form.instance}”, {field.label}"
    return field.label


def shown(field, value):
    """A field's value as a person reads it."""
    if callable(value):
        value = value()
    if value in (None, "", []):
        return _("(empty)")
    if isinstance(field, forms.ModelMultipleChoiceField):
        rows = field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in value])
        return ", ".join(str(row) for row in rows) or _("(empty)")
    if isinstance(field, forms.ModelChoiceField):
        row = value if hasattr(value, "pk") else field.queryset.filter(pk=value).first()
        return str(row or _("(empty)"))
    names = dict(getattr(field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(str(names.get(one, one)) for one in value)
    return str(names.get(value) or localize(value))
