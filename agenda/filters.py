"""The filters of the calendar, which live in its address and in that of a feed."""

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda.forms import ResourcesField
from agenda.models import Appointment, Place, Resource

NARROWING = ("resource", "place", "kind", "state")


class CalendarFilter(forms.Form):
    """
    Narrows appointments to what the query of an address asks for ("resource=4&kind=tour").

    What is not understood, or may not be known to the reader, narrows to nothing: an address
    that was cut must not show more than it did.
    """

    resource = ResourcesField(label=_("Rooms, people and things"), queryset=None, required=False)
    place = forms.ModelMultipleChoiceField(label=_("Places"), queryset=None, required=False)
    kind = forms.MultipleChoiceField(
        label=_("Kinds"), choices=Appointment.Kind.choices, required=False
    )
    state = forms.MultipleChoiceField(
        label=_("States"), choices=Appointment.State.choices, required=False
    )

    def __init__(self, data, *, reader):
        super().__init__(data)
        self.reader = reader
        language = get_language()
        resources = Resource.objects.visible_to(reader).in_order(language).with_roles(reader)
        self.fields["resource"].queryset = resources
        self.fields["place"].queryset = Place.objects.visible_to(reader).in_order(language)

    @property
    def is_narrow(self):
        """Whether it leaves anything out; the days to know stand in a whole calendar only."""
        return not self.is_valid() or any(self.cleaned_data[name] for name in NARROWING)

    def narrow(self, appointments):
        if not self.is_valid():
            return appointments.none()
        asked = self.cleaned_data
        if asked["resource"]:
            appointments = appointments.filter(bookings__resource__in=asked["resource"])
        if asked["place"]:
            here = Q(place__in=asked["place"]) | Q(place__building__in=asked["place"])
            appointments = appointments.filter(here)
        for field in ("kind", "state"):
            if asked[field]:
                appointments = appointments.filter(**{f"{field}__in": asked[field]})
        return appointments.distinct()
