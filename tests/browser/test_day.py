"""On the day: a telephone in one hand, and a member who is late."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import sign_in
from tests.browser.test_accessibility import overflow, violations

URL = "/admin/visits/today/"
TELEPHONE = {"width": 375, "height": 812}


@pytest.fixture
def visit(office):
    """Guests who are in town today, one of them still in the air."""
    visit = factories.make_visit(
        state="in_progress", days=(0, 0), contact_telephone="+39 055 2345671"
    )
    noon = factories.at(12, day=timezone.localdate())
    leg = factories.make_leg(visit, at=noon)
    factories.make_member(visit, "Tanaka", own_name="田中", own_language="ja", arrives_by=leg)
    factories.make_member(visit, "Haddad", own_name="حداد", own_language="ar", arrives_by=leg)
    factories.make_stay(visit, telephone="+39 055 2345672")
    day = timezone.localdate()
    item = factories.make_item(visit, "Lunch", 13, 14, day=day)
    factories.make_part(item, "The Mayor", ask_name="Ada", ask_telephone="+39 055 2345673")
    item.appointment.period = factories.between(15, 16, day=day)
    item.appointment.save()
    return visit


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_on_the_day_a_member_is_late_and_the_board_shows_it(new_context, visit, people, script):
    page = new_context(java_script_enabled=script, viewport=TELEPHONE).new_page()
    sign_in(page, people["officer"], URL)
    tanaka = page.locator(".day-member", has_text="Tanaka")
    haddad = page.locator(".day-member", has_text="Haddad")

    tanaka.get_by_text("Late").first.click()
    tanaka.locator("[name=whereabouts]").fill("40 min late")
    tanaka.get_by_role("button", name="Note it").click()
    haddad.get_by_role("button", name="Here").click()

    expect(tanaka.locator(".what")).to_have_text("Late – 40 min late")
    expect(haddad.locator(".what")).to_have_text("Here")
    expect(page.locator(".day-state")).to_contain_text("1 of 2 is here")


def test_a_flight_that_is_late_is_noted_in_two_taps(new_context, visit, people):
    page = new_context(viewport=TELEPHONE).new_page()
    sign_in(page, people["officer"], URL)
    flight = page.locator(".day-leg")

    flight.locator("summary").click()
    flight.get_by_role("button", name="+30 min").click()

    expect(flight.locator(".state-late")).to_have_text("30 minutes late")
    visit.legs.get().refresh_from_db()
    assert visit.legs.get().expected_at - visit.legs.get().at == timedelta(minutes=30)


def test_the_board_has_no_fault_and_all_its_buttons_are_wide_enough_to_tap(page, visit, people):
    over = factories.make_item(visit, "Breakfast", 6, 7, day=timezone.localdate())
    over.appointment.period = factories.between(0, (0, 1), day=timezone.localdate())
    over.appointment.save()
    sign_in(page, people["officer"], URL)
    for summary in page.locator(".day-board summary").all():
        summary.click()

    expect(page.locator(".is-over", has_text="Breakfast")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == [0, 0]
    sizes = [one.bounding_box() for one in page.locator(".day-board .tap").all()]
    assert [size for size in sizes if min(size["width"], size["height"]) < 44] == []


def test_the_page_of_travel_has_no_fault_and_fits_the_narrowest_screen(page, visit, people):
    sign_in(page, people["officer"], f"/admin/visits/{visit.pk}/travel/")
    for summary in page.locator(".travel summary").all():
        summary.click()

    assert violations(page) == []
    assert overflow(page) == [0, 0]
