"""Those who act on one visit in the same second: real threads, real transactions."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from agenda import actions as calendar
from agenda.models import Appointment
from delegations import actions
from delegations.backoffice.register_forms import one_after_the_other
from delegations.models import Expense, Leg, Member, Part, ProgrammeItem, ProgrammeVersion, Told
from office.models import Mail
from tests import factories
from tests.factories import make_interpreter, make_item, make_leg, make_member, make_part, make_user
from tests.forms import send, signed_in
from tests.threads import both, meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("office")]


@pytest.fixture
def visit(office):
    return factories.make_visit(
        state="planning", days=(30, 31), officer=make_user("officer"), contact_email="a@example.org"
    )


def test_two_clerks_who_publish_at_once_make_one_version(visit):
    make_item(visit, day=visit.first_day)
    clerks = [visit.officer, make_user("head")]

    raised = both(
        *(lambda by=by: actions.publish(visit=visit, seen=0, by=by) for by in clerks),
    )

    assert sorted(type(one).__name__ for one in raised) == ["Changed", "NoneType"]
    assert (ProgrammeVersion.objects.count(), Told.objects.count()) == (1, 1)
    assert [mail.state for mail in Mail.objects.filter(kind="programme_first")] == ["held"]


def test_an_answer_by_the_link_while_a_clerk_saves_the_item_is_kept(visit):
    item = make_item(visit, day=visit.first_day)
    part = make_part(item, ask_email="b@example.org", answer="asked")
    seen = actions.hours_token(item)
    opened = ProgrammeItem.objects.with_appointment().select_related("visit").get()
    parts = list(opened.parts.all())
    opened.dress = "Dark suit"

    raised = both(
        lambda: actions.save_item(item=opened, parts=parts, by=visit.officer),
        lambda: actions.answer(part=part, answer="confirmed", seen=seen, words="With joy."),
    )

    assert raised == [None, None]
    row = Part.objects.get()
    assert (row.answer, row.words) == ("confirmed", "With joy.")
    assert ProgrammeItem.objects.get().dress == "Dark suit"
    assert Appointment.objects.count() == 1


def test_a_draft_sent_while_another_publishes_goes_or_is_told_anew_and_never_both(visit):
    item = make_item(visit, day=visit.first_day)
    _version, [draft] = actions.publish(visit=visit, seen=0, by=visit.officer)
    item.appointment.title_it = item.appointment.title_en = "Grand reception"
    item.appointment.save()

    raised = both(
        lambda: actions.publish(visit=visit, seen=1, by=make_user("head")),
        lambda: draft.release(by=visit.officer),
    )

    assert raised[0] is None
    draft.refresh_from_db()
    new = Mail.objects.get(told_version__version__number=2)
    assert (type(raised[1]).__name__, draft.state, new.kind) in (
        ("NoneType", "queued", "programme_changed"),
        ("NoneType", "dropped", "programme_first"),
        ("TooLate", "dropped", "programme_first"),
    )


def test_who_is_checked_in_while_the_guests_save_their_list_is_here(visit):
    member = make_member(visit)

    with meanwhile(
        lambda: actions.check_in(member=member, attendance="here", by=visit.officer)
    ) as begin:

        def change(members):
            begin()
            members[0].office = "Mayor"
            return members, []

        actions.change_members(visit=visit, change=change)

    row = Member.objects.get()
    assert (row.attendance, row.office) == ("here", "Mayor")


def test_what_is_late_while_the_guests_save_their_flights_stays_late(visit):
    leg = make_leg(visit, at=timezone.now() + timedelta(days=30))
    expected = leg.at + timedelta(hours=1)

    with meanwhile(
        lambda: actions.note_delay(leg=leg, expected_at=expected, by=visit.officer)
    ) as begin:

        class Versions(dict):
            def get(self, key):
                begin()
                return super().get(key)

        mine = Leg.objects.get()
        mine.number = "LH 2"
        versions = Versions({mine.pk: mine.version})
        actions.change_legs(visit=visit, saved=[mine], gone=[], versions=versions)

    row = Leg.objects.get()
    assert (row.expected_at, row.number) == (expected, "LH 2")


def test_two_clerks_who_fill_a_part_at_once_find_one_interpreter(visit):
    need = make_interpreter(make_item(visit, day=visit.first_day))
    people = [factories.make_person(name) for name in ("Tameshi", "Mihon")]

    raised = both(
        *(
            lambda one=one: actions.fill_part(part=need, person=one, by=visit.officer)
            for one in people
        )
    )

    assert sorted(type(one).__name__ for one in raised) == ["Changed", "NoneType"]
    assert Part.objects.get().person == people[raised.index(None)]


def test_an_item_is_saved_while_it_is_cancelled_in_the_calendar(visit):
    item = make_item(visit, day=visit.first_day)
    make_part(item, answer="confirmed", ask_email="secretariat@example.org")
    mine = Part.objects.with_names().get()
    mine.office = "Mayor"

    raised = both(
        lambda: actions.save_item(item=mine.item, parts=[mine], by=visit.officer),
        lambda: calendar.cancel(appointment=item.appointment, by=visit.officer),
    )

    assert raised == [None, None]
    assert Part.objects.get().office == "Mayor"


def test_of_two_who_spend_what_is_left_of_a_budget_the_second_is_told(settings):
    settings.DEMONSTRATION = True
    chapter = factories.make_budget(100, year=2026).chapter
    url, told = "/admin/delegations/expense/add/", []
    typed = {"subject": "Dinner", "on_occasion": "A visit", "amount": "80", "day": "2026-03-01"}
    second = signed_in("officer", language="en")

    def other():
        told.append(send(second, url, **typed, stage="committed", chapter=chapter.pk))

    with meanwhile(other) as begin, transaction.atomic():
        one_after_the_other(chapter)
        factories.make_expense("80", chapter=chapter, year=2026, stage="committed")
        begin()

    assert "It passes the budget" in told[0].content.decode()
    assert Expense.objects.count() == 1
