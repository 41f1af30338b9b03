"""The page of the hosts' answers: who is asked, what a clerk notes, and mails that came back."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda.findings import findings
from agenda.models import Appointment
from delegations import actions, coming, duties, programme_links
from delegations.models import Part, Recipient, Visit
from office.models import Mail
from tests import factories
from tests.factories import make_item, make_part
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SECRETARIAT = "secretariat@example.org"


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=20)


@pytest.fixture
def visit(day):
    return factories.make_visit(state="planning", days=(day, day))


@pytest.fixture
def item(visit, day):
    return make_item(visit, "Reception", day=day)


@pytest.fixture
def officer(people):
    return people["officer"]


@pytest.fixture
def clerk(back_office):
    return back_office("officer")


def url(visit, query=""):
    return reverse("admin:programme_parts", args=[visit.pk]) + query


def box(part):
    return f"{part.pk}-{part.version}"


def answers(visit):
    return [*Part.objects.filter(item__visit=visit).order_by("pk").values_list("answer", flat=True)]


def mails(visit):
    rows = Mail.objects.filter(kind="programme_ask").order_by("pk")
    return [*rows.values_list("reader_email", "state")]


def test_those_not_asked_yet_and_those_to_be_asked_again_are_ticked(clerk, visit, item):
    unasked = make_part(item, ask_email=SECRETARIAT)
    make_part(item, "The rector")
    make_part(item, "The bishop", ask_email="b@example.org", answer="confirmed")
    moved = make_part(
        item,
        "The prefect",
        ask_email="p@example.org",
        answer="confirmed",
        answer_for=factories.between(7, 8),
    )

    form = form_of(clerk.get(url(visit)), form_id="ask_form")

    assert form["part"] == [box(unasked), box(moved)]


def test_the_parts_of_nobody_are_counted_as_the_builder_counts_them(clerk, visit, item):
    make_part(item, ask_email=SECRETARIAT)
    factories.make_interpreter(item)

    page = clerk.get(url(visit)).context["page"]
    counts = clerk.get(reverse("admin:programme", args=[visit.pk])).context["counts"]

    assert [(label, count) for _url, label, count, _is in page.filters()] == [
        ("All", 2),
        ("Nobody yet", 1),
        ("Not asked yet", 1),
    ]
    assert (counts["open"], counts["unasked"]) == (1, 1)


def test_who_declined_other_hours_is_to_be_asked_again_wherever_it_is_told(
    clerk, visit, item, officer
):
    part = make_part(
        item,
        ask_email=SECRETARIAT,
        answer="declined",
        answer_for=factories.between(7, 8),
    )

    [row] = clerk.get(url(visit)).context["rows"]
    builder = clerk.get(reverse("admin:programme", args=[visit.pk]))
    [finding] = findings(item.appointment, officer)

    assert (part.stands_at, row.key) == ("again", "again")
    assert builder.context["counts"]["again"] == 1
    assert "ask again" in finding.text
    assert [*Part.objects.unanswered()] == [part]


def test_ticked_ones_are_asked_with_one_mail_for_each_address(clerk, visit, item, day):
    parts = [
        make_part(item, ask_email=SECRETARIAT),
        make_part(make_item(visit, "Lunch", 12, 13, day=day), ask_email=SECRETARIAT.upper()),
        make_part(item, "The rector", ask_email="r@example.org"),
    ]
    form = form_of(clerk.get(url(visit)), form_id="ask_form")

    response = clerk.post(url(visit), form | {"words": "We would be glad.", "send": "1"})

    assert response.url == url(visit)
    assert mails(visit) == [(SECRETARIAT, "queued"), ("r@example.org", "queued")]
    assert all("We would be glad." in mail.text for mail in Mail.objects.all())
    assert answers(visit) == ["asked"] * len(parts)


def test_a_button_pressed_twice_or_by_two_clerks_asks_once(clerk, visit, item):
    part = make_part(item, ask_email=SECRETARIAT)
    form = form_of(clerk.get(url(visit)), form_id="ask_form") | {"words": "Dear all", "send": "1"}

    clerk.post(url(visit), form)
    page = clerk.post(url(visit), form)

    assert page.context["ask"].non_field_errors() == [
        "In the meantime somebody asked, or answered for, The Mayor: look at it again."
    ]
    assert "Dear all" in page.text
    assert mails(visit) == [(SECRETARIAT, "queued")]
    part.refresh_from_db()
    again = form_of(page, form_id="ask_form")
    clerk.post(url(visit), again | {"part": box(part), "send": "1"})
    assert len(mails(visit)) == 2


def test_mails_are_kept_as_drafts_where_that_is_wished(clerk, visit, item):
    make_part(item, ask_email=SECRETARIAT)
    form = form_of(clerk.get(url(visit)), form_id="ask_form")

    clerk.post(url(visit), form | {"hold": "1"})

    assert mails(visit) == [(SECRETARIAT, "held")]
    assert "Still a draft in the outbox" in clerk.get(url(visit)).text


def test_with_nobody_ticked_the_words_are_kept_and_nothing_is_sent(clerk, visit, item):
    make_part(item, ask_email=SECRETARIAT)

    page = clerk.post(url(visit), {"do": "ask", "words": "Dear all", "send": "1"})

    assert page.context["ask"].non_field_errors() == ["Tick whom to ask."]
    assert "Dear all" in page.text
    assert mails(visit) == []


def test_an_answer_by_telephone_is_written_down_with_who_heard_it(clerk, visit, item, officer):
    part = make_part(item, ask_telephone="055 123")
    form = form_of(clerk.get(url(visit, f"?note={part.pk}")), form_id="note_form")
    typed = {"answer": "deputised", "deputy_name": "The vice-mayor", "words": "Ten minutes late."}

    clerk.post(
        url(visit),
        form | {"do": "note"} | {f"part-{part.pk}-{name}": text for name, text in typed.items()},
    )

    part.refresh_from_db()
    assert (part.answer, part.deputy_name, part.words, part.noted_by) == (
        "deputised",
        "The vice-mayor",
        "Ten minutes late.",
        officer,
    )
    assert part.is_settled


def test_an_answer_to_hours_that_moved_meanwhile_is_told_and_kept(clerk, visit, item, day):
    part = make_part(item)
    form = form_of(clerk.get(url(visit, f"?note={part.pk}")), form_id="note_form")
    Appointment.objects.update(period=factories.between(15, 16, day=day))

    page = clerk.post(url(visit), form | {"do": "note", f"part-{part.pk}-answer": "confirmed"})

    assert "It was moved in the meantime." in page.text
    assert answers(visit) == ["unasked"]
    again = form_of(page, form_id="note_form")
    clerk.post(url(visit), again | {"do": "note"})
    assert answers(visit) == ["confirmed"]


def test_a_mail_that_came_back_is_told_and_the_right_address_asked(clerk, visit, item, day):
    part = make_part(item, ask_email="wrong@example.org")
    other = make_part(make_item(visit, "Lunch", 12, 13, day=day), ask_email="wrong@example.org")
    actions.ask(visit=visit, parts=[part, other], by=None)
    Mail.objects.update(state="failed", last_error="550 no such user")
    old = programme_links.give(Recipient.objects.get())

    assert "not delivered" in clerk.get(url(visit)).text
    form = form_of(clerk.get(url(visit, f"?to={part.pk}")), form_id="address_form")
    for _time in range(2):
        clerk.post(url(visit), form | {"ask_email": SECRETARIAT, "ask": "1"})

    assert mails(visit) == [("wrong@example.org", "dropped"), (SECRETARIAT, "queued")]
    assert [*Part.objects.values_list("ask_email", "answer")] == [(SECRETARIAT, "asked")] * 2
    assert clerk.get(old.get_absolute_url()).status_code == 410
    assert [one.email for one in Recipient.objects.all()] == [SECRETARIAT]


def test_where_nobody_can_be_asked_the_address_is_not_saved_either(clerk, visit, item):
    part = make_part(item, ask_email="wrong@example.org")
    form = form_of(clerk.get(url(visit, f"?to={part.pk}")), form_id="address_form")
    Visit.objects.update(state="cancelled")

    page = clerk.post(url(visit), form | {"ask_email": SECRETARIAT, "ask": "1"})
    Visit.objects.update(state="planning")
    again = clerk.post(url(visit), form_of(page, form_id="address_form") | {"ask": "1"})

    assert "nobody is asked for it" in page.text
    assert again.url == url(visit)
    assert mails(visit) == [(SECRETARIAT, "queued")]


def test_who_has_answered_is_not_asked_again_for_a_corrected_address(clerk, visit, item, day):
    wrong = {"ask_email": "wrong@example.org"}
    part = make_part(item, answer="confirmed", **wrong)
    past = make_item(visit, "Lunch", day=timezone.localdate() - timedelta(days=1))
    make_part(past, answer="asked", **wrong)
    make_part(make_item(visit, "Tea", 15, 16, day=day), answer="asked", **wrong)
    form = form_of(clerk.get(url(visit, f"?to={part.pk}")), form_id="address_form")

    clerk.post(url(visit), form | {"ask_email": SECRETARIAT, "ask": "1"})

    assert answers(visit) == ["confirmed", "unasked", "asked"]
    [mail] = Mail.objects.filter(kind="programme_ask")
    assert ("Tea" in mail.text, "Reception" in mail.text, "Lunch" in mail.text) == (
        True,
        False,
        False,
    )


def test_an_address_that_is_none_is_told_at_its_field(clerk, visit, item):
    part = make_part(item)
    form = form_of(clerk.get(url(visit, f"?to={part.pk}")), form_id="address_form")

    page = clerk.post(url(visit), form | {"ask_email": "nobody", "ask_name": "Office", "ask": "1"})
    empty = clerk.post(url(visit), form | {"ask": "1"})

    assert page.context["of_address"][1].errors == {"ask_email": ["Enter a valid email address."]}
    assert 'value="Office"' in page.text
    assert empty.context["of_address"][1].errors == {
        "ask_email": ["Write the address to which the question goes."]
    }


def test_the_list_is_filtered_by_the_answer_and_exported_as_it_stands(clerk, visit, item):
    make_part(item, answer="confirmed")
    make_part(item, "The rector")

    shown = clerk.get(url(visit, "?answer=confirmed"))
    export = reverse("admin:programme_parts_export", args=[visit.pk, "csv"])
    answer = clerk.get(f"{export}?answer=confirmed")

    assert [row.part.who for row in shown.context["rows"]] == ["The Mayor"]
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["The Mayor"]


def test_a_reader_looks_and_does_nothing(back_office, visit, item):
    make_part(item, ask_email=SECRETARIAT)
    reader = back_office("reader")

    page = reader.get(url(visit))

    assert "The Mayor" in page.text
    assert "ask_form" not in page.text
    assert reader.post(url(visit), {"do": "ask"}).status_code == 403


def test_a_quiet_visit_and_a_hidden_person_are_not_there(clerk, visit, item):
    make_part(item, person=factories.make_person("Secret", level="quiet"))
    open_page = clerk.get(url(visit)).text
    visit.audience.level = "quiet"
    visit.audience.save()

    assert "Secret" not in open_page
    assert clerk.get(url(visit)).status_code == 404


def test_of_a_visit_that_is_dropped_nobody_is_asked(clerk, visit, item):
    make_part(item, ask_email=SECRETARIAT)
    visit.state = "cancelled"
    visit.save()

    page = clerk.post(url(visit), {"do": "ask", "part": box(Part.objects.get()), "send": "1"})

    assert "nobody is asked for it" in page.text
    assert mails(visit) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    clerk, visit, day, count, django_assert_num_queries
):
    for hour in range(9, 9 + count):
        item = make_item(visit, f"Item {hour}", hour, hour + 1, day=day)
        make_part(item, person=factories.make_person(f"Person {hour}"), ask_email=SECRETARIAT)
    actions.ask(visit=visit, parts=Part.objects.all(), by=None)
    clerk.get(url(visit))

    with django_assert_num_queries(14):
        clerk.get(url(visit))


@pytest.mark.parametrize(
    ("answers", "days", "found"),
    [
        (["confirmed", "declined"], 5, False),
        (["confirmed", "asked"], 5, True),
        (["asked"], 30, False),
    ],
)
def test_hosts_who_have_not_answered_are_due_a_week_before(people, answers, days, found):
    day = timezone.localdate() + timedelta(days=days)
    visit = factories.make_visit(state="planning", days=(day, day), officer=people["officer"])
    item = make_item(visit, day=day)
    for number, answer in enumerate(answers):
        make_part(item, f"Host {number}", answer=answer)

    due = [(one.record, one.due_on, one.owner) for one in duties.hosts_answer.found()]
    lines = [line.count for line in coming.lines(people["officer"]) if "hosts" in line.url]

    assert due == ([(visit, day - timedelta(days=7), people["officer"])] if found else [])
    assert lines == [int(found)]


def test_an_answer_for_other_hours_is_due_again_and_filters_the_list_of_visits(clerk, visit, item):
    Visit.objects.update(first_day=timezone.localdate() + timedelta(days=3))
    make_part(item, answer="confirmed", answer_for=factories.between(7, 8))

    [due] = duties.hosts_answer.found()
    listed = clerk.get(reverse("admin:delegations_visit_changelist") + "?waiting=hosts")

    assert due.record == visit
    assert [*listed.context["cl"].queryset] == [visit]
