"""A translator checks a German text, and it stops being a draft."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import address, sign_in
from tests.browser.test_accessibility import overflow, violations

LIST = "/admin/translations/de/"
DRAFT = "Ein Bund zweier Kunststädte."
SAID = ".fallback:has-text('Entwurf')"


@pytest.fixture
def draft(kyoto):
    """The note of Kyoto's agreement, drafted in German."""
    agreement = kyoto.agreements.get()
    agreement.note_de, agreement.drafts = DRAFT, {"de"}
    agreement.save()
    return agreement


@pytest.fixture
def translator(people):
    people["translator"].translates = ["de"]
    people["translator"].save()
    return people["translator"]


def card(page, agreement):
    return page.locator(f"[id='text-partnerships.agreement.{agreement.pk}.note_form']")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_translator_checks_a_german_text_and_it_stops_being_a_draft(
    new_context, kyoto, draft, translator, width, scripts
):
    citizen = new_context(viewport={"width": width, "height": 900}).new_page()
    citizen.goto(address("directory:city_detail", "de", "kyoto"))
    expect(citizen.locator(SAID)).to_be_visible()
    page = new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    ).new_page()
    sign_in(page, translator)

    page.goto("/admin/translations/")
    page.locator("#content-main").get_by_role("link", name="Draft 1").click()
    text = card(page, draft)
    expect(text.get_by_text("Un patto tra due città d’arte.")).to_be_visible()
    expect(text.locator("textarea")).to_have_value(DRAFT)
    expect(text.locator("textarea")).to_have_attribute("lang", "de")
    text.get_by_role("button", name="Save as checked").click()

    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page).to_have_url(f"{page.url.split('/admin')[0]}{LIST}?state=draft")
    expect(card(page, draft)).to_have_count(0)
    citizen.reload()
    expect(citizen.locator(".agreement")).to_contain_text(DRAFT)
    expect(citizen.locator(SAID)).to_have_count(0)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(page, kyoto, draft, translator):
    sign_in(page, translator, LIST)
    text = card(page, draft)
    text.locator("textarea").fill("Meine Fassung.")
    draft.note_de = "Die Fassung der Kollegin."
    draft.save()
    text.get_by_role("button", name="Save as checked").click()

    expect(page.locator(".errorlist")).to_contain_text("Someone changed this text")
    expect(page.get_by_text("Die Fassung der Kollegin.")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Meine Fassung.")
    draft.refresh_from_db()
    assert draft.note_de == "Die Fassung der Kollegin."
    faults = violations(page) + [pixels for pixels in overflow(page) if pixels]

    page.get_by_role("button", name="Save as checked").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.note_de, faults) == ("Meine Fassung.", [])


def test_the_sign_on_the_form_of_the_record_leads_to_the_text(page, kyoto, draft, people):
    sign_in(page, people["officer"], f"/admin/partnerships/agreement/{draft.pk}/change/")
    page.get_by_role("button", name="Deutsch").click()

    page.locator(".field-note_de").get_by_role("link", name="draft").click()

    expect(card(page, draft).locator("textarea")).to_have_value(DRAFT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_fault_and_fit_the_narrowest_screen(
    new_context, florence_like, draft, people, scheme
):
    outdated = factories.make_agreement(
        draft.city, bond="friendship", note_it="Un patto.", note_de="Ein Pakt."
    )
    outdated.note_it = "Un patto di pace."
    outdated.save()
    page = new_context(color_scheme=scheme).new_page()
    sign_in(page, people["officer"])
    found = {}
    for path in [
        "/admin/translations/",
        LIST,
        f"{LIST}?state=outdated",
        f"{LIST}?state=checked&q=kyoto",
        f"{LIST}?state=nothing",
        f"{LIST}?page=2",
        f"{LIST}partnerships.agreement.{draft.pk}.note/",
        f"/admin/partnerships/agreement/{draft.pk}/change/",
    ]:
        page.goto(path)
        found[path] = violations(page)
        if "translations" in path:
            found[path] += [pixels for pixels in overflow(page) if pixels]

    assert {path: faults for path, faults in found.items() if faults} == {}
    people["officer"].give_roles("head")
    page.goto(f"/admin/office/user/{people['translator'].pk}/change/")
    assert violations(page) == []
