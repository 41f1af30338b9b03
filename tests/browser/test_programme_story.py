"""
The programme of the demonstration's big visit, from the clash to the day itself.

Built by form, by keyboard and by drag around what is in the way; a secretariat confirms by its
link; it is published, something moves, those alone are told whom it touches; the prints are read
with Arabic and Japanese names in them; on the day a member is late.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from delegations.models import Part, Print, ProgrammeVersion, Visit
from office import datasets, demo
from office.demo import DOMAIN
from office.models import Mail, User
from tests.browser.steps import save, sign_in
from tests.browser.test_calendar import drag, drawn
from tests.office.papers.picture import read_back
from tests.office.papers.reading import text_of

TELEPHONE = {"width": 375, "height": 812}
# Of members, with what they might be mistaken for.
NAMES = [("見本花子", "見木花子", "ja"), ("فاطمة", "فاطنة", "ar")]


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
    return f"/admin/visits/{visit.pk}/programme/{page}"


def hours(visit, title):
    item = visit.items.standing().get(appointment__title_en=title)
    start, end = item.appointment.starts_at, item.appointment.ends_at
    return f"{start:%H:%M}–{end:%H:%M}"


def listed(page, title):
    return page.locator(".programme-item", has_text=title)


def send_all(page, visit):
    """Publish, and let the drafts go out; who they went to."""
    page.goto(of(visit, "publish/"))
    page.get_by_role("button", name="Publish", exact=True).click()
    drafts = page.locator(".drafts li")
    told = sorted(drafts.locator("a").all_inner_texts())
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".messagelist")).to_contain_text("go out")
    Mail.objects.filter(state="queued").update(state="sent", sent_at=timezone.now())
    return [one.split(", ")[-1] for one in told]


def test_the_story_of_a_programme(page, new_context, visit, officer):
    sign_in(page, officer, of(visit))

    # By form: the hall is taken by the reception, which says so; the free room is a button.
    day = visit.first_day.isoformat()
    page.goto(f"{page.url.split('/programme/')[0]}/programme/")
    page.get_by_role("link", name="New item").first.click()
    page.locator("[name=title_it]").fill("Firma")
    for name, value in {"day_from": day, "from": "15:15", "day_to": day, "to": "15:45"}.items():
        page.locator(f"[name=when_{name}]").fill(value)
    hall = visit.items.get(appointment__title_en="Reception of the sample embassy")
    page.locator("[name=place]").select_option(str(hall.appointment.place_id), force=True)
    save(page)
    warning = page.locator(".attempt")
    expect(warning).to_contain_text("Reception of the sample embassy")
    assert visit.items.filter(appointment__title_it="Firma").count() == 0
    page.locator("[name=when_from]").fill("17:30")
    page.locator("[name=when_to]").fill("18:00")
    save(page)
    if page.locator("[name=anyway]").count():
        page.locator("[name=anyway]").check()
        save(page)
    expect(listed(page, "Firma")).to_contain_text("17:30–18:00")

    # By keyboard: a quarter of an hour later.
    drawn(page, "Working lunch").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#calendar-dialog")
    dialog.get_by_role("button", name="15 minutes later").press("Enter")
    settle(page, dialog, "12:45–14:15")

    # By drag: half an hour earlier again.
    expect(listed(page, "Working lunch").locator("h4")).to_contain_text("12:45–14:15")
    page.mouse.wheel(0, 400)
    drag(page, drawn(page, "Working lunch"), 0, -26)
    settle(page, dialog, "12:15–13:45")
    assert hours(visit, "Working lunch") == "12:15–13:45"

    # The Mayor's secretariat is asked, and confirms by its link on a telephone.
    page.goto(of(visit, "parts/"))
    page.get_by_role("button", name="Ask those who are ticked").click()
    question = Mail.objects.get(kind="programme_ask", reader_email=f"secretariat@{DOMAIN}")
    telephone = new_context(viewport=TELEPHONE, java_script_enabled=False).new_page()
    for _answer in range(2):
        telephone.goto(question.link.get_absolute_url())
        form = telephone.locator(".asked-part > .answer-form").first
        form.locator("[name$=answer][value=confirmed]").check()
        form.locator("button[type=submit]").click()
    page.goto(of(visit))
    expect(listed(page, "Working lunch").locator(".part-confirmed")).to_be_visible()
    assert Part.objects.filter(item__visit=visit, answer="confirmed").count() == 2

    # Published; one item moves; those alone are told whom it touches.
    everybody = send_all(page, visit)
    assert f"visit.planning@{DOMAIN}" in everybody
    assert f"press@{DOMAIN}" in everybody
    page.goto(of(visit))
    drawn(page, "Transfer to the airport").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="15 minutes earlier").press("Enter")
    settle(page, dialog, "14:45–15:45")
    assert send_all(page, visit) == [f"driver@{DOMAIN}", f"visit.planning@{DOMAIN}"]
    last = Mail.objects.filter(kind="programme_changed").latest("pk")
    assert "14:45–15:45" in last.text
    assert ProgrammeVersion.objects.filter(visit=visit).count() == 2

    # The prints, in the script of who reads them.
    office = printed(page, visit, Print.OFFICE, "en")
    assert "FAA-ti-ma" in text_of(office)
    for name, other, language in NAMES:
        assert read_back(office, name, [(name, language), (other, language)]) == (name, language)
    guests = printed(page, visit, Print.GUEST, "ja")
    assert "歓迎式典" in text_of(guests)
    press = text_of(printed(page, visit, Print.PRESS, "en"))
    assert "Reception of the sample embassy" in press
    assert "+39 06 9999" not in press
    assert "Albergo di prova" not in press

    # On the day: one is late, another by now as well.
    on_the_day(new_context, officer)


def settle(page, dialog, told):
    """Move it all the same where something speaks against it; then it says the new hours."""
    said = page.locator("#calendar-said")
    anyway = dialog.get_by_role("button", name="Move all the same")
    expect(anyway.or_(said.filter(has_text=told))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(said).to_contain_text(told)


def printed(page, visit, kind, language):
    with page.expect_download() as download:
        page.goto(of(visit, f"print/{kind}/?language={language}"))
        page.locator(".export a", has_text="PDF").click()
    return download.value.path().read_bytes()


def on_the_day(new_context, officer):
    board = new_context(viewport=TELEPHONE).new_page()
    sign_in(board, officer, "/admin/visits/today/")
    members = board.locator(".day-member")
    expect(members.filter(has_text="Max Muster").locator(".what")).to_have_text("Late – 40 min")
    lena = members.filter(has_text="Lena Beispiel")
    lena.get_by_text("Late").first.click()
    lena.locator("[name=whereabouts]").fill("train delayed")
    lena.get_by_role("button", name="Note it").click()
    expect(lena.locator(".what")).to_have_text("Late – train delayed")
    assert board.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
