"""
How long it takes to propose guides for a month of tours, and for one tour:

    .venv/bin/python -m tools.benchmark_tours

A made month, without a database. It ends with 1 where the month takes longer than five seconds
or is more than a hundredth off the best, or where ranking for one tour takes longer than 20 ms.
"""

# ruff: noqa: S311 (chance makes the month here, and guards nothing)

import os
import random
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

TOURS, GUIDES = 300, 60
TIMES = 5
SECONDS_OF_MONTH, GAP, SECONDS_OF_RANKING = 5, 0.01, 0.020

ZONE = ZoneInfo("Europe/Rome")
FIRST_DAY = date(2027, 5, 1)
DAYS = 31
LANGUAGES = {"en": 30, "fr": 15, "de": 15, "es": 15, "it": 10, "ja": 5, "zh": 5, "pt": 5}
LEVELS = ["", "B1", "B2", "C1", "C1", "C2", "native"]
ROUTES, KINDS = range(12), ["school", "delegation", "citizens"]

LINE = "{:42}{:>12}{:>12}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    chance = random.Random(7)
    tours = [make_tour(chance, number) for number in range(TOURS)]
    guides = [make_guide(chance, number) for number in range(GUIDES)]
    found = assigned(tours, guides)
    taken = ranking(tours, guides)
    return report(found, taken)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def some(chance, values, least, most):
    return chance.sample(list(values), chance.randint(least, most))


def make_tour(chance, number):
    from tours.proposal.facts import Tour

    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    start = at(day, chance.choice([9, 9, 10, 10, 11, 14, 15, 16]), chance.choice([0, 30]))
    return Tour(
        key=number,
        name=f"Tour {number}",
        route=chance.choice(ROUTES),
        language=chance.choices(list(LANGUAGES), LANGUAGES.values())[0],
        kind=chance.choice(KINDS),
        start=start,
        end=start + timedelta(minutes=chance.choice([60, 90, 120, 180])),
        before=15,
        after=15,
        city=chance.randrange(80),
        group=number // 2 if chance.random() < 0.3 else None,
        guide=chance.randrange(GUIDES) if chance.random() < 0.1 else None,
    )


def make_guide(chance, number):
    from tours.proposal.facts import Guide, Limits

    days = [FIRST_DAY + timedelta(days=one) for one in range(DAYS)]
    halves = [(at(day, *hours[0]), at(day, *hours[1])) for day in days for hours in HALF_DAYS]
    return Guide(
        key=number,
        name=f"Guide {number}",
        languages={code: chance.choice(LEVELS) for code in some(chance, LANGUAGES, 1, 3)},
        routes=frozenset(some(chance, ROUTES, 5, 12)),
        kinds=frozenset(some(chance, KINDS, 0, 2)),
        free=tuple(half for half in halves if chance.random() < 0.7),
        busy=tuple((at(day, 12), at(day, 15)) for day in some(chance, days, 0, 5)),
        limits=Limits(
            day_tours=chance.choice([1, 2, 2, None]),
            week_minutes=chance.choice([600, 900, None]),
            month_tours=chance.choice([8, 12, 20, None]),
        ),
        work=tuple(make_work(chance, days) for _n in range(chance.randrange(6))),
        last_led={city: FIRST_DAY - timedelta(days=90) for city in some(chance, range(80), 0, 20)},
        zone=ZONE,
    )


HALF_DAYS = [((8, 0), (13, 30)), ((13, 30), (20, 0))]


def make_work(chance, days):
    from tours.proposal.facts import Work

    start = at(chance.choice(days), chance.choice([9, 11, 15]))
    return Work(start, start + timedelta(minutes=90))


def assigned(tours, guides):
    from tours.proposal.assigning import assign

    return assign(tours, guides)


def ranking(tours, guides):
    """The seconds in which all guides are ranked for one tour, the middle of some tours."""
    from tours.proposal.judging import rank

    seconds = []
    for tour in tours[:TIMES]:
        # Made anew, as they come from the database: nothing of them is known yet.
        fresh = [type(guide)(**vars_of(guide)) for guide in guides]
        began = time.monotonic()
        rank(tour, fresh)
        seconds.append(time.monotonic() - began)
    return median(seconds)


def vars_of(guide):
    from dataclasses import fields

    return {field.name: getattr(guide, field.name) for field in fields(guide)}


def report(found, taken):
    print(LINE.format("", "found", "allowed"))
    month = f"{TOURS} tours among {GUIDES} guides"
    print(LINE.format(month, f"{found.seconds:.2f} s", f"{SECONDS_OF_MONTH} s"))
    print(LINE.format("off the best at most", f"{found.gap:.3%}", f"{GAP:.0%}"))
    ranked = f"one tour among {GUIDES} guides"
    print(LINE.format(ranked, f"{taken * 1000:.1f} ms", f"{SECONDS_OF_RANKING * 1000:.0f} ms"))
    print(LINE.format("tours with a guide", str(len(found.guides)), ""))
    return found.seconds > SECONDS_OF_MONTH or found.gap > GAP or taken > SECONDS_OF_RANKING


if __name__ == "__main__":
    sys.exit(main())
