"""
How long a search takes among many things, and how much longer among ten times as many:

    DEMONSTRATION=yes .venv/bin/python tools/benchmark_search.py

It works in the database of the settings, in a transaction that is taken back.
"""

# ruff: noqa: S311 (chance makes the names here, and guards nothing)

import os
import random
import re
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relint.settings")

SIZES = (2_000, 20_000)
TIMES = 7
SYLLABLES = re.findall("..", "karitonamoshivelodufrbegenbodistanowimintrapelchi")
QUESTIONS = {
    "a name": "{name}",
    "a beginning": "{start}",
    "two words of a text": "pact {word}",
    "a misspelt name": "{wrong}",
    "a telephone number": "+39 055 {number}",
    "a common word": "pact",
    "nothing": "zzqqxx",
}


def main():
    from django.db import transaction

    random.seed(7)
    times, made = {}, 0
    with transaction.atomic():
        user, audiences = reader(), audience_keys()
        for size in SIZES:
            names = fill(size - made, audiences)
            made = size
            times[size] = {
                title: median_of(ask, user, question.format(**words(names)))
                for title, question in QUESTIONS.items()
            }
        transaction.set_rollback(True)
    report(times)


def reader():
    from office.models import User

    return User.objects.filter(groups__name="officer").first() or sys.exit("There is no officer.")


def audience_keys():
    """Each thing has an audience of its own, as in an office that works."""
    from office.models import Audience

    levels = ["public", "internal", "internal", "confidential"]
    made = Audience.objects.bulk_create(
        Audience(level=random.choice(levels)) for _n in range(max(SIZES))
    )
    return [audience.pk for audience in made]


def fill(count, audiences):
    """So many sources with their entries; returns their names."""
    from office.models import SearchEntry, Source

    names = [word() for _n in range(count)]
    made = Source.objects.bulk_create(
        Source(title=f"{name} {word()}", url=f"https://{name}-{n}.example")
        for n, name in enumerate(names)
    )
    entries = SearchEntry.objects.of(Source, [source.pk for source in made])
    for entry in (rows := list(entries)):
        entry.audiences = [random.choice(audiences)]
        entry.numbers = f"39055{random.randrange(10**6, 10**7)}"
        entry.text = "pact " + " ".join(word() for _n in range(30))
    SearchEntry.objects.bulk_update(rows, ["audiences", "numbers", "text"], batch_size=1000)
    analyse()
    return names


def analyse():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE office_searchentry, office_audience")


def word():
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 4)))


def words(names):
    name = next(name for name in names if len(name) > 6)
    return {
        "name": name,
        "start": name[:4],
        "word": name,
        "wrong": name[:2] + name[3] + name[2] + name[4:] + "x",
        "number": "1234567",
    }


def ask(user, text):
    """What the box of the back-office asks."""
    from office.search.answers import staff_search
    from office.search.index import kinds

    answer = staff_search(text, user=user, models=list(kinds), language="en")
    return [*answer.first(8), *answer.similar], answer.facets


def median_of(function, *args):
    taken = []
    for _n in range(TIMES):
        start = time.perf_counter()
        function(*args)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def report(times):
    few, many = SIZES
    print(f"{'':22}{few:>10}{many:>10}   ratio")
    for title in QUESTIONS:
        one, other = times[few][title], times[many][title]
        print(f"{title:22}{one * 1000:>7.0f} ms{other * 1000:>7.0f} ms{other / one:>7.1f}×")


if __name__ == "__main__":
    django.setup()
    main()
