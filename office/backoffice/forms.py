"""The forms of the back-office: nothing typed is lost, nobody's work is overwritten."""

from django import forms
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from office.backoffice import conflicts, kept
from office.backoffice.conflicts import CHOICE
from office.models import Audience, User

LEVELS = [
    (Audience.Level.PUBLIC, _("Public: everyone")),
    (Audience.Level.INTERNAL, _("Internal: all staff")),
    (Audience.Level.CONFIDENTIAL, _("Confidential: named readers; staff know that it exists")),
    (Audience.Level.QUIET, _("Quiet: named readers; only they and the head know that it exists")),
]

HIDDEN = ("opened_version", kept.SIGNED_BY)


class PlainEndsOfLines:
    """
    Mixin of forms: texts with the ends of lines that are saved.

    Browsers send others, and a text that nobody touched would count as changed.
    """

    def _widget_data_value(self, widget, html_name):
        value = super()._widget_data_value(widget, html_name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class OpenedForm(PlainEndsOfLines, forms.ModelForm):
    """
    The form of a record on a page of our own, which says in which version it was opened.

    Its instance has that version, which the action compares with the one in the database.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_version(self):
        """What the page was opened with: the record itself has the newest."""
        self.instance.version = self.cleaned_data["version"] or self.instance.version
        return self.instance.version


class ChoosingForm(PlainEndsOfLines, forms.ModelForm):
    """
    A form in which, field by field, "what is saved now" can be chosen over what was typed.

    The choice comes from the page of a conflict (office/backoffice/conflicts.py).
    """

    # True for a row that someone deleted while this form was open; then with its old pk.
    gone = False
    gone_pk = None

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in conflicts.compared_fields(self):
            if self.takes_theirs(name) or self.row_is_theirs():
                self._errors.pop(name, None)
                cleaned[name] = self.saved_value(name)
        if self.row_is_theirs():
            cleaned[DELETION_FIELD_NAME] = False
        return cleaned

    def _update_errors(self, errors):
        """A field that is wrong in itself is told once: the model saw it empty."""
        if hasattr(errors, "error_dict"):
            for name in (errors.error_dict.keys() & self.errors.keys()) - {NON_FIELD_ERRORS}:
                del errors.error_dict[name]
        super()._update_errors(errors)

    def takes_theirs(self, name):
        return self.data.get(f"{CHOICE}{self.add_prefix(name)}") == "theirs"

    def row_is_theirs(self):
        """Whether the whole row stays as it is saved now: there, or deleted."""
        return self.takes_theirs(DELETION_FIELD_NAME)

    def has_changed(self):
        return not self.row_is_theirs() and super().has_changed()

    def is_marked_for_deletion(self):
        return DELETION_FIELD_NAME in self.fields and bool(self[DELETION_FIELD_NAME].data)

    def values_at(self, moment):
        """What the database held at that moment, by field name; None where it was not kept."""
        return conflicts.as_it_was(self._meta.model, self.gone_pk or self.instance.pk, moment)

    def saved_value(self, name):
        """What the database holds for a field, as cleaned data."""
        field = self.fields[name]
        saved = self.get_initial_for_field(field, name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in saved or []])
        if isinstance(field, forms.ModelChoiceField):
            return field.to_python(saved)
        return saved


class RowsMayBeGone:
    """
    Mixin of the formsets: a row that someone deleted meanwhile keeps its place in the form.

    It is made anew where whoever typed into it says so. Without this the admin would show
    the other rows under wrong names.
    """

    def get_queryset(self):
        """Of a form that was sent: the row of each place, None where it is gone."""
        rows = super().get_queryset()
        if not self.is_bound:
            return rows
        if not hasattr(self, "_places"):
            found = {row.pk: row for row in rows}
            places = min(self.initial_form_count(), self.total_form_count())
            self._places = [found.get(self._typed_pk(i)) for i in range(places)]
        return self._places

    def _typed_pk(self, i):
        pk = self.model._meta.pk
        try:
            return pk.to_python(self.data.get(f"{self.add_prefix(i)}-{pk.name}"))
        except forms.ValidationError:
            return None

    def _existing_object(self, pk):
        return next((row for row in self.get_queryset() if row and row.pk == pk), None)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and form.instance.pk is None:
            # Whatever key the row had: Django would refuse one that is gone without a word.
            pk_field = forms.IntegerField(required=False, widget=forms.HiddenInput)
            form.fields[self.model._meta.pk.name] = pk_field
            if i < self.initial_form_count():
                form.gone, form.gone_pk, form.empty_permitted = True, self._typed_pk(i), True
        return form

    def save_new_objects(self, commit=True):
        made = super().save_new_objects(commit)
        for form in self.initial_forms:
            if form.gone and form.has_changed() and not self._should_delete_form(form):
                made.append(self.save_new(form, commit=commit))
        return made


class RowsFormSet(RowsMayBeGone, forms.BaseInlineFormSet):
    """The rows that belong to a record by a foreign key."""


class GenericRowsFormSet(RowsMayBeGone, BaseGenericInlineFormSet):
    """
    The rows that may belong to any record.

    What can stand only once at a record is told at the row that repeats it: a form cannot
    know of it, because it does not know the record.
    """

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk is None:
            # Django says whose row it is only when it saves; clean() wants to know before.
            setattr(form.instance, self.ct_field.name, self._kind)
            setattr(form.instance, self.ct_fk_field.name, self.instance.pk)
        return form

    def clean(self):
        super().clean()
        for constraint in self.model._meta.total_unique_constraints:
            names = [name for name in constraint.fields if name not in self._owner]
            if len(names) < len(constraint.fields):
                self._refuse_repeated(names, constraint.get_violation_error_message())

    @property
    def _kind(self):
        return ContentType.objects.get_for_model(self.instance)

    @property
    def _owner(self):
        return (self.ct_field.name, self.ct_fk_field.name)

    def _refuse_repeated(self, names, message):
        taken = self._taken_elsewhere(names)
        for form in self.forms:
            if not form.is_valid() or not form.cleaned_data or self._should_delete_form(form):
                continue
            values = tuple(getattr(form.instance, self._column(name)) for name in names)
            if values in taken:
                form.add_error(names[0], message)
            taken.add(values)

    def _taken_elsewhere(self, names):
        """What rows of the record hold that are not in the form: a colleague added them."""
        if self.instance.pk is None:
            return set()
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        owner = dict(zip(self._owner, (self._kind, self.instance.pk), strict=True))
        rows = self.model._base_manager.filter(**owner).exclude(pk__in=shown)
        return set(rows.values_list(*map(self._column, names)))

    def _column(self, name):
        return self.model._meta.get_field(name).attname


class RecordForm(ChoosingForm):
    """
    The form of one record: it knows which version was opened, and by whom.

    `conflict` is set by validation when someone else saved the record meanwhile.
    """

    opened_version = forms.CharField(required=False, widget=forms.HiddenInput)
    filled_by = forms.CharField(required=False, widget=forms.HiddenInput)
    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Before the instance takes what was typed.
        self.version_now = conflicts.version_of(self.versioned(self.instance))
        self.initial["opened_version"] = self.version_now

    @cached_property
    def changed_data(self):
        """Without what the form knows for itself: that is no change of the record."""
        return [name for name in super().changed_data if name not in HIDDEN]

    @staticmethod
    def versioned(record):
        """The records that the form of this one writes: itself first."""
        return [record]

    def clean(self):
        cleaned = super().clean()
        if self.data.get(kept.RESTORED):
            self.add_error(None, kept.MESSAGES.get(self.data[kept.RESTORED], ""))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk and not self.data.get(kept.RESTORED):
            records = self.versioned(self.instance)
            self.conflict = conflicts.find(self, records, self.data.get("opened_version", ""))
        if self.conflict and not self.conflict.is_settled:
            self.add_error(
                None,
                _(
                    "Someone else saved this record after you had opened it. Nothing of yours is "
                    "saved yet: choose which version stands, and save again."
                ),
            )


class VisibleRecordForm(RecordForm):
    """The form of a record that has an audience of its own."""

    level = forms.ChoiceField(
        label=_("Who may see it"),
        choices=LEVELS,
        initial=Audience.Level.INTERNAL,
        required=False,
        widget=forms.RadioSelect,
    )
    readers = forms.ModelMultipleChoiceField(
        label=_("Named readers"),
        queryset=User.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Needed for confidential and quiet things only."),
    )
    # Set by the admin class, from the rights of whoever opened the form.
    may_publish = False
    editor = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.audience_id:
            self.initial["level"] = self.instance.audience.level
            self.initial["readers"] = list(self.instance.audience.readers.all())
        if not self.may_publish:
            self.fields["level"].disabled = self.fields["readers"].disabled = True

    @staticmethod
    def versioned(record):
        return [record, record.audience] if record.audience_id else [record]

    def values_at(self, moment):
        values = super().values_at(moment)
        audience = conflicts.as_it_was(Audience, self.instance.audience_id, moment)
        return values and audience and values | audience

    def clean_level(self):
        return self.cleaned_data["level"] or Audience.Level.INTERNAL

    def _save_m2m(self):
        super()._save_m2m()
        self.save_audience()

    def save_audience(self):
        """Write level and readers into the record's audience; whoever hides a thing reads it."""
        if not self.may_publish:
            return
        audience, level = self.instance.audience, self.cleaned_data["level"]
        readers = set(self.cleaned_data["readers"])
        if level in Audience.HIDDEN:
            readers.add(self.editor)
        others = set(audience.readers.all()) != readers
        if audience.level != level or others:
            audience.level = level
            audience.save()
        if others:
            audience.readers.set(readers)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles, under the names that people read."""

    def label_from_instance(self, group):
        from office.roles import BY_KEY

        return BY_KEY[group.name].label if group.name in BY_KEY else group.name
