"""
How long the visits take with ten years of them, five hundred a year, against one month of them:

    .venv/bin/python -m tools.benchmark_visits

In the database of the settings, which has its tables; everything is taken back in the end. It
ends with 1 where the database is asked more often for more visits.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

SIZES = (50, 5_000)
CITIES = 50
TIMES = 5

LINE = "{:34}{:>14}{:>14}{:>8}{:>12}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from tests import factories
    from tests.forms import signed_in

    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            visit = fill(size)
            client = signed_in("officer")
            found[size] = {name: measured(ask, client, visit) for name, ask in QUESTIONS.items()}
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def fill(size):
    """So many visits of fifty cities over ten years, the last one to be decided; returns it."""
    from django.db import models
    from django.utils import timezone

    from agenda.models import Party
    from delegations.models import Level, Mission, Visit
    from delegations.models.choices import State
    from office import planner
    from office.datasets import load_common
    from office.models import Audience
    from tests import factories

    load_common()
    country = factories.make_country()
    cities = [factories.make_city(f"City {number}", country=country) for number in range(CITIES)]
    levels = list(Level.objects.all())
    today, audience = timezone.localdate(), Audience.objects.create()
    parties = [Party(name=f"Guests {number}", audience=audience) for number in range(size)]
    # Not by our own QuerySet, which would have each of them taken into the search.
    models.QuerySet(Party).bulk_create(parties)
    states = [State.COMPLETED, State.ARCHIVED, State.DECLINED]
    visits = []
    for number, party in enumerate(parties):
        day = today - timedelta(days=3650 * number // size + 1)
        visits.append(
            Visit(
                reference=f"B-{number:06}",
                body_name=f"Municipality {number % CITIES}",
                city=cities[number % CITIES],
                state=states[number % len(states)],
                level=levels[number % len(levels)],
                first_day=day,
                last_day=day,
                size=10,
                received_at=timezone.now() - timedelta(days=3650 * number // size + 60),
                audience=audience,
                party=party,
            )
        )
    models.QuerySet(Visit).bulk_create(visits)
    models.QuerySet(Mission).bulk_create(
        [
            Mission(
                title_it=f"Mission {number}",
                city=cities[number % CITIES],
                first_day=today - timedelta(days=3650 * number // size + 1),
                last_day=today - timedelta(days=3650 * number // size),
                audience=audience,
            )
            for number in range(size // 5)
        ]
    )
    visit = factories.make_visit("Municipality 1", city=cities[1], days=(60, 61), size=60)
    for number in range(60):
        factories.make_member(visit, f"Guest {number}", position=number)
    # As the database does by itself, some time after so many rows were written.
    planner.count_anew()
    return visit


def list_of_visits(client, visit):
    return client.get("/admin/delegations/visit/")


def page_of_a_visit(client, visit):
    return client.get(f"/admin/visits/{visit.pk}/")


def triage_card(client, visit):
    from delegations.triage import Card

    card = Card(visit, client.user)
    return (card.suggestion, card.twins, card.earlier)


def start_page(client, visit):
    return client.get("/admin/")


def ledger_of_reciprocity(client, visit):
    return client.get("/admin/delegations/ledger/")


def who_came(client, visit):
    return client.get(f"/admin/delegations/who-came/?words=municipality+7&city={visit.city_id}")


QUESTIONS = {
    "list of visits": list_of_visits,
    "page of a visit, 60 members": page_of_a_visit,
    "triage card": triage_card,
    "start page": start_page,
    "ledger of reciprocity": ledger_of_reciprocity,
    "who came from a city": who_came,
}


def measured(ask, client, visit):
    """(milliseconds, the middle of several tries; queries)."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    ask(client, visit)
    # The log of a long run is full, and then holds nothing new.
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        answer = ask(client, visit)
    # Counted at once: the next request empties the log.
    queries = len(asked)
    status = getattr(answer, "status_code", 200)
    if status != 200:
        raise SystemExit(f"{ask.__name__}: answered {status}")
    taken = []
    for _time in range(TIMES):
        start = time.perf_counter()
        ask(client, visit)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken), queries


def report(found):
    few, many = SIZES
    print(LINE.format("", f"{few:,}", f"{many:,}", "ratio", "queries"))
    grown = False
    for name, (before, queries_before) in found[few].items():
        after, queries = found[many][name]
        grown |= queries > queries_before
        said = f"{queries_before}" if queries == queries_before else f"{queries_before}→{queries}"
        print(
            LINE.format(name, f"{before:.0f} ms", f"{after:.0f} ms", f"{after / before:.1f}", said)
        )
    return int(grown)


if __name__ == "__main__":
    sys.exit(main())
