"""What becomes of those who were asked, when an item or the visit does not take place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda import actions as calendar
from delegations import actions
from delegations.models import Part, ProgrammeItem
from office.models import Mail
from tests import factories
from tests.factories import make_item, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SECRETARIAT = "secretariat@example.org"


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=20)


@pytest.fixture
def visit(day):
    return factories.make_visit(state="planning", days=(day, day))


@pytest.fixture
def items(visit, day):
    return [
        make_item(visit, "Reception", 9, 10, day=day),
        make_item(visit, "Lunch", 12, 13, day=day),
    ]


def part(item, email, name="The Mayor", answer="confirmed"):
    return make_part(item, name, ask_email=email, ask_language="en", answer=answer)


def drafts():
    rows = Mail.objects.filter(kind="programme_off").order_by("reader_email")
    return [(mail.reader_email, mail.state) for mail in rows]


def texts():
    rows = Mail.objects.filter(kind="programme_off").order_by("reader_email")
    return [
        [line.split(": ")[1].split(" (")[0] for line in one.text.splitlines() if line[:1] == "–"]
        for one in rows
    ]


def test_a_visit_that_is_dropped_drafts_one_mail_for_each_address(visit, items):
    for item in items:
        part(item, SECRETARIAT)
    part(items[1], "bishop@example.org", "The bishop", answer="asked")
    part(items[1], "rector@example.org", "The rector", answer="declined")
    part(items[1], "", "The prefect")
    make_part(items[0], "The consul", ask_email="consul@example.org")

    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    assert drafts() == [("bishop@example.org", "held"), (SECRETARIAT, "held")]
    assert texts() == [["Lunch"], ["Reception", "Lunch"]]


def test_guests_who_withdraw_leave_the_same_drafts(visit, items):
    part(items[0], SECRETARIAT)

    actions.withdraw(visit=visit)

    assert drafts() == [(SECRETARIAT, "held")]


def test_an_item_taken_away_is_told_to_those_of_this_item_alone(visit, items):
    part(items[0], SECRETARIAT)
    part(items[1], "rector@example.org", "The rector")

    mails = actions.take_away_item(item=items[1], by=None)

    assert [mail.reader_email for mail in mails] == ["rector@example.org"]
    assert texts() == [["Lunch"]]
    assert list(ProgrammeItem.objects.all()) == [items[0]]


def test_an_item_cancelled_in_the_calendar_is_told_once(visit, items):
    part(items[0], SECRETARIAT)

    for _time in range(2):
        calendar.cancel(appointment=items[0].appointment, by=None)
    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    assert drafts() == [(SECRETARIAT, "held")]


def test_who_was_never_asked_is_not_told_and_the_draft_of_the_question_is_dropped(visit, items):
    asked = [make_part(item, ask_email=SECRETARIAT) for item in items]
    [question] = actions.ask(visit=visit, parts=asked, by=None, held=True)

    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    question.refresh_from_db()
    assert (question.state, drafts()) == ("dropped", [])


def test_a_question_that_is_also_about_something_else_stays(visit, items):
    asked = [make_part(item, ask_email=SECRETARIAT) for item in items]
    [question] = actions.ask(visit=visit, parts=asked, by=None, held=True)

    actions.take_away_item(item=items[0], by=None)

    question.refresh_from_db()
    assert (question.state, drafts()) == ("held", [(SECRETARIAT, "held")])


def test_what_is_over_is_told_to_nobody(visit):
    item = make_item(visit, day=timezone.localdate() - timedelta(days=1))
    part(item, SECRETARIAT)

    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    assert (drafts(), Part.objects.count()) == ([], 1)
