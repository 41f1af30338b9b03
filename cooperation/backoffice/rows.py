"""The rows that stand on the forms of projects and practices."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation import codelists
from cooperation.models import (
    MoneyLine,
    Partner,
    ProjectCountry,
    ProjectMarker,
    ProjectPurpose,
    Result,
    Step,
    Uptake,
)
from cooperation.models.partners import TWO_LEADS
from office.backoffice import RecordInline, TranslatedInline
from office.backoffice.forms import ChoosingForm, RowsFormSet
from office.numbers import number


class StandingRows(RowsFormSet):
    """Rows that are looked at together: those that stay, and are right by themselves."""

    def standing(self):
        return [
            form
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not self._should_delete_form(form)
        ]


class OneLead(StandingRows):
    """Partners, of whom one leads: told at the second."""

    def clean(self):
        super().clean()
        leads = [one for one in self.standing() if one.cleaned_data["role"] == Partner.Role.LEAD]
        for form in leads[1:]:
            form.add_error("role", TWO_LEADS)


class Shares(StandingRows):
    """Rows whose shares add up to a hundred: told at the last."""

    def clean(self):
        super().clean()
        rows = self.standing()
        total = sum(one.cleaned_data["percent"] for one in rows)
        if rows and total != 100 and not any(form.errors for form in self.forms):
            words = _("The shares add up to %(total)s, not to 100.")
            rows[-1].add_error("percent", words % {"total": number(total)})


def with_own(choices, code, items):
    """The choices, with a code that was withdrawn where the row has it already."""
    offered = {one for _group, found in choices for one, _name in found}
    if not code or code in offered:
        return choices
    return [(gettext_lazy("Withdrawn"), [(code, str(items.get(code, code)))]), *choices]


class PurposeForm(ChoosingForm):
    """A purpose, chosen by its name from the groups of the list."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "purpose" in self.fields:
            choices = codelists.purpose_choices()
            own = with_own(choices, self.instance.purpose, codelists.purposes())
            self.fields["purpose"].choices = [("", "---------"), *own]


class MarkerForm(ChoosingForm):
    """A policy marker, chosen by its name."""

    marker = forms.ChoiceField(
        label=gettext_lazy("Marker"),
        choices=lambda: [("", "---------"), *codelists.marker_choices()],
    )


class PartnerInline(RecordInline):
    model = Partner
    formset = OneLead
    fields = ["organisation", "city", "name", "country", "role"]
    autocomplete_fields = ["organisation", "city", "country"]


class MoneyLineInline(RecordInline):
    """The act of a line is chosen in its own form."""

    model = MoneyLine
    fields = [
        "year",
        "source",
        "committed",
        "disbursed",
        "currency",
        "rate",
        "rate_on",
        "is_reserved",
    ]


class StepInline(RecordInline):
    model = Step
    fields = ["kind", "title", "due_on", "done_on", "owner"]


class CountryInline(RecordInline):
    model = ProjectCountry
    formset = Shares
    fields = ["country", "percent"]
    autocomplete_fields = ["country"]


class PurposeInline(RecordInline):
    model = ProjectPurpose
    form = PurposeForm
    formset = Shares
    fields = ["purpose", "percent"]


class MarkerInline(RecordInline):
    model = ProjectMarker
    form = MarkerForm
    fields = ["marker", "significance"]


class ResultInline(TranslatedInline):
    model = Result
    fields = [
        ("title", "kind"),
        ("indicator", "measure", "less_is_better"),
        ("baseline", "baseline_year"),
        ("target", "actual", "measured_on"),
    ]
    classes = ["collapse"]


class UptakeInline(TranslatedInline):
    model = Uptake
    fields = ["city", "office", "taken_up_on", "note"]
    autocomplete_fields = ["city"]
