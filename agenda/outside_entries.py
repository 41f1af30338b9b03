"""
The entries of an outside calendar, out of the text of its file (iCalendar).

A file that is wrong is refused as a whole, with the line: half a calendar would say that
somebody is free. What does not make busy is left out, and said to be.
"""

import hashlib
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import prod

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import periods
from agenda.fetching import Unreadable

# A calendar of a person or a room has a few thousand in two years.
MOST = 20_000
SECONDS = 40
LONGEST_KEY, LONGEST_TITLE = 400, 250
TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
# Of an entry nothing else is looked at: the rest can be most of the file.
KEPT = (*TIMES, "UID", "SEQUENCE", "SUMMARY", "STATUS", "TRANSP")
KEPT_PARTS = ("VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT")
REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
LINE = re.compile(r"[A-Za-z0-9_.-]+[;:]")
BEGINS, ENDS = "BEGIN:", "END:"
BY_THE_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND")
# The library remembers the zones that files define, by their names: one file at a time.
ONE_AT_A_TIME = threading.Lock()


class Malformed(Unreadable):
    """The file is no calendar, or a line of it is wrong; `line` is its number."""

    def __init__(self, line, message):
        super().__init__(_("Line %(line)s: %(message)s") % {"line": line, "message": message})
        self.line = line


@dataclass(frozen=True)
class Entry:
    key: str
    title: str
    period: object
    all_day: bool


@dataclass(frozen=True)
class Skipped:
    """What was left out, and why; `line` is where it begins in the file."""

    line: int
    title: str
    reason: str


@dataclass
class Contents:
    entries: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def contents_of(content, *, zone, first, last):
    """
    What the file says of the time from `first` to `last`, the earliest first.

    `zone` is that of hours which name none. Raises Malformed, or Unreadable where it is more
    than a calendar holds.
    """
    text = _text(content)
    blocks, kept = _scan(text)
    with ONE_AT_A_TIME:
        return _contents(kept, blocks, zone, first, last)


@dataclass
class _Block:
    """An entry as it stands in the file: its lines with their numbers."""

    begins: int
    lines: list = field(default_factory=list)

    def line_of(self, name):
        wanted = tuple(f"{name}{sign}" for sign in ";:")
        found = (number for number, line in self.lines if line.upper().startswith(wanted))
        return next(found, self.begins)

    def first_wrong(self):
        from icalendar.parser import Contentline

        for number, line in self.lines:
            try:
                Contentline(line).parts()
            except ValueError:
                return number
        return self.begins


def _text(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Malformed(line, _("these letters are not written in UTF-8.")) from error
    if not text.lstrip()[: len("BEGIN:VCALENDAR")].upper() == "BEGIN:VCALENDAR":
        raise Malformed(1, _("this is no calendar: it does not begin with BEGIN:VCALENDAR."))
    return text.replace("\x00", "")


def _unfolded(text):
    """(number, line) of the lines, those that were folded made whole again."""
    begun, whole = 0, ""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and begun:
            whole += line[1:]
            continue
        if whole.strip():
            yield begun, whole
        begun, whole = number, line
    if whole.strip():
        yield begun, whole


def _scan(text):
    """
    The blocks of the entries in the order of the file, and the text of what matters of it.

    Raises Malformed.
    """
    found, kept, opened, number = [], [], [], 1
    for number, line in _unfolded(text):
        if not LINE.match(line):
            raise Malformed(number, _("this is no line of a calendar."))
        upper = line.strip().upper()
        if _matters(upper, opened):
            kept.append(line)
        if upper.startswith(BEGINS):
            opened.append(upper.removeprefix(BEGINS))
            if opened[-1] == "VEVENT":
                found.append(_Block(number))
        elif upper.startswith(ENDS):
            name = upper.removeprefix(ENDS)
            if not opened or opened.pop() != name:
                raise Malformed(
                    number, _("“%(name)s” ends here, and was not open.") % {"name": name}
                )
        elif opened[-1:] == ["VEVENT"]:
            found[-1].lines.append((number, line))
    if opened:
        message = _("the file ends in the midst of “%(name)s”.")
        raise Malformed(number, message % {"name": opened[-1]})
    return found, "\r\n".join([*kept, ""])


def _matters(upper, opened):
    if any(name not in KEPT_PARTS for name in opened):
        return False
    if upper.startswith(BEGINS):
        return upper.removeprefix(BEGINS) in KEPT_PARTS
    return opened[-1:] != ["VEVENT"] or upper == "END:VEVENT" or _name(upper) in KEPT


def _name(line):
    return re.split("[;:]", line, maxsplit=1)[0]


def _contents(text, blocks, zone, first, last):
    from icalendar import Calendar
    from icalendar.timezone import tzp

    tzp.use_default()
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except ValueError as error:
        raise Malformed(1, str(error)[:150]) from error
    found, made = Contents(), {}
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for event, block in zip(events, blocks, strict=True):
        _check(event, block)
    ends_at = time.monotonic() + SECONDS
    repeated = {str(one["UID"]) for one in events if any(name in one for name in REPEATS)}
    lines = {id(event): block.begins for event, block in zip(events, blocks, strict=True)}
    for calendar in calendars:
        _leave_out_too_often(calendar, lines, found)
        for one in _occurrences(calendar, first, last, ends_at):
            _take(one, repeated, zone, first, last, found, made)
            if len(made) > MOST:
                message = ngettext(
                    "More than %(count)d entry: no calendar is read that holds so many.",
                    "More than %(count)d entries: no calendar is read that holds so many.",
                    MOST,
                )
                raise Unreadable(message % {"count": MOST})
    found.entries = sorted(made.values(), key=lambda entry: (entry.period.lower, entry.key))
    found.skipped.sort(key=lambda one: one.line)
    return found


def _check(event, block):
    """Refuse an event whose times cannot be read, with the line; note its line in it."""
    for name, message in event.errors:
        if name is None:
            raise Malformed(block.first_wrong(), _("this is no line of a calendar."))
        if name.upper() in TIMES:
            raise Malformed(block.line_of(name), _unreadable(name, message))
    for name in TIMES[:3]:
        if isinstance(event.get(name), list):
            raise Malformed(
                block.line_of(name), _("“%(name)s” stands here twice.") % {"name": name}
            )
    if event.get("DTSTART") is None:
        raise Malformed(block.begins, _("this entry has no beginning (DTSTART)."))
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        _know_zone(event.get(name), block.line_of(name))
    _know_end(event, block)
    if not event.get("UID"):
        said = f"{event['DTSTART'].to_ical()}{event.get('SUMMARY', '')}"
        event["UID"] = hashlib.sha256(said.encode()).hexdigest()
    event["X-RELINT-LINE"] = str(block.begins)


def _know_end(event, block):
    try:
        backwards = event.end < event.start
    except (ValueError, TypeError) as error:
        raise Malformed(block.line_of("DTEND"), _("the end does not fit the beginning.")) from error
    if backwards:
        raise Malformed(block.line_of("DTEND"), _("the end lies before the beginning."))


def _unreadable(name, message):
    return _("“%(name)s” cannot be read (%(message)s).") % {"name": name, "message": message[:100]}


def _know_zone(value, line):
    zone = value is not None and value.params.get("TZID")
    if zone and isinstance(value.dt, datetime) and value.dt.tzinfo is None:
        raise Malformed(line, _("nobody knows the time zone “%(zone)s”.") % {"zone": zone})


def _leave_out_too_often(calendar, lines, found):
    """Rules that repeat something every minute say nothing of anybody's time."""
    kept = []
    for part in calendar.subcomponents:
        rule = part.get("RRULE") if part.name == "VEVENT" else None
        if rule is None or not _too_often(rule):
            kept.append(part)
            continue
        reason = _("It is repeated more often than every hour.")
        found.skipped.append(Skipped(lines[id(part)], _title(part), reason))
    calendar.subcomponents = kept


def _too_often(rule):
    rules = rule if isinstance(rule, list) else [rule]
    return any(
        "MINUTELY" in one.get("FREQ", [])
        or "SECONDLY" in one.get("FREQ", [])
        or prod(len(one.get(name, [])) or 1 for name in BY_THE_CLOCK) > 24
        for one in rules
    )


def _occurrences(calendar, first, last, ends_at):
    import recurring_ical_events
    from recurring_ical_events import InvalidCalendar

    try:
        for series in recurring_ical_events.of(calendar).series:
            for one in series.between(first, last):
                yield one.as_component(keep_recurrence_attributes=True)
            if time.monotonic() > ends_at:
                raise Unreadable(_("What is repeated in it is more than can be worked out."))
    except (InvalidCalendar, ValueError, OverflowError) as error:
        raise Unreadable(_("It cannot be read: %(why)s") % {"why": str(error)[:150]}) from error


def _take(one, repeated, zone, first, last, found, made):
    line, title = int(one.get("X-RELINT-LINE", 0)), _title(one)
    if str(one.get("STATUS", "")).upper() == "CANCELLED":
        return _skip(found, line, title, _("It is cancelled."))
    if str(one.get("TRANSP", "")).upper() == "TRANSPARENT":
        return _skip(found, line, title, _("It makes nobody busy."))
    start, end = one.start, one.end
    all_day = not isinstance(start, datetime)
    if all_day:
        span = periods.days(start, max(end - timedelta(days=1), start), zone)
    elif end <= start:
        return _skip(found, line, title, _("It lasts no time."))
    else:
        span = periods.period(_moment(start, zone), _moment(end, zone))
    if span.lower < last and span.upper > first:
        key = _key(one, repeated)
        made[key] = Entry(key, title, span, all_day)
    return None


def _skip(found, line, title, reason):
    """Once for each entry of the file, however often it is repeated."""
    said = Skipped(line, title, reason)
    if said not in found.skipped[-50:]:
        found.skipped.append(said)


def _moment(value, zone):
    """Hours without a zone are ours; one that the clock change leaves out is taken as it falls."""
    return value if value.tzinfo else value.replace(tzinfo=zone)


def _key(one, repeated):
    """The UID, and of a repeated entry which time of it: the same when it is moved."""
    key = str(one["UID"])
    if key in repeated:
        key = f"{key}|{one['RECURRENCE-ID'].to_ical().decode()}"
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _title(one):
    return " ".join(str(one.get("SUMMARY", "")).split())[:LONGEST_TITLE]
