from agenda.models.appointments import Appointment, Booking, FacetQuerySet, Party, Series
from agenda.models.calendars import Feed, OutsideCalendar, OutsideEntry
from agenda.models.places import Closure, OpeningHours, Place, Way
from agenda.models.resources import Resource
from agenda.models.settings import CalendarSettings, FindingLevel

__all__ = [
    "Appointment",
    "Booking",
    "CalendarSettings",
    "Closure",
    "FacetQuerySet",
    "Feed",
    "FindingLevel",
    "OpeningHours",
    "OutsideCalendar",
    "OutsideEntry",
    "Party",
    "Place",
    "Resource",
    "Series",
    "Way",
]
