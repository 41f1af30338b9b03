"""
The calendars that others keep: read again and again, and what they hit of ours.

A reading replaces the entries in one transaction, or changes nothing: then the calendar keeps
what went wrong, and its entries stay as they were read last. Titles are kept only where the
calendar is to show them.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import fetching, outside_entries, periods
from agenda.fetching import Unreadable
from agenda.models import Appointment, Booking, OutsideCalendar, OutsideEntry
from agenda.outside_state import stale

logger = logging.getLogger(__name__)

BACK, AHEAD = timedelta(days=31), timedelta(days=730)
# What is over stays for a year, for whoever asks what happened that day.
KEPT = timedelta(days=365)
# The first of two numbers by which PostgreSQL keeps who reads which calendar.
LOCK = 7_265_103
LONGEST_FAULT = 300


@dataclass(frozen=True)
class Reading:
    """What a reading changed, in numbers."""

    added: int = 0
    moved: int = 0
    gone: int = 0
    same: int = 0


def look(calendar, content=None, *, now=None):
    """What a reading would bring, of the address or of a file's content. Raises Unreadable."""
    now = now or timezone.now()
    if content is None:
        if not calendar.url:
            raise Unreadable(_("It has no address: choose its file."))
        content = fetching.fetch(calendar.url)
    return outside_entries.contents_of(
        content, zone=zone_of(calendar), first=now - BACK, last=now + AHEAD
    )


def zone_of(calendar):
    place = calendar.place or (calendar.resource and calendar.resource.place)
    return place.zone if place else periods.here()


def read(*, calendar, content=None, now=None):
    """
    Make the entries what the calendar says now, and say what changed.

    Raises Unreadable with nothing changed but what the calendar says of the fault.
    """
    now = now or timezone.now()
    with _alone(calendar):
        try:
            contents = look(calendar, content, now=now)
        except Unreadable as error:
            _note(calendar, tried_at=now, fault=" ".join(error.messages)[:LONGEST_FAULT])
            raise
        with transaction.atomic():
            reading = _replace(calendar, contents.entries, now)
            _note(calendar, tried_at=now, read_at=now, fault="")
    return reading


def read_due():
    """Read again every calendar in use whose minutes have passed; returns how many were read."""
    now, count = timezone.now(), 0
    used = OutsideCalendar.objects.filter(is_active=True).exclude(url="")
    for calendar in used.select_related("resource__place__building", "place__building"):
        if calendar.tried_at and now - calendar.tried_at < timedelta(minutes=calendar.every):
            continue
        try:
            read(calendar=calendar)
        except Unreadable as error:
            logger.warning("outside calendar %s: %s", calendar.pk, " ".join(error.messages))
        else:
            count += 1
    return count


def switch_off(calendar):
    """It says nothing any more; what it said is forgotten."""
    calendar.entries.all().delete()
    calendar.is_active = False
    calendar.save(update_fields=["is_active"])


@contextmanager
def _alone(calendar):
    """Two readings of one calendar do not mix: the second is refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, calendar.pk])
        (held,) = cursor.fetchone()
        if not held:
            raise Unreadable(_("It is being read at this moment."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, calendar.pk])


def _note(calendar, **values):
    """Past the history and the version: nobody edited it."""
    OutsideCalendar.objects.filter(pk=calendar.pk).update(**values)
    for name, value in values.items():
        setattr(calendar, name, value)


def _replace(calendar, found, now):
    window = periods.period(now - BACK, now + AHEAD)
    before = {one.key: one for one in calendar.entries.during(window)}
    # One that had been over, and was moved back to come.
    keys = [one.key for one in found if one.key not in before]
    before |= {one.key: one for one in calendar.entries.filter(key__in=keys)}
    added, changed, moved = [], [], 0
    for one in found:
        title = one.title if calendar.shows_titles else ""
        row = before.pop(one.key, None)
        if row is None:
            fields = {"title": title, "period": one.period, "all_day": one.all_day}
            row = OutsideEntry(calendar=calendar, key=one.key, changed_at=now, **fields)
            added.append(row)
        elif (row.title, row.period, row.all_day) != (title, one.period, one.all_day):
            if row.period != one.period:
                moved, row.changed_at = moved + 1, now
            row.title, row.period, row.all_day = title, one.period, one.all_day
            changed.append(row)
    OutsideEntry.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    calendar.entries.filter(period__endswith__lt=now - KEPT).delete()
    OutsideEntry.objects.bulk_update(
        changed, ["title", "period", "all_day", "changed_at"], batch_size=500
    )
    OutsideEntry.objects.bulk_create(added, batch_size=1000)
    return Reading(len(added), moved, len(before), len(found) - len(added) - moved)


# ---------------------------------------------------------------- what they hit


def hits(user, since=None, now=None):
    """
    The coming appointments that an outside calendar hits newly, of what the user may see.

    Newly: the entry came, or was moved there, after somebody last changed the appointment;
    with `since`, after that moment as well. Whoever moves the appointment takes it out.
    """
    now = now or timezone.now()
    entries_seen = OutsideEntry.objects.visible_to(user).coming(now)
    if since:
        entries_seen = entries_seen.filter(changed_at__gte=since)
    keys = entries_seen.values("pk")

    def hit_by(path, span, changed):
        """The entries of one way from an appointment to them, all of it in one join."""
        return Q(
            **{
                f"{path}__is_active": True,
                f"{path}__entries__in": keys,
                f"{path}__entries__period__overlap": F(span),
                f"{path}__entries__changed_at__gt": F(changed),
            }
        )

    booked = Booking.objects.filter(
        hit_by("resource__outside_calendars", "busy", "appointment__changed_at")
    )
    here = Appointment.objects.filter(hit_by("place__outside_calendars", "period", "changed_at"))
    inside = Appointment.objects.filter(
        hit_by("place__building__outside_calendars", "period", "changed_at")
    )
    found = (
        Q(pk__in=booked.values("appointment"))
        | Q(pk__in=here.values("pk"))
        | Q(pk__in=inside.values("pk"))
    )
    return Appointment.objects.visible_to(user).standing().filter(found)


def hit_list(user, now=None):
    """[(appointment, the entries that hit it)], the earliest first; as many queries for all."""
    now = now or timezone.now()
    rows = list(
        hits(user, now=now)
        .in_order()
        .select_related("place__building")
        .prefetch_related("bookings")
    )
    places = {key for one in rows if one.place for key in (one.place_id, one.place.building_id)}
    resources = {booking.resource_id for one in rows for booking in one.bookings.all()}
    of_these = Q(calendar__place__in=places - {None}) | Q(calendar__resource__in=resources)
    seen = OutsideEntry.objects.visible_to(user).coming(now).filter(of_these)
    known = list(
        seen.filter(calendar__is_active=True)
        .select_related(
            "calendar__place", "calendar__resource__place", "calendar__resource__person"
        )
        .order_by("period", "pk")
    )
    return [(one, [entry for entry in known if _hits(entry, one)]) for one in rows]


def _hits(entry, appointment):
    calendar, place = entry.calendar, appointment.place
    if calendar.place_id:
        here = place and calendar.place_id in (place.pk, place.building_id)
        return bool(here) and periods.overlap(entry.period, appointment.period)
    return any(
        booking.resource_id == calendar.resource_id and periods.overlap(entry.period, booking.busy)
        for booking in appointment.bookings.all()
    )


def lines(user):
    """For the start page: what outside calendars hit, and which of them nobody could read."""
    from office.start_page import HOUSEKEEPING, WORK, Line

    if not user.has_perm("agenda.view_outsidecalendar"):
        return []
    used = OutsideCalendar.objects.visible_to(user).filter(is_active=True)
    count = hits(user).count()
    return [
        Line(
            ngettext(
                "appointment hit by an outside calendar",
                "appointments hit by outside calendars",
                count,
            ),
            count,
            reverse("admin:outside_hits"),
            WORK,
        ),
        Line(
            _("Outside calendars not read for a day"),
            len(stale(used, timezone.now())),
            f"{reverse('admin:agenda_outsidecalendar_changelist')}?is_active__exact=1",
            HOUSEKEEPING,
        ),
    ]
