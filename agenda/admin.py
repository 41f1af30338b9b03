"""The back-office of the calendar: each page has a module of its own."""

from agenda.backoffice import appointments, closures, settings  # noqa: F401 (register themselves)
from agenda.backoffice.feeds import FeedAdmin  # noqa: F401 (registers itself)
from agenda.backoffice.outside import OutsideCalendarAdmin  # noqa: F401 (the same)
from agenda.backoffice.places import PlaceAdmin  # noqa: F401 (registers itself)
from agenda.backoffice.resources import PartyAdmin, ResourceAdmin  # noqa: F401 (the same)
