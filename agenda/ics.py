"""
Appointments as other calendar programs read them: iCalendar, RFC 5545.

What is written depends on nothing but the appointments, so that a feed in which nothing has
changed is the same, byte by byte: without a METHOD the time stamp of an entry is that of its
last change.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda import periods
from agenda.models import Appointment
from office.models import Audience

PRODUCT = "-//relint//calendar//EN"
# A UID names no host: the same appointment keeps it when the installation moves.
HOUSE = "appointments.relint"
# How often a program should look again.
AGAIN = timedelta(hours=1)
MEDIA_TYPE = "text/calendar; charset=utf-8"

STATES = {
    Appointment.State.PENCILLED: "TENTATIVE",
    Appointment.State.CONFIRMED: "CONFIRMED",
    Appointment.State.CANCELLED: "CANCELLED",
}


def calendar(name, entries):
    """The text of a calendar of that name, as bytes."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(entry)
    _add_zones(made)
    return made.to_ical()


def entry(appointment, *, url, who=()):
    """
    All that a reader of the appointment learns, in the active language, but for the note.

    `url` is where it opens, `who` what it books and the reader may know of.
    """
    made = _entry(appointment, uid=f"{appointment.uid}@{HOUSE}")
    made.add("summary", str(appointment))
    made.add("status", STATES[appointment.state])
    made.add("class", _class(appointment.audience))
    made.add("categories", [str(appointment.get_kind_display())])
    if appointment.place_id:
        made.add("location", location(appointment.place))
    # Outlook shows the address in the text only.
    made.add("description", "\n".join(_told(appointment, url, who)))
    made.add("url", url)
    _add_times(made, appointment, appointment.period)
    return made


def busy(appointment, *, uid, period=None):
    """That somebody or something is busy, and nothing else; `uid` must not tell what with."""
    made = _entry(appointment, uid=f"{uid}@{HOUSE}")
    made.add("summary", _("busy"))
    made.add("status", "CONFIRMED")
    made.add("class", "PRIVATE")
    if period in (None, appointment.period):
        _add_times(made, appointment, appointment.period)
    else:
        _add_hours(made, period, appointment.zone)
    return made


def closed(closure, *, is_told):
    """That a place is closed, and why where that is told; else only that it is busy."""
    from icalendar import Event

    made, zone = Event(), closure.place.zone
    made.add("uid", f"closure-{closure.pk}@{HOUSE}")
    # A closure keeps no time of its change; its period says as much for the same bytes.
    made.add("dtstamp", closure.period.lower.astimezone(UTC))
    made.add("sequence", closure.version - 1)
    made.add("transp", "OPAQUE")
    made.add("status", "CONFIRMED")
    made.add("summary", _("closed: %(what)s") % {"what": closure} if is_told else _("busy"))
    made.add("class", _class(closure.audience) if is_told else "PRIVATE")
    if is_told:
        made.add("location", location(closure.place))
    if periods.is_whole_days(closure.period, zone):
        first, last = periods.days_of(closure.period, zone)
        made.add("dtstart", first)
        made.add("dtend", last + timedelta(days=1))
    else:
        _add_hours(made, closure.period, zone)
    return made


def mark(mark, *, uid, url):
    """A day to know, such as a deadline or an anniversary: it makes nobody busy."""
    from icalendar import Event

    made = Event()
    made.add("uid", f"{uid}@{HOUSE}")
    # Nobody writes down when a day became known: the same mark is the same, byte by byte.
    made.add("dtstamp", datetime.combine(mark.on.first, time.min, UTC))
    made.add("transp", "TRANSPARENT")
    made.add("summary", f"{capfirst(str(mark.kind))}: {mark.text}")
    made.add("description", url)
    made.add("url", url)
    made.add("dtstart", mark.on.first)
    made.add("dtend", mark.on.last + timedelta(days=1))
    return made


def location(place):
    """The room, its building, and the address of whichever has one."""
    building = place.building
    parts = [place.name, building and building.name, place.address or (building or place).address]
    return ", ".join(filter(None, parts))


def _entry(appointment, *, uid):
    from icalendar import Event

    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", appointment.changed_at)
    made.add("last-modified", appointment.changed_at)
    made.add("sequence", appointment.version - 1)
    made.add("transp", "OPAQUE" if appointment.blocks else "TRANSPARENT")
    return made


def _told(appointment, url, who):
    yield f"{capfirst(appointment.get_kind_display())}, {appointment.get_state_display()}"
    names = [*who, *([appointment.party.name] if appointment.party_id else [])]
    if names:
        yield ", ".join(map(str, names))
    yield url


def _class(audience):
    if audience.is_public:
        return "PUBLIC"
    return "PRIVATE" if audience.level == Audience.Level.INTERNAL else "CONFIDENTIAL"


def _add_times(made, appointment, period):
    if not appointment.all_day:
        _add_hours(made, period, appointment.zone)
        return
    first, last = appointment.days
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))


def _add_hours(made, period, zone):
    made.add("dtstart", period.lower.astimezone(zone))
    made.add("dtend", period.upper.astimezone(zone))


def _add_zones(made):
    """The rules of each zone that is named, for the years in which something happens."""
    years = [part[name].dt.year for part in made.events for name in ("DTSTART", "DTEND")]
    if not years:
        return
    made.add_missing_timezones(
        first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1)
    )
    for part in (part for zone in made.timezones for part in zone.subcomponents):
        _begin_on_the_old_clock(part)


def _begin_on_the_old_clock(part):
    """
    Tell the hour at which clocks go forward as they show it before.

    The library tells it as they show it after, and by the standard this would be an hour late.
    """
    gained = part.TZOFFSETTO - part.TZOFFSETFROM
    if gained <= timedelta():
        return
    part.DTSTART = part.DTSTART - gained
    if "RDATE" in part:
        later = [one.dt - gained for one in part.pop("RDATE").dts]
        part.add("RDATE", later)
