"""A clerk pencils a reception and moves it; another in another browser wants the same room."""

import pytest
from playwright.sync_api import expect

from agenda.models import Appointment
from tests import factories
from tests.browser.steps import save, sign_in
from tests.browser.test_accessibility import violations
from tests.factories import between

ADD = "/admin/agenda/appointment/add/?day=2027-05-12"
LINES = "/admin/calendar/?view=rooms&day=2027-05-12"
WEEK = "/admin/calendar/?view=week&day=2027-05-12"


@pytest.fixture
def rooms(kyoto):
    """Two rooms in which somebody receives; the smaller holds ten."""
    green, red = factories.make_room("Sala Verde"), factories.make_room("Sala Rossa")
    type(red.place).objects.filter(pk=red.place.pk).update(capacity=10)
    type(green.place).objects.filter(pk=green.place.pk).update(capacity=60)
    factories.make_closure(green.place, 14, 15)
    return green, red


@pytest.fixture
def guests(rooms):
    """A delegation that is at a villa until nine; from there it is twenty minutes to the rooms."""
    party, villa = factories.make_party("Delegazione"), factories.make_place("Villa")
    for room in rooms:
        factories.make_way(villa, room.place, 20)
    factories.make_appointment("Colazione", 8, 9, place=villa, party=party)
    return party


def faults(page):
    """What axe finds; the page is at a desk again afterwards."""
    found = violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def drawn(page, title):
    return page.locator(".ec-event", has_text=title).first


def drag(page, event, right, down):
    box = event.bounding_box()
    x, y = box["x"] + 12, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


def begin(page, line, hour):
    """Click where the line of a room and an hour cross."""
    head = page.locator(".ec-row-head", has_text=line).bounding_box()
    slot = page.locator(".ec-slot", has_text=hour).first.bounding_box()
    page.mouse.click(slot["x"] + 6, head["y"] + head["height"] / 2)
    page.wait_for_url("**/add/**")


def period():
    return Appointment.objects.get(title_it="Ricevimento").period


def test_a_reception_is_pencilled_moved_and_kept(page, new_context, rooms, people, guests):
    green, red = rooms
    sign_in(page, people["officer"], LINES)
    assert faults(page) == []

    # A click on the line of the room at nine; more than it holds is said once.
    begin(page, "Sala Rossa", "09:00")
    expect(page.locator("[name=when_from]")).to_have_value("09:00")
    expect(page.locator("[name=place]")).to_have_value(str(red.place.pk))
    page.locator("[name=title_it]").fill("Ricevimento")
    page.locator("[name=kind]").select_option("reception")
    page.locator("[name=people]").fill("25")
    page.locator("[name=party]").select_option(str(guests.pk))
    save(page)
    warning = page.locator(".attempt")
    expect(warning).to_contain_text("it takes 20 min, but only 0 min are left")
    expect(warning).to_contain_text("Sala Rossa holds 10 people")
    expect(warning).to_contain_text("Sala Verde")
    warning.locator("[name=anyway]").check()
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    # By drag, half an hour later, there is time for the way; the other room is larger.
    page.goto(LINES)
    drag(page, drawn(page, "Ricevimento"), 37, 0)
    dialog = page.locator("#calendar-dialog")
    expect(dialog).to_contain_text("Sala Rossa holds 10 people")
    expect(dialog).not_to_contain_text("it takes 20 min")
    assert faults(page) == []
    assert period() == between(9, 10)
    dialog.get_by_role("button", name="Sala Verde").click()
    expect(page.locator("#calendar-said")).to_contain_text("09:30–10:30, Sala Verde")
    assert period() == between((9, 30), (10, 30))

    # By keyboard, a quarter of an hour later and then undone.
    page.goto(WEEK)
    drawn(page, "Ricevimento").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="15 minutes later").press("Enter")
    expect(page.locator("#calendar-said")).to_contain_text("09:45–10:45")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#calendar-said")).to_contain_text("is back")
    assert period() == between((9, 30), (10, 30))
    assert faults(page) == []

    # Confirmed from the calendar as well.
    drawn(page, "Ricevimento").click()
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is confirmed")

    # A second clerk in another browser wants the same room.
    second = new_context().new_page()
    sign_in(second, people["head"], f"{ADD}&from=10:00&to=11:00&place={green.place.pk}")
    second.locator("[name=title_it]").fill("Pranzo")
    save(second)
    expect(second.locator(".attempt")).to_contain_text("“Ricevimento”")
    expect(second.locator("[name=title_it]")).to_have_value("Pranzo")
    assert Appointment.objects.filter(title_it="Pranzo").count() == 0


def test_what_the_day_shows_fits_a_small_screen(new_context, rooms, people):
    factories.make_booking(rooms[0], factories.make_appointment("Reception", place=rooms[0].place))
    page = new_context(viewport={"width": 375, "height": 800}).new_page()
    sign_in(page, people["officer"], WEEK)

    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert (page.evaluate(wide), violations(page)) == (0, [])
    page.get_by_role("link", name="Move “Reception”").click()
    expect(page.locator("#calendar-dialog")).to_contain_text("09:00–10:00")
