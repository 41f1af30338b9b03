"""What is typed to book a route for the guests of a visit, and the groups that come of it."""

from datetime import datetime

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import periods
from agenda.forms import DAYS, HOURS
from office.dates import DayInput
from office.languages import offered_languages
from office.tongues import with_none
from tours import splitting
from tours.models import GroupBooking, Route
from tours.models.routes import LONGEST

ASKED = [
    "route",
    "size",
    "languages",
    "group",
    "needs",
    "contact_name",
    "contact_telephone",
    "note",
]


class BookingForm(forms.ModelForm):
    """
    A booking with the day and the hour at which the first group starts.

    `groups` are what it is split into, once it is valid. `shown` carries the groups that the
    clerk saw: what they did not see is not saved.
    """

    day = forms.DateField(label=gettext_lazy("Day"), input_formats=DAYS, widget=DayInput())
    hour = forms.TimeField(
        label=gettext_lazy("The first group starts at"),
        input_formats=HOURS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of a tour"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=gettext_lazy("Empty: as long as the route says."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    groups = ()

    class Meta:
        model = GroupBooking
        fields = ASKED
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    field_order = ["route", "day", "hour", "minutes", "size", "languages"]

    def __init__(self, *args, visit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.visit, self.visit = visit, visit
        routes = Route.objects.visible_to(user).select_related("place__building")
        self.fields["route"].queryset = routes.in_order(get_language())
        self.fields["languages"].choices = with_none(visit.languages or ours())[1:]
        for field in self.fields.values():
            field.label = capfirst(field.label)
        for name, value in proposed(visit).items():
            self.initial.setdefault(name, value)

    def clean(self):
        cleaned = super().clean()
        route, day, hour = (cleaned.get(name) for name in ("route", "day", "hour"))
        if route is None or day is None or hour is None:
            return cleaned
        if not cleaned.get("minutes") and not route.minutes:
            words = _("How long a tour of this route takes is not known: write the minutes.")
            self.add_error("minutes", words)
        elif cleaned.get("size") and cleaned.get("languages"):
            self._split(cleaned, route)
        return cleaned

    def _split(self, cleaned, route):
        zone = route.place.zone
        try:
            start = periods.moment(datetime.combine(cleaned["day"], cleaned["hour"]), zone)
        except forms.ValidationError as error:
            self.add_error("hour", error)
            return
        if not route.is_offered_on(cleaned["day"]):
            self.add_error("day", _("The route is not offered on this day."))
            return
        minutes = cleaned.get("minutes") or route.minutes
        self.groups = splitting.groups(
            people=cleaned["size"],
            route=route,
            languages=cleaned["languages"],
            start=start,
            minutes=minutes,
        )

    @property
    def token(self):
        """The groups in one line, as the page carries them."""
        return ";".join(
            f"{one.size},{one.language},{one.start.isoformat()},{one.end.isoformat()}"
            for one in self.groups
        )

    @property
    def is_seen(self):
        """Whether the clerk saw into which groups the guests are split."""
        return self.cleaned_data["shown"] == self.token


def ours():
    return [code for code, _name in offered_languages()]


def proposed(visit):
    """What is known of the visit already."""
    known = {
        "size": visit.size,
        "day": visit.first_day,
        "contact_name": visit.contact_name,
        "contact_telephone": visit.contact_telephone,
        "languages": visit.languages,
    }
    return {name: value for name, value in known.items() if value}
