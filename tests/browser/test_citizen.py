"""A citizen looks for Kyoto: in two languages, with and without JavaScript, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import address

OTHER = {"it": "en", "en": "it"}


def tab_to(page, selector):
    """Press Tab until an element that fits has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f":focus:is({selector})").count():
            return
    pytest.fail(f"Tab never comes to {selector}")


@pytest.mark.parametrize(
    ("language", "script"),
    [("it", True), ("en", True), ("it", False)],
    ids=["it", "en", "it-no-script"],
)
def test_kyoto_is_found_by_filters_that_stay_in_the_other_language(
    new_context, florence_like, language, script
):
    page = new_context(java_script_enabled=script).new_page()
    cards = page.locator(".card-list .it-card")
    cities = address("partnerships:city_list", language)
    page.goto(address("home", language))

    page.locator(f".it-hero-wrapper a[href='{cities}']").click()
    expect(cards).to_have_count(34)
    page.locator("[name=bond]").select_option("twin")
    page.locator("[name=country]").select_option("JP")
    page.locator("[name=q]").fill("kyo")
    page.locator(".filters button").click()
    expect(cards).to_have_count(1)

    page.locator(".language-switch summary").click()
    page.locator(f".language-switch a[lang={OTHER[language]}]").click()
    expect(page.locator("html")).to_have_attribute("lang", OTHER[language])
    expect(page.locator("[name=q]")).to_have_value("kyo")
    expect(page.locator("[name=bond]")).to_have_value("twin")
    expect(page.locator("[name=country]")).to_have_value("JP")
    expect(cards).to_have_count(1)

    cards.get_by_role("link", name="Kyoto").click()
    expect(page).to_have_url(address("directory:city_detail", OTHER[language], "kyoto"))
    expect(page.locator("h1")).to_have_text("Kyoto")
    expect(page.locator(".agreement .facts time").first).to_have_attribute("datetime", "1965-09-22")


def test_kyoto_is_found_by_keyboard_alone(page, florence_like):
    page.goto(address("home"))

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("content")

    tab_to(page, f"[href='{address('partnerships:city_list')}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('partnerships:city_list')}")
    tab_to(page, "[name=q]")
    page.keyboard.type("kyo")
    tab_to(page, "[name=bond]")
    page.keyboard.type("Twin")
    page.keyboard.press("Enter")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    expect(page.locator(".card-list .it-card")).to_have_count(1)

    tab_to(page, ".it-card a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kyoto")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_menu_of_a_telephone_opens_and_closes(new_context, kyoto, script):
    telephone = {"width": 375, "height": 700}
    page = new_context(java_script_enabled=script, viewport=telephone).new_page()
    page.goto(address("home"))
    entry = page.locator(f"#menu a[href='{address('partnerships:city_list')}']")
    expect(entry).to_be_hidden()

    page.locator("header .menu-button").first.click()
    expect(entry).to_be_visible()
    page.locator("#menu .menu-button").click()
    expect(entry).to_be_hidden()
    page.locator("header .menu-button").first.click()
    entry.click()

    expect(page.locator("h1")).to_have_text("Partner cities")


@pytest.mark.parametrize("language", ["it", "fr", "de"])
@pytest.mark.parametrize("width", [320, 375])
def test_three_views_stand_in_one_row_on_a_telephone(new_context, florence_like, language, width):
    page = new_context(viewport={"width": width, "height": 700}).new_page()
    page.goto(address("partnerships:city_list", language))

    heights = [link.bounding_box()["y"] for link in page.locator(".views a").all()]

    assert len(heights) == 3
    assert len(set(heights)) == 1


def test_search_box_stands_at_the_end_of_the_line(new_context, florence_like):
    page = new_context(viewport={"width": 1280, "height": 700}).new_page()
    page.goto(address("search"))

    box, line = (
        page.locator(selector).bounding_box()
        for selector in (".search-box", ".it-header-center-content-wrapper")
    )

    assert box["x"] + box["width"] > line["x"] + line["width"] - 30


def test_paper_shows_the_list_in_rows_without_blue(page, florence_like):
    page.goto(address("partnerships:city_list"))
    page.emulate_media(media="print")

    cards = [card.bounding_box() for card in page.locator(".it-card").all()]
    link = page.locator(".it-card-title a").first

    assert len({card["x"] for card in cards}) == 1
    assert all(card["height"] < 60 for card in cards)
    assert link.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
