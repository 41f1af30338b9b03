"""The forms of the back-office: nothing typed is lost, nobody's work is overwritten."""

from django import forms
from django.utils.translation import gettext_lazy as _

from office.backoffice import kept
from office.models import Audience, User

LEVELS = [
    (Audience.Level.PUBLIC, _("Public: everyone")),
    (Audience.Level.INTERNAL, _("Internal: all staff")),
    (Audience.Level.CONFIDENTIAL, _("Confidential: named readers; staff know that it exists")),
    (Audience.Level.QUIET, _("Quiet: named readers; only they and the head know that it exists")),
]

CHOICE = "choose-"
HIDDEN = ("opened_version", kept.SIGNED_BY)


class ChoosingForm(forms.ModelForm):
    """
    A form in which, field by field, "what is saved now" can be chosen over what was typed.

    The choice comes from the page of a conflict (office/backoffice/conflicts.py).
    """

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        for name in self.fields:
            if self.data.get(f"{CHOICE}{self.add_prefix(name)}") == "theirs":
                self._errors.pop(name, None)
                cleaned[name] = self.saved_value(name)
        return cleaned

    def saved_value(self, name):
        """What the database holds for a field, as cleaned data."""
        field = self.fields[name]
        saved = self.get_initial_for_field(field, name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in saved or []])
        if isinstance(field, forms.ModelChoiceField):
            return field.to_python(saved)
        return saved


class RecordForm(ChoosingForm):
    """
    The form of one record: it knows which version was opened, and by whom.

    `conflict` is true after validation when someone else saved the record meanwhile.
    """

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    filled_by = forms.CharField(required=False, widget=forms.HiddenInput)
    conflict = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["opened_version"] = self.instance.version
        self._saved_version = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.data.get(kept.RESTORED):
            self.add_error(
                None,
                _(
                    "Your session had run out. Nothing is saved yet: look through what you had "
                    "typed, choose any file again, and save."
                ),
            )
        elif self.instance.pk and cleaned.get("opened_version") != self._saved_version:
            self.conflict = True
            self.add_error(
                None,
                _(
                    "Someone else saved this record after you had opened it. Nothing of yours is "
                    "saved yet: choose below which version stands, and save again."
                ),
            )
        return cleaned


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
        if level in (Audience.Level.CONFIDENTIAL, Audience.Level.QUIET):
            readers.add(self.editor)
        if audience.level != level:
            audience.level = level
            audience.save()
        if set(audience.readers.all()) != readers:
            audience.readers.set(readers)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles, under the names that people read."""

    def label_from_instance(self, group):
        from office.roles import BY_KEY

        return BY_KEY[group.name].label if group.name in BY_KEY else group.name
