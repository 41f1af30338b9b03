"""
Fifty-seven guests, as many as came from Kyoto in 2025, on a route for twelve.

They become five groups; two guides speak Japanese; one says no on a telephone, the next is asked;
the visit moves by an hour and all five groups with it, and the mails wait in the outbox.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from office.models import Mail
from tests import factories, tour_factories
from tests.browser.steps import sign_in
from tests.browser.test_accessibility import overflow, violations
from tours import links
from tours.models import Ask, Tour

TELEPHONE = {"width": 375, "height": 812}


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def visit(office, day):
    city = factories.make_city("Kyoto")
    return factories.make_visit(
        city=city, size=57, days=(day, day), state="planning", languages=["ja"]
    )


@pytest.fixture
def route(office):
    return tour_factories.make_route(minutes=75, smallest=5, largest=12)


@pytest.fixture
def guides(route):
    return [
        tour_factories.make_guide(
            name,
            languages=[("ja", level)],
            routes=[route],
            email=f"{name.lower()}@example.org",
            writes=writes,
        )
        for name, level, writes in (("Ito", "native", "it"), ("Abe", "C1", "fr"))
    ]


def test_from_fifty_seven_guests_to_five_groups_that_move(
    page, new_context, visit, route, guides, day
):
    clerk = factories.make_user("officer", language="en")
    coordinator = factories.make_user("guide_coordinator", language="en")
    sign_in(page, clerk, f"/admin/visits/{visit.pk}/")

    # The groups are shown before they are saved.
    page.get_by_role("link", name="Book a guided tour").click()
    page.locator("[name=route]").select_option(label="Secret passages")
    page.locator("[name=hour]").fill("09:00")
    expect(page.locator("[name=size]")).to_have_value("57")
    page.get_by_role("button", name="Look at the groups").click()
    expect(page.locator("#split li")).to_have_count(5)
    page.get_by_role("button", name="Book these groups").click()
    expect(page.locator("table.parts tbody tr")).to_have_count(5)

    # Two guides speak Japanese: the best for all five at once, asked in one step.
    desk = new_context().new_page()
    sign_in(desk, coordinator, f"/admin/tours/desk/?first={day}&last={day}")
    desk.get_by_role("button", name="Propose guides for all").click()
    expect(desk.locator("[name=pair]")).to_have_count(5)
    desk.get_by_role("button", name="Ask those that are ticked").click()
    expect(desk.locator(".messagelist")).to_contain_text("5 questions to guides wait")
    assert {str(one.guide) for one in Ask.objects.with_names()} == {"Ito", "Abe"}
    assert {one.language for one in Mail.objects.filter(kind="tour_ask")} == {"it", "fr"}

    # The other is put in line for the first group; who is asked declines on a telephone.
    first = Tour.objects.in_order().first()
    asked = first.asks.get().guide
    other = next(one for one in guides if one != asked)
    desk.goto(f"/admin/tours/{first.pk}/")
    desk.get_by_label(str(other)).check()
    desk.get_by_role("button", name="Ask one after the other").click()
    phone = new_context(viewport=TELEPHONE).new_page()
    phone.goto(links.give(asked).get_absolute_url() + "?language=en")
    card = phone.locator(".guide-tour").first
    expect(card).to_contain_text("Japanese")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    card.locator("[name=words]").fill("I teach on that morning.")
    card.get_by_role("button", name="I cannot").click()
    expect(phone.locator("#told")).to_contain_text("Thank you")
    assert first.asks.get(guide=asked).answer == "declined"
    assert first.asks.get(guide=other).answer == "waiting"

    # The next says yes, and reads whom they meet.
    phone.goto(links.give(other).get_absolute_url() + "?language=en")
    phone.locator(".guide-tour").first.get_by_role("button", name="I lead it").click()
    expect(phone.locator("#told")).to_contain_text("Thank you")
    expect(phone.locator("section", has_text="What you lead").last).to_contain_text(
        "Municipality of Kyoto"
    )
    first.refresh_from_db()
    assert first.guide == other

    # The visit moves by an hour: all five with it, and the mails wait in the outbox.
    before = [one.appointment.period.lower for one in Tour.objects.in_order()]
    move_programme(page, visit)
    now = [one.appointment.period.lower for one in Tour.objects.in_order()]
    assert now == [one + timedelta(hours=1) for one in before]
    moved = Mail.objects.filter(kind="tour_moved")
    assert {one.state for one in moved} == {"held"}
    assert {one.language for one in moved} == {"it", "fr"}


def move_programme(page, visit):
    """All items of the day an hour later, on the page of the programme."""
    page.goto(f"/admin/visits/{visit.pk}/programme/")
    page.locator(".shift summary").click()
    page.locator(".shift [name=minutes]").fill("60")
    page.get_by_role("button", name="Move all of it").click()
    expect(page.locator(".messagelist")).to_contain_text("5 items move by 60 minutes.")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_guide_notes_that_they_are_busy(new_context, guides, day, script):
    page = new_context(java_script_enabled=script, viewport=TELEPHONE).new_page()
    page.goto(links.give(guides[0]).get_absolute_url() + "?language=en")

    page.locator("[name=when_day_from]").fill(day.isoformat())
    page.get_by_role("button", name="I am busy then").click()

    expect(page.locator("#told")).to_contain_text("you are not asked for those hours")
    expect(page.get_by_role("heading", name="Busy")).to_be_visible()


def test_the_pages_of_tours_have_no_fault_and_fit_the_narrowest_screen(
    page, route, visit, guides, day
):
    tour = tour_factories.make_tour(visit, route=route, day=day)
    tour_factories.make_ask(tour, guides[0])
    public = [f"/en/guided-tours/{route.slug}/", "/en/guided-tours/"]
    private = [links.give(guides[0]).get_absolute_url() + "?language=en"]

    for url in (*public, *private):
        page.goto(url)
        assert (url, violations(page)) == (url, [])
        assert (url, overflow(page)) == (url, [0, 0])


@pytest.mark.parametrize("which", ["visit", "tour", "desk", "year"])
def test_the_back_office_of_tours_has_no_fault(page, route, visit, guides, day, which):
    tour = tour_factories.make_tour(visit, route=route, day=day)
    tour_factories.make_ask(tour, guides[0])
    tour_factories.make_tour(guide=guides[0], outcome="held", route=route)
    url = {
        "visit": f"/admin/visits/{visit.pk}/tours/",
        "tour": f"/admin/tours/{tour.pk}/",
        "desk": f"/admin/tours/desk/?first={day}&last={day}&propose=1",
        "year": "/admin/tours/year/?year=2027",
    }[which]

    sign_in(page, factories.make_user("officer", language="en"), url)

    assert violations(page) == []
    assert overflow(page) == [0, 0]
