"""A head of office prints the yearly report, and a citizen reads the rule behind a date."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from tests import factories
from tests.browser.steps import address, sign_in


def test_head_prints_the_report_and_a_citizen_reads_the_rule(page, new_context, kyoto, people):
    year = timezone.localdate().year - 1
    factories.make_rule("CONFIRMATION", 10, "2000")
    factories.make_event("Sixty years", cities=[kyoto], starts_on=date(year, 6, 19))
    kind = kyoto.agreements.first().bond_type
    kind.needs_confirmation = True
    kind.save()
    fez = factories.make_city("Fez")
    factories.make_agreement(fez, bond=kind.key, signed_on="1961", status="in_force")
    sign_in(page, people["head"])

    page.get_by_role("link", name="Yearly report to the Council").first.click()
    expect(page.locator("#id_year")).to_have_value(str(year))
    report = page.locator(".report")
    expect(report).to_contain_text("Event: Sixty years")
    silent = report.get_by_role("region", name="Pacts of which nothing is recorded for the year")
    expect(silent).to_contain_text("Fez")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes()[:4] == b"%PDF"

    citizen = new_context().new_page()
    citizen.goto(address("directory:city_detail", "en", kyoto.slug))
    citizen.get_by_role("link", name="Regulation, art. 1").click()
    expect(citizen.locator("h1")).to_have_text("Rules in force")
    expect(citizen.locator("main")).to_contain_text("every 10 years: Twinning.")
