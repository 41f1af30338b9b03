"""When rooms, people and things are free together: one question to the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import periods
from agenda.hours import Hours, opened
from agenda.models import OpeningHours, OutsideCalendar, Place, Resource
from agenda.outside_state import stale
from directory.models import Person
from office.models import Office
from office.working_days import holidays_of

NOON = time(13)
SATURDAY = 5
MOST_SLOTS = 200
MOST_COMBINATIONS = 400
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OneOf:
    """
    Any one of these resources will do; `label` says what is wanted of it.

    `unsure` is what is not known of some of them: {key: words}. `why` says, where there is
    none, which part of the wish leaves all of them out. Of those who interpret, `pair` is from
    which language into which, by their codes: “fr:it”.
    """

    label: str
    resources: list
    unsure: dict = field(default_factory=dict)
    why: str = ""
    pair: str = ""


@dataclass(frozen=True)
class Wish:
    """
    What is looked for. `left_out` are pairs of a weekday (Monday is 0) and "am" or "pm".

    The hours are those of the office's clocks. What a room needs to be set up and cleared up is
    looked for beside the minutes.
    """

    minutes: int
    first: date
    last: date
    resources: list = ()
    one_of: list[OneOf] = ()
    opens: time = time(9)
    closes: time = time(18)
    left_out: frozenset = frozenset()
    weekends: bool = False
    holidays: bool = False

    @property
    def all_resources(self):
        candidates = [one for group in self.one_of for one in group.resources]
        return list({one.pk: one for one in [*self.resources, *candidates]}.values())

    @property
    def combinations(self):
        count = 1
        for group in self.one_of:
            count *= len(group.resources)
        return count


@dataclass(frozen=True)
class Slot:
    """A time in which all of it is free, with the one that was found for each "one of"."""

    period: object
    resources: list


@dataclass(frozen=True)
class Answer:
    """
    `stale` are outside calendars on which the answer relies and that were not read for a day:
    (name or None where the reader may not know it, read at). Where nothing is free, `tightest`
    is what has the least free time: a resource, or a OneOf.
    """

    slots: list
    stale: list = field(default_factory=list)
    tightest: object = None
    is_cut: bool = False


def search(wish, reader, *, now=None, leaving_out=()):
    """
    The Answer to a wish of resources that the reader may see.

    Busy is what is booked and blocked (`leaving_out` are appointments that do not count), what
    outside calendars in use say, closures, and the time outside opening hours where there are
    any. Three queries, one more where nothing is free.
    """
    now = now or timezone.now()
    windows = windows_of(wish, now)
    resources = wish.all_resources
    old = stale_calendars(resources, reader, now)
    if not windows or not all(group.resources for group in wish.one_of):
        return Answer([], old, tightest=_without_any(wish))
    values = _values(wish, resources, windows, reader, leaving_out)
    rows = _rows(_slots_sql(len(wish.one_of)), values)
    by_key = {one.pk: one for one in resources}
    slots = [Slot(span, [by_key[key] for key in keys]) for span, keys in rows]
    tightest = None if slots else _tightest(wish, values)
    return Answer(slots[:MOST_SLOTS], old, tightest, is_cut=len(slots) > MOST_SLOTS)


# ---------------------------------------------------------------- when at all


def windows_of(wish, now):
    """The stretches of the days asked for in which it may be, as ranges, from now on."""
    country = Office.objects.current().country
    found = []
    for number in range((wish.last - wish.first).days + 1):
        day = wish.first + ONE_DAY * number
        if day.weekday() >= SATURDAY and not wish.weekends:
            continue
        if not wish.holidays and day in holidays_of(country):
            continue
        found += [
            periods.period(max(start, now), end) for start, end in _hours_of(wish, day) if end > now
        ]
    return found


def _hours_of(wish, day):
    """The hours of one day without the halves that are left out, those that touch in one."""
    zone = periods.here()
    wanted = []
    for half, since, until in (("am", time.min, NOON), ("pm", NOON, time.max)):
        start, end = max(since, wish.opens), min(until, wish.closes)
        if start < end and (day.weekday(), half) not in wish.left_out:
            wanted.append((start, end))
    if len(wanted) > 1 and wanted[0][1] == wanted[1][0]:
        wanted = [(wanted[0][0], wanted[1][1])]
    return [tuple(datetime.combine(day, hour, zone) for hour in pair) for pair in wanted]


# ---------------------------------------------------------------- what is busy

# A booking made there would be busy longer than it lasts: what is busy is stretched by the
# minutes that the resource needs before and after.
FREE = """
WITH wanted AS (
    SELECT resource.id, resource.before, resource.after, resource.place_id, place.building_id
    FROM agenda_resource resource
    LEFT JOIN agenda_place place ON place.id = resource.place_id
    WHERE resource.id = ANY(%(keys)s)
), spans AS (
    SELECT booking.resource_id AS resource, booking.busy AS span
    FROM agenda_booking booking
    WHERE booking.blocks
      AND int8range(booking.resource_id, booking.resource_id, '[]')
        && %(key_ranges)s::int8multirange
      AND booking.busy && %(hull)s::tstzrange
      AND NOT booking.appointment_id = ANY(%(leaving_out)s)
    UNION ALL
    SELECT wanted.id, entry.period
    FROM wanted
    JOIN agenda_outsidecalendar calendar
      ON calendar.is_active AND (
        calendar.resource_id = wanted.id
        OR calendar.place_id IN (wanted.place_id, wanted.building_id)
      )
    JOIN agenda_outsideentry entry
      ON entry.calendar_id = calendar.id AND entry.period && %(hull)s::tstzrange
    UNION ALL
    SELECT wanted.id, closure.period
    FROM wanted
    JOIN agenda_closure closure
      ON closure.place_id IN (wanted.place_id, wanted.building_id)
      AND closure.period && %(hull)s::tstzrange
), busy AS (
    SELECT wanted.id AS resource, range_agg(tstzrange(
        lower(spans.span) - make_interval(mins => wanted.after),
        upper(spans.span) + make_interval(mins => wanted.before)
    )) AS spans
    FROM spans JOIN wanted ON wanted.id = spans.resource
    GROUP BY wanted.id
), free AS (
    SELECT wanted.id AS resource,
        coalesce(opened.spans, %(windows)s::tstzmultirange) * %(windows)s::tstzmultirange
        - coalesce(busy.spans, '{}'::tstzmultirange) AS spans
    FROM wanted
    LEFT JOIN busy ON busy.resource = wanted.id
    LEFT JOIN unnest(%(rooms)s::bigint[], %(open)s::tstzmultirange[]) AS opened(resource, spans)
      ON opened.resource = wanted.id
)
"""
STRETCHES = "SELECT resource, slot FROM free, unnest(spans) AS slot"


def _slots_sql(groups):
    """(slot, [the candidate of each group]) of all combinations in which it is long enough."""
    names = [f"one{number}" for number in range(groups)]
    spans = " * ".join(["together.spans", *(f"{name}.spans" for name in names)])
    joins = "".join(f" CROSS JOIN free {name}" for name in names)
    chosen = [f"{name}.resource = ANY(%(group{n})s)" for n, name in enumerate(names)]
    # Nobody is two of those who are looked for.
    chosen += [
        f"{one}.resource <> {other}.resource"
        for position, one in enumerate(names)
        for other in names[position + 1 :]
    ]
    conditions = "".join(f" AND {one}" for one in chosen)
    keys = ", ".join(f"{name}.resource" for name in names)
    return f"""{FREE}
    SELECT slot, ARRAY[{keys}]::bigint[] AS candidates
    FROM (
        SELECT coalesce(range_intersect_agg(spans), %(windows)s::tstzmultirange) AS spans
        FROM free WHERE resource = ANY(%(together)s)
    ) together{joins}
    CROSS JOIN LATERAL unnest({spans}) AS slot
    WHERE upper(slot) - lower(slot) >= make_interval(mins => %(minutes)s){conditions}
    ORDER BY lower(slot), upper(slot) DESC, candidates
    LIMIT {MOST_SLOTS + 1}
    """  # noqa: S608 (names and numbers of ours; all values are parameters)


def _values(wish, resources, windows, reader, leaving_out):
    keys = sorted(one.pk for one in resources)
    margin = max([max(one.before, one.after) for one in resources], default=0)
    hull = periods.stretched(periods.period(windows[0].lower, windows[-1].upper), margin, margin)
    opened_at = _opened(resources, wish, reader)
    return {
        "keys": keys,
        "key_ranges": "{" + ",".join(f"[{key},{key}]" for key in keys) + "}",
        "hull": range_text(hull.lower, hull.upper),
        "windows": multirange_text((one.lower, one.upper) for one in windows),
        "leaving_out": [one.pk for one in leaving_out if one.pk],
        "rooms": list(opened_at),
        "open": list(opened_at.values()),
        "together": [one.pk for one in wish.resources],
        "minutes": wish.minutes,
        **{
            f"group{number}": [one.pk for one in group.resources]
            for number, group in enumerate(wish.one_of)
        },
    }


def _opened(resources, wish, reader):
    """{key of a room: when it is open}, of those whose hours are known on each day."""
    rooms = [one for one in resources if one.place_id]
    places = {one.place_id for one in rooms} | {one.place.building_id for one in rooms} - {None}
    rows = OpeningHours.objects.visible_to(reader).filter(place__in=places)
    hours = Hours(rows if rooms else [])
    found = {}
    for room in rooms:
        spans, any_known = [], False
        for number in range((wish.last - wish.first).days + 1):
            day = wish.first + ONE_DAY * number
            known = hours.on(room.place, day)
            any_known = any_known or known is not None
            spans += _of_day(room.place.zone, day, known)
        if any_known:
            found[room.pk] = multirange_text(spans)
    return found


def _of_day(zone, day, rows):
    """The hours of a day; all of it where none are known."""
    if rows is None:
        midnights = (datetime.combine(one, time.min, zone) for one in (day, day + ONE_DAY))
        return [tuple(midnights)]
    return [opened(row, day, zone) for row in rows]


def range_text(start, end):
    return f"[{start.isoformat()},{end.isoformat()})"


def multirange_text(spans):
    return "{" + ",".join(range_text(*span) for span in spans) + "}"


def _rows(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def plan_of(wish, reader, *, now):
    """How the database would answer, for the tests that hold that it needs no whole table."""
    values = _values(wish, wish.all_resources, windows_of(wish, now), reader, ())
    rows = _rows(f"EXPLAIN {_slots_sql(len(wish.one_of))}", values)
    return "\n".join(line for (line,) in rows)


# ---------------------------------------------------------------- what is told beside it


def stale_calendars(resources, reader, now):
    """(name or None, read at) of the outside calendars of these that are not read any more."""
    places = {one.place_id for one in resources if one.place_id}
    places |= {one.place.building_id for one in resources if one.place_id} - {None}
    about = Q(resource__in=[one.pk for one in resources]) | Q(place__in=places)
    calendars = OutsideCalendar.objects.filter(about, is_active=True)
    old = stale(calendars, now)
    if not old:
        return []
    seen = {*calendars.visible_to(reader).values_list("pk", flat=True)}
    return [(one.name if one.pk in seen else None, one.read_at) for one in old]


def _without_any(wish):
    return next((group for group in wish.one_of if not group.resources), None)


def _tightest(wish, values):
    """What has the least time free, of stretches that are long enough."""
    rows = _rows(FREE + STRETCHES, values)
    enough = timedelta(minutes=wish.minutes)
    free = {}
    for resource, slot in rows:
        if periods.length(slot) >= enough:
            free.setdefault(resource, []).append((slot.lower, slot.upper))
    asked = [([one.pk], one) for one in wish.resources]
    asked += [([one.pk for one in group.resources], group) for group in wish.one_of]
    if not asked:
        return None
    return min(asked, key=lambda pair: total(free.get(key, []) for key in pair[0]))[1]


def total(several):
    """How much time the stretches of all of them cover, what is covered twice counted once."""
    covered, until = timedelta(), None
    for start, end in sorted(span for spans in several for span in spans):
        start = start if until is None else max(start, until)
        covered += max(end - start, timedelta())
        until = end if until is None else max(end, until)
    return covered


def interpreters(source, target, reader):
    """The people that can be booked who interpret from one language into the other."""
    people = Person.objects.visible_to(reader).who_interpret(source, target)
    return bookable(reader).filter(person__in=people)


def rooms_for(people, reader, *, step_free=False):
    """
    The rooms that may do; without `people`, of any size.

    Those of which it is not known how many they hold, or how one gets in, are among them:
    `not_known` says so.
    """
    rooms = bookable(reader).filter(kind=Resource.Kind.ROOM)
    if people:
        rooms = rooms.filter(Q(place__capacity__gte=people) | Q(place__capacity=None))
    return rooms.exclude(place__access=Place.Access.STEPS) if step_free else rooms


def not_known(room, people, *, step_free=False):
    """What is not known of a room that may do, in words."""
    words = []
    if people and room.place.capacity is None:
        words.append(_("capacity not known"))
    if step_free and room.place.access == Place.Access.UNKNOWN:
        words.append(_("access not known"))
    return ", ".join(words)


def why_no_room(people, reader, *, step_free=False):
    """Which part of the wish leaves out all rooms: the steps, or the size."""
    large = rooms_for(people, reader).count()
    if step_free and large:
        words = ngettext(
            "%(count)d room is large enough, but one gets there only by steps.",
            "%(count)d rooms are large enough, but one gets there only by steps.",
            large,
        )
        return words % {"count": large}
    rooms = bookable(reader).filter(kind=Resource.Kind.ROOM).order_by()
    most = rooms.aggregate(most=Max("place__capacity"))["most"]
    if most is None:
        return _("There is no room that can be booked.")
    return _("The largest room that can be booked holds %(count)d people.") % {"count": most}


def bookable(reader):
    """What the reader may look for, with all that the search needs of it."""
    rows = Resource.objects.visible_to(reader).in_use()
    return rows.select_related("place__building", "person").order_by("pk")
