"""What the guests fill in on their private page."""

import re
from uuid import NAMESPACE_URL, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations import own_names
from delegations.forms import DayField
from delegations.models import Member, Visit
from delegations.models.visits import WHO_ASKS
from office.dates import DayInput
from office.exchange.columns import Languages
from office.exchange.resources import Lookups
from office.files import JPEG, PDF, PNG, DocumentFormField
from office.languages import original_language
from office.text import labelled
from office.tongues import names

LARGEST_DOCUMENT = 10 * 1024 * 1024


class LanguagesTyped(forms.CharField):
    """Languages by their names in any language that the site has, with commas between."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", gettext_lazy("With commas between: French, Arabic"))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, list):
            known = names()
            return ", ".join(known.get(code, code) for code in value)
        return value

    def to_python(self, value):
        text = super().to_python(value)
        return Languages("languages", "").read(text, Lookups(None)) if text else []

    def has_changed(self, initial, data):
        try:
            return set(self.to_python(data)) != set(initial or [])
        except ValidationError:
            return True


class LanguageTyped(LanguagesTyped):
    """One language by its name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "")
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return names().get(value, value)

    def to_python(self, value):
        text = forms.CharField.to_python(self, value)
        return Languages("language", "", one=True).read(text, Lookups(None)) if text else ""

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (initial or "")
        except ValidationError:
            return True


class MessageForm(forms.Form):
    # One of the fields at least: none of them is called optional.
    needs_one = True

    text = forms.CharField(
        label=gettext_lazy("Your message"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    document = DocumentFormField(
        label=gettext_lazy("A document"),
        accepts=(PDF, JPEG, PNG),
        largest=LARGEST_DOCUMENT,
        required=False,
    )

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, **kwargs)
        # Each reader's kept file is of use on that reader's page alone.
        self.fields["document"].widget.user = uuid5(NAMESPACE_URL, link.signature)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("document"):
            self.add_error("text", _("Write the message, or choose a document."))
        return cleaned


class CorrectionForm(forms.ModelForm):
    """The request as it stands; what is changed is told as what changed."""

    languages = LanguagesTyped(label=gettext_lazy("Languages"))
    remark = forms.CharField(
        label=gettext_lazy("What else is to be corrected"),
        help_text=gettext_lazy(
            "All that has no field here: who asks, the focal point and the e-mail address, the "
            "head of the delegation, the topic, how you would like to be received, other days, "
            "special needs. Another letter comes with a message."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Visit
        fields = ["purpose", "first_day", "last_day", "size", "languages", "contact_telephone"]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 6}),
            "first_day": DayInput(),
            "last_day": DayInput(),
            "contact_telephone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["version"] = instance.version
        # As it stands when the page is opened, before anything typed is written over it.
        self.before = {name: self.initial.get(name) for name in self._meta.fields}

    def clean_first_day(self):
        return self._new_day("first_day")

    def clean_last_day(self):
        return self._new_day("last_day")

    def _new_day(self, name):
        """What stood there may be past by now; what is written there anew may not."""
        if name in self.changed_data:
            DayField().validate(self.cleaned_data[name])
        return self.cleaned_data[name]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.changes and not cleaned.get("remark"):
            raise ValidationError(_("Nothing is changed."), code="unchanged")
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if "contact_telephone" in self.changed_data and not self.instance.guests:
            self.add_error("contact_telephone", WHO_ASKS)

    @property
    def changes(self):
        """Name of a field -> its new value."""
        return {
            name: self.cleaned_data[name]
            for name in self._meta.fields
            if name in self.changed_data and name in self.cleaned_data
        }

    @property
    def told(self):
        """
        What is corrected, for the office and in its language: a line for each field, then the
        remark.
        """
        with translation.override(original_language()):
            lines = [
                labelled(self.label_of(name), self.line_of(name, value))
                for name, value in self.changes.items()
            ]
        return "\n\n".join(filter(None, ["\n".join(lines), self.cleaned_data.get("remark")]))

    def label_of(self, name):
        return capfirst(str(self.fields[name].label))

    def line_of(self, name, value):
        now, before = self.shown(name, value), self.shown(name, self.before[name])
        if name == "purpose" or not before:
            return now or _("(empty)")
        return _("%(now)s (before: %(before)s)") % {"now": now or _("(empty)"), "before": before}

    def shown(self, name, value):
        from delegations.days import written_day

        if value in (None, ""):
            return ""
        if name in ("first_day", "last_day"):
            return written_day(value)
        return str(self.fields[name].prepare_value(value))


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not re.search(r"\d", code):
            raise ValidationError(_("The code is a number of six figures."))
        return code


class MemberForm(forms.ModelForm):
    """
    One member, as the focal point writes them down.

    What was said of diet and access needs is not read back (`opened` is the exception): an
    empty field leaves it as it is, and a box takes it away. What comes back is read as it was
    shown (`reads_back`), though a code was typed, or ran out, in between.
    """

    languages = LanguagesTyped(label=gettext_lazy("Languages"))
    own_language = LanguageTyped(
        label=gettext_lazy("Language of that name"),
        help_text=gettext_lazy("For example Japanese: we need it to print the name well."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reads_back = forms.BooleanField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Member
        fields = [
            "title",
            "given_name",
            "family_name",
            "own_name",
            "own_language",
            "office",
            "languages",
            "diet",
            "access_needs",
            "photo_consent",
            "is_minor",
            "guardian_name",
            "guardian_consent_on",
            "is_head",
        ]
        widgets = {"guardian_consent_on": DayInput()}

    def __init__(self, *args, opened=False, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            opened = self.add_prefix("reads_back") in self.data
        if not opened:
            del self.fields["reads_back"]
        self.initial |= {"version": self.instance.version, "reads_back": "yes"}
        self.fields["photo_consent"].required = False
        self.given = []
        for name in Member.SPECIAL:
            if not opened and getattr(self.instance, name):
                self.hide(name)

    def hide(self, name):
        self.given.append(name)
        self.initial[name] = ""
        self.fields[name].help_text = _("Given. What you write here takes its place.")
        # Right behind the field that it is about.
        drop = forms.BooleanField(
            label=_("Take away what was given: %s") % self.fields[name].label, required=False
        )
        fields = {}
        for known, field in self.fields.items():
            fields[known] = field
            if known == name:
                fields[f"{name}_drop"] = drop
        self.fields = fields

    def clean(self):
        cleaned = super().clean()
        for name in self.given:
            if not cleaned.get(name) and not cleaned.get(f"{name}_drop"):
                cleaned[name] = getattr(self.instance, name)
        own = cleaned.get("own_name")
        if own and not cleaned.get("own_language") and "own_language" not in self.errors:
            cleaned["own_language"] = own_names.language_of(own, cleaned.get("languages") or [])
        return cleaned

    def validate_constraints(self):
        """None: naming another head takes it from the first when it is saved."""
