"""
How long the pages about all pacts take with ten times as many of them:

    .venv/bin/python -m tools.benchmark_pacts

Pacts that nobody made, with cities that are there in no atlas, and sixty years of meetings with
each, in the database of the settings; everything is taken back in the end. It ends with 1 where
a page asks the database more often for more pacts, or where the report as PDF takes too long.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median

SIZES = (30, 300)  # cities, each with a pact
YEARS = 60
TIMES = 3
SECONDS_OF_PDF = 3
PAGES = [
    "/admin/radar/",
    "/admin/partnerships/to-confirm/",
    "/admin/partnerships/relations/",
    "/admin/partnerships/yearly-report/",
    "/admin/partnerships/agreement/?confirm=due",
    "/admin/",
    "/en/partner-cities/anniversaries/",
]
PDF = "/admin/partnerships/yearly-report/export/pdf/"

LINE = "{:46}{:>12}{:>12}{:>8}{:>12}{:>7}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from office.models import Office
    from office.planner import count_anew
    from tests import factories
    from tests.forms import signed_in

    settings.DEMONSTRATION = True  # no second factor is asked for
    found, made = {}, 0
    with transaction.atomic():
        if not Office.objects.exists():
            factories.make_office()
        make_rules()
        client = signed_in("head")
        for size in SIZES:
            for number in range(made, size):
                fill(number)
            made = size
            count_anew()
            found[size] = {path: measured(client, path) for path in [*PAGES, PDF]}
        transaction.set_rollback(True)
    return report(found)


def make_rules():
    """Rules that hold all the time, where no data set brought the city's own."""
    from partnerships.models import Rule
    from tests import factories

    for kind, figure in (("CONFIRMATION", 10), ("DORMANT", 24), ("REPORT", 1)):
        if not Rule.objects.filter(kind=Rule.Kind[kind]).exists():
            factories.make_rule(kind, figure, "1950")


def fill(number):
    """One city more, with its pact, its confirmations and a meeting in each of sixty years."""
    from django.utils import timezone

    from events.models import Event, Participation
    from office.dates import PartialDate
    from tests import factories

    today = timezone.localdate()
    country = factories.make_country(code=["JP", "FR", "DE", "US", "BR", "MA", "TN"][number % 7])
    city = factories.make_city(f"Benchmark {number}", country=country)
    twin = factories.make_bond_type("benchmark", rank=9999, needs_confirmation=True)
    first = today.year - YEARS
    signed = PartialDate(first + number % 40, 1 + number % 12, 1 + number % 28)
    pact = factories.make_agreement(city, bond=twin.key, signed_on=signed, status="in_force")
    factories.make_signature(pact, signed, people=[factories.make_person(f"Mayor {number}")])
    factories.make_step(pact, on=date(today.year - 10, 1 + number % 12, 1))
    # Every third city has been quiet for three years.
    last = today.year - (3 if number % 3 == 0 else 0)
    audience = factories.make_audience()
    meetings = Event.objects.bulk_create(
        Event(
            audience=audience,
            slug=f"benchmark-{number}-{year}",
            title_en=f"Meeting of {year} with many words about what was said at it",
            kind="conference",
            starts_on=PartialDate(year, 1 + number % 12, 1),
        )
        for year in range(first, last + 1)
    )
    Participation.objects.bulk_create(Participation(event=one, city=city) for one in meetings)


def measured(client, path):
    """(seconds, queries, bytes) of the page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds = []
    client.get(path)
    for _time in range(TIMES):
        began = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            content = answer.getvalue()
        seconds.append(time.monotonic() - began)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}")
    return median(seconds), len(queries), len(content)


def report(found):
    few, many = (found[size] for size in SIZES)
    print(LINE.format("page", *(f"{size} pacts" for size in SIZES), "ratio", "queries", "KB"))
    for path in many:
        (before, asked, _size), (after, asks, size) = few[path], many[path]
        times = [f"{seconds * 1000:.0f} ms" for seconds in (before, after)]
        ratio, weight = f"{after / before:.1f}", f"{size / 1000:.1f}"
        print(LINE.format(path, *times, ratio, f"{asked} / {asks}", weight))
    more = [path for path in many if many[path][1] > few[path][1]]
    return bool(more) or many[PDF][0] > SECONDS_OF_PDF


if __name__ == "__main__":
    sys.exit(main())
