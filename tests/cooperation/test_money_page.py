"""The money of all projects, added up by the database."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cooperation.backoffice.money_page import Totals
from cooperation.models import ProjectCountry
from partnerships.models import Theme
from tests import cooperation_factories as made
from tests import factories
from tests.pages import text
from tests.test_query_counts import queries_of

pytestmark = pytest.mark.django_db


def lines(chart):
    return [(one.words, one.committed, one.paid) for one in chart.lines]


@pytest.fixture
def reader(office):
    return factories.make_user("officer")


def test_a_country_has_its_share_of_each_project(reader):
    project = made.make_project(state="running")
    for code, percent in (("MA", 75), ("TN", 25)):
        country = factories.make_country(code=code, name_en=code)
        ProjectCountry.objects.create(project=project, country=country, percent=percent)
    made.make_money_line(project, committed=1000, disbursed=400)

    assert lines(Totals(reader).by_country()) == [
        ("MA", Decimal(750), Decimal(300)),
        ("TN", Decimal(250), Decimal(100)),
    ]


def test_years_sources_and_themes_are_added_up_in_euros(reader):
    water = Theme.objects.create(key="water", name_it="Acqua", name_en="Water", rank=99)
    project = made.make_project(state="closed")
    project.themes.add(water)
    made.make_money_line(project, year=2025, committed=100)
    dollars = {"currency": "USD", "rate": "0.5", "rate_on": "2026-05-12"}
    made.make_money_line(project, year=2025, source="own_cash", committed=100, **dollars)
    made.make_money_line(project, committed=7)

    totals = Totals(reader)
    assert [one[:2] for one in lines(totals.by_year())] == [("2025", 150), ("all years", 7)]
    assert [one[1] for one in lines(totals.by_source())] == [107, 50]
    assert [one[:2] for one in lines(totals.by_theme())] == [("Water", 157)]
    assert totals.all["committed"] == 157


def test_what_was_turned_down_and_what_one_may_not_see_is_not_counted(reader):
    made.make_money_line(made.make_project(state="rejected"))
    made.make_money_line(made.make_project(state="running", level="quiet"))

    assert Totals(reader).charts == []


def test_each_figure_leads_to_what_it_counts(clerk):
    project = made.make_project("Twin rivers", state="running")
    ProjectCountry.objects.create(project=project, country=factories.make_country(code="MA"))
    made.make_money_line(project, year=2025)
    made.make_project("Other")
    page = clerk.get(reverse("admin:project_money"))
    assert "€1,000" in text(page.text)

    for chart in page.context["totals"].charts:
        for line in chart.lines:
            (found,) = clerk.get(line.url).context["cl"].queryset
            assert str(getattr(found, "project", found)) == "Twin rivers"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_project_as_for_three(clerk, count):
    for number in range(count):
        project = made.make_project(state="running")
        country = factories.make_country(code="AB"[number % 2] + "CDE"[number])
        ProjectCountry.objects.create(project=project, country=country)
        made.make_money_line(project, year=2020 + number)

    assert queries_of(clerk, reverse("admin:project_money")) <= 20
