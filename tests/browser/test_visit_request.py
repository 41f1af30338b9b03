"""A consulate asks for a visit in French: with its letter, and in two sittings."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import RequestDraft, Visit
from office import guards
from office.models import Mail
from tests import factories
from tests.browser.steps import address
from tests.files import pdf

LETTER = {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@pytest.fixture
def levels(florence_like, monkeypatch):
    # A person takes longer than the test does.
    monkeypatch.setattr(guards, "SOONEST", timedelta())
    factories.make_criterion("NOTICE", 42)
    factories.make_level("official_reception", name_fr="réception officielle")
    return factories.make_level("courtesy_visit", name_fr="visite de courtoisie")


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_consulate_asks_with_its_letter_resumes_and_sends(new_context, levels, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto(address("home", "fr"))
    page.locator(f"#menu a[href='{address('delegations:request', 'fr')}']").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    # The first sitting: who asks, the letter, and a day that is too soon.
    page.locator("[name=requester]").select_option("consulate")
    fill(page, body_name="Consulat du Pérou", contact_email="ana@example.org")
    page.locator("[name=letter]").set_input_files(LETTER)
    fill(page, first_day=day(20))
    if script:
        page.locator("[name=first_day]").dispatch_event("change")
        expect(page.locator("[data-short]")).to_be_visible()
        expect(page.locator("[name=last_day]")).to_have_value(day(20))
        fill(page, first_day=day(60))
        page.locator("[name=first_day]").dispatch_event("change")
        expect(page.locator("[data-in-time]")).to_be_visible()
        expect(page.locator("[data-short]")).to_be_hidden()
    page.locator("[name=later]").click()
    kept = re.escape(address("delegations:request_kept", "fr"))
    expect(page).to_have_url(re.compile(rf"{kept}\?form="))

    # The second one begins at the address in the mail.
    mail = Mail.objects.get(kind="visit_resume")
    assert (mail.language, mail.reader_email) == ("fr", "ana@example.org")
    page.goto(mail.link.get_absolute_url())
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[name=body_name]")).to_have_value("Consulat du Pérou")
    expect(page.locator(".kept-file")).to_contain_text("lettre.pdf")
    fill(page, contact_name="Ana Quispe", purpose="Échanger sur les bibliothèques", size="12")
    fill(page, first_day=day(60), last_day=day(59), city_name="Dijon")
    page.get_by_text("visite de courtoisie").click()
    page.locator("[name=notice_read]").check()
    page.locator("[name=send]").click()

    # What is wrong is said at its field, and all else stays, the letter as well.
    expect(page.locator("#wrong a")).to_have_attribute("href", "#id_last_day")
    expect(page.locator("[name=purpose]")).to_have_value("Échanger sur les bibliothèques")
    expect(page.locator(".kept-file")).to_contain_text("lettre.pdf")
    fill(page, last_day=day(61))
    page.locator("[name=send]").click()

    visit = Visit.objects.get()
    expect(page.locator("main")).to_contain_text(visit.reference)
    assert (visit.level_wanted, visit.city.slug, visit.size) == (levels, "dijon", 12)
    assert visit.documents.count() == 1
    assert not RequestDraft.objects.exists()
    with page.expect_download() as download:
        page.locator("main a.btn").click()
    assert download.value.suggested_filename.endswith(".pdf")
