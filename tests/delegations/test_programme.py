"""The items of a programme, who has a part in them, and what they answer."""

import pytest

from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.findings import findings
from agenda.models import Appointment
from delegations import actions, lifecycle
from delegations.models import Part, ProgrammeItem, Recipient
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
