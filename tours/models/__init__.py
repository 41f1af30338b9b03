from tours.models.guests import Feedback, LanguageOffer
from tours.models.guides import (
    Clearance,
    Fee,
    Guide,
    HoursNote,
    OtherTime,
    Surcharge,
    WeeklyHours,
)
from tours.models.routes import Route, Stop
from tours.models.tours import Ask, GroupBooking, Tour, TourSettings

__all__ = [
    "Ask",
    "Clearance",
    "Fee",
    "Feedback",
    "GroupBooking",
    "Guide",
    "HoursNote",
    "LanguageOffer",
    "OtherTime",
    "Route",
    "Stop",
    "Surcharge",
    "Tour",
    "TourSettings",
    "WeeklyHours",
]
