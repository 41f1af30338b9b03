"""
No lost update: the second to save sees both versions field by field, and chooses.

The record's row is locked while a form is saved, and the version that the form was
opened with is compared with the one in the database. Where the others changed nothing
that this form would overwrite, it is simply saved.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import connection
from django.forms.formsets import DELETION_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from simple_history.utils import get_m2m_reverse_field_name

from office.backoffice import kept

CHOICE = "choose-"
# The version that the page of the conflict showed: an answer holds for that one only.
SEEN = "seen_version"


@dataclass(frozen=True)
class Difference:
    """One field, or one whole row, that the two versions fill differently."""

    label: str
    mine: str
    theirs: str
    input_name: str
    # "mine", "theirs" or "" where both changed it and a person has to say.
    proposed: str
    answer: str = ""

    @property
    def is_settled(self):
        return bool(self.answer) or self.proposed == "mine"

    @property
    def chosen(self):
        return self.answer or self.proposed


@dataclass(frozen=True)
class Conflict:
    """What the form and the database say differently, and who saved the latter."""

    lines: list[Difference]
    version: str
    saved_by: object | None
    saved_at: datetime | None

    @property
    def is_settled(self):
        return all(line.is_settled for line in self.lines)


class NoLostUpdate:
    """Mixin of every admin class whose records carry a version."""

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and connection.in_atomic_block:
            self.wait_for_others(object_id, from_field)
        return super().get_object(request, object_id, from_field)

    def wait_for_others(self, object_id, from_field=None):
        """Lock the row, so that what is compared next stays as it is until this form is saved."""
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        try:
            key = field.to_python(object_id)
        except (forms.ValidationError, ValueError):
            return
        rows = self.model._base_manager.filter(**{field.name: key})
        for record in rows.select_for_update(no_key=True):
            lock_all(self.form.versioned(record)[1:])

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What was typed into a record that is gone is shown on the page that makes a new one."""
        add_page = f"admin:{self.opts.app_label}_{self.opts.model_name}_add"
        may_add = request.method == "POST" and self.has_add_permission(request)
        if may_add and kept.keep(request, path=reverse(add_page), reason="gone"):
            return redirect(add_page)
        if self._is_known(request, opts, object_id):
            said = _("It is there, but only its named readers may read it.")
            self.message_user(request, said, messages.WARNING)
            return redirect("admin:index")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _is_known(self, request, opts, key):
        """Whether the person may know that there is such a record, which they may not read."""
        rows = opts.model._default_manager.all()
        if not hasattr(rows, "known_to"):
            return False
        try:
            return rows.known_to(request.user).filter(pk=opts.pk.to_python(unquote(key))).exists()
        except (forms.ValidationError, ValueError):
            return False

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Every row of a new record is new, also those that came from a record that is gone."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and obj.pk is None:
            kwargs["save_as_new"] = True
        return kwargs

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        obj.formsets_of_form = formsets
        # The form compares its rows too, and is asked before they are.
        obj.rows_of_form = [row for formset in formsets for row in formset.initial_forms]
        return formsets, inlines

    def render_change_form(self, request, context, *args, **kwargs):
        context["conflict"] = getattr(context["adminform"].form, "conflict", None)
        return super().render_change_form(request, context, *args, **kwargs)


def lock_all(records):
    for record in records:
        rows = type(record)._base_manager.filter(pk=record.pk)
        list(rows.select_for_update(no_key=True).values_list("pk"))


def version_of(records):
    """One text that changes whenever one of the records is saved."""
    return ".".join(str(record.version) for record in records)


def find(form, records, version):
    """
    What is saved now against what was typed; None where nothing of theirs would be overwritten.

    `records` are those that the form writes, as they were when `version` was opened.
    """
    rows = [row for row in getattr(form.instance, "rows_of_form", ()) if hasattr(row, "gone")]
    before = None
    if version == form.version_now:
        # Only a row that went without the record being saved can be missed then.
        compared = [row for row in rows if row.gone]
    else:
        compared, before = [form, *rows], moment_before(records, version)
    lines = [line for one in compared for line in lines_of(one, before)]
    if all(line.proposed == "mine" for line in lines):
        return None
    if form.data.get(SEEN) == form.version_now:
        lines = [replace(line, answer=form.data.get(line.input_name, "")) for line in lines]
    last = form.instance.history.first()
    return Conflict(
        lines=lines,
        version=form.version_now,
        saved_by=last and last.history_user,
        saved_at=last and last.history_date,
    )


def moment_before(records, version):
    """Just before the others' first save; None where that is not recorded."""
    numbers = version.split(".")
    if len(numbers) != len(records) or not all(number.isdecimal() for number in numbers):
        return None
    later = [
        record.history.filter(version__gt=number).order_by("history_date").first()
        for record, number in zip(records, numbers, strict=True)
    ]
    moments = [entry.history_date for entry in later if entry]
    return min(moments) - timedelta(microseconds=1) if moments else None


def as_it_was(model, pk, moment):
    """The record's values at that moment, as a form's `initial` has them; None where not kept."""
    if moment is None or pk is None or not hasattr(model, "history"):
        return None
    entry = model.history.filter(**{model._meta.pk.name: pk}, history_date__lte=moment).first()
    if entry is None or entry.history_type == "-":
        return None
    values = {field.name: getattr(entry, field.attname) for field in entry.tracked_fields}
    for field in entry._history_m2m_fields:
        name = get_m2m_reverse_field_name(field)
        values[field.name] = [
            getattr(row, f"{name}_id") for row in getattr(entry, field.name).all()
        ]
    return values


def lines_of(form, before):
    """What a form and the database say differently: a whole row that went, or single fields."""
    was = form.values_at(before)
    if form.is_marked_for_deletion():
        untouched = was is not None and all(
            same(was.get(name), form[name].initial) for name in compared_fields(form)
        )
        if form.gone or untouched:
            return []
        theirs = summary(form, lambda name: form[name].initial)
        return [row_line(form, mine=_("(deleted)"), theirs=theirs, proposed="")]
    if form.gone:
        untouched = was is not None and not any(
            form.fields[name].has_changed(was.get(name), form[name].data)
            for name in compared_fields(form)
        )
        mine = summary(form, lambda name: typed(form, name))
        proposed = "theirs" if untouched else ""
        return [row_line(form, mine=mine, theirs=_("(deleted)"), proposed=proposed)]
    compared = compared_fields(form)
    return [field_line(form, name, was) for name in form.changed_data if name in compared]


def compared_fields(form):
    """What a person fills in, without passwords, which are never shown."""
    return [
        name
        for name, field in form.fields.items()
        if not (
            field.disabled
            or field.widget.is_hidden
            or isinstance(field.widget, forms.PasswordInput)
            or name == DELETION_FIELD_NAME
        )
    ]


def field_line(form, name, was):
    return Difference(
        label=label_of(form, name),
        mine=shown(form.fields[name], typed(form, name)),
        theirs=shown(form.fields[name], form[name].initial),
        input_name=f"{CHOICE}{form.add_prefix(name)}",
        proposed=proposal(form, name, was),
    )


def row_line(form, *, mine, theirs, proposed):
    """A whole row that one of the two deleted."""
    return Difference(
        label=label_of(form),
        mine=mine,
        theirs=theirs,
        input_name=f"{CHOICE}{form.add_prefix(DELETION_FIELD_NAME)}",
        proposed=proposed,
    )


def proposal(form, name, was):
    """Whose value stands unless the person says otherwise."""
    if was is None or name not in was:
        return ""
    field, bound = form.fields[name], form[name]
    if not field.has_changed(was[name], bound.data):
        return "theirs"
    return "mine" if same(was[name], bound.initial) else ""


def same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return {getattr(each, "pk", each) for each in one} == {
            getattr(each, "pk", each) for each in other
        }
    return one == other or (one in (None, "") and other in (None, ""))


def typed(form, name):
    """What was typed, as a value where it is one."""
    field, bound = form.fields[name], form[name]
    if isinstance(field, forms.FileField):
        return bound.data
    try:
        return field.clean(bound.data)
    except forms.ValidationError:
        return bound.data


def label_of(form, name=None):
    """The name of a field, after that of its row; or the name of the row."""
    label = str(form.fields[name].label) if name else ""
    if not form.prefix:
        return label
    kind = form.instance._meta.verbose_name
    row = f"{kind} “{form.instance}”" if form.instance.pk else str(kind)
    return f"{row}, {label}" if name else row


def summary(form, value_of):
    """A whole row as a person reads it."""
    values = {name: value_of(name) for name in compared_fields(form)}
    written = {name: value for name, value in values.items() if value not in (None, "", [])}
    return ", ".join(
        f"{form.fields[name].label}: {shown(form.fields[name], value)}"
        for name, value in written.items()
    )


def shown(field, value):
    """A field's value as a person reads it."""
    if callable(value):
        value = value()
    if value in (None, "", []):
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        many = isinstance(field, forms.ModelMultipleChoiceField)
        values = list(value) if many else [value]
        if not values:
            return _("(empty)")
        rows = field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in values])
        # What the reader may not see stands in no list of choices, and is not named here.
        return ", ".join(str(field.label_from_instance(row)) for row in rows) or _("(not shown)")
    names = dict(getattr(field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(str(names.get(one, one)) for one in value if one) or _("(empty)")
    return str(names.get(value) or localize(value))
