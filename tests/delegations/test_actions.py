"""What changes a visit: its state, its log, its letters and its appointments together."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegations import actions, letters, lifecycle
from delegations.actions import Letter
from delegations.models import Decision, Message, ProgrammeItem, State, Visit
from delegations.models.visits import LETTERS
from office import outbox
from office.models import Audience, Link, Mail, Notice
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def asked(**fields):
    """A request as a consulate makes it, not yet saved."""
    values = {
        "body_name": "Consulate of Peru",
        "contact_name": "Ana Quispe",
        "contact_email": "ana@example.org",
        "contact_language": "fr",
    }
    return Visit(**values | fields)


def states(visit):
    return [(change.old, change.new, change.by) for change in visit.changes.all()]


def test_a_request_gets_its_number_and_its_private_address_by_mail():
    officer = factories.make_user("officer")

    visit = actions.receive(visit=asked())

    mail = Mail.objects.get()
    assert (mail.kind, mail.language, mail.reader_email, mail.about, mail.audience) == (
        "visit_received",
        "fr",
        "ana@example.org",
        visit,
        visit.audience,
    )
    assert visit.reference in mail.subject
    assert mail.link == Link.objects.get()
    assert mail.link.get_absolute_url() not in mail.text
    assert states(visit) == [("", "received", None)]
    assert visit.changes.get().letter == mail
    assert [notice.user for notice in Notice.objects.all()] == [officer]


def test_a_form_sent_twice_is_one_request():
    form_id = uuid4()

    visits = [actions.receive(visit=asked(form_id=form_id)) for _time in range(2)]

    assert visits[0] == visits[1]
    assert (Visit.objects.count(), Mail.objects.count()) == (1, 1)


def test_without_an_address_nobody_is_written_to():
    visit = actions.receive(visit=Visit(contact_telephone="+39 055 123456"))

    assert (Mail.objects.count(), Link.objects.count()) == (0, 0)
    assert str(visit) == f"+39 055 123456 ({visit.reference})"


def test_a_request_that_says_nothing_of_who_asks_is_refused():
    with pytest.raises(IntegrityError, match="says_who_asks"), transaction.atomic():
        factories.make_visit("")


def test_references_say_nothing_of_how_many_there_are():
    references = [factories.make_visit().reference for _one in range(10)]

    year = timezone.localdate().year
    assert all(re.fullmatch(f"{year}-[{LETTERS}]{{5}}", one) for one in references)
    assert references != sorted(references)
    assert len({*references}) == 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("received", "accepted"),
        ("declined", "accepted"),
        ("accepted", "confirmed"),
        ("planning", "confirmed"),
        ("in_progress", "withdrawn"),
        ("completed", "planning"),
        ("archived", "evaluation"),
    ],
)
def test_no_state_is_left_out(old, new):
    visit = factories.make_visit(state=old)

    with pytest.raises(lifecycle.NotAllowed, match="cannot become"):
        actions.move(visit=visit, to=State(new), by=None)

    assert (Visit.objects.get().state, visit.changes.count()) == (old, 0)


def test_a_visit_goes_its_way_from_the_acceptance_to_the_archive():
    officer = factories.make_user("officer")
    visit = factories.make_visit(state="accepted")
    way = ["planning", "approved", "confirmed", "in_progress", "completed", "followed_up"]

    for state in [*way, "archived"]:
        actions.move(visit=visit, to=State(state), by=officer)

    assert states(visit) == [
        (old, new, officer) for old, new in zip(["accepted", *way], [*way, "archived"], strict=True)
    ]


@pytest.mark.parametrize("state", lifecycle.WITH_LETTER)
@pytest.mark.parametrize("language", ["it", "en", "fr", "de", "es"])
def test_each_letter_is_whole_in_each_language(state, language):
    visit = factories.make_visit(
        contact_email="a@example.org", contact_language=language, days=(60, 61)
    )

    mail = outbox.queue(f"visit_{state.value}", to=letters.reader_of(visit), about=visit)

    assert visit.reference in mail.subject + mail.text
    assert mail.text.replace("{{ private_link }}", "").count("{{") == 0


def test_a_refusal_says_why_and_releases_what_was_held():
    officer = factories.make_user("officer")
    visit = factories.make_visit(state="evaluation", contact_email="a@example.org", days=(60, 61))
    room = factories.make_room()
    day = visit.first_day
    reception = new_appointment(place=room.place, period=factories.between(9, 10, day=day))
    item = actions.save_item(item=ProgrammeItem(visit=visit, appointment=reception), by=officer)
    assert item.appointment.bookings.get().blocks

    decision = Decision(
        visit=visit, verdict="declined", reason="Too late.", words_for_guests="Il est trop tard."
    )
    actions.decide(decision=decision, by=officer)

    item.appointment.refresh_from_db()
    assert (item.appointment.state, item.appointment.bookings.get().blocks) == ("cancelled", False)
    change = visit.changes.last()
    assert (change.old, change.new, change.by, change.why) == (
        "evaluation",
        "declined",
        officer,
        "Too late.",
    )
    assert "Il est trop tard." in change.letter.text
    assert "Too late." not in change.letter.text


def new_appointment(**fields):
    from agenda.models import Appointment

    values = {"title_it": "Ricevimento", "kind": "reception", "state": "pencilled"}
    return Appointment(**values | fields)


def test_an_item_is_seen_by_who_sees_the_visit():
    visit = factories.make_visit(state="evaluation")
    reception = new_appointment(period=factories.between(9, 10))
    item = actions.save_item(item=ProgrammeItem(visit=visit, appointment=reception), by=None)

    visit.audience.level = Audience.Level.QUIET
    visit.audience.save()

    assert (item.appointment.audience, item.appointment.party) == (visit.audience, visit.party)
    reader, head = factories.make_user("reader"), factories.make_user("head")
    assert list(type(item).objects.visible_to(reader)) == []
    assert list(type(item).objects.known_to(head)) == [item]


def test_a_level_that_asks_for_it_waits_for_a_second_person():
    officer, head = factories.make_user("officer"), factories.make_user("head")
    level = factories.make_level(needs_second=True)
    visit = factories.make_visit(state="received", contact_email="a@example.org")

    decision = actions.decide(
        decision=Decision(visit=visit, verdict="accepted", reason="A twin.", level=level),
        by=officer,
    )

    assert (decision.stage, Visit.objects.get().state) == ("proposed", "evaluation")
    assert Mail.objects.count() == 0
    assert [one.user for one in Notice.objects.filter(kind="visit to approve")] == [head]
    with pytest.raises(lifecycle.NotAllowed, match="cannot approve"):
        actions.approve(decision=decision, by=officer)

    actions.approve(decision=decision, by=head, letter=Letter.HOLD)

    visit = Visit.objects.get()
    assert (visit.state, visit.level) == ("accepted", level)
    assert Mail.objects.get().state == "held"
    with pytest.raises(lifecycle.NotAllowed, match="settled already"):
        actions.approve(decision=decision, by=factories.make_user("head"))


def test_a_second_person_who_does_not_approve_sends_it_back():
    officer, head = factories.make_user("officer"), factories.make_user("head")
    visit = factories.make_visit(state="evaluation")
    level = factories.make_level(needs_second=True)
    decision = actions.decide(
        decision=Decision(visit=visit, verdict="accepted", reason="A twin.", level=level),
        by=officer,
    )

    actions.refuse_to_approve(decision=decision, by=head, reason="Not this month.")

    decision.refresh_from_db()
    assert (decision.stage, Visit.objects.get().state) == ("refused", "evaluation")
    assert Notice.objects.get(kind="visit not approved").user == officer


def test_of_two_who_decide_the_second_is_told_of_the_first():
    first, second = factories.make_user("officer"), factories.make_user("officer")
    visit, same = factories.make_visit(state="evaluation"), Visit.objects.get()
    actions.decide(decision=Decision(visit=visit, verdict="accepted", reason="Yes."), by=first)

    with pytest.raises(actions.Decided, match=str(first)):
        actions.decide(decision=Decision(visit=same, verdict="declined", reason="No."), by=second)

    assert Visit.objects.get().state == "accepted"
    assert Decision.objects.count() == 1


def test_nobody_approves_what_they_decided_even_in_the_database():
    officer = factories.make_user("officer")
    visit = factories.make_visit()

    with pytest.raises(IntegrityError, match="approved_by_another"), transaction.atomic():
        factories.make_decision(
            visit,
            by=officer,
            seconded_by=officer,
            seconded_at=timezone.now(),
            needs_second=True,
            stage="final",
        )


def test_another_address_ends_the_link_of_the_first():
    visit = actions.receive(visit=asked())
    old = Link.objects.get()

    visit.contact_email = "new@example.org"
    actions.save_request(visit=visit, by=factories.make_user("officer"))

    old.refresh_from_db()
    assert old.is_over
    assert [mail.reader_email for mail in Mail.objects.order_by("pk")] == [
        "ana@example.org",
        "new@example.org",
    ]


def test_withdrawing_tells_the_office_and_the_guests():
    officer = factories.make_user("officer")
    visit = factories.make_visit(state="planning", officer=officer, contact_email="a@example.org")

    actions.withdraw(visit=visit, why="The minister is ill.")

    assert states(visit)[-1] == ("planning", "withdrawn", None)
    assert Mail.objects.get().kind == "visit_withdrawn"
    assert Notice.objects.get().user == officer


def test_the_group_of_guests_goes_by_the_name_of_the_visit():
    visit = factories.make_visit("Prefecture of Kyoto", size=12)
    visit.body_name, visit.size = "City of Kyoto", 14
    visit.save()

    assert (visit.party.name, visit.party.size, visit.party.audience) == (
        "City of Kyoto",
        14,
        visit.audience,
    )


@pytest.mark.parametrize(("old", "new"), [("evaluation", "accepted"), ("planning", "postponed")])
def test_what_takes_a_decision_is_no_mere_move(old, new):
    visit = factories.make_visit(state=old)

    with pytest.raises(lifecycle.NotAllowed, match="takes a decision"):
        actions.move(visit=visit, to=State(new), by=factories.make_user("officer"))


def test_a_cancellation_without_a_reason_is_refused():
    visit = factories.make_visit(state="planning")

    with pytest.raises(lifecycle.NotAllowed, match="Say why"):
        actions.move(visit=visit, to=State.CANCELLED, by=factories.make_user("officer"), why=" ")


def test_what_the_guests_withdrew_nobody_approves_any_more():
    officer, head = factories.make_user("officer"), factories.make_user("head")
    visit = factories.make_visit(state="evaluation", contact_email="a@example.org")
    level = factories.make_level(needs_second=True)
    decision = actions.decide(
        decision=Decision(visit=visit, verdict="accepted", reason="A twin.", level=level),
        by=officer,
    )

    actions.withdraw(visit=visit)

    decision.refresh_from_db()
    assert decision.stage == "lapsed"
    with pytest.raises(lifecycle.NotAllowed):
        actions.approve(decision=decision, by=head)
    assert Visit.objects.get().state == "withdrawn"
    assert [mail.kind for mail in Mail.objects.all()] == ["visit_withdrawn"]


def test_the_link_of_a_second_contact_outlives_a_correction_of_the_request():
    visit = actions.receive(visit=asked())
    second = factories.make_link(visit, "visit", reader_email="second@example.org")

    visit.body_name = "Consulate General of Peru"
    actions.save_request(visit=visit, by=factories.make_user("officer"))
    visit.contact_email = "new@example.org"
    actions.save_request(visit=visit, by=factories.make_user("officer"))

    second.refresh_from_db()
    assert not second.is_over


def test_a_new_focal_point_of_a_confirmed_visit_is_not_told_that_nothing_is_promised():
    visit = factories.make_visit(state="confirmed", contact_email="a@example.org", days=(30, 30))

    visit.contact_email = "b@example.org"
    actions.save_request(visit=visit, by=factories.make_user("officer"))

    assert [(mail.kind, mail.reader_email) for mail in Mail.objects.all()] == [
        ("visit_lost_link", "b@example.org")
    ]


def test_a_letter_long_after_the_visit_leads_to_its_page():
    visit = factories.make_visit(
        state="in_progress", contact_email="a@example.org", days=(-90, -89)
    )

    actions.move(visit=visit, to=State.COMPLETED, by=factories.make_user("officer"))

    assert not Mail.objects.get().link.is_over


def test_a_message_sent_twice_in_a_row_is_one_mail():
    officer = factories.make_user("officer")
    visit = factories.make_visit(contact_email="a@example.org")

    for _time in range(2):
        actions.say(visit=visit, text="When do you arrive?", by=officer)

    assert (Message.objects.count(), Mail.objects.count()) == (1, 1)


def test_what_came_after_the_page_was_shown_stays_unread():
    visit = factories.make_visit()
    shown = actions.hear(visit=visit, text="Two more people.")
    actions.hear(visit=visit, text="And a child.")

    actions.take_note(visit=visit, by=factories.make_user("officer"), up_to=shown.pk)

    assert [message.text for message in visit.messages.unread()] == ["And a child."]


@pytest.mark.parametrize("lost", ["account", "rights"])
def test_where_nobody_in_charge_can_hear_all_who_work_on_visits_hear(lost):
    gone, colleague = factories.make_user("officer"), factories.make_user("officer")
    visit = factories.make_visit(officer=gone, level="internal")
    if lost == "account":
        gone.is_active = False
        gone.save()
    else:
        visit.audience.level = Audience.Level.QUIET
        visit.audience.save()
        visit.audience.readers.add(colleague)

    actions.hear(visit=visit, text="Where are you?")

    assert [notice.user for notice in Notice.objects.all()] == [colleague]


def test_what_begins_today_is_in_progress():
    today = factories.make_visit(state="confirmed", days=(0, 1))
    factories.make_visit(state="confirmed", days=(1, 1))
    factories.make_visit(state="planning", days=(0, 0))

    assert actions.begin() == 1

    assert [one.pk for one in Visit.objects.filter(state="in_progress")] == [today.pk]
    assert states(today) == [("confirmed", "in_progress", None)]
    assert timezone.localdate() + timedelta(days=1) == today.last_day
