"""When the groups of a route can still start on a day, and for how many there is room."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from agenda import periods
from agenda.hours import Hours, opened
from agenda.models import Appointment, Closure, OpeningHours
from delegations import journeys
from tours.models import Route, Tour

# Where neither says how often groups start nor how long they take.
EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Slot:
    """A start, and when it would end; `places` is None where the route names no largest group."""

    start: datetime
    end: datetime
    groups: int
    places: int | None


@dataclass(frozen=True)
class DayOfRoute:
    """
    One route on one day. `slots` are those with room, None where no hours of it are known.

    `is_late`: the day is nearer than the days in advance that the route asks for.
    """

    route: Route
    day: date
    slots: list | None
    is_late: bool

    @property
    def places(self):
        """How many guests can still be guided that day; None where nobody can say."""
        if self.slots is None or any(slot.places is None for slot in self.slots):
            return None
        return sum(slot.places for slot in self.slots)

    @property
    def until(self):
        """The last day on which it is given as a rule."""
        return self.day - timedelta(days=self.route.lead_days)


class Slots:
    """The routes on some days: asked with the same queries for any number of them."""

    def __init__(self, routes, days):
        self.routes, self.days = list(routes), list(days)
        self.today = timezone.localdate()
        places = {one.place_id for one in self.routes}
        named = places | {one.place.building_id for one in self.routes} - {None}
        span = periods.days(min(self.days), max(self.days), periods.here())
        self.hours = Hours(OpeningHours.objects.filter(place__in=named))
        self.closures = list(Closure.objects.filter(place__in=named).during(span))
        tours = Tour.objects.standing().filter(route__in=self.routes)
        tours = tours.filter(appointment__period__overlap=span).select_related("appointment")
        self.tours = list(tours)
        held = Appointment.objects.standing().filter(
            Q(place__in=places) | Q(bookings__resource__place__in=places),
            blocks=True,
            tour__isnull=True,
            period__overlap=span,
        )
        self.held = [
            (place, period)
            for one in held.distinct().prefetch_related("bookings__resource")
            for place in {one.place_id, *(row.resource.place_id for row in one.bookings.all())}
            if (period := one.period)
        ]

    def of(self, route):
        """[DayOfRoute] of the days on which the route is offered."""
        return [self._day(route, day) for day in self.days if route.is_offered_on(day)]

    def _day(self, route, day):
        is_late = day - timedelta(days=route.lead_days) < self.today
        return DayOfRoute(route, day, self._slots(route, day), is_late)

    def _slots(self, route, day):
        rows = self.hours.on(route.place, day, Appointment.Kind.TOUR)
        if rows is None:
            return None
        lasts = timedelta(minutes=route.minutes) if route.minutes else EVERY
        every = timedelta(minutes=route.starts_every) if route.starts_every else lasts
        found, now = [], timezone.now()
        for row in rows:
            start, end = opened(row, day, route.place.zone)
            while start + lasts <= end:
                ends = start + lasts
                if start > now and (groups := self._room(route, start, ends)) > 0:
                    places = route.largest and groups * route.largest
                    found.append(Slot(start, ends, groups, places))
                start += every
        return found

    def _room(self, route, start, end):
        """How many more groups can be on the way then."""
        span = periods.period(start, end)
        places = {route.place_id, route.place.building_id}
        if any(
            one.place_id in places and periods.overlap(one.period, span) for one in self.closures
        ):
            return 0
        if any(
            place == route.place_id and periods.overlap(period, span) for place, period in self.held
        ):
            return 0
        mine = [one.appointment.period for one in self.tours if one.route_id == route.pk]
        if route.starts_every:
            # One group a start: whoever starts then, or begins while this one would, takes it.
            step = periods.period(start, start + timedelta(minutes=route.starts_every))
            taken = sum(step.lower <= one.lower < step.upper for one in mine)
            return 1 - taken
        return route.at_once - sum(periods.overlap(one, span) for one in mine)


def of_visit(visit, routes):
    """
    [[DayOfRoute] of a route] on the days of a visit, while its guests are there.

    Nothing without days, or after them.
    """
    if visit.first_day is None or visit.last_day < timezone.localdate():
        return []
    routes = list(routes)
    count = min((visit.last_day - visit.first_day).days + 1, 14)
    days = [visit.first_day + timedelta(days=number) for number in range(count)]
    if not routes:
        return []
    slots, are_there = Slots(routes, days), journeys.are_there(visit)
    found = [[while_there(day, are_there) for day in slots.of(route)] for route in routes]
    return [days for days in found if days]


def while_there(day, are_there):
    """The day of a route without the starts at which the guests are not there."""
    slots = day.slots and [one for one in day.slots if are_there(one.start, one.end)]
    return replace(day, slots=slots)
