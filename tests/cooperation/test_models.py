"""What the database and the models refuse of projects, money and results."""

from decimal import Decimal

import pytest
from django.utils import timezone

from cooperation.models import MoneyLine, Partner, Project, ProjectPurpose
from tests import cooperation_factories as made
from tests import factories
from tests.pages import refused, refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "dreamt"},
        {"role": "boss"},
        {"starts_on": "2020", "ends_on": "2019"},
        {"budget_total": 10, "budget_city": 11},
        {"budget_total": 10, "budget_eu": 11},
        {"budget_total": -1},
        {"currency": "USD"},
        {"currency": "EUR", "rate": 2},
    ],
)
def test_the_database_refuses_a_project_that_cannot_be(fields):
    assert refused_by_the_database(lambda: made.make_project(**fields))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"starts_on": "2020", "ends_on": "2019"}, "ends_on", "The end lies before"),
        ({"budget_total": 10, "budget_city": 11}, "budget_city", "more than all of it"),
        ({"currency": "USD", "rate": "0.9"}, "rate_on", "what one unit of this currency"),
        ({"goals": ["18"]}, "goals", "“18” is not in the list of codes."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(fields, field, words):
    project = made.make_project()
    for name, value in fields.items():
        setattr(project, name, project._meta.get_field(name).to_python(value))

    assert words in " ".join(refused(project)[field])


def test_a_call_of_another_programme_is_refused():
    project = made.make_project(programme=made.make_programme())
    project.call = made.make_call(made.make_programme("LIFE"))

    assert refused(project)["call"] == ["This call belongs to another programme."]


def test_a_project_without_a_word_in_the_address_is_given_a_free_one():
    audience = factories.make_audience()
    first, second = (
        Project.objects.create(title_it="Due fiumi", audience=audience, slug="") for _n in range(2)
    )

    assert (first.slug, second.slug) == ("due-fiumi", "due-fiumi-2")


def test_one_partner_leads_and_none_beside_the_city():
    project = made.make_project()
    made.make_partner(project, role="lead")

    assert refused_by_the_database(lambda: made.make_partner(project, role="lead"))
    ours = made.make_project(role="lead")
    assert refused(Partner(project=ours, name="Laafi", role="lead"))["role"] == [
        "The city itself leads this project."
    ]


def test_a_partner_is_somebody():
    assert refused_by_the_database(lambda: made.make_partner(name=""))


@pytest.mark.parametrize(
    "fields",
    [
        {"committed": 10, "disbursed": 11},
        {"committed": -1},
        {"source": "lottery"},
        {"year": 1066},
        {"currency": "USD"},
        {"source": "eu", "is_reserved": True},
    ],
)
def test_the_database_refuses_money_that_cannot_be(fields):
    assert refused_by_the_database(lambda: made.make_money_line(**fields))


def test_more_paid_out_than_committed_is_said_at_the_field():
    line = MoneyLine(project=made.make_project(), source="eu", committed=10, disbursed=11)

    assert "write the commitment first" in " ".join(refused(line)["disbursed"])


def test_money_is_added_up_in_euros():
    project = made.make_project()
    made.make_money_line(project, committed=100, disbursed=40)
    dollars = {"currency": "USD", "rate": "0.5", "rate_on": "2026-05-12"}
    made.make_money_line(project, committed=200, disbursed=20, **dollars)

    assert MoneyLine.objects.in_euros() == {"committed": Decimal(200), "disbursed": Decimal(50)}


def test_own_money_of_a_project_that_runs_is_to_be_reserved():
    running, idea = made.make_project(state="running"), made.make_project(state="idea")
    open_line = made.make_money_line(running, source="own_cash")
    made.make_money_line(running, source="own_staff", is_reserved=True)
    made.make_money_line(running, source="eu")
    made.make_money_line(idea, source="own_cash")

    assert list(MoneyLine.objects.not_reserved()) == [open_line]


def test_a_project_that_ended_without_a_final_report_is_found():
    without = made.make_project(state="closed", ends_on="2020")
    handed_in = made.make_project(state="closed", ends_on="2020")
    made.make_step(handed_in, kind="final_report", done_on="2020-12-01")
    waiting = made.make_project(state="closed", ends_on="2020")
    made.make_step(waiting, kind="final_report")
    made.make_project(state="running", ends_on="2099")
    made.make_project(state="rejected", ends_on="2020")

    found = Project.objects.without_final_report(timezone.localdate())
    assert {*found} == {without, waiting}


@pytest.mark.parametrize(
    ("year", "found"), [(2014, False), (2015, True), (2017, True), (2018, True), (2019, False)]
)
def test_a_project_was_under_way_in_the_years_that_its_dates_may_mean(year, found):
    made.make_project(starts_on="2015", ends_on="2018")

    assert Project.objects.under_way_in(year).exists() == found


def test_an_unknown_purpose_is_refused():
    row = ProjectPurpose(project=made.make_project(), purpose="99999", percent=100)

    assert refused(row)["purpose"] == ["“99999” is not in the list of codes."]


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "reached"),
    [(0, 10, 5, 50), (100, 50, 75, 50), (2, 12, 20, 100), (5, 10, 1, 0), (3, 3, 3, None)],
)
def test_how_far_a_result_is_reached(baseline, target, actual, reached):
    result = made.make_result(
        indicator_en="fountains",
        baseline=baseline,
        target=target,
        actual=actual,
        measured_on="2026",
    )

    assert result.reached == reached


def test_a_number_without_what_is_measured_says_nothing():
    result = made.make_result(target=10)

    assert "Say what is measured" in " ".join(refused(result)["indicator"])
