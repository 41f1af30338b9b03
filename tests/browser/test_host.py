"""A secretariat on its private page: it says who comes, on a telephone and without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from delegations import actions, programme_links
from delegations.models import Part, Recipient
from tests import factories
from tests.browser.steps import sign_in
from tests.browser.test_accessibility import overflow, violations

TELEPHONE = {"width": 375, "height": 760}


@pytest.fixture
def asked(live_server, office):
    """The mayor is asked for two items of one visit."""
    day = timezone.localdate() + timedelta(days=20)
    visit = factories.make_visit("City of Kyoto", state="planning", days=(day, day))
    hours = {"Reception": (9, 10), "Lunch": (12, 13)}
    items = [factories.make_item(visit, title, *at, day=day) for title, at in hours.items()]
    to = {"ask_email": "mayor@example.org", "ask_name": "Secretariat", "ask_language": "en"}
    parts = [factories.make_part(item, **to) for item in items]
    actions.ask(visit=visit, parts=parts, by=factories.make_user("officer"))
    return parts


def test_the_mayor_s_secretariat_answers_by_link(new_context, page, asked):
    address = programme_links.give(Recipient.objects.get()).get_absolute_url()
    telephone = new_context(java_script_enabled=False, viewport=TELEPHONE).new_page()
    telephone.goto(address)
    expect(telephone.get_by_text("an answer to 2 questions")).to_be_visible()

    form = telephone.locator(f"#answer-{asked[0].pk}")
    form.get_by_label("The Mayor comes").check()
    expect(form.get_by_label("Name of who comes instead")).to_be_hidden()
    form.get_by_role("button", name="Send the answer").click()
    expect(telephone.get_by_role("status")).to_have_text(
        "Thank you: your answer is with the office."
    )

    form = telephone.locator(f"#answer-{asked[1].pk}")
    form.get_by_label("Somebody comes instead").check()
    form.get_by_label("Name of who comes instead").fill("The deputy mayor")
    form.get_by_role("button", name="Send the answer").click()
    expect(telephone.get_by_text("We have all your answers")).to_be_visible()
    expect(telephone.get_by_text("The deputy mayor comes instead of The Mayor.")).to_be_visible()

    rows = Part.objects.order_by("pk").values_list("answer", "deputy_name")
    assert list(rows) == [("confirmed", ""), ("deputised", "The deputy mayor")]
    page.goto(address)
    assert overflow(page) == [0, 0]
    assert violations(page) == []


def test_the_pages_of_answers_and_recipients_can_be_used_by_everybody(page, asked, people):
    visit = asked[0].item.visit
    driver = factories.make_recipient(visit)
    parts = f"/admin/visits/{visit.pk}/programme/parts/"
    recipients = f"/admin/visits/{visit.pk}/programme/recipients/"
    sign_in(page, people["officer"], parts)
    found = {}
    for path in (
        parts,
        f"{parts}?note={asked[0].pk}",
        f"{parts}?to={asked[0].pk}",
        f"{recipients}?change={driver.pk}",
        f"{recipients}?take_off={driver.pk}",
    ):
        page.goto(path)
        found[path] = violations(page), overflow(page)

    assert {path: told for path, told in found.items() if told != ([], [0, 0])} == {}
