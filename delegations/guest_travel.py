"""How the guests arrive and leave, as they write it on their private page."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations import actions
from delegations.days import written_days_of
from delegations.lifecycle import NotAllowed
from delegations.models import Leg

MOST = 20
# Nobody arrives or leaves so long before or after the visit: the year or month is wrong.
FAR = timedelta(days=14)
DONE = {"travel": gettext_lazy("Your arrival and departure are with the office.")}
FAULTY = gettext_lazy("Nothing is saved yet. Please correct what is marked below.")
CHANGED = gettext_lazy(
    "This was changed in the meantime: what stands now is shown. Look it over, and save once more."
)


class DayAndTime(forms.SplitDateTimeWidget):
    """Two inputs, each with a name of its own for people who hear the page."""

    def __init__(self):
        super().__init__(
            date_attrs={"type": "date", "aria-label": gettext_lazy("Day")},
            time_attrs={"type": "time", "aria-label": gettext_lazy("Time")},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )


class LegForm(forms.ModelForm):
    at = forms.SplitDateTimeField(
        label=gettext_lazy("When it arrives here, or leaves"), widget=DayAndTime
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Leg
        fields = ["direction", "at", "number", "station"]

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.initial["version"] = self.instance.version
        self.fields["direction"].widget.choices = [
            (value, capfirst(label)) for value, label in Leg.Direction.choices
        ]

    def clean_at(self):
        at, visit = self.cleaned_data["at"], self.visit
        if at and visit.first_day:
            day = timezone.localdate(at)
            if not visit.first_day - FAR <= day <= visit.last_day + FAR:
                words = _("This is far from the days of your visit, %(days)s.")
                raise ValidationError(words % {"days": written_days_of(visit)})
        return at


class Legs(forms.BaseModelFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this away")

    @property
    def lost(self):
        """Whether a row that was shown is not there any more."""
        return any("id" in form.errors for form in self.forms)


def legs_of(guest, data=None):
    made = forms.modelformset_factory(
        Leg,
        form=LegForm,
        formset=Legs,
        extra=2,
        max_num=MOST,
        absolute_max=MOST,
        can_delete=True,
        can_delete_extra=False,
    )
    one_of_each = [{"direction": Leg.Direction.ARRIVAL}, {"direction": Leg.Direction.DEPARTURE}]
    rows = guest.visit.legs.filter(done_at=None)
    form_kwargs = {"visit": guest.visit}
    return made(data, queryset=rows, initial=one_of_each, form_kwargs=form_kwargs, prefix="leg")


def travel(guest, formset=None, **context):
    if not guest.may_change_list:
        return closed(guest)
    formset = formset or legs_of(guest)
    return guest.shown("delegations/guest/travel.html", formset=formset, **context)


def closed(guest):
    from delegations.guest_pages import told

    words = _("The list is closed: nothing was changed. Tell us by a message what still changes.")
    return told(guest, "warning", words)


def save_travel(guest):
    if not guest.may_change_list:
        return closed(guest)
    formset = legs_of(guest, guest.request.POST)
    if not formset.is_valid():
        if formset.lost:
            return travel(guest, told=CHANGED, told_kind="warning")
        return travel(guest, formset, told=FAULTY, told_kind="danger")
    saved = formset.save(commit=False)
    versions = {form.instance.pk: form.cleaned_data["version"] for form in formset.initial_forms}
    try:
        actions.change_legs(
            visit=guest.visit, saved=saved, gone=formset.deleted_objects, versions=versions
        )
    except NotAllowed:
        guest.may_still_change_list()
        return closed(guest)
    except actions.Changed:
        return travel(guest, told=CHANGED, told_kind="warning")
    return redirect(f"{guest.url(done='travel')}#told")


PAGES = {"travel": travel}
DEEDS = {"save-travel": save_travel}
