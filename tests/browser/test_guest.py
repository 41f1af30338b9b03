"""A consulate on the private page of its visit: it corrects, enters who comes, and withdraws."""

import pytest
from django.apps import apps
from playwright.sync_api import expect

from delegations import actions, links
from delegations.models import Decision, State, Visit
from office.models import LinkUse
from tests import factories
from tests.browser.test_accessibility import overflow, violations

SPREADSHEET = "Cognome\tNome\tCarica\tLingue\tDieta\n" + "".join(
    f"Rossi{n}\tAnna{n}\tConsole {n}\titaliano, francese\tvegetariana\n" for n in range(12)
)
# As Word copies a table: paragraphs within a cell come as lines of their own.
WORD = "Titre\tNom et prénom\tFonction\n" + "".join(
    f"Mme\tDUPONT{n} Claire\tDirectrice de la culture,\nville d’Exempleville\n" for n in range(13)
)


@pytest.fixture
def visit(live_server, office):
    """A request as a consulate makes it."""
    return actions.receive(
        visit=Visit(
            body_name="Consulat du Pérou",
            contact_name="Ana Quispe",
            contact_email="ana@example.org",
            contact_language="en",
            purpose="Bibliothèques",
            size=12,
        )
    )


def accept(visit):
    decision = Decision(visit=visit, verdict="accepted", reason="A twin.")
    actions.decide(decision=decision, by=factories.make_user("officer"))


def address(visit):
    return links.give(visit).get_absolute_url()


def paste(page, text):
    page.get_by_role("link", name="Paste or upload a list").click()
    page.get_by_label("Paste the table here").fill(text)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("nothing is wrong")).to_be_visible()
    page.get_by_role("button", name="Save 1").click()


def test_a_consulate_corrects_enters_its_people_and_withdraws(new_context, visit):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address(visit))

    page.get_by_role("link", name="Correct the request").first.click()
    page.get_by_label("How many people").fill("25")
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_role("status").first).to_have_text("Your correction is with the office.")
    visit.refresh_from_db()
    assert visit.size == 25

    accept(visit)
    page.reload()
    expect(page.locator("h1")).to_have_text("Your visit is accepted")
    page.get_by_role("link", name="Members of the delegation").click()
    paste(page, SPREADSHEET)
    paste(page, WORD)
    rows = visit.members.in_order().values_list("title", "given_name", "family_name", "office")
    assert list(rows) == [
        *(("", f"Anna{n}", f"Rossi{n}", f"Console {n}") for n in range(12)),
        *(
            ("Mme", "Claire", f"DUPONT{n}", "Directrice de la culture, ville d’Exempleville")
            for n in range(13)
        ),
    ]
    expect(page.get_by_text("vegetariana")).to_have_count(0)

    page.get_by_role("link", name="Back to your private page").click()
    page.get_by_role("link", name="Withdraw the request").first.click()
    visit.refresh_from_db()
    assert visit.state == State.ACCEPTED
    page.get_by_role("button", name="Yes, withdraw it").click()
    expect(page.locator("h1")).to_have_text("You have withdrawn your request")
    visit.refresh_from_db()
    assert visit.state == State.WITHDRAWN


def test_what_a_mail_scanner_opens_changes_nothing(new_context, visit):
    accept(visit)
    page = new_context().new_page()
    before = everything()

    page.goto(address(visit))
    for href in page.locator("main a").evaluate_all("links => links.map(link => link.href)"):
        assert page.request.get(href).ok

    assert everything() == before


def everything():
    """All rows of all tables but those of the uses of links."""
    models = [model for model in apps.get_models(include_auto_created=True) if model != LinkUse]
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_the_private_pages_can_be_used_by_everybody(new_context, visit):
    accept(visit)
    page = new_context().new_page()
    path = address(visit)
    found = []
    for show in ("", "correction", "withdrawal", "members", "add", "travel", "table"):
        page.goto(f"{path}?show={show}")
        found += [(show, *violations(page)), (show, *overflow(page))]
    page.get_by_label("Paste the table here").fill(SPREADSHEET + "\tEva\n")
    page.get_by_role("button", name="Look at it first").click()
    found += [("looked", *violations(page)), ("looked", *overflow(page))]

    assert [one for one in found if one[1:] not in ((), (0, 0))] == []
