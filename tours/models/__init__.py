from tours.models.fees import Fee, HoursNote, Surcharge
from tours.models.guests import Feedback, LanguageOffer
from tours.models.guides import Clearance, Guide, OtherTime, WeeklyHours
from tours.models.routes import Route, Stop
from tours.models.settings import TourSettings
from tours.models.tours import Ask, GroupBooking, Tour

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
