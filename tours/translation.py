"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from office.translation import Texts
from tours.models import (
    Ask,
    Clearance,
    Fee,
    Feedback,
    GroupBooking,
    Guide,
    HoursNote,
    LanguageOffer,
    OtherTime,
    Route,
    Stop,
    Surcharge,
    Tour,
    TourSettings,
    WeeklyHours,
)


@register(Route)
class RouteTranslation(Texts):
    fields = ("name", "description", "meeting_point")


@register(Stop)
class StopTranslation(Texts):
    fields = ("note",)


for model in (Route, Stop, Guide, Clearance, WeeklyHours, OtherTime, Fee, Surcharge):
    simple_history.register(model, app="tours")
for model in (HoursNote, GroupBooking, Tour, Ask, LanguageOffer, Feedback, TourSettings):
    simple_history.register(model, app="tours")
