"""Who is in the directory already is shown as one types, and without a script when one saves."""

import pytest
from playwright.sync_api import expect

from directory.models import Person
from tests import factories
from tests.browser.steps import save, sign_in

ADD = "/admin/directory/person/add/"


@pytest.fixture
def yamada(kyoto):
    person = factories.make_person(
        "Yamada", given_name="Tarō", family_first=True, own_name="山田太郎", own_language="ja"
    )
    factories.make_office_held(person, "Mayor", city=kyoto)
    factories.make_contact_detail(person, "+81 75-222-3111", "telephone")
    return person


def test_the_duplicate_is_shown_beside_the_form_as_one_types(page, yamada, people):
    sign_in(page, people["officer"], ADD)
    panel = page.locator(".duplicates")
    expect(panel).to_be_hidden()

    page.locator("[name=given_name]").press_sequentially("Taro")
    page.locator("[name=family_name]").press_sequentially("Iamada")
    expect(panel.locator("li")).to_have_count(1)
    expect(panel.locator("li")).to_contain_text("Mayor, Kyoto")
    expect(panel.locator("[lang=ja]")).to_have_text("山田太郎")

    page.locator("[name=family_name]").fill("Suzuki")
    expect(panel).to_be_hidden()
    page.locator("[name=contacts-0-kind]").select_option("telephone")
    page.locator("[name=contacts-0-value]").press_sequentially("075 2223111")
    expect(panel.locator("li")).to_have_count(1)

    with page.context.expect_page() as opened:
        panel.get_by_role("link").click()
    expect(opened.value.locator("[name=family_name]")).to_have_value("Yamada")
    # What was typed is still there, and the box says that it is somebody else.
    expect(page.locator("[name=family_name]")).to_have_value("Suzuki")
    panel.get_by_role("checkbox").check()
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Person.objects.filter(family_name="Suzuki").exists()


def test_an_added_row_of_an_office_shows_the_language_that_is_chosen(page, yamada, people):
    sign_in(page, people["officer"], ADD)
    page.locator("#offices-group .add-row a").click()
    expect(page.locator("[name=offices-1-title_it]")).to_be_visible()
    expect(page.locator("[name=offices-1-title_fr]")).to_be_hidden()

    page.get_by_role("button", name="Français").click()

    expect(page.locator("[name=offices-1-title_fr]")).to_be_visible()
    expect(page.locator("[name=offices-1-title_it]")).to_be_hidden()


def test_without_a_script_the_form_comes_back_once(new_context, yamada, people):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, people["officer"], ADD)
    page.locator("[name=given_name]").fill("Taro")
    page.locator("[name=family_name]").fill("Yamada")
    save(page)

    expect(page.locator(".errornote, .errorlist").first).to_be_visible()
    expect(page.locator(".duplicates li")).to_contain_text("Mayor, Kyoto")
    expect(page.locator("[name=family_name]")).to_have_value("Yamada")
    page.locator(".duplicates [name=another]").check()
    save(page)

    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Person.objects.count() == 2


def test_two_records_are_merged_from_the_page_of_one(page, yamada, people):
    factories.make_person("Yamada", given_name="Taro", title="Dr")
    sign_in(page, people["officer"], f"/admin/directory/person/{yamada.pk}/change/")
    page.get_by_role("link", name="Merge with…").click()
    page.locator("#content-main").get_by_role("link", name="Taro Yamada").click()

    page.get_by_role("radio", name="Taro").check()
    page.get_by_role("button", name="Merge the two records").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("[name=given_name]")).to_have_value("Taro")
    expect(page.locator("[name=title]")).to_have_value("Dr")
