"""What speaks against the place of an appointment: hours, closures, its size, its steps."""

from datetime import timedelta

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import clashes, periods
from agenda.findings.contract import FindingKind, Level
from agenda.findings.proposals import expected
from agenda.hours import opened
from agenda.models import Appointment, Place

ONE_DAY = timedelta(days=1)


class OutsideHours(FindingKind):
    """Its place is not open all the time; for a tour, the last entry is over when it begins."""

    label = gettext_lazy("outside the opening hours")
    proposes = ("times", "rooms")
    judges = True

    def found(self, scene, appointment):
        place = appointment.place
        if place is None:
            return
        first, last = appointment.days
        days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
        hours = {day: scene.hours.on(place, day, appointment.kind) for day in days}
        known = {day: rows for day, rows in hours.items() if rows is not None}
        shut = [day for day, rows in known.items() if not rows]
        url = scene.url(place)
        for day in shut:
            words = _("%(place)s is not open on %(day)s.")
            yield in_words(words, place, day), place, url, ()
        whole_days = appointment.all_day or periods.length(appointment.period) > ONE_DAY
        if shut or whole_days or len(known) < len(days):
            return
        if not self._is_open(appointment, known):
            for day, rows in known.items():
                words = _("%(place)s is open on %(day)s only %(hours)s.")
                said = in_words(words, place, day, hours=hours_of(rows))
                yield said, place, url, ()
        elif (entry := self._last_entry(appointment, known)) is not None:
            words = _("The last entry to %(place)s on %(day)s is at %(hours)s.")
            said = in_words(words, place, first, hours=date_format(entry, "TIME_FORMAT"))
            yield said, place, url, ()

    def _is_open(self, appointment, known):
        """Whether the hours of its days, one after the other, hold all of it."""
        covered = appointment.period.lower
        for start, end in self._opened(appointment, known):
            if start <= covered:
                covered = max(covered, end)
        return covered >= appointment.period.upper

    def _opened(self, appointment, known):
        zone = appointment.zone
        return sorted(opened(row, day, zone) for day, rows in known.items() for row in rows)

    def _last_entry(self, appointment, known):
        """When the last entry was, of a tour that begins after it."""
        if appointment.kind != Appointment.Kind.TOUR:
            return None
        zone, start = appointment.zone, appointment.period.lower
        for day, rows in known.items():
            for row in rows:
                opens, closes = opened(row, day, zone)
                entry = closes - timedelta(minutes=row.last_entry)
                if opens <= start < closes and start > entry:
                    return entry.astimezone(zone)
        return None


def in_words(words, place, day, **more):
    weekday = date_format(day, "l")
    return words % {"place": place, "day": f"{weekday}, {date_format(day, 'DATE_FORMAT')}", **more}


def hours_of(rows):
    return ", ".join(
        f"{time_format(row.opens, 'TIME_FORMAT')}–{time_format(row.closes, 'TIME_FORMAT')}"
        for row in rows
    )


class Closed(FindingKind):
    """Its place, or the building of it, is closed for some of the time."""

    label = gettext_lazy("the place is closed")
    level = Level.BLOCK_PUBLISHING
    proposes = ("rooms", "times")
    judges = True

    def found(self, scene, appointment):
        if appointment.place is None:
            return
        closures = scene.closures(appointment.place, appointment.period)
        for closure, is_seen in closures:
            if is_seen:
                yield self._in_words(closure), closure, scene.url(closure), ()
        if not all(is_seen for _closure, is_seen in closures):
            yield clashes.not_available(appointment.place), None, "", ()

    def _in_words(self, closure):
        words = _("%(place)s is closed %(hours)s: %(reason)s.")
        reason = str(closure.get_reason_display())
        told = {
            "place": closure.place,
            "hours": clashes.hours(closure.period, closure.place.zone),
            "reason": f"{reason}, {closure.note}" if closure.note else reason,
        }
        return words % told


class TooMany(FindingKind):
    """More people come than the place holds."""

    label = gettext_lazy("more people than the place holds")
    level = Level.BLOCK_PUBLISHING
    proposes = ("rooms",)
    judges = True

    def found(self, scene, appointment):
        place, people = appointment.place, expected(appointment)
        if place is None or not people or place.capacity is None or people <= place.capacity:
            return
        words = ngettext(
            "%(place)s holds %(capacity)d person, %(people)d are expected.",
            "%(place)s holds %(capacity)d people, %(people)d are expected.",
            place.capacity,
        )
        told = {"place": place, "capacity": place.capacity, "people": people}
        yield words % told, place, scene.url(place), ()


class Steps(FindingKind):
    """Someone of the guests cannot take steps, and there is no other way."""

    label = gettext_lazy("steps for guests who cannot take them")
    proposes = ("rooms",)
    judges = True

    def found(self, scene, appointment):
        place, party = appointment.place, appointment.party
        if place is None or party is None or not party.takes_lift:
            return
        access = place.access or (place.building.access if place.building else "")
        if access == Place.Access.STEPS:
            words = _("Someone of “%(party)s” cannot take steps, and %(place)s has only steps.")
            yield words % {"party": party, "place": place}, place, scene.url(place), ()


outside_hours = OutsideHours()
closed = Closed()
too_many = TooMany()
steps = Steps()
