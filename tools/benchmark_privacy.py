"""
How long the nightly erasure takes over 50,000 guests, what memory it needs, how often it asks:

    .venv/bin/python -m tools.benchmark_privacy

In the database of the settings, which has its tables; everything is taken back in the end. It
ends with 1 where more guests need more memory, or a batch asks more often.
"""

import os
import sys
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path

SIZES = (5_000, 50_000)
MEMBERS_OF_ONE = 50
# The memory of the larger run, as a multiple of the smaller one's.
MOST_MEMORY = 2
# Of a batch of 500, with what is found of it.
MOST_QUERIES = 25

LINE = "{:>10}{:>12}{:>12}{:>12}{:>16}{:>14}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.db import connection, transaction

    from tests import factories

    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            fill(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as the server does by itself, outside a transaction
            found[size] = measured()
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def fill(size):
    """So many guests of visits that ended 31 days ago, each with a line of history."""
    from django.db import models
    from django.utils import timezone

    from agenda.models import Party
    from delegations.models import Member, State, Visit
    from office import datasets
    from office.erasure.readers import load_retention
    from office.models import Audience

    load_retention(datasets.DataSet(datasets.COMMON, Path(datasets.__file__).parent.parent))
    audience, left = Audience.objects.create(), timezone.localdate() - timedelta(days=31)
    count = size // MEMBERS_OF_ONE
    parties = [Party(name=f"Guests {number}", audience=audience) for number in range(count)]
    # Not by our own QuerySet, which would have each of them taken into the search.
    models.QuerySet(Party).bulk_create(parties)
    visits = [
        Visit(
            reference=f"P-{number:06}",
            body_name=f"Municipality {number}",
            state=State.COMPLETED,
            first_day=left,
            last_day=left,
            party=party,
            audience=audience,
        )
        for number, party in enumerate(parties)
    ]
    models.QuerySet(Visit).bulk_create(visits)
    members = [
        Member(
            visit=visits[number // MEMBERS_OF_ONE],
            family_name=f"Guest {number}",
            diet="no pork",
            access_needs="a lift",
            whereabouts="at the hotel",
            position=number % MEMBERS_OF_ONE,
        )
        for number in range(size)
    ]
    models.QuerySet(Member).bulk_create(members, batch_size=2_000)
    Member.history.bulk_history_create(members, batch_size=2_000)


def measured():
    """(rows, seconds, batches, queries of a batch, peak of memory in MB)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from office.erasure import nightly
    from office.models import Erasure

    with CaptureQueriesContext(connection) as asked:
        nightly.erase(most=1)
    one = len(asked)
    with CaptureQueriesContext(connection) as asked:
        nightly.erase(most=3)
    of_batch = (len(asked) - one) / 2
    connection.queries_log.clear()
    tracemalloc.start()
    began = time.perf_counter()
    rows, was_all = nightly.erase()
    seconds = time.perf_counter() - began
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if not was_all or nightly.erase() != (0, True):
        sys.exit("It did not erase all.")
    return rows, seconds, Erasure.objects.count(), of_batch, peak / 2**20


def report(found):
    print(LINE.format("guests", "rows", "seconds", "batches", "queries/batch", "memory (MB)"))
    for size, (rows, seconds, batches, queries, memory) in found.items():
        figures = f"{seconds:.1f}", batches, f"{queries:.1f}", f"{memory:.1f}"
        print(LINE.format(size, rows, *figures))
    small, large = (found[size] for size in SIZES)
    is_flat = large[4] <= small[4] * MOST_MEMORY and large[3] <= MOST_QUERIES
    print("flat" if is_flat else "NOT FLAT")
    return 0 if is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
