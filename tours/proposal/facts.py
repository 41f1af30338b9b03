"""
What is known of guides and tours when guides are proposed: plain data, without a database.

Moments are aware datetimes, a period is a pair of them whose end is no part of it. A tour is of
the day, the ISO week and the month in which it begins on the clocks of the guide's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import NamedTuple

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")  # "" where nobody knows
UNITS = ("day", "week", "month")
GUIDES = "guides"
MINUTE = timedelta(minutes=1)

Key = int | str
Period = tuple[datetime, datetime]


class Load(NamedTuple):
    """How much is led in a day, a week or a month."""

    tours: int = 0
    minutes: int = 0

    def and_one_of(self, minutes):
        return Load(self.tours + 1, self.minutes + minutes)


@dataclass(frozen=True)
class Limits:
    """How much a guide leads at most; None where there is no limit."""

    day_tours: int | None = None
    day_minutes: int | None = None
    week_tours: int | None = None
    week_minutes: int | None = None
    month_tours: int | None = None
    month_minutes: int | None = None

    def of(self, unit):
        """The limits as a Load, with None where there is none."""
        return Load(getattr(self, f"{unit}_tours"), getattr(self, f"{unit}_minutes"))


@dataclass(frozen=True)
class Work:
    """
    A tour that a guide has agreed to, whenever it is: it counts for limits and fairness.

    `tour` is its key. Where a tour of that key is asked about, its own work does not stand in
    its way. `before` and `after` are its minutes of walk, `group` the key of its guests.
    """

    start: datetime
    end: datetime
    tour: Key | None = None
    before: int = 0
    after: int = 0
    group: Key | None = None

    @cached_property
    def kept(self):
        return kept_free(self)

    @cached_property
    def minutes(self):
        return minutes_of(self)


@dataclass(frozen=True)
class Guide:
    """
    Who may lead tours. `languages` are codes with a level, "" where it is not known; `kinds` the
    kinds of groups taken, all where empty; `free` the periods offered, `busy` what else takes the
    guide in them; `last_led` the day on which guests of a city were led last, None where only
    known to have been once.
    """

    key: Key
    name: str
    languages: Mapping[str, str] = field(default_factory=dict)
    routes: frozenset = frozenset()
    kinds: frozenset = frozenset()
    free: tuple[Period, ...] = ()
    busy: tuple[Period, ...] = ()
    limits: Limits = Limits()
    work: tuple[Work, ...] = ()
    last_led: Mapping[Key, date | None] = field(default_factory=dict)
    zone: tzinfo = UTC

    @cached_property
    def windows(self):
        """What is offered, in order, where one period goes on in the next as one."""
        windows = []
        for start, end in sorted(in_utc(period) for period in self.free):
            if windows and start <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
            else:
                windows.append((start, end))
        return windows

    @cached_property
    def loads(self):
        """(unit, which of these) -> Load"""
        loads = {}
        for work in self.work:
            for which in self.units_of(work).items():
                loads[which] = loads.get(which, Load()).and_one_of(work.minutes)
        return loads

    @cached_property
    def groups(self):
        """The keys of the groups of guests that are led already."""
        return {work.group for work in self.work} - {None}

    def units_of(self, tour):
        """{"day": …, "week": …, "month": …} of a tour or of work."""
        day = tour.start.astimezone(self.zone).date()
        return {"day": day, "week": day.isocalendar()[:2], "month": (day.year, day.month)}

    def load(self, tour, unit="month"):
        """What is led already in the day, week or month of a tour."""
        return self.loads.get((unit, self.units_of(tour)[unit]), Load())

    def beside(self, tour, work=()):
        """The guide with what is led beside this tour, and with more work."""
        others = tuple(one for one in self.work if one.tour != tour.key)
        if not work and len(others) == len(self.work):
            return self
        return replace(self, work=(*others, *work))


@dataclass(frozen=True)
class Tour:
    """
    What somebody is to lead; language, route, kind and city are empty where none is asked.

    `before` and `after` are the minutes of walk to keep free on either side: two tours of one
    guide keep both between them. `group` is the key of guests who go in several tours, at once
    or in waves. `guide` is the key of who was asked or, with `is_agreed`, has agreed; who is
    pinned stays. Only what needs "guides" is given one.
    """

    key: Key
    name: str
    route: Key | None
    language: str
    kind: Key | None
    start: datetime
    end: datetime
    before: int = 0
    after: int = 0
    city: Key | None = None
    group: Key | None = None
    guide: Key | None = None
    is_agreed: bool = False
    is_pinned: bool = False
    size: int | None = None
    needs: tuple[str, ...] = (GUIDES,)

    @cached_property
    def kept(self):
        return kept_free(self)

    @cached_property
    def minutes(self):
        return minutes_of(self)

    def as_work(self):
        """The same once somebody leads it."""
        return Work(self.start, self.end, self.key, self.before, self.after, self.group)


@dataclass(frozen=True)
class Weights:
    """
    How much each wish counts: points, none of them below zero, which staff change.

    cover: for each tour that somebody leads. Far above the others, no tour stays open for their
        sake; fairness takes so much only where somebody would lead cover / fairness tours more.
    level: for a mother tongue; C2, C1, B2 … get less, in equal steps.
    unknown_level: for a language whose level nobody knows. Zero puts it last.
    fairness: taken for each tour that the guide leads already in the same month.
    continuity: for who led guests of the city before, and again for each further tour of a group.
    keep: for who has been asked or has agreed, so that little is changed without a gain.

    `least_level` is no weight: below it a guide is said to be unable. An unknown level is able.
    """

    cover: int = 1000
    level: int = 30
    fairness: int = 20
    continuity: int = 15
    keep: int = 40
    unknown_level: int = 0
    least_level: str = "B2"


def kept_free(tour):
    """The period of a tour or of work, with the walk before and after it."""
    start, end = in_utc((tour.start, tour.end))
    return start - tour.before * MINUTE, end + tour.after * MINUTE


def minutes_of(tour):
    start, end = in_utc((tour.start, tour.end))
    return (end - start) // MINUTE


def in_utc(period):
    """Where an hour is an hour, also in the nights in which the clocks change."""
    return tuple(moment.astimezone(UTC) for moment in period)


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]
