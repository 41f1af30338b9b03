"""
How long it takes to propose a guide for one tour and for a month of them, with ten years of tours,
against one month of them:

    .venv/bin/python -m tools.benchmark_guides

Sixty guides; in the database of the settings, which has its tables, and everything is taken back
in the end. It ends with 1 where the database is asked more often for more tours, or where one
proposal takes longer than 100 ms. What the solver alone takes: `tools.benchmark_tours`.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

SIZES = (50, 5_000)
GUIDES, CITIES, OPEN = 60, 50, 30
LANGUAGES = ("ja", "fr", "de", "es", "en")
ALLOWED = 100

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
    from tools.benchmark_visits import measured

    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            tour = fill(size)
            client = signed_in("officer")
            found[size] = {name: measured(ask, client, tour) for name, ask in QUESTIONS.items()}
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def fill(size):
    """So many tours over ten years, and thirty open ones next month; returns the first of these."""
    from django.utils import timezone

    from office import planner
    from tests import factories, tour_factories

    country = factories.make_country()
    cities = [factories.make_city(f"City {number}", country=country) for number in range(CITIES)]
    route = tour_factories.make_route()
    guides = [make_guide(number, route) for number in range(GUIDES)]
    bookings = [
        tour_factories.make_booking(factories.make_visit(city=city), route) for city in cities
    ]
    add_past(size, bookings, guides)
    day = timezone.localdate() + timedelta(days=30)
    open_ones = [
        tour_factories.make_tour(
            None,
            9 + number % 8,
            10 + number % 8,
            booking=bookings[number],
            language=LANGUAGES[number % len(LANGUAGES)],
            day=day + timedelta(days=number % 20),
            number=10_000 + number,
        )
        for number in range(OPEN)
    ]
    planner.count_anew()
    return open_ones[0]


def make_guide(number, route):
    from tests import tour_factories

    guide = tour_factories.make_guide(
        f"Guide {number}",
        languages=[(LANGUAGES[number % len(LANGUAGES)], "C1"), ("it", "native")],
        routes=[route],
        day_tours=3,
        month_tours=40,
    )
    for weekday in range(5):
        tour_factories.make_weekly_hours(guide, weekday, 8, 20)
    return guide


def add_past(size, bookings, guides):
    """Not by our own QuerySets, which would have each of them taken into the search."""
    from django.db import models
    from django.utils import timezone

    from agenda.models import Appointment
    from office.models import Audience
    from tests import factories
    from tours.models import Tour

    today, audience = timezone.localdate(), Audience.objects.create()
    appointments = []
    for number in range(size):
        day = today - timedelta(days=3650 * number // size + 1)
        appointments.append(
            Appointment(
                title_it=f"Tour {number}",
                kind="tour",
                period=factories.between(9, 10, day=day),
                audience=audience,
                state="confirmed",
            )
        )
    models.QuerySet(Appointment).bulk_create(appointments)
    tours = [
        Tour(
            appointment=appointment,
            booking=bookings[number % CITIES],
            route=bookings[0].route,
            guide=guides[number % GUIDES],
            number=number + 1,
            size=10,
            language=LANGUAGES[number % len(LANGUAGES)],
            audience=audience,
            outcome="held",
        )
        for number, appointment in enumerate(appointments)
    ]
    models.QuerySet(Tour).bulk_create(tours)


def proposal_for_one(client, tour):
    from tours.backoffice.tour_page import TourPage
    from tours.models import Tour

    page = TourPage(Tour.objects.with_names().get(pk=tour.pk), client.user)
    return page.can, page.cannot


def page_of_a_tour(client, tour):
    return client.get(f"/admin/tours/{tour.pk}/")


def desk_of_a_month(client, tour):
    first = tour.appointment.days[0]
    last = first + timedelta(days=20)
    return client.get(f"/admin/tours/desk/?first={first}&last={last}&propose=1")


def year_of_tours(client, tour):
    return client.get("/admin/tours/year/")


def list_of_tours(client, tour):
    return client.get("/admin/tours/tour/")


QUESTIONS = {
    "proposal for one tour, 60 guides": proposal_for_one,
    "page of a tour": page_of_a_tour,
    "desk of a month, 30 open tours": desk_of_a_month,
    "year of tours": year_of_tours,
    "list of tours": list_of_tours,
}


def report(found):
    small, large = (found[size] for size in SIZES)
    print(LINE.format("", *(f"{size} tours" for size in SIZES), "ratio", "queries"))
    is_bad = False
    for name in QUESTIONS:
        (before, asked), (after, asked_then) = small[name], large[name]
        is_bad = is_bad or asked_then > asked
        row = (f"{before:.0f} ms", f"{after:.0f} ms", f"{after / before:.1f}")
        print(LINE.format(name, *row, f"{asked} / {asked_then}"))
    slow = large["proposal for one tour, 60 guides"][0] > ALLOWED
    return is_bad or slow


if __name__ == "__main__":
    sys.exit(main())
