"""What anybody may ask for on the public pages: a visit, and a lost address."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from delegations.models import Criterion, GuestRank, Level, Requester, Visit
from delegations.models.visits import BOTH_DAYS, ENDS_AFTER, MOST_GUESTS, TOO_MANY
from directory.models import City, Country
from office.dates import DayInput
from office.files import JPEG, PDF, PNG, DocumentFormField, format_of
from office.guards import STAMP, UNSEEN, GuardedForm
from office.languages import offered_languages, reading_order
from office.models import PrivacyNotice
from office.telephones import is_number
from office.templatetags.office import text
from office.text import holdable
from office.tongues import by_name, names, spoken
from partnerships.models import Theme

LARGEST_LETTER = 10 * 1024 * 1024
# Farther ahead nobody plans a visit: the year was mistyped.
YEARS_AHEAD = 5
OTHER_DAYS = (1, 2, 3)
# The official languages of the United Nations.
WIDELY_SPOKEN = ("ar", "zh", "en", "fr", "ru", "es")
# Territories from which nobody sends a delegation in their own name.
NOBODY_ASKS = [
    *("AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "GS", "HM", "IC", "IO", "TA", "TF", "UM"),
]
DAYS = ["first_day", "last_day"] + [
    f"other_{which}_{number}" for number in OTHER_DAYS for which in ("first", "last")
]
# Of these it is told what is wrong when the form is put aside; all else may wait.
NOT_TO_WAIT = ("contact_email", "letter")
# What belongs to one opening of the form; the letter is kept as a file.
NOT_KEPT = (UNSEEN, STAMP, "notice_read", "notice_number", "letter")
IN_FIGURES = re.compile(r"[\d\s()+.,/-]+")
# Longer than any field, and more than any list: no letter is written into a form that waits.
LONGEST_KEPT, MOST_KEPT = 20_000, 50
MANY = forms.CheckboxSelectMultiple


@dataclass(frozen=True)
class Notice:
    """How long before a visit one asks for it, and from which day on that is so today."""

    days: int
    first_day: date


def notice():
    """What the rules of today want; None where they say nothing of it."""
    today = timezone.localdate()
    rule = Criterion.objects.of_that_day(Criterion.Kind.NOTICE, today)
    return Notice(rule.figure, today + timedelta(days=rule.figure)) if rule else None


@dataclass(frozen=True)
class Part:
    """Fields that belong together, under a heading."""

    key: str
    title: str
    fields: list


class DayField(forms.DateField):
    """One day; the browser's calendar offers none that is past."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the day as in 2027-05-12."),
        "past": gettext_lazy("This day is past."),
        "far": gettext_lazy("This day is too far ahead: look at the year."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", DayInput())
        super().__init__(required=False, **kwargs)

    def get_bound_field(self, form, field_name):
        self.widget.attrs["min"] = timezone.localdate().isoformat()
        return super().get_bound_field(form, field_name)

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        today = timezone.localdate()
        if value < today:
            raise ValidationError(self.error_messages["past"], code="past")
        if value > today + timedelta(days=366 * YEARS_AHEAD):
            raise ValidationError(self.error_messages["far"], code="far")


class LevelField(forms.ModelChoiceField):
    """One of the levels, each with what it means."""

    widget = forms.RadioSelect

    def label_from_instance(self, level):
        name, described = text(level, "name"), text(level, "description", remarks=False)
        return format_html("<span>{} <small>{}</small></span>", name, described)


class NamedField(forms.ModelChoiceField):
    """One row of a list, by its name in the reader's language."""

    def label_from_instance(self, row):
        return row.name


def few_languages():
    """(code, name) of those that a reader finds without searching, by name."""
    known = names()
    codes = {*WIDELY_SPOKEN, *dict(offered_languages())}
    return by_name((code, known[code]) for code in codes)


def all_other_languages():
    few = dict(few_languages())
    others = [(code, name) for code, name in spoken().items() if code not in few]
    return [("", "---------"), *by_name(others)]


def countries():
    return Country.objects.exclude(code__in=NOBODY_ASKS).in_order(get_language())


def requesters():
    return [("", "---------"), *((one.value, one.label) for one in Requester if one.value)]


def ranks():
    return [("", "---------"), *((one.value, one.label) for one in GuestRank)]


def notice_is_read():
    return _("I have read the privacy notice")


class RequestForm(GuardedForm, forms.ModelForm):
    """
    A request for a visit, from somebody without an account.

    `draft` is one that was put aside: the form goes on with what was typed then.
    """

    requester = forms.ChoiceField(label=gettext_lazy("Who asks"), choices=requesters)
    body_name = forms.CharField(
        label=gettext_lazy("Body or institution"),
        max_length=200,
        help_text=gettext_lazy("In whose name the visit is asked for."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    city_name = forms.CharField(
        label=gettext_lazy("City"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "cities"}),
    )
    country = NamedField(
        label=gettext_lazy("Country"), queryset=Country.objects.none(), required=False
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Name of the focal point"),
        max_length=150,
        help_text=gettext_lazy("The one person with whom we write to each other."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_office = forms.CharField(
        label=gettext_lazy("Office held"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The reference number and your private address go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_telephone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("With the code of the country, as in +33 1 23 45 67 89."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    contact_language = forms.ChoiceField(
        label=gettext_lazy("In which language we write to you"), choices=offered_languages
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose of the visit"),
        max_length=5000,
        help_text=gettext_lazy("What you come for, whom you wish to meet, and which questions."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = NamedField(
        label=pgettext_lazy("of a visit", "Topic"), queryset=Theme.objects.all(), required=False
    )
    level_wanted = LevelField(
        label=gettext_lazy("How you would like to be received"),
        queryset=Level.objects.offered(),
        required=False,
        blank=True,
        empty_label=gettext_lazy("No preference"),
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    size = forms.IntegerField(
        label=gettext_lazy("How many people come"),
        min_value=1,
        max_value=MOST_GUESTS,
        error_messages={"min_value": TOO_MANY, "max_value": TOO_MANY},
    )
    head_name = forms.CharField(
        label=gettext_lazy("Head of the delegation"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Name and office."),
    )
    head_rank = forms.TypedChoiceField(
        label=gettext_lazy("Rank of the head"),
        choices=ranks,
        coerce=int,
        empty_value=None,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken in the delegation"),
        choices=few_languages,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other_language = forms.ChoiceField(
        label=gettext_lazy("Another language"), choices=all_other_languages, required=False
    )
    needs = forms.CharField(
        label=gettext_lazy("Special needs"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "What we must prepare for: steps, hearing, sight. Please name nobody: you enter the "
            "members once the visit is accepted."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    letter = DocumentFormField(
        label=gettext_lazy("Official letter"),
        accepts=(PDF, JPEG, PNG),
        largest=LARGEST_LETTER,
        required=False,
    )
    notice_read = forms.BooleanField(
        label=lazy(notice_is_read, str)(),
        error_messages={"required": gettext_lazy("Please read the privacy notice and say so.")},
    )
    # The version that stood beside the box.
    notice_number = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Visit
        fields = [
            "requester",
            "body_name",
            "city_name",
            "country",
            "contact_name",
            "contact_office",
            "contact_email",
            "contact_telephone",
            "contact_language",
            "purpose",
            "theme",
            "level_wanted",
            "first_day",
            "last_day",
            "size",
            "head_name",
            "head_rank",
            "languages",
            "needs",
        ]

    def __init__(self, *args, draft=None, **kwargs):
        self.draft, self.notice = draft, PrivacyNotice.objects.in_force()
        if draft:
            kwargs |= {"form_id": draft.form_id}
        super().__init__(*args, **kwargs)
        for number in OTHER_DAYS:
            self.fields[f"other_first_{number}"] = DayField(label=_("First day"))
            self.fields[f"other_last_{number}"] = DayField(label=_("Last day"))
        self.fields["country"].queryset = countries()
        self.fields["contact_language"].initial = get_language()
        self.fields["notice_number"].initial = self.notice_shown
        if draft:
            self.initial |= self._typed_before(draft)
            if not self.is_bound:
                self.fields["letter"].widget.kept_until = draft.kept_until

    def _typed_before(self, draft):
        """What was typed then, as each field shows it; the notice is to be read when it is sent."""
        typed = {name: values for name, values in draft.typed.items() if name in self.fields}
        for name in NOT_KEPT:
            typed.pop(name, None)
        many = {name for name in typed if isinstance(self.fields[name].widget, MANY)}
        shown = {name: said if name in many else said[-1] for name, said in typed.items() if said}
        return shown | {"letter": draft.kept_letter}

    @property
    def typed(self):
        """What was typed, right or wrong: field -> values, as the form sends it."""
        names = [name for name in self.fields if name not in NOT_KEPT]
        said = {name: self.data.getlist(self.add_prefix(name)) for name in names}
        return {
            name: [holdable(value)[:LONGEST_KEPT] for value in values[:MOST_KEPT]]
            for name, values in said.items()
            if any(values)
        }

    @property
    def notice_shown(self):
        return str(self.notice.number) if self.notice else ""

    @property
    def parts(self):
        """The form in the order in which it is filled in."""
        who = ["requester", "body_name", "city_name", "country"]
        contact = ["contact_name", "contact_office", "contact_email", "contact_telephone"]
        what = ["purpose", "theme", "level_wanted"]
        guests = ["size", "head_name", "head_rank", "languages", "other_language", "needs"]
        return [
            self._part("who", _("Who asks"), who),
            self._part("contact", _("Whom we write to"), [*contact, "contact_language"]),
            self._part("what", _("What for"), what),
            self._part("when", _("When"), ["first_day", "last_day"]),
            self._part("guests", _("Who comes"), guests),
            self._part("letter", _("Official letter"), ["letter"]),
        ]

    def _part(self, key, title, fields):
        return Part(key, title, [self[name] for name in fields])

    @property
    def other_days(self):
        """The fields of the other days, a pair for each."""
        return [(self[f"other_first_{n}"], self[f"other_last_{n}"]) for n in OTHER_DAYS]

    @property
    def opens_other_days(self):
        pairs = self.other_days
        return any(one.value() or one.errors for pair in pairs for one in pair)

    @property
    def wrong(self):
        """The fields that have errors, in the order of the page."""
        return [one for one in self.visible_fields() if one.errors]

    @property
    def known_cities(self):
        """The names that are offered while the city is typed."""
        language = get_language()
        columns = [f"name_{code}" for code in reading_order(language)]
        # Not whole rows: each holds its city's story, five times.
        rows = City.objects.public().in_order(language).values_list(*columns)
        return [next(filter(None, row), "") for row in rows]

    # ---------------------------------------------------------------- what is wrong

    def add_error(self, field, error):
        """What is wrong with a day in itself is told alone, before what the model says of it."""
        told = getattr(error, "error_dict", None)
        if told and field is None:
            error = {name: one for name, one in told.items() if name not in self.errors}
            if not error:
                return
        super().add_error(field, error)

    def clean_contact_telephone(self):
        number = self.cleaned_data["contact_telephone"]
        country = self.cleaned_data.get("country")
        if not number:
            return number
        if not is_number(number, country.code if country else None):
            raise ValidationError(
                _("This telephone number is too short or too long.")
                if IN_FIGURES.fullmatch(number)
                else _("This is no telephone number: write it in figures.")
            )
        if country is None and not number.startswith(("+", "00")):
            raise ValidationError(
                _("Write the number with the code of its country, as in +33 1 23 45 67 89.")
            )
        return number

    def clean_notice_read(self):
        said = self.data.get(self.add_prefix("notice_number"), "")
        if said != self.notice_shown:
            raise ValidationError(_("The privacy notice has changed since: please read it again."))
        return True

    def clean(self):
        cleaned = super().clean()
        other = cleaned.get("other_language")
        if other and "languages" in cleaned:
            cleaned["languages"] = [*cleaned["languages"], other]
        for number in OTHER_DAYS:
            self._clean_other_days(f"other_first_{number}", f"other_last_{number}")
        return cleaned

    def _clean_other_days(self, first, last):
        if {first, last} & self.errors.keys():
            return
        begins, ends = self.cleaned_data[first], self.cleaned_data[last]
        if (begins is None) != (ends is None):
            self.add_error(first if begins is None else last, BOTH_DAYS)
        elif begins and ends < begins:
            self.add_error(last, ENDS_AFTER)

    def may_wait(self):
        """
        Whether what was typed can be put aside: there is an address to which the way back goes.

        Of what else is wrong nothing is said then; that comes when the form is sent.
        """
        others = [name for name in self.errors if name not in NOT_TO_WAIT]
        refused = self.non_field_errors().as_data() if self.non_field_errors() else []
        for name in others:
            del self.errors[name]
        for error in refused:
            if error.code in ("unseen", "old"):
                self.add_error(None, error)
        return not self.errors

    def clean_letter(self):
        """The letter of a form that was put aside stays with it, however long the page was open."""
        file = self.cleaned_data["letter"]
        if file is None or file.file is not None:
            return file
        # What the page showed of the draft: its name alone, until its content is read.
        if "letter-kept" not in self.data or "letter-drop" in self.data:
            return None
        file = self.draft.read_letter()
        if file is None:
            words = _("%(name)s could not be kept while the form is set right: choose it again.")
            raise ValidationError(words % {"name": self.draft.letter_name})
        file.format = format_of(file)
        return file

    # ---------------------------------------------------------------- what was said

    def as_visit(self):
        """The visit that a valid form asks for, not saved."""
        visit = self.save(commit=False)
        visit.form_id = self.form_id
        return visit

    def unfinished(self):
        """What is put aside of a form that `may_wait`, as drafts.put_aside takes it."""
        return {
            "form_id": self.form_id,
            "email": self.cleaned_data["contact_email"],
            "language": self.cleaned_data.get("contact_language") or get_language(),
            "typed": self.typed,
            "letter": self.cleaned_data.get("letter"),
        }

    def days_besides(self):
        """The other days on which they could come, as pairs."""
        pairs = [(f"other_first_{n}", f"other_last_{n}") for n in OTHER_DAYS]
        days = [tuple(self.cleaned_data[name] for name in pair) for pair in pairs]
        return [pair for pair in days if all(pair)]


class LostLinkForm(GuardedForm, forms.Form):
    """To whom the address of the private page is sent again."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("The one that was given in the request."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
