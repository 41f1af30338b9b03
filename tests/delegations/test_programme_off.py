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


def drafts(kind="programme_off"):
    rows = Mail.objects.filter(kind=kind).order_by("reader_email", "pk")
    return [(mail.reader_email, mail.state) for mail in rows]


def sent():
    Mail.objects.filter(state="held").update(state="sent", sent_at=timezone.now())


def standing(*parts):
    for one in parts:
        one.refresh_from_db()
    return [one.answer for one in parts]


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


def test_what_is_cancelled_and_then_taken_away_is_told_once(visit, items):
    part(items[0], SECRETARIAT)
    calendar.cancel(appointment=items[0].appointment, by=None)

    assert actions.take_away_item(item=items[0], by=None) == []
    assert drafts() == [(SECRETARIAT, "held")]


@pytest.mark.parametrize("off", [actions.take_away_item, None])
def test_what_is_over_is_told_off_to_nobody_in_any_way(visit, off):
    item = make_item(visit, day=timezone.localdate() - timedelta(days=1))
    part(item, SECRETARIAT)

    if off:
        off(item=item, by=None)
    else:
        calendar.cancel(appointment=item.appointment, by=None)

    assert drafts() == []


def test_taken_up_before_it_was_told_nobody_hears_of_it_and_the_answer_stands(visit, items):
    mine = part(items[0], SECRETARIAT)
    appointment = items[0].appointment
    calendar.cancel(appointment=appointment, by=None)

    calendar.pencil(appointment=appointment, blocks=False, by=None)

    assert drafts() == [(SECRETARIAT, "dropped")]
    assert standing(mine) == ["confirmed"]
    calendar.cancel(appointment=appointment, by=None)
    assert drafts() == [(SECRETARIAT, "dropped"), (SECRETARIAT, "held")]


def test_taken_up_after_it_was_told_they_are_to_be_asked_anew(visit, items):
    mine, other = part(items[0], SECRETARIAT), part(items[1], SECRETARIAT)
    actions.move(visit=visit, to="cancelled", by=None, why="Strike")
    sent()
    items[0].appointment.refresh_from_db()

    calendar.confirm(appointment=items[0].appointment, by=None)

    assert standing(mine, other) == ["unasked", "confirmed"]
    assert drafts() == [(SECRETARIAT, "sent")]


def test_of_two_that_one_draft_tells_the_other_is_still_told(visit, items):
    for item in items:
        part(item, SECRETARIAT)
    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    calendar.pencil(appointment=items[0].appointment, blocks=False, by=None)

    assert drafts() == [(SECRETARIAT, "dropped"), (SECRETARIAT, "held")]
    assert texts()[1] == ["Lunch"]


def test_whose_question_was_dropped_counts_as_not_asked(visit, items):
    mine = make_part(items[0], ask_email=SECRETARIAT)
    actions.ask(visit=visit, parts=[mine], by=None, held=True)

    calendar.cancel(appointment=items[0].appointment, by=None)

    assert (standing(mine), mine.answer_for) == (["unasked"], None)


def test_whoever_loses_their_part_is_told_in_words_of_its_own(visit, items):
    gone = part(items[0], SECRETARIAT)
    replaced = part(items[0], "rector@example.org", "The rector")
    stays = part(items[0], "bishop@example.org", "The bishop")
    replaced.name = "The vice-rector"

    actions.save_item(item=items[0], parts=[replaced, stays], removed=[gone], by=None)

    assert drafts() == []
    assert drafts("programme_not_needed") == [("rector@example.org", "held"), (SECRETARIAT, "held")]
    [mail] = Mail.objects.filter(reader_email="rector@example.org")
    assert "Reception (The rector, host)" in mail.text
    assert standing(replaced, stays) == ["unasked", "confirmed"]


def test_whoever_was_told_a_version_is_told_that_the_visit_is_off(visit, items, people):
    minibus = factories.make_resource("vehicle", "Minibus")
    factories.make_booking(minibus, items[1].appointment)
    part(items[0], SECRETARIAT)
    driver = {"resource": minibus, "language": "en"}
    factories.make_recipient(visit, "driver@example.org", **driver)
    factories.make_recipient(visit, SECRETARIAT, **driver)
    factories.make_recipient(visit, "new@example.org", "room")
    actions.publish(visit=visit, seen=0, by=people["officer"])
    Mail.objects.filter(reader_email="new@example.org").delete()
    sent()

    actions.move(visit=visit, to="cancelled", by=None, why="Strike")

    assert drafts("programme_dropped") == [("driver@example.org", "held")]
    [mail] = Mail.objects.filter(kind="programme_dropped")
    assert ("Lunch" in mail.text, "Reception" in mail.text) == (True, False)
    assert drafts() == [(SECRETARIAT, "held")]
    assert texts() == [["Reception", "Lunch"]]


def test_a_visit_taken_up_again_drops_what_was_not_told_of_its_end(visit, items, people):
    factories.make_recipient(visit, "hall@example.org", "public", language="en")
    type(items[0]).objects.update(is_public=True)
    actions.publish(visit=visit, seen=0, by=people["officer"])
    sent()
    actions.move(visit=visit, to="cancelled", by=None, why="Strike")
    assert drafts("programme_dropped") == [("hall@example.org", "held")]

    calendar.pencil(appointment=items[0].appointment, blocks=False, by=None)

    assert drafts("programme_dropped") == [("hall@example.org", "dropped")]
