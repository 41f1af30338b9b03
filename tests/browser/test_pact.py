"""A second French twin: proposed against the rule, walked to its signature in two cities, read."""

import pytest
from playwright.sync_api import expect

from partnerships.models import Agreement
from tests import factories
from tests.browser.steps import address, choose, save, sign_in


@pytest.fixture
def one_french_twin(kyoto):
    """France has its twin, the rule allows one, and the Council has decided on another."""
    needs = {"needs_council": True, "is_limited": True, "needs_confirmation": True}
    twin = factories.make_bond_type("twin")
    type(twin).objects.filter(pk=twin.pk).update(**needs)
    france = factories.make_country(code="FR")
    reims = factories.make_city("Reims", country=france)
    factories.make_agreement(reims, signed_on="1954-07-03", status="in_force")
    factories.make_city("Nice", slug="nice", country=france)
    factories.make_rule("TWINS_PER_NATION", 1, "2000", text_en="Regulation, art. 1")
    factories.make_rule("CONFIRMATION", 10, "2000", text_en="Regulation, art. 5")
    council = factories.make_body(
        name_en="City Council", number_pattern=r"\d{4}/C/\d{5}", number_example="2008/C/00010"
    )
    return factories.make_act("2019/C/00042", body=council, adopted_on="2019-05-06")


def take(page, step, **values):
    """Take a step of the pact that is open, with its day."""
    page.get_by_role("link", name=step, exact=True).click()
    fill(page, **values)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(step)


def fill(page, *, year, month, day, act=None, **texts):
    page.locator("[name=on_day]").fill(day)
    page.locator("[name=on_month]").select_option(month)
    page.locator("[name=on_year]").fill(year)
    for name, text in texts.items():
        page.locator(f"[name={name.replace('__', '-')}]").fill(text)
    if act:
        choose(page, "act", act)


def test_a_second_french_twin_is_walked_to_its_signature(
    page, new_context, one_french_twin, people
):
    # The officer proposes it and reads why not.
    sign_in(page, people["officer"], "/admin/partnerships/agreement/")
    page.get_by_role("link", name="Propose a pact").click()
    choose(page, "city", "Nice")
    choose(page, "bond_type", "Twinning")
    fill(page, year="2019", month="3", day="4", why="A shared flood.")
    page.get_by_role("button", name="Save", exact=True).click()
    warning = page.locator(".warning-box")
    for words in ("Reims", "3 July 1954", "Regulation, art. 1"):
        expect(warning).to_contain_text(words)
    expect(page.locator("[name=why]")).to_have_value("A shared flood.")

    # Reason and act; then step by step, signed in both cities.
    page.locator("[name=exception]").fill("Both cities were flooded.")
    choose(page, "act", "2019/C/00042")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".life .state")).to_contain_text("Proposed")
    take(page, "Clearance by the committee", year="2019", month="4", day="1")
    take(page, "Approval by our Council", year="2019", month="5", day="6", act="2019/C/00042")
    take(page, "Approval by the partner city", year="2019", month="5", day="20")
    take(page, "Signature", year="2019", month="6", day="1", signature__place="Nice")
    take(page, "Signature", year="2019", month="7", day="1", signature__room="Hall of Lilies")
    take(page, "Entry into force", year="2019", month="7", day="1")

    # The clock has started, from the first signature.
    expect(page.locator(".life .clock")).to_contain_text("1 June 2029")
    page.locator("[name=level][value=public]").check()
    save(page)
    pact = Agreement.objects.get(city__slug="nice")
    assert (pact.status, pact.signed_on.isoformat()) == ("in_force", "2019-06-01")
    assert [one.signed_on.isoformat() for one in pact.signatures.all()] == [
        "2019-06-01",
        "2019-07-01",
    ]

    # The head prints the yearly report.
    head = new_context().new_page()
    sign_in(head, people["head"], "/admin/partnerships/yearly-report/?year=2019")
    expect(head.locator("main")).to_contain_text("Nice")
    with head.expect_download() as download:
        head.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    # A citizen reads the act behind the date.
    citizen = new_context().new_page()
    citizen.goto(address("directory:city_detail", "en", "nice"))
    citizen.locator(".agreement").get_by_role("link", name="2019/C/00042").first.click()
    expect(citizen.locator("h1")).to_contain_text("2019/C/00042")
    expect(citizen.locator("main")).to_contain_text("6 May 2019")
