"""When a tour is at each of its stops, and what is there at the same time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agenda import periods
from agenda.hours import Hours
from agenda.models import Appointment, Closure, OpeningHours, Place
from tours.models import OtherTime, Stop, Tour


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
    """
    The tours in question of a scene, and the tours, closures and ceremonies around them.

    Read once for the scene. Of an appointment that is not saved yet `tour_planned` is the tour.
    """

    def __init__(self, scene):
        self.scene = scene
        is_tour = Appointment.Kind.TOUR
        own = [one.pk for one in scene.appointments if one.pk and one.kind == is_tour]
        found = self._rows.filter(appointment__in=own) if own else ()
        self._saved = {one.appointment_id: one for one in found}
        pairs = [(one, self.tour_of(one)) for one in scene.appointments]
        self.pairs = [(one, tour) for one, tour in pairs if tour is not None]
        self.others, self.of_visit = defaultdict(list), defaultdict(list)
        self.events, self.closures, self.hours = defaultdict(list), defaultdict(list), Hours([])
        self._read_stops([tour.route for _one, tour in self.pairs])
        if self.pairs:
            self._read()

    @classmethod
    def of(cls, scene):
        if not hasattr(scene, "around_tours"):
            scene.around_tours = cls(scene)
        return scene.around_tours

    def tour_of(self, appointment):
        """The tour of one in question, or of a candidate for it; None of anything else."""
        return getattr(appointment, "tour_planned", None) or self._saved.get(appointment.pk)

    def at(self, appointment):
        """When its group is where, at the time that the appointment has in memory."""
        return stations(self.tour_of(appointment), appointment.period)

    # ------------------------------------------------------------ what is read

    @property
    def _rows(self):
        rows = Tour.objects.with_names().select_related("booking__route", "guide__person")
        return rows.prefetch_related(Prefetch("route__stops", self._stops))

    @property
    def _stops(self):
        return Stop.objects.select_related("place__building").order_by("position", "pk")

    def _read_stops(self, routes):
        prefetch_related_objects(routes, Prefetch("stops", self._stops))

    @cached_property
    def window(self):
        """As far as the scene looks for other times."""
        spans = [*(one.period for one, _tour in self.pairs), *self.scene.windows]
        return DateTimeTZRange(min(one.lower for one in spans), max(one.upper for one in spans))

    @cached_property
    def places(self):
        """Those of all stops of the tours in question, by their keys."""
        return {
            stop.place_id: stop.place
            for _one, tour in self.pairs
            for stop in tour.route.stops.all()
        }

    def _read(self):
        own = [one.pk for one, _tour in self.pairs if one.pk]
        around = self._rows.standing().filter(appointment__period__overlap=self.window)
        for tour in around.exclude(appointment__in=own).order_by("pk"):
            self._file(tour, tour.appointment.period)
        for one, tour in self.pairs:
            self._file(tour, one.period)
        if not self.places:
            return
        events = Appointment.objects.standing().filter(place__in=self.places)
        events = events.filter(period__overlap=self.window).exclude(kind=Appointment.Kind.TOUR)
        for one in events.select_related("place"):
            self.events[one.place_id].append(one)
        named = {*self.places, *(one.building_id for one in self.places.values())} - {None}
        closures = Closure.objects.filter(place__in=named, period__overlap=self.window)
        seen = {*closures.visible_to(self.scene.reader).values_list("pk", flat=True)}
        for one in closures:
            self.closures[one.place_id].append((one, one.pk in seen))
        self.hours = Hours(OpeningHours.objects.filter(place__in=named))

    def _file(self, tour, period):
        self.of_visit[tour.booking.visit_id].append((tour, period))
        for station in stations(tour, period):
            self.others[station.stop.place_id].append(station)

    @cached_property
    def _busy(self):
        """Key of a guide -> the hours in which they said that they are busy."""
        guides = {tour.guide_id for _one, tour in self.pairs} - {None}
        rows = OtherTime.objects.filter(guide__in=guides, is_free=False)
        found = defaultdict(list)
        for row in rows.during(self.window).order_by("period") if guides else ():
            found[row.guide_id].append(row.period)
        return found

    def busy(self, tour, period):
        """The hours at that time in which the guide of a tour said that they are busy."""
        return [one for one in self._busy[tour.guide_id] if periods.overlap(one, period)]

    # ------------------------------------------------------------ what the reader may know

    def sees(self, appointment):
        """Of what is around, whether the reader may know it."""
        return appointment.pk is None or appointment.pk in self._seen

    @cached_property
    def _seen(self):
        keys = {one.tour.appointment_id for found in self.others.values() for one in found}
        keys |= {one.pk for found in self.events.values() for one in found}
        rows = Appointment.objects.visible_to(self.scene.reader).filter(pk__in=keys - {None})
        return {*rows.values_list("pk", flat=True)}

    def sees_tour(self, tour):
        """Of those in question, whether the reader may know route, guests and guide."""
        return tour.pk is None or tour.pk in self._seen_tours

    @cached_property
    def _seen_tours(self):
        keys = [tour.pk for _one, tour in self.pairs if tour.pk]
        rows = Tour.objects.visible_to(self.scene.reader).filter(pk__in=keys)
        return {*rows.values_list("pk", flat=True)}

    def name(self, place):
        """The name of a stop, where the reader may know the place."""
        return str(place) if place.pk in self._seen_places else _("A stop of the route")

    @cached_property
    def _seen_places(self):
        rows = Place.objects.visible_to(self.scene.reader).filter(pk__in=self.places)
        return {*rows.values_list("pk", flat=True)}
