"""What is said when a resource is booked already: by whom, from when to when, for what."""

from contextlib import contextmanager

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from agenda import periods
from agenda.models import Booking
from agenda.models.appointments import PART_IS_EMPTY
from office import zones

NEVER_TWICE = "agenda_booking_never_twice"
LASTS = "agenda_booking_lasts"
DEADLOCK = "40P01"


class Clash(ValidationError):
    """
    A resource is taken. `holders` are the Bookings that hold it and that `by` may see.

    Whoever may not know the other appointment is told no more than that the resource is not
    available: the same words as for a closed room.
    """

    def __init__(self, messages, holders=()):
        super().__init__(messages, code="clash")
        self.holders = list(holders)


def hours(span, zone):
    """“12 May 2027, 09:00–10:30”, on the clocks of the zone, named where they are not ours.

    Whole days are told without hours.
    """
    if periods.is_whole_days(span, zone):
        return days(span, zone)
    return named(on_clocks(span, zone), span, zone)


def named(told, span, zone):
    """What was told on the clocks of a zone, with its name and our hours where ours differ."""
    here = periods.here()
    ends = (span.lower, span.upper)
    if all(one.astimezone(zone).utcoffset() == one.astimezone(here).utcoffset() for one in ends):
        return told
    if periods.days_of(span, zone) == periods.days_of(span, here):
        ours = "–".join(time_format(one.astimezone(here).time(), "TIME_FORMAT") for one in ends)
    else:
        ours = on_clocks(span, here)
    city = zones.city_of(zone)
    return _("%(hours)s, %(city)s time (%(ours)s here)") % {
        "hours": told,
        "city": city,
        "ours": ours,
    }


def on_clocks(span, zone):
    """“12 May 2027, 09:00–10:30”, on the clocks of the zone, without saying whose they are."""
    start, end = span.lower.astimezone(zone), span.upper.astimezone(zone)
    first = f"{date_format(start, 'DATE_FORMAT')}, {date_format(start, 'TIME_FORMAT')}"
    if start.date() == end.date():
        return f"{first}–{date_format(end, 'TIME_FORMAT')}"
    return f"{first} – {date_format(end, 'DATE_FORMAT')}, {date_format(end, 'TIME_FORMAT')}"


def days(span, zone):
    """“12 May 2027, all day”: the whole days that it takes, on the calendar of the zone."""
    words = dict.fromkeys(date_format(day, "DATE_FORMAT") for day in periods.days_of(span, zone))
    return f"{' – '.join(words)}, {_('all day')}"


def when(span, zone, *, all_day):
    return days(span, zone) if all_day else hours(span, zone)


def not_available(thing):
    return _("%(thing)s is not available at that time.") % {"thing": thing}


def held(booking):
    """Who holds the resource, from when to when, for what: for who may see the booking."""
    zone = booking.appointment.zone
    said = _("%(thing)s is booked %(hours)s for “%(title)s”.")
    told = {
        "thing": booking.resource,
        "hours": hours(booking.busy, zone),
        "title": booking.appointment,
    }
    return said % told


def found(wanted, by):
    """
    The Clash of these wanted bookings, as `by` may know it; None where nothing is taken.

    `wanted` are (resource, busy, appointment's key or None) in the state they would be in.
    """
    seen = Booking.objects.visible_to(by or AnonymousUser())
    messages, holders = [], []
    for resource, busy, own in wanted:
        blocking = Booking.objects.that_block().during(busy).filter(resource=resource)
        taken = blocking.exclude(appointment__in=own)
        if not taken.exists():
            continue
        visible = list(
            seen.filter(pk__in=taken.values("pk"))
            .select_related("appointment__place__building", "resource__place", "resource__person")
            .order_by("busy")
        )
        holders += visible
        messages += [held(one) for one in visible] or [not_available(resource)]
    return Clash(messages, holders) if messages else None


@contextmanager
def told(wanted, by):
    """
    Run a change in one transaction; what the database refuses becomes a Clash in words.

    `wanted` is a function that says, when asked, which bookings were to be made: the rows in
    memory, since those of the database are as before.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name == LASTS:
            raise ValidationError(PART_IS_EMPTY, code="empty") from error
        if name != NEVER_TWICE:
            raise
        raise (found(wanted(), by) or gone()) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
            raise
        raise (found(wanted(), by) or gone()) from error


def gone():
    """Another was first and has given it free again meanwhile."""
    return Clash([_("Somebody else was changing the same bookings. Please try again.")])
