"""A year of tours in figures, and what guides are paid for it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories, tour_factories
from tests.pages import section, text
from tests.test_query_counts import queries_of
from tours.models import Fee, Surcharge
from tours.statistics import Year, earned, fee_of, statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
URL = "/admin/tours/year/?year=2027"
MAY = date(2027, 5, 12)


@pytest.fixture
def user():
    return factories.make_user("officer")


@pytest.fixture
def guide():
    return tour_factories.make_guide("Ito")


def led(guide, start=9, end=10, **fields):
    fields = {"outcome": "held", **fields}
    return tour_factories.make_tour(None, start, end, guide=guide, **fields)


def lines(user, key):
    (chart,) = [one for one in Year(user, 2027).charts if one.key == key]
    return [(line.words, line.tours, line.people) for line in chart.lines]


def test_a_year_is_cut_by_language_route_guide_and_month(user, guide):
    route = tour_factories.make_route()
    led(guide, route=route)
    led(None, 12, 13, route=route, language="fr", day=date(2027, 6, 1))
    led(guide, day=date(2026, 5, 12))

    assert lines(user, "language") == [("French", 1, 10), ("Japanese", 1, 10)]
    assert lines(user, "route") == [("Secret passages", 2, 20)]
    assert lines(user, "guide") == [("Ito", 1, 10), ("nobody yet", 1, 10)]
    assert lines(user, "month") == [("May", 1, 10), ("June", 1, 10)]


def test_guests_are_counted_by_their_country(user):
    city = factories.make_city("Kyoto")
    tour_factories.make_tour(factories.make_visit(city=city))
    tour_factories.make_tour()

    assert lines(user, "country") == [(str(city.country), 1, 10), ("not known", 1, 10)]


def test_what_the_reader_may_not_know_is_not_counted(user):
    tour_factories.make_tour(factories.make_visit(level="quiet"))

    assert Year(user, 2027).totals.tours == 0


def test_tours_to_which_nobody_came_and_that_were_cancelled_do_not_count(user, guide):
    led(guide, outcome="no_show")
    led(guide, 12, 13, state="cancelled")

    assert Year(user, 2027).totals.tours == 0


def test_each_figure_leads_to_its_list(clerk, guide):
    led(guide)
    for chart in Year(clerk_of(), 2027).charts:
        for line in chart.lines:
            if line.url:
                page = clerk.get(line.url)
                assert page.context["cl"].result_count == line.tours, line.url


def clerk_of():
    return factories.make_user("officer")


@pytest.mark.parametrize(
    ("day", "language", "amount"),
    [
        (date(2026, 12, 31), "fr", "50.00"),
        (MAY, "fr", "75.00"),
        (MAY, "ja", "95.00"),
        (date(2025, 1, 1), "fr", "0"),
    ],
)
def test_the_fee_and_the_surcharge_of_the_day_hold(day, language, amount):
    fees = [
        Fee(first_day=date(2026, 1, 1), a_tour=50),
        Fee(first_day=date(2027, 1, 1), a_tour=60, an_hour=10),
    ]
    surcharges = [Surcharge(language="ja", first_day=date(2026, 1, 1), amount=20)]

    assert fee_of(fees, surcharges, 1, language, day, 90) == Decimal(amount)


def test_a_fee_of_their_own_goes_before_that_of_all():
    fees = [
        Fee(first_day=date(2026, 1, 1), a_tour=50),
        Fee(first_day=date(2025, 1, 1), a_tour=80, guide_id=1),
    ]

    assert fee_of(fees, [], 1, "fr", MAY, 60) == Decimal(80)
    assert fee_of(fees, [], 2, "fr", MAY, 60) == Decimal(50)


def test_guides_are_paid_for_what_took_place(user, guide):
    tour_factories.make_fee(an_hour=20)
    led(guide, 9, (10, 30))
    led(guide, 12, 13, outcome="")

    (one,) = earned(user, 2027)

    assert (one.guide, one.tours, one.hours, one.amount) == (guide, 1, "1:30", Decimal(80))


def test_the_statement_is_a_paper(back_office, user, guide):
    led(guide)
    report = statement(user, 2027)
    assert report.sections[0].table.rows == [["Ito", 1, "1:00", "0.00"]]

    answer = back_office("officer").get(
        reverse("admin:tour_year_export", args=["xlsx"]), {"year": 2027}
    )

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_page_asks_as_often_for_one_tour_as_for_three(clerk, guide):
    led(guide)
    clerk.get(URL)
    one = queries_of(clerk, URL)
    led(tour_factories.make_guide("Abe"), language="fr")
    led(tour_factories.make_guide("Sato"), language="de")

    assert queries_of(clerk, URL) == one
    page = clerk.get(URL).text
    assert "Ito" in section(page, "fees")
    assert "3 tours" in text(page)
