"""What projects hand to others: duties, signs of life, the yearly report."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cooperation import coming, duties, yearly
from tests import cooperation_factories as made
from tests import factories
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
NOBODY = AnonymousUser()


def found():
    return [(due.record, due.due_on, due.owner) for due in duties.do_step.found()]


def test_whoever_does_a_step_is_reminded_or_else_who_is_in_charge():
    officer, other = factories.make_user("officer"), factories.make_user("officer")
    project = made.make_project(state="running", officer=officer)
    day = timezone.localdate() + timedelta(days=10)
    first = made.make_step(project, day)
    second = made.make_step(project, day, owner=other)

    assert found() == [(first, day, officer), (second, day, other)]


def test_what_is_done_and_what_nobody_pays_for_is_no_duty():
    made.make_step(made.make_project(state="running"), done_on="2026-01-01")
    made.make_step(made.make_project(state="rejected"))

    assert found() == []


def test_a_report_that_is_missed_leads_to_the_form_of_its_project(clerk):
    project = made.make_project(state="running", officer=clerk.user)
    made.make_step(project, timezone.localdate() - timedelta(days=3), title="Interim report")
    call_command("due")

    page = clerk.get(reverse("admin:duties")).text

    form = reverse("admin:cooperation_project_change", args=[project.pk])
    assert "Interim report" in text(page)
    assert f"{form}#steps-group" in page


def test_a_project_with_a_city_is_a_sign_of_life_and_a_bid_that_failed_is_none():
    city = factories.make_city(level="public")
    ran = made.make_project(level="public", state="documented", starts_on="2008-12")
    failed = made.make_project(level="public", state="rejected", starts_on="2020")
    for project in (ran, failed):
        made.make_partner(project, city=city)

    (one,) = coming.worked_together.happenings([city.pk], NOBODY)
    assert (one.record, one.on.year) == (ran, 2008)
    assert coming.worked_together.last_contacts([city.pk], NOBODY)[city.pk].year == 2008


def test_an_exchange_with_a_city_is_a_sign_of_life():
    city = factories.make_city(level="public")
    exchange = made.make_exchange(level="public", city=city, starts_on="2024-06")
    made.make_exchange(city=city, starts_on="2025")

    (one,) = coming.learnt.happenings([city.pk], NOBODY)
    assert one.record == exchange
    assert coming.learnt.last_contacts([city.pk], NOBODY)[city.pk].year == 2024


def test_the_yearly_report_tells_what_ran_and_what_was_committed():
    reader = factories.make_user("officer")
    project = made.make_project("Twin rivers", state="running", starts_on="2019", ends_on="2021")
    made.make_money_line(project, year=2020, committed=500, disbursed=200)
    made.make_money_line(project, year=2021, committed=900)
    made.make_project("Dream", state="idea", starts_on="2019")

    (section,) = yearly.sections(2020, reader)

    (row,) = section.table.rows
    assert row[4:] == [500, 200]
    assert yearly.sections(2010, reader) == []


def test_what_is_due_between_two_days_is_marked():
    reader = factories.make_user("officer")
    project = made.make_project(state="running", ends_on="2027-06-30")
    made.make_step(project, date(2027, 5, 12))

    marks = list(coming.marks(reader, date(2027, 5, 1), date(2027, 7, 1)))

    assert [str(one.kind) for one in marks] == ["report", "end of a project"]
