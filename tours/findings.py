"""What may speak against a tour: its stops, the groups that meet there, nobody who leads it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes, periods
from agenda.findings.contract import FindingKind, Level
from agenda.hours import Hours, opened
from agenda.models import Appointment, Closure, OpeningHours
from tours.calendar import url_of
from tours.models import Stop, Tour

SOON = timedelta(days=7)


@dataclass(frozen=True)
class AtStop:
    """That a group is at one stop of its route from one moment to another."""

    tour: Tour
    stop: Stop
    span: DateTimeTZRange


def stations(tour, period=None):
    """
    When a tour is at each of its stops, in their order.

    Stops of which nobody knows how long they take share what the others leave of its time.
    """
    period = period or tour.appointment.period
    stops = list(tour.route.stops.all())
    if not stops:
        return []
    known = timedelta(minutes=sum(one.minutes or 0 for one in stops))
    unknown = sum(one.minutes is None for one in stops)
    left = max(periods.length(period) - known, timedelta())
    found, at = [], period.lower
    for stop in stops:
        lasts = left / unknown if stop.minutes is None else timedelta(minutes=stop.minutes)
        end = min(at + lasts, period.upper)
        if at < end:
            found.append(AtStop(tour, stop, DateTimeTZRange(at, end)))
        at = end
    return found


class Around:
    """The tours, closures and ceremonies around those in question, read once for a scene."""

    def __init__(self, scene):
        self.scene = scene
        places = Stop.objects.select_related("place__building").order_by("position", "pk")
        rows = Tour.objects.with_names().prefetch_related(Prefetch("route__stops", places))
        is_tour = Appointment.Kind.TOUR
        own = [one.pk for one in scene.appointments if one.pk and one.kind == is_tour]
        found = rows.filter(appointment__in=own) if own else ()
        self.tours = {one.appointment_id: one for one in found}
        self.stations = {
            one.pk: stations(tour, one.period)
            for one in scene.appointments
            if (tour := self.tours.get(one.pk))
        }
        self.others = defaultdict(list)
        self.events, self.closures, self.hours = defaultdict(list), defaultdict(list), Hours([])
        if self.stations:
            self._read(rows, own)

    def _read(self, rows, own):
        spans = [one.span for found in self.stations.values() for one in found]
        keys = {one.stop.place_id for found in self.stations.values() for one in found}
        if not spans:
            return
        # As far as the scene looks for other times.
        windows = [*spans, *self.scene.windows]
        window = DateTimeTZRange(
            min(one.lower for one in windows), max(one.upper for one in windows)
        )
        around = rows.standing().filter(appointment__period__overlap=window)
        for tour in around.exclude(appointment__in=own):
            self._file(tour, tour.appointment.period)
        for one in self.scene.appointments:
            if tour := self.tours.get(one.pk):
                self._file(tour, one.period)
        events = Appointment.objects.standing().filter(place__in=keys, period__overlap=window)
        for one in events.exclude(kind=Appointment.Kind.TOUR).select_related("place"):
            self.events[one.place_id].append(one)
        buildings = {
            one.stop.place.building_id for found in self.stations.values() for one in found
        }
        named = (keys | buildings) - {None}
        closures = Closure.objects.filter(place__in=named, period__overlap=window)
        seen = {*closures.visible_to(self.scene.reader).values_list("pk", flat=True)}
        for one in closures:
            self.closures[one.place_id].append((one, one.pk in seen))
        self.hours = Hours(OpeningHours.objects.filter(place__in=named))

    def at(self, appointment):
        """When its group is where, at the time that the appointment has in memory."""
        tour = self.tours.get(appointment.pk)
        return stations(tour, appointment.period) if tour else []

    def sees(self, key):
        return key in self._seen

    @cached_property
    def _seen(self):
        """The keys of what the reader may know of all that is around."""
        keys = {one.tour.appointment_id for found in self.others.values() for one in found}
        keys |= {one.pk for found in self.events.values() for one in found}
        rows = Appointment.objects.visible_to(self.scene.reader).filter(pk__in=keys)
        return {*rows.values_list("pk", flat=True)}

    def _file(self, tour, period):
        for station in stations(tour, period):
            self.others[station.stop.place_id].append(station)

    @classmethod
    def of(cls, scene):
        if not hasattr(scene, "around_tours"):
            scene.around_tours = cls(scene)
        return scene.around_tours


class GroupsMeet(FindingKind):
    """Two groups are at one stop at the same time, and there is no room for both."""

    label = gettext_lazy("two groups meet where there is no room for both")
    level = Level.BLOCK_PUBLISHING
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        around = Around.of(scene)
        for mine in around.at(appointment):
            room = mine.stop.place.capacity
            others = [
                one
                for one in around.others[mine.stop.place_id]
                if one.tour.pk != mine.tour.pk and periods.overlap(one.span, mine.span)
            ]
            if room is None or not others:
                continue
            people = mine.tour.size + max(one.tour.size for one in others)
            if people <= room:
                continue
            yield from self._told(scene, mine, others, room)

    def _told(self, scene, mine, others, room):
        other = max(others, key=lambda one: (one.tour.size, -one.tour.pk)).tour
        told = {"place": mine.stop.place, "room": room, "mine": mine.tour.size}
        if not Around.of(scene).sees(other.appointment_id):
            yield clashes.not_available(mine.stop.place), None, "", ()
            return
        words = _(
            "%(place)s has room for %(room)s: there “%(other)s” (%(theirs)s people) meets this "
            "group (%(mine)s people)."
        )
        told |= {"other": other, "theirs": other.size}
        yield words % told, other.appointment, url_of(other), ()


class StopClosed(FindingKind):
    """A stop of the route is closed then, or taken by a ceremony."""

    label = gettext_lazy("a stop of the route is closed or taken")
    level = Level.WARN
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        around = Around.of(scene)
        for one in around.at(appointment):
            # Of the place of the appointment itself the calendar says so.
            if one.stop.place_id != appointment.place_id:
                yield from self._of_stop(scene, around, one)

    def _of_stop(self, scene, around, one):
        place = one.stop.place
        instead = _instead(one.tour)
        for key in filter(None, (place.pk, place.building_id)):
            for closure, is_seen in around.closures[key]:
                if not periods.overlap(closure.period, one.span):
                    continue
                told = {"place": place, "why": closure.get_reason_display()}
                words = _("%(place)s is closed: %(why)s.") % told
                words = words if is_seen else clashes.not_available(place)
                yield words + instead, None, "", ()
        for event in around.events[place.pk]:
            if not periods.overlap(event.period, one.span):
                continue
            if not around.sees(event.pk):
                yield clashes.not_available(place) + instead, None, "", ()
                continue
            told = {"place": place, "event": event}
            words = _("In %(place)s there is “%(event)s” then.") % told
            yield words + instead, event, scene.url(event), ()
        if self._is_shut(around, one):
            told = {"place": place, "hours": clashes.hours(one.span, place.zone)}
            yield _("%(place)s is not open then (%(hours)s).") % told + instead, None, "", ()

    def _is_shut(self, around, one):
        place = one.stop.place
        day = one.span.lower.astimezone(place.zone).date()
        rows = around.hours.on(place, day, Appointment.Kind.TOUR)
        if rows is None:
            return False
        spans = (opened(row, day, place.zone) for row in rows)
        return not any(start <= one.span.lower and one.span.upper <= end for start, end in spans)


def _instead(tour):
    other = tour.route.instead
    return " " + _("Instead: %(route)s.") % {"route": other} if other else ""


class Rain(FindingKind):
    """A route that rain closes, where nobody can say yet what the weather will be."""

    label = gettext_lazy("a route that rain closes")
    level = Level.WARN

    def found(self, scene, appointment):
        tour = Around.of(scene).tours.get(appointment.pk)
        if tour is None or not tour.route.closes_in_rain:
            return
        near = appointment.period.lower - timezone.now() <= SOON
        if near and appointment.period.upper > timezone.now():
            yield _("Rain closes %(route)s.") % {"route": tour.route} + _instead(tour), None, "", ()


class NoGuide(FindingKind):
    """Nobody leads it yet: only said, for a programme is often told before guides are found."""

    label = gettext_lazy("nobody leads the tour yet")
    level = Level.WARN

    def found(self, scene, appointment):
        tour = Around.of(scene).tours.get(appointment.pk)
        if tour is None or tour.guide_id or appointment.period.upper <= timezone.now():
            return
        yield _("Nobody leads this tour yet."), None, url_of(tour), ()


groups_meet, stop_closed, rain, no_guide = GroupsMeet(), StopClosed(), Rain(), NoGuide()
