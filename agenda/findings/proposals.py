"""The nearest free alternatives to an appointment: other rooms that fit, other times."""

from datetime import datetime, time, timedelta
from functools import cached_property

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import ngettext

from agenda import clashes, periods
from agenda.findings.contract import Level, Proposal
from agenda.models import Booking, Resource
from office.models import Office
from office.working_days import is_working_day

OPENS, CLOSES = time(8), time(20)
STEP = timedelta(minutes=15)
ROOMS, TIMES = 3, 1  # how many rooms are proposed; how many times of that day, and of later days
FAR = 10_000  # minutes, where nothing is known of the way


class Proposals:
    """
    Alternatives that nothing speaks against which does not speak against the appointment now.

    Looked for in memory, in what the scene has read.
    """

    DAYS = 7  # so many days after it are looked at

    def __init__(self, scene):
        self.scene = scene
        self._judged, self._times, self._in_rooms = {}, {}, {}

    def against(self, appointment, name, kind):
        """The Proposals by which a finding of that kind would be gone."""
        found = []
        if "rooms" in kind.proposes:
            found += self._rooms_for(appointment, name)
        if "times" in kind.proposes:
            found += self._times_for(appointment, name)
        return tuple(found)

    def against_clash(self, appointment):
        """The Proposals by which nothing that it books would be taken."""
        return tuple(self._rooms_for(appointment) + self._times_for(appointment))

    def clear_times(self, appointment):
        """
        The Proposals of times at which nothing speaks against it that judges at all, and nothing
        is taken; none where that is so now.
        """
        if not self._against(appointment) and not self._clashes(appointment):
            return ()
        return tuple(self._first_times(appointment, lambda candidate: not self._against(candidate)))

    def _helps(self, appointment, candidate, name):
        speaks, spoke = self._against(candidate), self._against(appointment)
        return name not in speaks and speaks <= spoke

    def _against(self, appointment):
        """The names of the kinds that find something; each appointment is asked once."""
        if id(appointment) not in self._judged:
            found = {
                name
                for name, kind in self.scene.kinds
                if kind.judges
                and self.scene.levels.get(name) != Level.IGNORE
                and any(True for _one in kind.found(self.scene, appointment))
            }
            # With the appointment, so that no other one gets its identity.
            self._judged[id(appointment)] = (appointment, found)
        return self._judged[id(appointment)][1]

    # ------------------------------------------------------------ other rooms

    @cached_property
    def rooms(self):
        """All rooms that can be booked, as far as the reader may know them."""
        rooms = Resource.objects.visible_to(self.scene.reader).in_use()
        rooms = rooms.filter(kind=Resource.Kind.ROOM).select_related("place__building")
        return list(rooms.order_by("pk"))

    def _rooms_for(self, appointment, name=None):
        """Without a name: those by which nothing is taken any more, also nothing else."""
        helping = (
            room
            for room, candidate in self._free_rooms(appointment)
            if self._helps(appointment, candidate, name) and (name or not self._clashes(candidate))
        )
        return [
            Proposal(label_of(room.place), place=room.place)
            for room, _n in zip(helping, range(ROOMS), strict=False)
        ]

    def _free_rooms(self, appointment):
        """(room, the appointment in it), the nearest first: free ones that are large enough."""
        if id(appointment) not in self._in_rooms:
            wanted = {
                room: periods.stretched(
                    appointment.period, **self.scene.minutes_in(appointment, room)
                )
                for room in self.rooms
                if room.place_id != appointment.place_id and holds(room.place, appointment)
            }
            taken = self._taken(appointment, wanted.values())
            free = [
                room
                for room, span in wanted.items()
                if not any(periods.overlap(busy, span) for busy in taken.get(room.pk, ()))
            ]
            free.sort(key=lambda room: self._minutes_to(appointment, room))
            self._in_rooms[id(appointment)] = [
                (room, self.scene.candidate(appointment, room=room)) for room in free
            ]
        return self._in_rooms[id(appointment)]

    def _taken(self, appointment, spans):
        wide = DateTimeTZRange(
            min([span.lower for span in spans], default=appointment.period.lower),
            max([span.upper for span in spans], default=appointment.period.upper),
        )
        rows = Booking.objects.that_block().during(wide).filter(resource__in=self.rooms)
        taken = {}
        for resource, busy in rows.exclude(appointment=appointment.pk).values_list(
            "resource", "busy"
        ):
            taken.setdefault(resource, []).append(busy)
        return taken

    def _minutes_to(self, appointment, room):
        leg = appointment.place and self.scene.travel.leg(appointment.place, room.place)
        return leg.minutes if leg else FAR

    # ------------------------------------------------------------ other times

    def _times_for(self, appointment, name=None):
        def helps(candidate):
            return self._helps(appointment, candidate, name)

        return self._first_times(appointment, helps)

    def _first_times(self, appointment, will_do):
        """The nearest time of that day that will do, and the first of the days after it."""
        found = []
        for same_day in (True, False):
            helping = (
                candidate.period
                for candidate in self._free_times(appointment, same_day)
                if will_do(candidate)
            )
            found += [period for period, _n in zip(helping, range(TIMES), strict=False)]
        zone = appointment.zone
        return [Proposal(clashes.hours(period, zone), period=period) for period in found]

    def _free_times(self, appointment, same_day):
        key = (id(appointment), same_day)
        if key not in self._times:
            self._times[key] = Remembered(self._look_for(appointment, same_day))
        return self._times[key]

    def _look_for(self, appointment, same_day):
        for period in starts(appointment, self.DAYS, same_day=same_day):
            candidate = self.scene.candidate(appointment, period=period)
            if not self._clashes(candidate):
                yield candidate

    def _clashes(self, candidate):
        return any(
            other.appointment.blocks and periods.overlap(stay.span, other.span)
            for stay in self.scene.stays(candidate)
            if stay.resource
            for other in self.scene.around(stay)
        )


class Remembered:
    """What a generator yields, looked for once, however often it is gone through."""

    def __init__(self, source):
        self._source, self._found = source, []

    def __iter__(self):
        yield from self._found
        for one in self._source:
            self._found.append(one)
            yield one


def starts(appointment, days, *, same_day):
    """
    The periods as long as the appointment's, at the quarters of working hours from now on.

    Those of the same day, the nearest first; or those of the working days after it, each day
    from the hour of the appointment outwards.
    """
    length = periods.length(appointment.period)
    zone, start = appointment.zone, appointment.starts_at
    country = Office.objects.current().country
    if appointment.all_day:
        return
    wanted = [0] if same_day else range(1, days + 1)
    for number in wanted:
        day = start.date() + timedelta(days=number)
        if number and not is_working_day(day, country):
            continue
        opens, closes = (datetime.combine(day, hour, zone) for hour in (OPENS, CLOSES))
        asked = datetime.combine(day, start.time(), zone)
        begins = [opens + STEP * n for n in range(int((closes - opens) / STEP))]
        fitting = [one for one in begins if one + length <= closes and one > timezone.now()]
        for one in sorted(fitting, key=lambda begin: abs(begin - asked)):
            if number or one != start:
                yield periods.period(one, one + length)


def minutes_of(room, *, instead_of=()):
    """Minutes before and after for which a room would be booked instead of those bookings."""
    for booking in instead_of:
        return booking.minutes_in(room)
    return {"before": room.before, "after": room.after}


def holds(place, appointment):
    """Whether the place is known to be large enough; any place where nobody said how many come."""
    people = expected(appointment)
    return not people or (place.capacity or 0) >= people


def expected(appointment):
    """How many come: all who are expected, or the group of guests where nobody said so."""
    return appointment.people or (appointment.party and appointment.party.size)


def label_of(place):
    if place.capacity is None:
        return str(place)
    words = ngettext(
        "%(place)s, for %(count)d person", "%(place)s, for %(count)d people", place.capacity
    )
    return words % {"place": place, "count": place.capacity}
