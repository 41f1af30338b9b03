"""People are lined up, one is moved with a reason, two change seats with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import sign_in


@pytest.fixture
def visit(office):
    """Our mayor receives the mayor of Kyoto and a counsellor, by a made-up order."""
    office.country = "IT"
    office.save()
    factories.make_country(code="IT", name_en="Italy")
    table = factories.make_precedence_table()
    mayor = factories.make_rank(table, 1, "Mayor", "mayor", where="hosts")
    guests = factories.make_precedence_table("Guests", "guests")
    factories.make_rank(guests, 1, "Foreign mayor", "mayor", after=mayor, where="abroad")
    factories.make_rank(table, 2, "A rank nobody read", is_gap=True)
    japan = factories.make_country(code="JP", name_en="Japan")
    visit = factories.make_visit(country=japan, state="planning", days=(3, 4))
    factories.make_member(visit, "Tanaka", office="Counsellor")
    factories.make_member(visit, "Sato", office="Mayor of Kyoto", is_head=True)
    factories.make_part(factories.make_item(visit), "Anna Prova", office="Mayor")
    return visit


def names(page):
    return page.locator("table.order tbody th").evaluate_all(
        "cells => cells.map(one => one.childNodes[0].textContent.trim())"
    )


def test_an_order_is_proposed_moved_and_seated_by_keyboard(page, visit, people):
    sign_in(page, people["officer"], f"/admin/visits/{visit.pk}/precedence/")

    page.get_by_role("button", name="Propose an order").press("Enter")

    expect(page.get_by_text("A rank nobody read")).to_be_visible()
    assert names(page) == ["Anna Prova", "Sato", "Tanaka"]
    page.get_by_role("link", name="Up : Tanaka").press("Enter")
    page.locator("[name=reason]").fill("Interprets for both.")
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(page.locator(".moved")).to_contain_text("Interprets for both.")
    assert names(page) == ["Anna Prova", "Tanaka", "Sato"]
    page.get_by_role("button", name="Take in who is new").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert names(page) == ["Anna Prova", "Tanaka", "Sato"]

    with page.expect_download() as download:
        page.get_by_role("link", name="Place cards").press("Enter")
    assert download.value.suggested_filename.startswith("place-cards")

    page.get_by_role("link", name="Seating plan").press("Enter")
    page.locator("[name=plan-name]").fill("Dinner")
    page.get_by_role("button", name="Make the plan").press("Enter")
    page.locator("[name=table-size]").fill("4")
    page.locator("#table_form").get_by_role("button", name="Save").press("Enter")
    page.get_by_role("button", name="Seat everybody by rank").press("Enter")
    expect(page.locator(".seat-list li").nth(0)).to_contain_text("Anna Prova")
    expect(page.locator(".seat-list li").nth(2)).to_contain_text("Tanaka")

    host = page.get_by_role("button", name="1: Anna Prova")
    host.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#seat-told")).to_contain_text("Anna Prova")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="3: Tanaka")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("Anna Prova has the seat.")
    expect(page.locator(".seat-list li").nth(0)).to_contain_text("Tanaka")
    expect(page.locator(".seat-list li").nth(2)).to_contain_text("Anna Prova")
