"""A request is taken while the caller speaks: as few interactions as a call leaves time for."""

import pytest
from playwright.sync_api import expect

from delegations.models import Visit
from office.models import Mail
from tests import factories
from tests.browser.steps import sign_in
from tests.browser.test_accessibility import overflow, violations

ADD = "/admin/delegations/visit/add/"
MOST = 12


class Hand:
    """Counts what a clerk does: a field filled or chosen, a button or a key pressed."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def type(self, name, text):
        self.count += 1
        self.page.locator(f"[name={name}]").press_sequentially(text)

    def fill(self, name, text):
        self.count += 1
        self.page.locator(f"[name={name}]").fill(text)

    def choose(self, name, **what):
        self.count += 1
        self.page.locator(f"select[name={name}]").select_option(**what)

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def click(self, selector):
        self.count += 1
        self.page.locator(selector).click()


@pytest.fixture
def embassy(office):
    """A known body, from which somebody called last year."""
    city = factories.make_city("Rome", country=factories.make_country(code="IT"))
    organisation = factories.make_organisation("Embassy of Peru", kind="embassy", city=city)
    factories.make_contact_detail(organisation, "+39 06 8069 1510", "telephone")
    return organisation


def test_a_request_by_telephone_takes_at_most_twelve_interactions(page, embassy, people):
    level = factories.make_level("courtesy_visit")
    sign_in(page, people["officer"], ADD)
    hand = Hand(page)

    hand.type("who", "06 8069 15")
    expect(page.locator("#who-found [role=option]").first).to_contain_text("Embassy of Peru")
    hand.press("Enter")
    expect(page.locator("[name=body_name]")).to_have_value("Embassy of Peru")
    expect(page.locator("[name=purpose]")).to_be_focused()
    hand.fill("purpose", "The new ambassador presents himself.")
    hand.choose("level_wanted", value=str(level.pk))
    hand.fill("first_day", "2031-05-12")
    hand.fill("size", "4")
    hand.choose("head_rank", label="ambassador")
    hand.fill("contact_name", "Ana Quispe")
    hand.fill("contact_email", "ana@example.org")
    hand.choose("contact_language", value="es")
    hand.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_be_visible()

    visit = Visit.objects.get()
    assert hand.count <= MOST
    assert (visit.organisation, visit.city, visit.requester, visit.contact_telephone) == (
        embassy,
        embassy.city,
        "embassy",
        "+39 06 8069 1510",
    )
    assert (visit.size, visit.head_rank, visit.level_wanted) == (4, 3, level)
    assert Mail.objects.get().language == "es"


def test_whoever_is_not_known_is_noted_as_what_they_are(page, office, people):
    sign_in(page, people["officer"], ADD)
    hand = Hand(page)

    hand.type("who", "Gymnasium Weimar")
    expect(page.locator("#who-found [role=option]")).to_have_count(2)
    hand.press("ArrowDown")
    hand.press("Enter")

    expect(page.locator("[name=contact_name]")).to_have_value("Gymnasium Weimar")
    expect(page.locator("[name=who]")).to_have_value("")


def test_the_form_has_no_fault_and_fits_the_narrowest_screen(page, embassy, people):
    visit = factories.make_visit(organisation=embassy, days=(30, 31))
    factories.make_member(visit, languages=["es"], diet="vegan")
    sign_in(page, people["officer"], f"/admin/delegations/visit/{visit.pk}/change/")
    page.locator("[name=who]").press_sequentially("Peru")
    expect(page.locator("#who-found [role=option]").first).to_be_visible()

    assert violations(page) == []
    assert overflow(page) == [0, 0]
