"""
How long the calendar takes with a hundred times as many appointments:

    .venv/bin/python -m tools.benchmark_calendar

In the database of the settings, which has its tables; everything is taken back in the end. It
ends with 1 where the database is asked more often for more appointments, or the search for free
time takes longer than a tenth of a second.
"""

import os
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

SIZES = (1_000, 100_000)
FIRST_DAY = date(2024, 1, 1)
DAY = date(2024, 1, 17)  # within the first thousand, a Wednesday
TIMES = 5
SECONDS_OF_SEARCH = 0.1

LINE = "{:34}{:>14}{:>14}{:>8}{:>12}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.db import transaction

    from relint.management.commands.fill_calendar import fill
    from tests import factories

    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            reader = factories.make_user("officer")
            fill(size, FIRST_DAY)
            found[size] = {name: measured(ask, reader) for name, ask in QUESTIONS.items()}
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def appointments_of(reader, days):
    from agenda.models import Appointment
    from agenda.periods import days as whole_days
    from agenda.periods import here

    wanted = whole_days(DAY, DAY + timedelta(days=days - 1), here())
    rows = Appointment.objects.visible_to(reader).during(wanted).in_order()
    return rows.select_related("place__building", "party")


def findings_of_a_day(reader):
    from agenda.findings import findings_of

    return findings_of(appointments_of(reader, 1), reader)


def findings_of_a_month(reader):
    from agenda.findings import findings_of

    # As many at either size: the first thousand end after a month.
    return findings_of(appointments_of(reader, 17), reader)


def findings_of_one(reader):
    from agenda.findings import findings

    crowded = appointments_of(reader, 1)[0]
    crowded.people = 100
    return findings(crowded, reader)


def free_time(reader):
    from agenda import free
    from agenda.periods import here
    from office.models import Office

    Office.objects.current()
    named = free.bookable(reader)
    room, *others = named.filter(kind="room")[:1]
    people = list(named.filter(kind="person"))
    wish = free.Wish(
        minutes=45,
        first=DAY,
        last=DAY + timedelta(days=13),
        resources=[room, *others],
        one_of=[free.OneOf("somebody", people)],
        left_out=frozenset({(3, "pm")}),
    )
    now = datetime.combine(FIRST_DAY, datetime.min.time(), here())
    return free.search(wish, reader, now=now).slots


def month(reader):
    return list(appointments_of(reader, 17))


QUESTIONS = {
    "appointments of a month": month,
    "findings of a day": findings_of_a_day,
    "findings of a month": findings_of_a_month,
    "findings of one, with alternatives": findings_of_one,
    "free time in two weeks": free_time,
}


def measured(ask, reader):
    """(seconds, queries)"""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds = []
    ask(reader)
    for _time in range(TIMES):
        began = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            answer = ask(reader)
        seconds.append(time.monotonic() - began)
    if not answer:
        sys.exit(f"{ask.__name__} finds nothing")
    return median(seconds), len(queries)


def report(found):
    few, many = (found[size] for size in SIZES)
    print(LINE.format("asked", *(f"{size:,}" for size in SIZES), "ratio", "queries"))
    for name in many:
        (before, asked), (after, asks) = few[name], many[name]
        times = [f"{seconds * 1000:.0f} ms" for seconds in (before, after)]
        print(LINE.format(name, *times, f"{after / before:.1f}", f"{asked} / {asks}"))
    more = [name for name in many if many[name][1] > few[name][1]]
    return bool(more) or many["free time in two weeks"][0] > SECONDS_OF_SEARCH


if __name__ == "__main__":
    sys.exit(main())
