"""
From ten fields to a page that citizens read: an idea is saved, awarded with a partner city, sets
its own money aside, misses a report and is reminded, closes with a result, and is handed out.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cooperation.models import IatiSettings, MoneyLine, Partner, Project, Result, Step
from tests import cooperation_factories as made
from tests import factories
from tests.browser.steps import sign_in
from tests.browser.test_accessibility import overflow, violations


@pytest.fixture
def fes(office):
    return factories.make_city("Fès", slug="fes", level="public", country=morocco())


def morocco():
    return factories.make_country(code="MA", name_en="Morocco")


def test_from_an_idea_to_a_page_that_citizens_read(page, new_context, fes):
    officer = factories.make_user("officer", language="en")
    sign_in(page, officer, reverse("admin:cooperation_project_add"))

    # Ten fields are enough to save it.
    page.locator("[name=title_it]").fill("Acqua per due città")
    page.get_by_role("button", name="Save", exact=True).click()
    project = Project.objects.get()
    expect(page).to_have_url(f"{page.url.split('/admin/')[0]}{change_url(project)}")
    expect(page.locator(".project-standing")).to_contain_text("For a public page: 1 of 10")

    # Each thing that is missing leads to its field.
    page.get_by_role("link", name="with whom it is done").click()
    expect(page.locator("#partners-group")).to_be_in_viewport()
    page.locator("[name=summary_it]").fill("Due città imparano a curare l’acqua.")
    page.locator("[name=role]").select_option("lead")
    page.locator("[name=state]").select_option("awarded")
    page.locator("#money-group .add-row a").click()
    page.locator("[name=money-0-year]").fill(str(timezone.localdate().year))
    page.locator("[name=money-0-source]").select_option("own_cash")
    page.locator("[name=money-0-committed]").fill("20000")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".project-standing")).to_contain_text("€20,000 are not reserved")
    page.locator("[name=money-0-is_reserved]").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".project-standing")).not_to_contain_text("are not reserved")
    assert violations(page) == []

    # A report is missed: whoever is in charge is reminded, with the way to the project.
    project.refresh_from_db()
    Partner.objects.create(project=project, city=fes)
    project.officer = officer
    project.save()
    made.make_step(project, timezone.localdate() - timedelta(days=2), title="Interim report")
    call_command("due")
    page.goto(reverse("admin:duties"))
    page.get_by_role("link", name="Interim report").first.click()
    expect(page).to_have_url(f"{page.url.split('/admin/')[0]}{change_url(project)}#steps-group")

    # It closes with a result, is published, and a citizen reads it.
    Step.objects.update(done_on=timezone.localdate())
    Result.objects.create(
        project=project,
        title_it="Fontane curate",
        title_en="Fountains cared for",
        indicator_it="fontane",
        indicator_en="fountains",
        baseline=2,
        target=12,
        actual=12,
        measured_on="2026",
    )
    page.goto(change_url(project))
    page.locator("[name=state]").select_option("closed")
    page.get_by_label("Public: everyone").check()
    page.get_by_role("button", name="Save", exact=True).click()
    citizen = new_context(viewport={"width": 375, "height": 812}).new_page()
    citizen.goto(f"/en/projects/{project.slug}/")
    expect(citizen.get_by_role("main")).to_contain_text("Fès, Morocco")
    expect(citizen.get_by_role("main")).to_contain_text("before 2, aim 12, reached 12")
    assert violations(citizen) == []
    assert overflow(citizen) == [0, 0]
    citizen.goto("/en/projects/")
    assert violations(citizen) == []
    assert overflow(citizen) == [0, 0]
    assert MoneyLine.objects.get().is_reserved


def change_url(project):
    return reverse("admin:cooperation_project_change", args=[project.pk])


def test_what_two_cities_learnt_becomes_a_practice_that_a_third_takes_up(page, office):
    exchange = made.make_exchange("Study of water", level="public", starts_on="2025-06")
    practice = made.make_practice("One fountain", level="public", lesson_en="Neighbours care.")
    practice.exchanges.add(exchange)
    made.make_uptake(practice, office_en="Parks office", taken_up_on="2026")
    IatiSettings.objects.create(identifier="XX-TEST-1")

    page.goto("/en/good-practices/")
    assert violations(page) == []
    assert overflow(page) == [0, 0]
    page.get_by_role("link", name="One fountain").click()

    expect(page.get_by_role("main")).to_contain_text("Neighbours care.")
    expect(page.get_by_role("main")).to_contain_text("Study of water")
    expect(page.get_by_role("main")).to_contain_text("Parks office, since 2026")
    assert violations(page) == []
    assert overflow(page) == [0, 0]
