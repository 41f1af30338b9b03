"""The way back to the calendar from which somebody opened the form of an appointment."""

from django.http import QueryDict
from django.urls import reverse

from agenda import periods
from agenda.backoffice.shown import Shown
from agenda.filters import NARROWING

# In the address of the form: the query of the calendar, and nothing else.
CALENDAR = "calendar"
NAMES = ("view", "day", *NARROWING)


def to_calendar(address: QueryDict, appointment):
    """
    The calendar as it was left, at the appointment's day where that is not in sight; "" where
    the address names none. Only what is a query of the calendar is taken from it.
    """
    if not address.get(CALENDAR):
        return ""
    asked, query = QueryDict(address[CALENDAR]), QueryDict(mutable=True)
    for name in NAMES:
        if name in asked:
            query.setlist(name, asked.getlist(name))
    shown = Shown.of(asked)
    first, last = _days(appointment)
    if last < shown.first or shown.last < first:
        query["day"] = first.isoformat()
    return f"{reverse('admin:calendar')}?{query.urlencode()}"


def _days(appointment):
    if appointment.all_day:
        return appointment.days
    return periods.days_of(appointment.period, periods.here())
