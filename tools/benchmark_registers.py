"""
How long the registers take with ten years of 5,000 visits, with 20,000 gifts and as many expenses,
against a hundredth of them:

    .venv/bin/python -m tools.benchmark_registers

In the database of the settings, which has its tables; everything is taken back in the end. It
ends with 1 where the database is asked more often for more lines.
"""

import os
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

SIZES = (50, 5_000)
PER_VISIT = 4
CITIES = 50
GIFTS, CHAPTERS = 20, 5
TIMES = 5

LINE = "{:34}{:>14}{:>14}{:>8}{:>12}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from office import planner
    from tests import factories
    from tests.forms import signed_in

    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            visit = fill(size)
            # As the database does by itself, some time after so many rows were written.
            planner.count_anew()
            client = signed_in("officer")
            found[size] = {name: measured(ask, client, visit) for name, ask in QUESTIONS.items()}
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def fill(size):
    """So many visits over ten years, each with gifts and expenses; returns one to come."""
    from django.db import models
    from django.utils import timezone

    from agenda.models import Party
    from delegations.models import Budget, Expense, Gift, GiftLine, Visit
    from delegations.models.choices import State
    from office.models import Audience
    from tests import factories

    country = factories.make_country()
    cities = [
        factories.make_city(f"City {number}", country=country, level="public")
        for number in range(CITIES)
    ]
    gifts = [factories.make_gift(f"Gift {number}", stock=9) for number in range(GIFTS)]
    chapters = [factories.make_chapter(str(number)) for number in range(CHAPTERS)]
    today, audience = timezone.localdate(), Audience.objects.create()
    years = range(today.year - 10, today.year + 1)
    Budget.objects.bulk_create(
        Budget(chapter=chapter, year=year, amount=100_000) for chapter in chapters for year in years
    )
    # Not by our own QuerySets, which would have each of them taken into the search.
    parties = [Party(name=f"Guests {number}", audience=audience) for number in range(size)]
    models.QuerySet(Party).bulk_create(parties)
    visits = [
        Visit(
            reference=f"B-{number:06}",
            body_name=f"Municipality {number % CITIES}",
            city=cities[number % CITIES],
            state=State.COMPLETED,
            first_day=day_of(number, size, today),
            last_day=day_of(number, size, today),
            received_at=timezone.now() - timedelta(days=4000),
            audience=audience,
            party=party,
        )
        for number, party in enumerate(parties)
    ]
    models.QuerySet(Visit).bulk_create(visits)
    lines, expenses = [], []
    for number, visit in enumerate(visits):
        for place in range(PER_VISIT):
            of_both = {"visit": visit, "audience": audience, "day": visit.first_day}
            lines.append(
                GiftLine(
                    gift=gifts[(number + place) % GIFTS],
                    city=visit.city,
                    office="Mayor",
                    name=f"Guest {number}",
                    value=Decimal("12.50"),
                    is_published=True,
                    **of_both,
                )
            )
            expenses.append(
                Expense(
                    year=visit.first_day.year,
                    chapter=chapters[place % CHAPTERS],
                    subject="Lunch",
                    on_occasion=visit.body_name,
                    amount=Decimal("80.20"),
                    stage="paid",
                    paid_on=visit.first_day,
                    **of_both,
                )
            )
    models.QuerySet(GiftLine).bulk_create(lines, batch_size=2000)
    models.QuerySet(Expense).bulk_create(expenses, batch_size=2000)
    Gift.objects.get(pk=gifts[0].pk)
    visit = factories.make_visit("Municipality 1", city=cities[1], days=(60, 61))
    factories.make_gift_line(gifts[1], visit=visit)
    factories.make_expense(visit=visit)
    return visit


def day_of(number, size, today):
    return today - timedelta(days=3650 * number // size + 1)


def page(address):
    """What asks for that page."""

    def ask(client, visit):
        return client.get(address.replace("<year>", str(date.today().year - 1)))  # noqa: DTZ011

    ask.__name__ = address
    return ask


def gifts_of_a_visit(client, visit):
    return client.get(f"/admin/visits/{visit.pk}/gifts/")


def page_of_a_visit(client, visit):
    return client.get(f"/admin/visits/{visit.pk}/")


def given_before(client, visit):
    from delegations.models import Gift
    from delegations.registers.before import given_before

    gift = Gift.objects.order_by("pk").first()
    return given_before(gift, user=client.user, city=visit.city, office="Mayor", name="Somebody")


QUESTIONS = {
    "register of gifts": page("/admin/delegations/giftline/"),
    "gifts of a year": page("/admin/delegations/giftline/?year=<year>"),
    "register of expenses": page("/admin/delegations/expense/"),
    "registers of a year": page("/admin/delegations/registers/?year=<year>"),
    "statement of a year, 2,000 lines": page("/admin/delegations/expense-statement/?year=<year>"),
    "chapters and budgets": page("/admin/delegations/budgetchapter/"),
    "public page of a year": page("/en/gifts-and-honours/?year=<year>"),
    "gifts of a visit": gifts_of_a_visit,
    "page of a visit": page_of_a_visit,
    "given before": given_before,
}


def measured(ask, client, visit):
    """(milliseconds, the middle of several tries; queries)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(client, visit)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, visit)
    # Counted at once: the next request begins a new count.
    count = len(queries)
    status = getattr(answer, "status_code", 200)
    if status != 200:
        raise SystemExit(f"{ask.__name__}: answered {status}")
    taken = []
    for _time in range(TIMES):
        start = time.perf_counter()
        ask(client, visit)
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken), count


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
