"""What people type of travel, hotels and badges: forms that stand together on one page."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from delegations.actions.travel import BY_WHAT, OF_ARRANGEMENTS, OF_LEG, OF_MEMBER, OF_STAY
from delegations.member_columns import LOOKUPS
from delegations.models import Arrangements, Leg, Member, Stay, Visit
from office.backoffice.forms import ChoosingForm, PlainEndsOfLines, RowsFormSet
from office.dates import DayInput
from office.exchange.columns import Languages

NO_CHOICE = ("", "---------")
# Empty rows to type into, besides those that are there.
EMPTY_ROWS = 2
LANGUAGE = Languages("own_language", gettext_lazy("language of that name"), one=True)


class LanguageByName(forms.CharField):
    """One language as one types it: a list of 180 in sixty rows is too long."""

    def prepare_value(self, value):
        return LANGUAGE.write(value, None) if value and len(value) == 2 else value

    def to_python(self, value):
        text = super().to_python(value)
        return LANGUAGE.read(text, LOOKUPS) if text else ""

    def has_changed(self, initial, data):
        try:
            return (initial or "") != self.to_python(data)
        except ValidationError:
            return True


class ArrangementsForm(PlainEndsOfLines, forms.ModelForm):
    class Meta:
        model = Arrangements
        fields = [*OF_ARRANGEMENTS]
        widgets = {
            "security": forms.Textarea(attrs={"rows": 3}),
            "vehicles": forms.Textarea(attrs={"rows": 3}),
        }


class PrintLanguageForm(forms.ModelForm):
    class Meta:
        model = Visit
        fields = ["print_language"]


class LegForm(ChoosingForm):
    class Meta:
        model = Leg
        fields = [*OF_LEG]
        widgets = {
            "at": forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        }


class StayForm(ChoosingForm):
    class Meta:
        model = Stay
        fields = [*OF_STAY]
        widgets = {name: DayInput() for name in ("arrives_on", "leaves_on")}


class MemberForm(PlainEndsOfLines, forms.ModelForm):
    """By what a member comes, where they sleep, and what stands on their badge."""

    own_language = LanguageByName(label=gettext_lazy("language of that name"), required=False)
    is_there = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Member
        fields = [*OF_MEMBER]

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        language = self.fields["own_language"]
        language.label = capfirst(language.label)
        for name in BY_WHAT:
            self.fields[name] = forms.TypedChoiceField(
                label=capfirst(Member._meta.get_field(name).verbose_name),
                choices=choices[name],
                coerce=int,
                empty_value=None,
                required=False,
                initial=getattr(self.instance, f"{name}_id"),
            )

    @property
    def by_what(self):
        return [self[name] for name in BY_WHAT]

    @property
    def of_badge(self):
        return [self[name] for name in OF_MEMBER]

    def save_to(self, gone):
        """(member, changed fields); what they were to come by may be taken away with this."""
        for name in BY_WHAT:
            key = self.cleaned_data[name]
            setattr(self.instance, f"{name}_id", None if (name, key) in gone else key)
        return self.instance, [name for name in self.changed_data if name != "is_there"]


LegRows = forms.inlineformset_factory(
    Visit, Leg, form=LegForm, formset=RowsFormSet, extra=EMPTY_ROWS, max_num=60
)
StayRows = forms.inlineformset_factory(
    Visit, Stay, form=StayForm, formset=RowsFormSet, extra=EMPTY_ROWS, max_num=20
)


class TravelForms:
    """All forms of the page, valid or not as one."""

    def __init__(self, visit, members, data=None):
        self.visit, self.data, self.rows = visit, data, members
        arrangements = Arrangements.objects.filter(visit=visit).first() or Arrangements(visit=visit)
        self.arrangements = ArrangementsForm(data, instance=arrangements, prefix="arrangements")
        self.language = PrintLanguageForm(data, instance=visit, prefix="visit")
        self.legs = LegRows(data, instance=visit, prefix="legs")
        self.stays = StayRows(data, instance=visit, prefix="stays")

    @cached_property
    def members(self):
        choices = self.choices()
        return [
            MemberForm(self._sent_of(one), instance=one, prefix=f"member-{one.pk}", choices=choices)
            for one in self.rows
        ]

    def _sent_of(self, member):
        """Of whom nothing was sent, because they were not on the list yet, nothing is changed."""
        is_sent = self.data is not None and f"member-{member.pk}-is_there" in self.data
        return self.data if is_sent else None

    def choices(self):
        legs = list(Leg.objects.filter(visit=self.visit))
        stays = Stay.objects.filter(visit=self.visit)
        return {
            "arrives_by": [NO_CHOICE, *((one.pk, told(one)) for one in legs if one.is_arrival)],
            "leaves_by": [NO_CHOICE, *((one.pk, told(one)) for one in legs if not one.is_arrival)],
            "stay": [NO_CHOICE, *((one.pk, str(one)) for one in stays)],
        }

    @property
    def parts(self):
        return [
            self.arrangements,
            self.language,
            *self.legs.forms,
            *self.stays.forms,
            *self.members,
        ]

    def is_valid(self):
        several = (self.arrangements, self.language, self.legs, self.stays)
        sent = [one for one in self.members if one.is_bound]
        wrong = [one for one in (*several, *sent) if not one.is_valid()]
        return not wrong

    def changes(self, for_all=("", None)):
        """
        (saved, removed) for actions.save_travel.

        `for_all` is (name, key) of what all members come by, or where they all sleep.
        """
        saved = [(form.save(commit=False), form.changed_data) for form in self._single if form]
        removed = []
        for rows in (self.legs, self.stays):
            rows.save(commit=False)
            saved += [(row, fields) for row, fields in rows.changed_objects]
            saved += [(row, []) for row in rows.new_objects]
            removed += rows.deleted_objects
        gone = {(name, one.pk) for one in removed for name in of_kind(one)}
        saved += [form.save_to(gone) for form in self.members if form.is_bound]
        return [_for_all(row, fields, *for_all) for row, fields in saved], removed

    @property
    def _single(self):
        return [one for one in (self.arrangements, self.language) if one.has_changed()]


def _for_all(row, fields, name, key):
    if not name or not isinstance(row, Member) or getattr(row, f"{name}_id") == key:
        return row, fields
    setattr(row, f"{name}_id", key)
    return row, [*{*fields, name}]


def of_kind(row):
    """By which names a member points at the row."""
    return ("stay",) if isinstance(row, Stay) else ("arrives_by", "leaves_by")


def told(leg):
    """“AZ 1675, 18/06/2027 10:40”: short enough for a box of choices."""
    at = date_format(timezone.localtime(leg.at), "SHORT_DATETIME_FORMAT")
    return f"{leg.number or leg}, {at}"
