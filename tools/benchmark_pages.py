"""
How much longer the public pages take with ten times as much on them:

    .venv/bin/python -m tools.benchmark_pages

Cities that nobody made a pact with, each with ten people in office, an organisation, an event and
a picture, in the database of the settings; everything is taken back in the end. It ends with 1
where a page is heavier than is allowed.
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

SIZES = (30, 300)  # cities; ten times as many people
TIMES = 5
KB = 1000
PAGES = {  # path: KB of HTML that are allowed, as it is written
    "/en/": 60,
    "/en/partner-cities/": 60,
    "/en/partner-cities/map/": 80,
    "/en/partner-cities/timeline/": 60,
    "/en/partner-cities/benchmark-7/": 60,
    "/en/search/?find=benchmark": 60,
}

LINE = "{:34}{:>12}{:>12}{:>8}{:>12}{:>7}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.db import transaction

    from office.models import Office
    from office.planner import count_anew
    from tests.factories import make_office
    from tests.partnerships.test_atlas import random_cities

    found, made = {}, 0
    with transaction.atomic():
        if not Office.objects.exists():
            make_office()
        places = list(random_cities())
        for size in SIZES:
            for number in range(made, size):
                fill(number, places[number])
            made = size
            count_anew()
            found[size] = {path: measured(path) for path in PAGES}
        transaction.set_rollback(True)
    return report(found)


def fill(number, place):
    """One city more, with all that hangs on it."""
    from office.dates import PartialDate
    from tests import factories

    country = factories.make_country(code=["JP", "FR", "DE", "US", "BR", "MA", "TN"][number % 7])
    city = factories.make_city(
        f"Benchmark {number}",
        slug=f"benchmark-{number}",
        country=country,
        latitude=round(max(min(place.latitude, 89), -89), 4),
        longitude=round((place.longitude + 180) % 360 - 180, 4),
        story_en="A story of two cities. " * 60,
    )
    factories.make_agreement(city, signed_on=PartialDate(1952 + number % 70))
    factories.make_organisation(f"Office of {number}", city=city, is_counterpart=True)
    factories.make_event(f"Meeting {number}", cities=[city])
    factories.make_picture(f"View {number}", on=[city])
    for place in range(10):
        factories.make_office_held(factories.make_person(f"Person {number} {place}"), city=city)


def measured(path):
    """(seconds, queries, bytes) of the page for a citizen."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, seconds = Client(), []
    client.get(path)
    for _time in range(TIMES):
        began = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        seconds.append(time.monotonic() - began)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}")
    return median(seconds), len(queries), len(answer.content)


def report(found):
    few, many = (found[size] for size in SIZES)
    print(LINE.format("page", *(f"{size} cities" for size in SIZES), "ratio", "queries", "KB"))
    for path in PAGES:
        (before, asked, _size), (after, asks, size) = few[path], many[path]
        times = [f"{seconds * 1000:.0f} ms" for seconds in (before, after)]
        ratio, weight = f"{after / before:.1f}", f"{size / KB:.1f}"
        print(LINE.format(path, *times, ratio, f"{asked} / {asks}", weight))
    return any(many[path][2] > allowed * KB for path, allowed in PAGES.items())


if __name__ == "__main__":
    sys.exit(main())
