"""A citizen finds Kyoto by searching; staff open a record by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import address, sign_in
from tests.browser.test_accessibility import overflow, violations


@pytest.mark.parametrize(("language", "typed"), [("it", "Kioto"), ("en", "京都"), ("de", "Kyotto")])
def test_a_citizen_finds_kyoto_from_any_page(page, florence_like, language, typed):
    page.goto(address("partnerships:bond_types", language))
    page.locator(".search-box input").fill(typed)
    page.keyboard.press("Enter")

    hit = page.locator(".hit a").first
    expect(hit).to_have_text("Kyoto")
    hit.click()
    expect(page).to_have_url(address("directory:city_detail", language, "kyoto"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_telephone_has_a_link_to_the_search(new_context, florence_like, script):
    telephone = {"width": 375, "height": 700}
    page = new_context(java_script_enabled=script, viewport=telephone).new_page()
    page.goto(address("home"))
    expect(page.locator(".search-box")).to_be_hidden()

    page.locator(".search-link").click()
    page.locator(".search-form input").fill("kyoto")
    page.locator(".search-form button").click()
    page.locator(".facets a", has_text="Agreements").click()

    expect(page.locator(".facets [aria-current]")).to_contain_text("Agreements")
    expect(page.locator(".hit h3")).to_have_text(["Twinning – Kyoto"])


def test_search_has_no_fault_and_fits_the_narrowest_screen(page, florence_like):
    search = address("search")
    found = {}
    for query in ["", "?find=kyoto", "?find=twinning&page=2", "?find=Kyotto", "?find=zzqqxx"]:
        page.goto(f"{search}{query}")
        found[query] = [*violations(page), *(pixels for pixels in overflow(page) if pixels)]

    assert {query: faults for query, faults in found.items() if faults} == {}


# ---------------------------------------------------------------- staff


@pytest.fixture
def signed_in(page, kyoto, people):
    sign_in(page, people["officer"], "/admin/partnerships/agreement/")
    # The script has run: the keys are its own from now on.
    expect(page.locator("#quick-find [role=combobox]")).to_be_visible()
    return page


def test_staff_open_a_record_by_keyboard_alone(signed_in, kyoto):
    page, box = signed_in, signed_in.locator("#quick-find input")
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("Kyotto")
    expect(page.locator("#quick-find [aria-selected=true]")).to_contain_text("Kyoto")
    expect(box).to_have_attribute("aria-activedescendant", "quick-find-0")

    page.keyboard.press("Enter")

    page.wait_for_url(f"**/admin/directory/city/{kyoto.pk}/change/")


def test_arrows_choose_and_escape_shuts(signed_in, kyoto):
    page, box = signed_in, signed_in.locator("#quick-find input")
    options, chosen = (
        page.locator("#quick-find li"),
        page.locator("#quick-find [aria-selected=true]"),
    )
    page.keyboard.press("Control+k")
    page.keyboard.type("kyoto")
    expect(options.last).to_have_text("All results ")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_text("All results ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")

    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("kyoto")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")

    page.keyboard.type("twinning kyoto")
    expect(chosen).to_contain_text("Twinning – Kyoto")
    chosen.click()
    page.wait_for_url(f"**/admin/partnerships/agreement/{kyoto.agreements.get().pk}/change/")


def test_without_a_script_the_box_leads_to_a_page(new_context, kyoto, people):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, people["officer"])
    page.locator("#quick-find input").fill("kioto")
    page.locator("#quick-find button").click()

    page.locator(".hits a", has_text="Kyoto").first.click()
    expect(page.locator("#city_form")).to_be_visible()


def test_find_and_start_page_have_no_fault(signed_in, kyoto):
    page, found = signed_in, {}
    for path in ["/admin/", "/admin/find/?find=kyoto", "/admin/find/?find=Kyotto"]:
        page.goto(path)
        found[path] = violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.keyboard.press("Control+k")
    page.keyboard.type("kyoto")
    expect(page.locator("#quick-find [aria-selected=true]")).to_be_visible()
    found["box"] = violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
