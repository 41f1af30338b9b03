"""The appointments in question and what is around them, read once for all of them."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import facets, periods
from agenda.findings.contract import ORDER, Finding, Level, kinds
from agenda.findings.proposals import Proposals, minutes_of
from agenda.hours import Hours
from agenda.models import (
    Appointment,
    Booking,
    CalendarSettings,
    Closure,
    FindingLevel,
    OpeningHours,
    OutsideCalendar,
    OutsideEntry,
    Resource,
    Way,
)
from agenda.outside_state import stale
from agenda.travel import Travel
from office.backoffice import frame

DAY = timedelta(days=1)
MOVE = (Resource.Kind.PERSON, Resource.Kind.VEHICLE)
NAMED = ("resource__place", "resource__person")
PLACED = ("appointment__place__building", "appointment__party")


def findings_of(appointments, reader, *, proposals=False) -> list[list[Finding]]:
    """
    The findings of each of the appointments, in their order, the gravest first.

    The appointments may be unsaved, or changed and not yet saved: asked before it is saved.
    What they would book is taken from `bookings_planned` where set (Booking objects), else
    from their bookings.
    """
    scene = Scene(appointments, reader, proposals=proposals)
    return [scene.findings(one) for one in scene.appointments]


def findings(appointment: Appointment, reader) -> list[Finding]:
    """The findings of one appointment, each with the nearest free alternatives."""
    return findings_of([appointment], reader, proposals=True)[0]


@dataclass(frozen=True)
class Stay:
    """That somebody or something is taken from one moment to another, by an appointment."""

    appointment: Appointment
    span: DateTimeTZRange
    # None for the guests of the appointment.
    resource: Resource | None = None

    @property
    def place(self):
        return self.appointment.place

    @property
    def name(self):
        return str(self.resource or self.appointment.party)

    @property
    def who(self):
        """The key of who or what it is."""
        return ("resource", self.resource.pk) if self.resource else who_of(self.appointment.party)


def who_of(party):
    return ("party", party.pk)


class Scene:
    """
    The appointments in question, their reader, and what is around them.

    Everything is read, whoever asks, since what may not be known speaks against it as well;
    `sees` says what may be named. `proposals` has alternatives looked for, and so much more of
    the days after read.
    """

    def __init__(self, appointments, reader, *, proposals=False):
        self.appointments = list(appointments)
        self.reader = reader or AnonymousUser()
        self.levels = FindingLevel.objects.by_kind()
        self.kinds = kinds.items()
        self.proposals = Proposals(self) if proposals else None
        prefetch_related_objects(self.appointments, "place__building", "party")

    def findings(self, appointment):
        if appointment.is_cancelled:
            return []
        found = []
        for name, kind in self.kinds:
            level = self.levels.get(name, kind.level)
            if level != Level.IGNORE:
                for text, other, url, proposals in kind.found(self, appointment):
                    helps = proposals or self._alternatives(appointment, name, kind)
                    found.append(Finding(name, level, text, other, url, tuple(helps)))
        return sorted(found, key=lambda one: ORDER.index(one.level))

    def _alternatives(self, appointment, name, kind):
        return self.proposals.against(appointment, name, kind) if self.proposals else ()

    def candidate(self, appointment, *, period=None, room=None):
        """The appointment as it would be at another time, or in another room."""
        other = copy(appointment)
        other.stands_for = appointment
        bookings = self.bookings(appointment)
        if period is not None:
            other.period = period
        if room is not None:
            left = self._of_its_room(appointment)
            taken = Booking(resource=room, **self.minutes_in(appointment, room))
            bookings = [*(one for one in bookings if one not in left), taken]
            other.place = room.place
        other.bookings_planned = bookings
        return other

    def minutes_in(self, appointment, room):
        """Minutes before and after for which another room would be booked for it."""
        return minutes_of(room, instead_of=self._of_its_room(appointment))

    def _of_its_room(self, appointment):
        place = appointment.place_id
        return [
            one for one in self.bookings(appointment) if place and one.resource.place_id == place
        ]

    # ------------------------------------------------------------ what the appointments take

    def bookings(self, appointment):
        planned = getattr(appointment, "bookings_planned", None)
        return self._saved_bookings[appointment.pk] if planned is None else planned

    @cached_property
    def _saved_bookings(self):
        keys = [
            one.pk
            for one in self.appointments
            if one.pk and getattr(one, "bookings_planned", None) is None
        ]
        found = defaultdict(list)
        rows = Booking.objects.filter(appointment__in=keys).select_related(*NAMED)
        for row in rows.order_by("pk") if keys else []:
            found[row.appointment_id].append(row)
        return found

    def stays(self, appointment):
        """What the appointment takes, as it stands in memory: its bookings and its guests."""
        found = []
        for one in self.bookings(appointment):
            span = periods.stretched(appointment.period, one.before, one.after)
            if span.lower < span.upper:
                found.append(Stay(appointment, span, one.resource))
        return [*found, Stay(appointment, appointment.period)] if appointment.party else found

    def movers(self, appointment):
        """Who goes from place to place: the guests, and people and vehicles that are booked."""
        return [
            one
            for one in self.stays(appointment)
            if one.resource is None or one.resource.kind in MOVE
        ]

    # ------------------------------------------------------------ what is around them

    @cached_property
    def windows(self):
        """The periods around the appointments, those that touch in one."""
        after = DAY * (1 + (self.proposals.DAYS if self.proposals else 0))
        wide = sorted(
            (one.period.lower - DAY - self._most_before, one.period.upper + after)
            for one in self.appointments
        )
        merged = []
        for start, end in wide:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return [DateTimeTZRange(*pair) for pair in merged]

    @cached_property
    def _most_before(self):
        """Minutes before an appointment for which something of it is taken, at most."""
        minutes = [row.before for one in self.appointments for row in self.bookings(one)]
        return timedelta(minutes=max([*minutes, 0]))

    @cached_property
    def _own(self):
        """The keys of those in question, which are as they stand in memory."""
        return [one.pk for one in self.appointments if one.pk]

    def _around(self, field):
        around = Q(pk=None)
        for window in self.windows:
            around |= Q(**{f"{field}__overlap": window})
        return around

    @cached_property
    def _resources(self):
        return {
            row.resource.pk: row.resource for one in self.appointments for row in self.bookings(one)
        }

    @cached_property
    def _places(self):
        """The keys of all places that are asked for, and of their buildings."""
        places = [one.place for one in self.appointments if one.place]
        if self.proposals:
            places += [room.place for room in self.proposals.rooms]
        return {place.pk for place in places} | {one.building_id for one in places} - {None}

    @cached_property
    def _stays_around(self):
        """(who, day) -> stays of other appointments and of those in question, on that day."""
        found = defaultdict(list)
        for stay in [*self._booked_around(), *self._guests_around()]:
            self._file(found, stay)
        for one in self.appointments:
            for stay in [] if one.is_cancelled else self.stays(one):
                self._file(found, stay)
        return found

    def _file(self, found, stay):
        first, last = periods.days_of(stay.span, UTC)
        for number in range((last - first).days + 1):
            found[stay.who, first + DAY * number].append(stay)

    def _booked_around(self):
        rows = Booking.objects.filter(self._around("busy"), resource__in=self._resources)
        rows = rows.exclude(appointment__state=Appointment.State.CANCELLED)
        rows = rows.exclude(appointment__in=self._own)
        facet_paths = [f"appointment__{name}" for name in facets.accessors()]
        for row in rows.select_related(*PLACED, *facet_paths) if self._resources else []:
            yield Stay(row.appointment, row.busy, self._resources[row.resource_id])

    def _guests_around(self):
        parties = {one.party_id for one in self.appointments} - {None}
        rows = Appointment.objects.filter(self._around("period"), party__in=parties).standing()
        rows = rows.exclude(pk__in=self._own)
        related = ("place__building", "party", *facets.accessors())
        for row in rows.select_related(*related) if parties else []:
            yield Stay(row, row.period)

    def around(self, stay):
        """The stays of the same person, thing or guests about that day, of other appointments."""
        first, last = periods.days_of(stay.span, UTC)
        found = {}
        for number in range(-1, (last - first).days + 2):
            for other in self._stays_around[stay.who, first + DAY * number]:
                if not self._is_same(other.appointment, stay.appointment):
                    found[id(other)] = other
        return list(found.values())

    def _is_same(self, one, other):
        one, other = (getattr(each, "stands_for", each) for each in (one, other))
        return one is other or (one.pk is not None and one.pk == other.pk)

    # ------------------------------------------------------------ what the reader may know

    @cached_property
    def _seen_appointments(self):
        keys = {stay.appointment.pk for stays in self._stays_around.values() for stay in stays}
        rows = Appointment.objects.visible_to(self.reader).filter(pk__in=keys - {None})
        return {*rows.values_list("pk", flat=True)}

    @cached_property
    def _seen_resources(self):
        rows = Resource.objects.visible_to(self.reader).filter(pk__in=self._resources)
        return {*rows.values_list("pk", flat=True)}

    def sees(self, appointment):
        return appointment.pk is None or appointment.pk in self._seen_appointments

    def sees_resource(self, resource):
        """Of what the appointments in question book, whether the reader may know it."""
        return resource.pk in self._seen_resources

    def name(self, stay):
        """What or who it is, where the reader may know it."""
        if stay.resource is None or self.sees_resource(stay.resource):
            return stay.name
        return _("Somebody or something that is booked")

    def url(self, record):
        """Where it opens in the back-office; empty for a record without a page."""
        if record.pk is None:
            return ""
        if isinstance(record, Appointment):
            return facets.url_of(self._rows.get(record.pk, record))
        return frame.url_of(record)

    @cached_property
    def _rows(self):
        """Those in question, read with what they are for."""
        names = facets.accessors()
        known = {
            one.pk: one
            for one in self.appointments
            if one.pk and all(name in one._state.fields_cache for name in names)
        }
        missing = [key for key in self._own if key not in known]
        if not missing:
            return known
        return known | Appointment.objects.select_related(*names).in_bulk(missing)

    # ------------------------------------------------------------ places

    @cached_property
    def settings(self):
        return CalendarSettings.objects.current()

    @cached_property
    def travel(self):
        return Travel(Way.objects.visible_to(self.reader), self.settings)

    def leg(self, stay, start, end):
        party = stay.appointment.party if stay.resource is None else None
        size, lift = (party.size, party.takes_lift) if party else (None, False)
        return self.travel.leg(start, end, people=size, lift=lift)

    @cached_property
    def hours(self):
        rows = OpeningHours.objects.visible_to(self.reader).filter(place__in=self._places)
        return Hours(rows if self._places else [])

    @cached_property
    def _closures(self):
        """Key of a place -> [(closure, whether the reader may know it)]."""
        rows = Closure.objects.filter(self._around("period"), place__in=self._places)
        seen = {*rows.visible_to(self.reader).values_list("pk", flat=True)}
        found = defaultdict(list)
        for row in rows.select_related("place__building").order_by("period", "pk"):
            found[row.place_id].append((row, row.pk in seen))
        return found

    def closures(self, place, span):
        """[(closure, whether the reader may know it)] of the place and its building then."""
        keys = dict.fromkeys(filter(None, (place.pk, place.building_id)))
        of_place = [one for key in keys for one in self._closures[key]]
        return [one for one in of_place if periods.overlap(one[0].period, span)]

    @cached_property
    def _calendars(self):
        """The outside calendars in use that the reader may know."""
        return list(OutsideCalendar.objects.visible_to(self.reader).filter(is_active=True))

    @cached_property
    def _old_calendars(self):
        """("resource" or "place", key) -> those with an address that were not read for a day."""
        found = defaultdict(list)
        for one in stale(self._calendars, timezone.now()):
            if one.url:
                whose = "resource" if one.resource_id else "place"
                found[whose, one.resource_id or one.place_id].append(one)
        return found

    def old_calendars(self, whose, key):
        return self._old_calendars[whose, key]

    @cached_property
    def _entries(self):
        """("resource" or "place", key) -> [(entry, whether the reader may know it)]."""
        resources = {*self._resources}
        if self.proposals:
            resources |= {room.pk for room in self.proposals.rooms}
        about = Q(calendar__resource__in=resources) | Q(calendar__place__in=self._places)
        rows = OutsideEntry.objects.filter(about, self._around("period"), calendar__is_active=True)
        rows = list(rows.select_related("calendar").order_by("period", "pk"))
        seen = {one.pk for one in self._calendars}
        found = defaultdict(list)
        for row in rows:
            calendar = row.calendar
            whose = "resource" if calendar.resource_id else "place"
            key = calendar.resource_id or calendar.place_id
            found[whose, key].append((row, row.calendar_id in seen))
        return found

    def entries(self, whose, key, span):
        """[(entry of an outside calendar, whether the reader may know it)] at that time."""
        found = self._entries[whose, key]
        return [one for one in found if periods.overlap(one[0].period, span)]
