"""What changes a visit: its state, its log, its letters and its appointments together."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from delegations import actions, lifecycle
from delegations.actions import Letter
from delegations.models import Decision, Member, State, Visit
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
    first, second = factories.make_visit(), factories.make_visit()

    year = str(timezone.localdate().year)
    assert first.reference != second.reference
    assert all(one.reference.startswith(f"{year}-") for one in (first, second))


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

    mail = actions.send_link(visit=visit, kind=f"visit_{state.value}")

    assert visit.reference in mail.subject + mail.text
    assert mail.text.replace("{{ private_link }}", "").count("{{") == 0


def test_a_refusal_says_why_and_releases_what_was_held():
    officer = factories.make_user("officer")
    visit = factories.make_visit(state="evaluation", contact_email="a@example.org", days=(60, 61))
    room = factories.make_room()
    day = visit.first_day
    item = actions.hold(
        visit=visit,
        appointment=new_appointment(place=room.place, period=factories.between(9, 10, day=day)),
        by=officer,
    )
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
    item = actions.hold(
        visit=visit, appointment=new_appointment(period=factories.between(9, 10)), by=None
    )

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


def test_the_list_of_members_becomes_exactly_what_was_written():
    visit = factories.make_visit(state="accepted")
    factories.make_member(visit, "Sato", is_head=True, position=0)
    kept = factories.make_member(visit, "Tanaka", position=1)

    kept.is_head = True
    actions.write_members(visit=visit, members=[Member(family_name="Abe"), kept])

    assert list(visit.members.values_list("family_name", "is_head", "position")) == [
        ("Abe", False, 0),
        ("Tanaka", True, 1),
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
