"""The parts of the back-office that are ours: language buttons, history with a way back."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import save, sign_in

NAMES = {code: f"[name=name_{code}]" for code in ["it", "en", "fr", "de", "es"]}


def shown(page):
    """The languages of the name that can be seen."""
    return [code for code, name in NAMES.items() if page.locator(name).is_visible()]


@pytest.fixture
def change(kyoto):
    return f"/admin/directory/city/{kyoto.pk}/change/"


def test_one_language_is_shown_at_a_time_or_all(page, change, people):
    sign_in(page, people["officer"], change)
    buttons = page.locator(".language-tabs button")
    assert shown(page) == ["it"]
    # A dash marks the languages in which nothing is written.
    texts = ["Italiano", "English", "Français –", "Deutsch –", "Español –", "All languages"]
    expect(buttons).to_have_text(texts)

    buttons.get_by_text("Français").click()
    assert shown(page) == ["fr"]
    expect(page.locator(".language-tabs [aria-pressed=true]")).to_have_text("Français –")

    buttons.get_by_text("All languages").click()
    assert shown(page) == list(NAMES)
    page.reload()
    assert shown(page) == list(NAMES)


def test_a_text_with_an_error_stays_in_sight(page, change, people):
    sign_in(page, people["officer"], change)
    page.locator(NAMES["it"]).fill("")
    page.get_by_role("button", name="English").click()
    page.locator("form#city_form").evaluate("form => form.noValidate = true")
    save(page)

    expect(page.locator(".field-name_it .errorlist")).to_be_visible()
    assert shown(page) == ["it", "en"]


def test_without_javascript_every_language_is_shown(new_context, change, people):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, people["officer"], change)
    assert shown(page) == list(NAMES)

    page.locator(NAMES["de"]).fill("Kioto")
    save(page)

    expect(page.locator(".messagelist .success")).to_be_visible()


def test_an_old_value_comes_back_by_the_button_of_the_history(page, kyoto, change, people):
    sign_in(page, people["officer"], change)
    page.locator("[name=population]").fill("1")
    save(page)
    page.goto(change)
    page.locator(".historylink").click()

    row = page.locator(".history tr", has_text="Population").first
    expect(row).to_contain_text("1,463,723")
    row.get_by_role("button").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    kyoto.refresh_from_db()
    assert kyoto.population == 1_463_723


def test_a_telephone_has_the_menu_and_the_buttons_of_a_wide_table(new_context, kyoto, people):
    """Without a script: the side bar has no room there."""
    bond = factories.make_bond_type("sealed", needs_confirmation=True)
    factories.make_rule("CONFIRMATION", 10, "2012")
    factories.make_agreement(kyoto, bond=bond.key, signed_on="1965-09-22", status="in_force")
    telephone = {"width": 375, "height": 700}
    page = new_context(viewport=telephone, java_script_enabled=False).new_page()
    sign_in(page, people["officer"], "/admin/partnerships/to-confirm/")

    button = page.get_by_role("link", name="Record the confirmation")
    box = button.bounding_box()
    assert box["x"] + box["width"] <= telephone["width"]

    page.locator("#menu summary").click()
    page.locator("#menu").get_by_role("link", name="Cities", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/directory/city/$"))
