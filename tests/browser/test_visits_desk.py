"""Requests for a visit at the desk: weighed, decided by one or two, and kept quiet."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from agenda import feeds
from agenda.models import Appointment
from delegations import actions
from delegations.models import ProgrammeItem, Visit
from office.backoffice.own_pages import pages
from office.models import Mail
from tests import factories
from tests.browser.steps import save, sign_in
from tests.browser.test_accessibility import overflow, violations

NAME = "Zzyzx"
# What is searched for is not what must not be found.
SEARCHED = "Zzyz"


@pytest.fixture
def levels(live_server, office):
    names = {"name_it": "Visita", "host_it": "la Sindaca"}
    reception = {"name_en": "Reception", "for_rank": 4, "needs_second": True, "gift": "official"}
    factories.make_level("reception", **names | reception)
    factories.make_level("courtesy", **names | {"name_en": "Courtesy visit", "for_rank": 6})
    factories.make_level("study", **names | {"name_en": "Study visit", "for_rank": 8})
    factories.make_criterion("NOTICE", 42, weight=1)
    factories.make_criterion("REPEAT", 24, weight=1)
    factories.make_criterion("PUBLIC_BODY", weight=5)


def asked(body, language, days, **fields):
    visit = Visit(
        body_name=body,
        requester="city",
        head_rank=4,
        contact_name="Ana Quispe",
        contact_email="ana@example.org",
        contact_language=language,
        first_day=timezone.localdate() + timezone.timedelta(days=days),
        last_day=timezone.localdate() + timezone.timedelta(days=days),
        **fields,
    )
    return actions.receive(visit=visit)


def url(visit):
    return reverse("admin:visit", args=[visit.pk])


def suggestion(page):
    return page.locator(".suggestion")


def test_requests_are_weighed_accepted_by_two_and_refused(new_context, levels, people):
    factories.make_visit("City of Lima", state="completed", days=(-300, -300))
    wanted, hurried = asked("City of Cusco", "fr", 90), asked("City of Lima", "es", 20)
    officer, head = new_context().new_page(), new_context().new_page()
    sign_in(officer, people["officer"], url(wanted))
    sign_in(head, people["head"], url(wanted))

    # In time and for the first time: the level of the guests' rank.
    expect(suggestion(officer)).to_have_text("Proposed: accept, Reception")
    assert (violations(officer), overflow(officer)) == ([], [0, 0])
    officer.set_viewport_size({"width": 1280, "height": 900})

    # One who decides, and another who approves.
    officer.locator("[name=decision-reason]").fill("Sixty years of the pact.")
    officer.locator("[name=decision-words_for_guests]").fill("Soyez les bienvenus.")
    officer.locator("[name=do][value=decide]").click()
    expect(officer.locator("#state")).to_contain_text("A second person approves")
    expect(officer.locator("[name=do][value=approve]")).to_have_count(0)
    head.reload()
    head.locator("[name=approval-reason]").fill("Agreed.")
    head.locator("[name=do][value=approve]").click()
    expect(head.locator("#state")).to_contain_text("Accepted")
    letter = Mail.objects.get(kind="visit_accepted")
    assert (letter.language, "Soyez les bienvenus." in letter.text) == ("fr", True)

    # Too late, and they came less than two years ago: two levels simpler, and refused.
    officer.goto(url(hurried))
    expect(suggestion(officer)).to_have_text("Proposed: accept, Study visit")
    expect(officer.locator(".last-visit")).to_contain_text("City of Lima")
    officer.get_by_label("Decline").check()
    officer.locator("[name=decision-reason]").fill("They came last year.")
    officer.locator("[name=decision-words_for_guests]").fill("El próximo año.")
    officer.locator("[name=do][value=decide]").click()
    expect(officer.locator("#state")).to_contain_text("Declined")
    expect(officer.locator("#log")).to_contain_text("They came last year.")
    letter = Mail.objects.get(kind="visit_declined")
    assert (letter.language, letter.reader_email) == ("es", "ana@example.org")
    assert ("El próximo año." in letter.text, "last year" in letter.text) == (True, False)


def test_a_quiet_visit_is_nowhere_for_who_may_not_know(new_context, levels, people):
    room = factories.make_room("Sala Rossa")
    known = asked("City of Cusco", "fr", 30)
    quiet = asked(f"City of {NAME}", "en", 30, audience=factories.make_audience("quiet"))
    slot = factories.between(10, 11, day=quiet.first_day)
    appointment = Appointment(
        title_it=f"Dinner for {NAME}", place=room.place, period=slot, state="confirmed"
    )
    actions.save_item(item=ProgrammeItem(visit=quiet, appointment=appointment), by=None)
    actions.hear(visit=quiet, text=f"From {NAME}")
    feed = factories.make_feed(people["reader"])
    reader, officer = new_context().new_page(), new_context().new_page()
    sign_in(reader, people["reader"])

    seen = {}
    for path in everywhere(quiet, appointment):
        response = reader.goto(path)
        seen[path] = response.status, NAME in reader.content()
    link = feeds.links_of([feed])[feed.pk]
    read = reader.request.get(urlsplit(link.get_absolute_url()).path).text()

    assert {path for path, (status, named) in seen.items() if named or status >= 500} == set()
    assert (NAME in read, "BEGIN:VCALENDAR" in read) == (False, True)
    assert (seen[url(quiet)][0], seen[url(known)][0]) == (404, 200)

    # Whoever wants the same room is told no more than that it is not to be had.
    add = reverse("admin:delegations_programmeitem_add")
    hours = f"day={known.first_day}&from=10:00&to=10:30&place={room.place.pk}"
    sign_in(officer, people["officer"], f"{add}?visit={known.pk}&{hours}")
    officer.locator("[name=title_it]").fill("Ricevimento")
    save(officer)
    expect(officer.locator(".attempt")).to_contain_text("is not available at that time.")
    assert NAME not in officer.content()
    assert known.items.count() == 0


def everywhere(visit, appointment):
    """Each page on which one would look for a visit."""
    day = visit.first_day.isoformat()
    return [
        "/admin/",
        *(reverse(f"admin:{name}") for name in pages.names()),
        f"/admin/calendar/?view=day&day={day}",
        f"/admin/find/results/?find={SEARCHED}",
        f"/admin/agenda/appointment/?q={SEARCHED}",
        f"/admin/agenda/party/?q={SEARCHED}",
        f"/admin/office/mail/?q={SEARCHED}",
        reverse("admin:agenda_appointment_change", args=[appointment.pk]),
        reverse("admin:agenda_party_change", args=[visit.party.pk]),
        url(visit),
        url(Visit.objects.exclude(pk=visit.pk).get()),
    ]
