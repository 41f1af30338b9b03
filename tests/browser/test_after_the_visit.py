"""After a visit: thanks in French, filed and on paper, and a promise that comes up again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import OutgoingLetter, Promise
from office.models import Mail
from tests import factories
from tests.browser.steps import save, sign_in
from tests.browser.test_accessibility import overflow, violations


@pytest.fixture
def visit(live_server, office):
    return factories.make_visit(
        city=factories.make_city("Lyon"),
        state="completed",
        days=(-3, -2),
        contact_name="Aline Exemple",
        contact_email="aline@example.org",
        contact_language="fr",
    )


def test_thanks_go_out_in_french_and_a_promise_is_shown_when_the_city_comes_again(
    page, people, visit
):
    sign_in(page, people["officer"], reverse("admin:visit", args=[visit.pk]))

    # Thanks, in one step, signed, and filed under their number.
    page.get_by_role("link", name="Letters and thanks").click()
    page.get_by_label("Aline Exemple").check()
    page.locator("[name=thank-words]").fill("Merci des livres.")
    page.get_by_role("button", name="Draft the thanks").click()
    assert (violations(page), overflow(page)) == ([], [0, 0])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="It is signed").click()
    page.locator("table.parts").get_by_role("link", name="Send").click()
    page.get_by_label("Number in the public register").fill("812/2027")
    page.get_by_role("button", name="File it as sent").click()
    expect(page.locator("table.parts")).to_contain_text("number 812/2027")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    letter = OutgoingLetter.objects.get()
    mail = Mail.objects.get(kind="letter_by_mail_page")
    assert (letter.language, "Merci des livres." in letter.text) == ("fr", True)
    assert (mail.state, mail.language, letter.text in mail.text) == ("held", "fr", True)

    # A promise, which is shown when the same city is opened, or written to, again.
    page.goto(reverse("admin:visit", args=[visit.pk]))
    page.get_by_role("link", name="Note a promise").click()
    page.locator("[name=text]").fill("Send the catalogue")
    page.get_by_label("Whose promise").select_option("ours")
    day = timezone.localdate() + timedelta(days=20)
    page.get_by_label("By when").fill(day.isoformat())
    save(page)
    expect(page.locator("#promises-part + ul")).to_contain_text("Ours: Send the catalogue")
    page.goto(reverse("admin:directory_city_change", args=[visit.city_id]))
    expect(page.locator("#promises-panel + ul")).to_contain_text("Send the catalogue")
    page.goto(f"{reverse('admin:directory_contact_add')}?city={visit.city_id}")
    expect(page.locator("#promises-panel + ul")).to_contain_text("Send the catalogue")
    assert Promise.objects.get().audience == visit.audience
