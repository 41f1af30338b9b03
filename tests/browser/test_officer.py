"""An officer adds a friendship city and its agreement, and a citizen reads both."""

from playwright.sync_api import expect

from tests.browser.steps import address, choose, save, sign_in


def test_a_city_that_an_officer_adds_is_read_by_citizens(page, new_context, kyoto, people):
    sign_in(page, people["officer"])

    page.locator("a.addlink[href*='/directory/city/']").click()
    page.locator("[name=name_it]").press_sequentially("Matsumoto")
    page.get_by_role("button", name="English").click()
    page.locator("[name=name_en]").press_sequentially("Matsumoto")
    expect(page.locator("[name=slug]")).to_have_value("matsumoto")
    choose(page, "country", "Japan")
    page.locator("[name=website]").fill("https://www.city.matsumoto.nagano.jp/")
    page.locator("[name=latitude]").fill("95")
    page.locator("[name=longitude]").fill("137.97")
    page.locator("[name=level][value=public]").check()
    save(page)

    expect(page.locator(".field-latitude .errorlist")).to_be_visible()
    expect(page.locator("[name=name_it]")).to_have_value("Matsumoto")
    expect(page.locator("[name=website]")).to_have_value("https://www.city.matsumoto.nagano.jp/")
    expect(page.locator("[name=latitude]")).to_have_value("95")
    expect(page.locator(".field-country .select2-selection")).to_contain_text("Japan")
    expect(page.locator("[name=level][value=public]")).to_be_checked()
    page.locator("[name=latitude]").fill("36.23")
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto("/admin/partnerships/agreement/add/")
    choose(page, "city", "Matsumoto")
    choose(page, "bond_type", "Friendship")
    page.locator("[name=signed_on_month]").select_option("5")
    page.locator("[name=signed_on_year]").fill("2024")
    page.locator("[name=level][value=public]").check()
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    citizen = new_context().new_page()
    citizen.goto(address("partnerships:city_list") + "?bond=friendship")
    citizen.locator(".card-list").get_by_role("link", name="Matsumoto").click()
    expect(citizen.locator("h1")).to_contain_text("Matsumoto")
    expect(citizen.locator(".agreement h3")).to_have_text("Friendship")
    expect(citizen.locator(".agreement .facts time")).to_have_attribute("datetime", "2024-05")
    expect(citizen.locator(".agreement .facts time")).to_have_text("May 2024")
