"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from agenda.models import (
    Appointment,
    Booking,
    CalendarSettings,
    Closure,
    Feed,
    FindingLevel,
    OpeningHours,
    OutsideCalendar,
    Party,
    Place,
    Resource,
    Series,
    Way,
)


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("name", "note")
    empty_values = ""


@register(Resource)
class ResourceTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Appointment)
class AppointmentTranslation(TranslationOptions):
    fields = ("title",)
    empty_values = ""


for model in (Place, Way, OpeningHours, Closure, Resource, Party, Series, Appointment):
    simple_history.register(model, app="agenda")
for model in (Feed, CalendarSettings, FindingLevel):
    simple_history.register(model, app="agenda")
# The address can be a secret, which who reads the history need not know; the rest nobody edits.
simple_history.register(
    OutsideCalendar, app="agenda", excluded_fields=["url", "tried_at", "read_at", "fault"]
)
simple_history.register(Booking, app="agenda", excluded_fields=["busy"])
