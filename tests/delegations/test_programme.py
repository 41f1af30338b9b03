"""The items of a programme, who has a part in them, and what they answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.findings import findings
from agenda.models import Appointment
from delegations import actions, lifecycle, programme_links
from delegations.models import Part, ProgrammeItem, Recipient, Visit
from office.models import Mail, Notice
from tests import factories
from tests.factories import at, between, make_interpreter, make_item, make_part, make_user

DAYS = (at(9).date(), at(9).date())


@pytest.fixture
def visit(office):
    return factories.make_visit(
        state="planning", days=DAYS, officer=make_user("officer"), contact_email="a@example.org"
    )


def unsaved(visit, title="Lunch", start=12, end=13, **fields):
    appointment = Appointment(title_it=title, period=between(start, end), **fields)
    return ProgrammeItem(visit=visit, appointment=appointment)


def test_whoever_has_a_part_is_booked_with_the_item(visit):
    mayor = factories.make_resource("person", "Mayor")
    part = Part(person=mayor.person)

    item = actions.save_item(item=unsaved(visit), parts=[part], by=None)

    booked = item.appointment.bookings.values_list("resource", flat=True)
    assert (list(booked), part.item) == ([mayor.pk], item)


def test_whoever_is_elsewhere_is_not_taken_twice_and_nothing_is_saved(visit):
    mayor = factories.make_resource("person", "Mayor")
    factories.make_booking(mayor, factories.make_appointment("Council", 12, 14))

    with pytest.raises(Clash, match="Council"):
        actions.save_item(item=unsaved(visit), parts=[Part(person=mayor.person)], by=visit.officer)

    assert (ProgrammeItem.objects.count(), Part.objects.count()) == (0, 0)


def test_an_item_may_be_pencilled_before_the_visit_is_accepted_and_not_once_it_is_refused(visit):
    visit.state = "evaluation"
    visit.save()
    item = actions.save_item(item=unsaved(visit), by=None)
    visit.state = "declined"
    visit.save()

    with pytest.raises(lifecycle.NotAllowed):
        actions.save_item(item=unsaved(visit, "Tea", 16, 17), by=None)

    assert list(ProgrammeItem.objects.all()) == [item]


def test_another_person_has_not_answered_yet(visit):
    item = make_item(visit)
    part = make_part(item, answer="confirmed", words="With pleasure")
    part.name = "The deputy mayor"

    actions.save_item(item=item, parts=[part], by=None)

    part.refresh_from_db()
    assert (part.answer, part.answer_for, part.words) == ("unasked", None, "")


def test_one_address_gets_one_mail_for_all_its_parts_in_its_language(visit):
    one, other = make_item(visit, "Réception"), make_item(visit, "Déjeuner", 12, 13)
    asked = {"ask_email": "secretariat@example.org", "ask_language": "fr"}
    parts = [make_part(one, **asked), make_part(other, "Le maire", **asked)]
    alone = make_part(other, "The rector", ask_email="rector@example.org", ask_language="en")

    mails = actions.ask(visit=visit, parts=[*parts, alone], by=visit.officer)

    assert [(mail.reader_email, mail.language) for mail in mails] == [
        ("secretariat@example.org", "fr"),
        ("rector@example.org", "en"),
    ]
    assert "Réception" in mails[0].text
    assert "Déjeuner" in mails[0].text
    assert "Reception" not in mails[1].text
    assert {*Part.objects.values_list("answer", flat=True)} == {"asked"}
    assert Recipient.objects.count() == 2


def test_without_an_address_nobody_is_asked(visit):
    item = make_item(visit)
    parts = [make_part(item, ask_email="a@example.org"), make_part(item, "The rector")]

    with pytest.raises(actions.NoAddress, match="The rector"):
        actions.ask(visit=visit, parts=parts, by=visit.officer)

    assert (Mail.objects.count(), Part.objects.filter(answer="asked").count()) == (0, 0)


def test_a_host_who_answers_after_the_item_moved_is_told_and_nothing_is_written(visit):
    item = make_item(visit)
    part = make_part(item, answer="asked")
    seen = actions.hours_token(item)
    Appointment.objects.filter(pk=item.appointment_id).update(period=between(15, 16))

    with pytest.raises(actions.Changed, match="moved"):
        actions.answer(part=part, answer="confirmed", seen=seen)

    part.refresh_from_db()
    assert part.answer == "asked"


def test_an_answer_by_link_is_for_its_hours_and_told_to_who_is_in_charge(visit):
    item = make_item(visit)
    part = make_part(item, answer="asked")

    part = actions.answer(
        part=part,
        answer="deputised",
        seen=actions.hours_token(item),
        deputy_name="The deputy mayor",
    )

    assert (part.is_settled, part.deputy_name) == (True, "The deputy mayor")
    assert list(Notice.objects.values_list("kind", "user")) == [
        ("programme answer", visit.officer.pk)
    ]
    part.item.appointment.period = between(15, 16)
    assert (part.is_settled, part.was_moved) == (False, True)


def test_what_was_cancelled_takes_no_answer(visit):
    item = make_item(visit, state="cancelled")

    with pytest.raises(lifecycle.NotAllowed):
        actions.answer(part=make_part(item), answer="confirmed", seen=actions.hours_token(item))


def kinds_of(item, reader):
    return [one.kind for one in findings(item.appointment, reader)]


def test_an_item_outside_the_visit_is_found(visit):
    inside, outside = (
        make_item(visit),
        make_item(visit, day=at(9, day=DAYS[0]).date().replace(day=14)),
    )

    assert kinds_of(inside, visit.officer) == []
    assert kinds_of(outside, visit.officer) == ["outside visit"]


def test_what_is_before_the_guests_arrive_or_after_they_leave_is_found(visit):
    transfer, dinner = make_item(visit, "Transfer", 9, 10), make_item(visit, "Dinner", 20, 22)
    briefing = make_item(visit, "Briefing", 8, 9, is_internal=True)
    factories.make_leg(visit, at(8, 30))
    arrival = factories.make_leg(visit, at(8, 45))
    factories.make_leg(visit, at(21), direction="departure", number="AZ 2")
    assert kinds_of(transfer, visit.officer) == []
    assert kinds_of(dinner, visit.officer) == ["guests not there"]

    visit.legs.exclude(pk=arrival.pk).filter(direction="arrival").delete()
    arrival.expected_at = at(12, 40)
    arrival.save()

    [late] = findings(transfer.appointment, visit.officer)
    assert "12:40" in late.text or "12.40" in late.text
    assert kinds_of(briefing, visit.officer) == []


def test_an_interpreter_is_found_missing_until_one_knows_both_languages(visit):
    item = make_item(visit)
    person = factories.make_person("Tameshi", level="internal")
    need = make_interpreter(item)
    assert kinds_of(item, visit.officer) == ["interpreter missing"]

    need.person = person
    need.save()
    assert kinds_of(item, visit.officer) == ["interpreter missing"]

    factories.make_language(person, "ja", interprets_from=True)
    factories.make_language(person, "it", interprets_into=True)
    assert kinds_of(item, visit.officer) == []


def test_who_cannot_come_is_named_only_to_who_may_know_of_them(visit):
    item = make_item(visit)
    hidden = factories.make_person("Secret", level="quiet")
    make_part(item, person=hidden, answer="declined")

    [finding] = findings(item.appointment, visit.officer)

    assert "Secret" not in finding.text


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "interpreter", "name": ""}, "source"),
        ({"kind": "interpreter", "source": "ja"}, "target"),
        ({"kind": "interpreter", "source": "ja", "target": "ja"}, "target"),
        ({"kind": "host", "name": ""}, "name"),
    ],
)
def test_what_is_wrong_with_a_part_is_said_at_its_field(visit, fields, name):
    part = Part(item=make_item(visit), **{"name": "Somebody", **fields})

    with pytest.raises(Exception) as raised:
        part.full_clean()

    assert next(iter(raised.value.message_dict)) == name


def test_booking_what_is_wanted_twice_is_one_booking(visit):
    mayor = factories.make_resource("person", "Mayor")

    item = actions.save_item(
        item=unsaved(visit), wanted=[Wanted(mayor)], parts=[Part(person=mayor.person)], by=None
    )

    assert item.appointment.bookings.count() == 1


# ---------------------------------------------------------------- addresses, and who answers


def asked_of(visit, email="old@example.org", **fields):
    return make_part(make_item(visit, **fields.pop("at", {})), ask_email=email, **fields)


def recipients(visit):
    return [*visit.recipients.order_by("pk").values_list("print", "email")]


def ahead(visit):
    """The visit comes in twenty days: that day, for its items."""
    day = timezone.localdate() + timedelta(days=20)
    Visit.objects.filter(pk=visit.pk).update(first_day=day, last_day=day)
    visit.refresh_from_db()
    return {"day": day}


def test_who_has_confirmed_reads_the_programme_at_the_corrected_address(visit):
    part = asked_of(visit, answer="confirmed", at=ahead(visit))
    old = programme_links.give(actions.asking.recipient_of(visit, part))

    actions.change_address(part=part, by=None, ask_email="new@example.org")

    part.refresh_from_db()
    old.refresh_from_db()
    assert (part.answer, recipients(visit)) == ("confirmed", [("host", "new@example.org")])
    assert old.revoked_at is not None


def test_another_address_on_the_form_of_the_item_is_a_corrected_address(visit):
    at = ahead(visit)
    asked, confirmed = asked_of(visit, at=at), asked_of(visit, "b@example.org", at=at)
    [question, _other] = actions.ask(visit=visit, parts=[asked, confirmed], by=None, held=True)
    confirmed.refresh_from_db()
    actions.answer(
        part=confirmed, answer="confirmed", seen=actions.hours_token(confirmed.item), by=None
    )

    for one in Part.objects.with_names():
        one.ask_email = f"new-{one.ask_email}"
        actions.save_item(item=one.item, parts=[one], by=None)

    question.refresh_from_db()
    parts = Part.objects.order_by("pk").values_list("ask_email", "answer")
    assert [*parts] == [
        ("new-old@example.org", "unasked"),
        ("new-b@example.org", "confirmed"),
    ]
    assert question.state == "dropped"
    assert recipients(visit) == [("host", "new-b@example.org")]


def test_whoever_answers_for_others_still_keeps_their_link(visit):
    at = ahead(visit)
    moved = asked_of(visit, answer="confirmed", at=at)
    asked_of(visit, name="The rector", answer="asked", at=at)
    link = programme_links.give(actions.asking.recipient_of(visit, moved))
    moved.ask_email = "new@example.org"

    actions.save_item(item=moved.item, parts=[moved], by=None)

    link.refresh_from_db()
    assert link.revoked_at is None
    assert recipients(visit) == [("host", "old@example.org"), ("host", "new@example.org")]


def test_an_answer_given_while_the_item_is_edited_stays(visit):
    item = make_item(visit)
    part = make_part(item, answer="asked")
    stale = Part.objects.with_names().get()
    actions.answer(part=part, answer="confirmed", seen=actions.hours_token(item), words="Gladly")
    stale.office = "Mayor"

    actions.save_item(item=item, parts=[stale], by=None)

    part.refresh_from_db()
    assert (part.answer, part.words, part.office) == ("confirmed", "Gladly", "Mayor")


def test_a_part_that_nobody_touched_is_not_written_anew(visit):
    item = make_item(visit)
    part = make_part(item)

    actions.save_item(item=item, parts=[Part.objects.get()], by=None)
    actions.save_item(item=item, by=None)

    assert (Part.objects.get().version, part.history.count()) == (part.version, 1)


def test_a_part_is_filled_once(visit):
    need = make_interpreter(make_item(visit))
    first, second = factories.make_person("Tameshi"), factories.make_person("Mihon")
    actions.fill_part(part=need, person=first, by=None)

    with pytest.raises(actions.Changed, match="found for this part meanwhile"):
        actions.fill_part(part=need, person=second, by=None)

    assert Part.objects.get().person == first


def test_of_what_is_over_or_cancelled_nobody_is_asked(visit):
    past = {"day": timezone.localdate() - timedelta(days=1)}
    off = ahead(visit) | {"state": "cancelled"}

    for each in (past, off):
        with pytest.raises(lifecycle.NotAllowed, match="is over, or does not take place"):
            actions.ask(visit=visit, parts=[asked_of(visit, at=each)], by=None)

    assert Mail.objects.count() == 0


def test_who_is_asked_again_has_said_nothing_yet(visit):
    said = {"answer": "deputised", "deputy_name": "Ada", "deputy_office": "D", "words": "Late"}
    part = asked_of(visit, at=ahead(visit), **said)

    actions.ask(visit=visit, parts=[part], by=None)

    part.refresh_from_db()
    assert (part.answer, part.deputy, part.words) == ("asked", "", "")


@pytest.mark.parametrize(
    ("fields", "email", "told"),
    [
        ({}, "other@example.org", "not asked about this any more"),
        ({"answer": "unasked"}, "old@example.org", "not asked about this any more"),
        ({"is_past": True}, "old@example.org", "This is over"),
        ({"state": "declined"}, "old@example.org", "does not take place"),
    ],
)
def test_by_a_link_only_who_is_asked_answers_and_in_time(visit, fields, email, told):
    at = ahead(visit)
    if fields.get("is_past"):
        at = {"day": timezone.localdate() - timedelta(days=1)}
    part = asked_of(visit, answer=fields.get("answer", "asked"), at=at)
    Visit.objects.update(state=fields.get("state", "planning"))

    with pytest.raises(lifecycle.NotAllowed, match=told):
        actions.answer(
            part=part, answer="confirmed", seen=actions.hours_token(part.item), email=email
        )

    assert Part.objects.get().answer == part.answer
