"""
The demonstration's big visit, from the line-up to the day on which its guests are forgotten.

One is moved by hand and the cards are printed; a gift that the city has already got is warned of;
thanks go out in French; a promise comes up a year later; the statement of the year is printed;
the guests are erased after their time, and the log proves it. A mission mirrors all of it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import GiftLine, Member, Mission, OutgoingLetter, Promise, Visit
from office import datasets, demo
from office.demo import DOMAIN
from office.erasure.nightly import erase
from office.models import User
from tests.browser.steps import choose, save, sign_in

YEAR = timedelta(days=365)


@pytest.fixture
def visit(office):
    datasets.load_common()
    demo.load()
    return Visit.objects.get(contact_email=f"visit.planning@{DOMAIN}")


@pytest.fixture
def officer(visit):
    user = User.objects.get(email=f"officer@{DOMAIN}")
    user.language = "en"
    user.save()
    return user


def of(visit, page=""):
    return f"/admin/visits/{visit.pk}/{page}"


def taken_along(page, link):
    """The name of the file that the link hands out."""
    with page.expect_download() as download:
        link.click()
    return download.value.suggested_filename


def let_it_be(visit, days_ago):
    """As if it had taken place so many days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    Visit.objects.filter(pk=visit.pk).update(state="completed", first_day=day, last_day=day)


def test_what_stays_of_a_visit_and_what_goes(page, visit, officer):
    sign_in(page, officer, of(visit, "precedence/"))

    # One is moved up, with a reason, by the keyboard; the order says that it is a proposal.
    expect(page.locator("#content")).to_contain_text("This is a proposal")
    page.get_by_role("link", name="Up : ").last.press("Enter")
    page.locator("[name=reason]").fill("She speaks for the family of the founder.")
    page.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(page.locator(".moved").filter(has_text="family of the founder")).to_be_visible()
    assert taken_along(page, page.get_by_role("link", name="Place cards")).endswith(".pdf")
    page.goto(of(visit, "travel/"))
    assert taken_along(page, page.get_by_role("link", name="Badges").first).endswith(".pdf")

    # The last mayor of that city got the same: nothing is written down before somebody says why.
    page.goto(of(visit))
    page.get_by_role("link", name="Give a gift").click()
    choose(page, "gift", "bronze lion")
    save(page)
    expect(page.locator(".errornote").first).to_be_visible()
    expect(page.locator(".field-go_on")).to_contain_text("was given the same on")
    count = GiftLine.objects.count()
    page.locator("[name=go_on]").check()
    page.locator("[name=repeat_reason]").fill("The other one was lost in a fire.")
    save(page)
    assert GiftLine.objects.count() == count + 1

    # They have left. Thanks in French, which is the language of their focal point.
    let_it_be(visit, days_ago=3)
    page.goto(of(visit, "letters/"))
    page.get_by_label(visit.contact_name).first.check()
    page.get_by_role("button", name="Draft the thanks").click()
    letter = OutgoingLetter.objects.filter(visit=visit, kind="thanks").get()
    assert letter.language == "fr"
    assert letter.text

    # A promise, made here and still open when somebody opens the same city a year later.
    page.goto(of(visit))
    page.get_by_role("link", name="Note a promise").click()
    page.locator("[name=text]").fill("Send the catalogue")
    page.get_by_label("Whose promise").select_option("ours")
    save(page)
    Promise.objects.filter(text="Send the catalogue").update(made_on=timezone.localdate() - YEAR)
    page.goto(f"/admin/directory/city/{visit.city_id}/change/")
    expect(page.locator("#promises-panel + ul")).to_contain_text("Send the catalogue")

    # The statement of the year, as it goes to the auditors.
    page.goto("/admin/delegations/expense-statement/")
    expect(page.locator("#content")).to_contain_text("Corona di alloro")
    assert taken_along(page, page.get_by_role("link", name="PDF")).endswith(".pdf")

    # A month later what they eat and how they travelled is gone, and the log says so.
    assert Member.objects.filter(visit=visit).exclude(diet="").exists()
    let_it_be(visit, days_ago=40)
    erase()
    guests = Member.objects.filter(visit=visit)
    assert not guests.exclude(diet="", access_needs="").exists()
    assert not guests.filter(family_name="").exists()
    head = User.objects.get(email=f"head@{DOMAIN}")
    head.language = "en"
    head.save()
    sign_in(page, head, "/admin/privacy/erasures/")
    expect(page.locator("#content")).to_contain_text("Members of delegations")

    # A mission mirrors it: who travels, gifts, costs, letters, promises, and a report that is due.
    mission = Mission.objects.filter(is_demo=True, reported_on=None).get()
    page.goto(f"/admin/missions/{mission.pk}/")
    for heading in ("Who travels", "Gifts", "Expenses", "Letters, tasks, minutes"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
