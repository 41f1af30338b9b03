"""What citizens read of projects and good practices."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperation.models import ProjectCountry
from tests import cooperation_factories as made
from tests import factories
from tests.cooperation.test_back_office import whole_project
from tests.pages import section, text
from tests.test_query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def publish(record):
    record.audience.level = "public"
    record.audience.save()
    return record


def listed(client, query=""):
    page = client.get(f"{reverse('cooperation:project_list')}{query}")
    return [one.title for one in page.context["projects"]]


def test_only_what_is_public_is_listed_the_latest_first(client):
    made.make_project("Internal")
    made.make_project("Old", level="public", starts_on="1999")
    made.make_project("New", level="public", starts_on="2020-03")
    made.make_project("Undated", level="public")

    assert listed(client) == ["New", "Old", "Undated"]


def test_the_filters_stand_in_the_address(client):
    from partnerships.models import Theme

    water = Theme.objects.create(key="water", name_it="Acqua", rank=99)
    morocco = factories.make_country(code="MA")
    fes = made.make_project(
        "Fès", level="public", state="running", starts_on="2008", ends_on="2010"
    )
    fes.themes.add(water)
    ProjectCountry.objects.create(project=fes, country=morocco)
    abroad = made.make_project("Partner there", level="public")
    made.make_partner(abroad, country=morocco)

    assert listed(client, "?theme=water") == ["Fès"]
    assert listed(client, "?country=MA") == ["Fès", "Partner there"]
    assert listed(client, "?state=running") == ["Fès"]
    assert listed(client, "?year=2009") == ["Fès"]
    assert listed(client, "?year=2015") == []


@pytest.mark.parametrize("query", ["?theme=none", "?country=XX", "?state=lost", "?year=soon"])
def test_a_filter_that_there_is_not_is_said(client, query):
    page = client.get(f"{reverse('cooperation:project_list')}{query}")

    assert page.status_code == 404
    assert "Check the filters" in page.text


def test_the_page_of_a_project_tells_what_citizens_ask(client):
    project = publish(whole_project(budget_city=300))
    made.make_result(
        project, indicator_en="fountains", baseline=0, target=10, actual=5, measured_on="2026"
    )
    made.make_update(project, "Opened", is_published=True)
    made.make_update(project, "Draft")

    page = client.get(project.get_absolute_url()).text

    assert "Of it for the city€300" in section(page, "money")
    assert "European Union" in section(page, "money")
    assert "Laafi" in section(page, "partners")
    assert "before 0, aim 10, reached 5 (2026)" in section(page, "results")
    assert "Opened" in section(page, "news")
    assert "Draft" not in page


def test_an_application_of_unknown_outcome_is_shown_as_that(client):
    project = made.make_project(level="public", state="unknown")

    assert "Applied for, outcome not documented" in text(
        client.get(project.get_absolute_url()).text
    )


def test_a_partner_who_is_not_public_is_not_named(client):
    project = made.make_project(level="public")
    hidden = factories.make_organisation("Hidden body", level="internal")
    made.make_partner(project, organisation=hidden)

    assert "Hidden body" not in client.get(project.get_absolute_url()).text


def test_a_project_that_is_not_public_is_not_there(client):
    assert client.get(made.make_project().get_absolute_url()).status_code == 404


def test_the_list_is_open_data(client):
    publish(whole_project(budget_total=480000))

    answer = client.get(reverse("cooperation:projects_csv"))

    (row,) = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
    assert row["Money in all"] == "480000.00"
    assert row["Partners"] == "Laafi"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_project_as_for_three(client, count):
    for _n in range(count):
        project = made.make_project(level="public")
        made.make_partner(project, city=factories.make_city(level="public"))

    assert queries_of(client, reverse("cooperation:project_list")) == 13


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_row_as_for_three(client, count):
    project = publish(whole_project())
    for number in range(count):
        made.make_partner(project, name=f"Partner {number}")
        made.make_money_line(project, year=2020 + number)
        made.make_result(project)
        made.make_update(project, is_published=True)

    assert queries_of(client, project.get_absolute_url()) == 21


def test_a_city_names_its_projects_exchanges_and_practices(client):
    city = factories.make_city(level="public")
    project = made.make_project("Twin rivers", level="public", state="running", starts_on="2025")
    made.make_partner(project, city=city)
    made.make_exchange("Study of water", level="public", city=city, starts_on="2024")
    made.make_practice("One fountain", level="public", city=city)
    made.make_practice("Secret fountain", city=city)

    page = client.get(city.get_absolute_url()).text

    found = section(page, "projects")
    for words in ("Twin rivers", "Study of water", "One fountain"):
        assert words in found
    assert "Secret fountain" not in page


def test_an_act_names_the_projects_that_rest_on_it(client):
    act = factories.make_act(level="public")
    project = made.make_project("Twin rivers", level="public")
    project.acts.add(act)

    assert "Twin rivers" in section(client.get(act.get_absolute_url()).text, "projects")


def test_the_page_of_a_practice_tells_what_bears_it_out_and_who_took_it_up(client):
    exchange = made.make_exchange("Study of water", level="public")
    practice = made.make_practice(
        level="public",
        lesson_en="Neighbours care.",
        evidence_en="Twelve fountains.",
        contact_en="Water office",
    )
    practice.exchanges.add(exchange)
    made.make_uptake(practice, office_en="Parks office", taken_up_on="2026")

    page = client.get(practice.get_absolute_url()).text

    assert "Twelve fountains." in section(page, "facts")
    assert "Study of water" in section(page, "exchanges")
    assert "Parks office" in section(page, "uptakes")


def test_practices_are_filtered_by_theme(client):
    from partnerships.models import Theme

    water = Theme.objects.create(key="water", name_it="Acqua", rank=99)
    made.make_practice("One fountain", level="public").themes.add(water)
    made.make_practice("Other", level="public")

    page = client.get(f"{reverse('cooperation:practice_list')}?theme=water")

    assert [one.title for one in page.context["practices"]] == ["One fountain"]


def test_what_is_due_comes_up_on_the_radar(clerk):
    due = timezone.localdate() + timedelta(days=20)
    project = made.make_project("Twin rivers", state="running")
    made.make_step(project, due, title="Interim report")

    assert "Twin rivers: Interim report" in text(clerk.get(reverse("admin:radar")).text)
