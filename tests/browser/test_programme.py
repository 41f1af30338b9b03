"""A programme is built around a clash: by drag, by keyboard and by form."""

import pytest
from playwright.sync_api import expect

from agenda.models import Appointment, Place
from tests import factories
from tests.browser.steps import save, sign_in
from tests.browser.test_accessibility import violations
from tests.browser.test_calendar import drag, drawn
from tests.factories import between, coming_wednesday, make_item, make_part

DAY = coming_wednesday()
HALF_AN_HOUR = 26  # points


@pytest.fixture
def visit(kyoto):
    """Guests for a day, received at nine; ten minutes' way from there to lunch."""
    visit = factories.make_visit("Delegazione", state="planning", days=(DAY, DAY), size=8)
    red, green = factories.make_room("Sala Rossa"), factories.make_room("Sala Verde")
    Place.objects.filter(resource__in=[red, green]).update(capacity=60)
    villa = factories.make_place("Villa")
    for room in (red, green):
        factories.make_way(room.place, villa, 20)
    council = factories.make_appointment("Consiglio", 15, 16, day=DAY, place=red.place)
    factories.make_booking(red, council)
    reception = make_item(visit, "Ricevimento", 9, 10, day=DAY, place=red.place)
    factories.make_booking(red, reception.appointment)
    make_part(reception, "La Sindaca", answer="confirmed")
    make_item(visit, "Pranzo", (10, 30), 12, day=DAY, place=villa)
    return visit


def faults(page):
    """What axe finds; the page is at a desk again afterwards."""
    found = violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def period(title):
    return Appointment.objects.get(title_it=title).period


def click_after(page, title, hours):
    """Click on the empty hour so many hours after the beginning of what stands there."""
    expect(drawn(page, title)).to_be_visible()
    box = drawn(page, title).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + hours * 2 * HALF_AN_HOUR + 4)
    page.wait_for_url("**/add/**")


def test_a_programme_is_built_around_a_clash(page, visit, people):
    sign_in(page, people["officer"], f"/admin/visits/{visit.pk}/programme/")
    listed = page.locator(".programme-item", has_text="Pranzo")
    assert faults(page) == []
    expect(listed.locator(".findings")).to_have_count(0)

    # By drag: half an hour earlier the way is too short, and one is told before it is saved.
    drag(page, drawn(page, "Pranzo"), 0, -HALF_AN_HOUR)
    dialog = page.locator("#calendar-dialog")
    expect(dialog).to_contain_text("it takes 20 min, but only 0 min are left")
    assert faults(page) == []
    assert period("Pranzo") == between((10, 30), 12, day=DAY)
    dialog.get_by_role("button", name="Leave it").click()

    # By keyboard: a quarter of an hour later there is time; the list says the new hours.
    drawn(page, "Pranzo").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="15 minutes later").press("Enter")
    expect(page.locator("#calendar-said")).to_contain_text("10:45–12:15")
    expect(listed.locator("h4")).to_contain_text("10:45–12:15")
    expect(drawn(page, "Pranzo")).to_contain_text("10:45")

    # Whoever said that they come said so of other hours: that is told before it is moved.
    drag(page, drawn(page, "Ricevimento"), 0, -HALF_AN_HOUR)
    expect(dialog).to_contain_text("La Sindaca was asked for other hours")
    dialog.get_by_role("button", name="Move all the same").click()
    expect(page.locator("#calendar-said")).to_contain_text("08:30–09:30")
    held = page.locator(".programme-item", has_text="Ricevimento")
    expect(held.locator(".part-again")).to_contain_text("to be asked again")
    expect(drawn(page, "Ricevimento")).to_contain_text("08:30")

    # By form, on the hour that was clicked: the room is taken, by whom is said; a free one is not.
    click_after(page, "Ricevimento", 6.5)
    expect(page.locator("[name=when_from]")).to_have_value("15:00")
    page.locator("[name=title_it]").fill("Firma")
    red = Place.objects.get(name_it="Sala Rossa")
    page.locator("[name=place]").select_option(str(red.pk), force=True)
    save(page)
    warning = page.locator(".attempt")
    expect(warning).to_contain_text("“Consiglio”")
    assert faults(page) == []
    assert visit.items.count() == 2
    warning.get_by_role("button", name="Sala Verde").click()
    save(page)
    made = page.locator(".programme-item", has_text="Firma")
    expect(made).to_contain_text("Sala Verde")
    assert period("Firma") == between(15, 16, day=DAY)


def test_the_list_of_a_programme_serves_without_a_script(new_context, visit, people):
    context = new_context(viewport={"width": 375, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, people["officer"], f"/admin/visits/{visit.pk}/programme/")
    listed = page.locator(".programme-item", has_text="Ricevimento")

    listed.get_by_role("button", name="Confirm").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is confirmed")
    listed.get_by_role("link", name="Move “Ricevimento”").click()
    page.locator("[name=when_from]").fill("08:00")
    page.locator("[name=when_to]").fill("09:00")
    page.locator("#move_form input[type=submit]").click()
    page.locator("[name=anyway]").check()
    page.locator("#move_form input[type=submit]").click()

    expect(listed.locator("h4")).to_contain_text("08:00–09:00")
    expect(listed).to_contain_text("to be asked again")
