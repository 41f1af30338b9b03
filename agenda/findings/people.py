"""What speaks against the people and things of an appointment: others want them, or no break."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes, periods
from agenda.findings.contract import FindingKind
from agenda.models import Appointment, Resource
from agenda.outside_state import stale


class NoBreak(FindingKind):
    """Somebody has no free minute for hours on end, by several appointments."""

    label = gettext_lazy("somebody without a break")
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        for stay in scene.movers(appointment):
            if stay.resource is None or stay.resource.kind != Resource.Kind.PERSON:
                continue
            if is_rest(stay):
                continue
            around = [one for one in scene.around(stay) if not is_rest(one)]
            seen = [one for one in around if scene.sees(one.appointment)]
            if chain := too_long(scene, stay, seen):
                yield self._told(scene, stay, chain)
            elif too_long(scene, stay, around):
                yield clashes.not_available(scene.name(stay)), None, "", ()

    def _told(self, scene, stay, chain):
        others = [one.appointment for one in chain if one is not stay]
        zone = stay.appointment.zone
        start = min(one.span.lower for one in chain)
        end = max(one.span.upper for one in chain)
        words = _("%(who)s has no break %(hours)s, with %(titles)s.")
        told = {
            "who": scene.name(stay),
            "hours": clashes.hours(periods.period(start, end), zone),
            "titles": ", ".join(_("“%(title)s”") % {"title": one} for one in others),
        }
        nearest = others[-1]
        return words % told, nearest, scene.url(nearest), ()


def is_rest(stay):
    """Whole days and absences say nothing of breaks."""
    return stay.appointment.all_day or stay.appointment.kind == Appointment.Kind.ABSENCE


def too_long(scene, stay, around):
    """The stays without a break about this one, where they take too long; else none."""
    settings = scene.settings
    pause = timedelta(minutes=settings.break_minutes)
    start, end, chain, grows = stay.span.lower, stay.span.upper, [stay], True
    while grows:
        near = [
            one
            for one in around
            if one not in chain and one.span.lower - end < pause and start - one.span.upper < pause
        ]
        grows = bool(near)
        chain += near
        start = min(one.span.lower for one in chain)
        end = max(one.span.upper for one in chain)
    is_long = end - start > timedelta(hours=settings.busy_hours) and len(chain) > 1
    return sorted(chain, key=lambda one: one.span.lower) if is_long else []


class OutsideBusy(FindingKind):
    """An outside calendar says that something of it, or its place, is busy."""

    label = gettext_lazy("busy in an outside calendar")
    proposes = ("times", "rooms")
    judges = True

    def found(self, scene, appointment):
        for name, entries in self._asked(scene, appointment):
            for entry, is_seen in entries:
                if is_seen:
                    words = self._in_words(name, entry, appointment.zone)
                    # The entry would tell its title.
                    other = entry if entry.calendar.shows_titles else entry.calendar
                    yield words, other, scene.url(entry.calendar), ()
            if not all(is_seen for _entry, is_seen in entries):
                yield clashes.not_available(name), None, "", ()

    def _asked(self, scene, appointment):
        """(what is busy, entries) of its resources, its place and the building."""
        for stay in scene.stays(appointment):
            if stay.resource:
                entries = scene.entries("resource", stay.resource.pk, stay.span)
                yield scene.name(stay), entries
        if place := appointment.place:
            for one in filter(None, (place, place.building)):
                yield str(one), scene.entries("place", one.pk, appointment.period)

    def _in_words(self, name, entry, zone):
        calendar = entry.calendar
        title = entry.title if calendar.shows_titles else ""
        words = (
            _("%(thing)s is busy %(hours)s, “%(title)s”: “%(calendar)s”, %(read)s.")
            if title
            else _("%(thing)s is busy %(hours)s: “%(calendar)s”, %(read)s.")
        )
        told = {"thing": name, "hours": clashes.hours(entry.period, zone), "title": title}
        return words % {**told, "calendar": calendar, "read": read_in_words(calendar)}


def read_in_words(calendar):
    """When an outside calendar was read, and whether that is long ago."""
    if calendar.read_at is None:
        return _("never read")
    at = date_format(timezone.localtime(calendar.read_at), "SHORT_DATETIME_FORMAT")
    if stale([calendar], timezone.now()):
        return _("read at %(time)s, not for a day since") % {"time": at}
    return _("read at %(time)s") % {"time": at}


class CalendarOld(FindingKind):
    """An outside calendar that would tell of the time to come has not been read for a day."""

    label = gettext_lazy("outside calendar not read for a day")

    def found(self, scene, appointment):
        if appointment.period.upper <= timezone.now():
            return
        for name, calendar in self._asked(scene, appointment):
            words = _("%(thing)s: “%(calendar)s”, %(read)s: it may say something else by now.")
            told = {"thing": name, "calendar": calendar, "read": read_in_words(calendar)}
            yield words % told, calendar, scene.url(calendar), ()

    def _asked(self, scene, appointment):
        for stay in scene.stays(appointment):
            if stay.resource:
                for calendar in scene.old_calendars("resource", stay.resource.pk):
                    yield scene.name(stay), calendar
        if place := appointment.place:
            for one in filter(None, (place, place.building)):
                for calendar in scene.old_calendars("place", one.pk):
                    yield str(one), calendar


class WantedTwice(FindingKind):
    """Another appointment wants the same, and one of the two does not hold it."""

    label = gettext_lazy("others want the same at that time")
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        for stay in scene.stays(appointment):
            if stay.resource is None:
                continue
            others = [one for one in scene.around(stay) if periods.overlap(one.span, stay.span)]
            loose = [one for one in others if not (appointment.blocks and one.appointment.blocks)]
            yield from self._told(scene, stay, sorted(loose, key=lambda one: one.span.lower))

    def _told(self, scene, stay, others):
        hidden = False
        for one in others:
            if not scene.sees(one.appointment):
                hidden = True
                continue
            words = (
                _("%(thing)s is booked %(hours)s for “%(title)s”.")
                if one.appointment.blocks
                else _("%(thing)s is pencilled %(hours)s for “%(title)s” too.")
            )
            told = {
                "thing": scene.name(stay),
                "hours": clashes.hours(one.span, one.appointment.zone),
                "title": one.appointment,
            }
            yield words % told, one.appointment, scene.url(one.appointment), ()
        if hidden:
            yield clashes.not_available(scene.name(stay)), None, "", ()


no_break = NoBreak()
outside_busy = OutsideBusy()
calendar_old = CalendarOld()
wanted_twice = WantedTwice()
