"""The board of a day: what is on, who is here, what is late, what is not as it was."""

from datetime import timedelta

import pytest
from django.db.models.signals import post_init
from django.utils import timezone

from agenda import periods
from agenda.models import Appointment
from delegations import actions
from delegations.day import Day
from delegations.models import Leg, Member, ProgrammeVersion
from office.models import Notice
from tests import factories
from tests.factories import make_item, make_leg, make_member, make_part, make_user
from tests.pages import told

URL = "/admin/visits/today/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def on(**fields):
    """A visit that is on today."""
    return factories.make_visit(**{"state": "in_progress", "days": (0, 0)} | fields)


def soon(**by):
    """Noon of today, and so much later."""
    return factories.at(12, day=timezone.localdate()) + timedelta(**by)


def move(item, **by):
    item.appointment.period = periods.moved(item.appointment.period, timedelta(**by))
    item.appointment.save()


def board(user, **fields):
    day = Day(user, timezone.localdate(), now=soon(), **fields)
    return day.of_each()


def item_at(visit, title, start, end, **fields):
    """Between two moments so many minutes from noon."""
    item = make_item(visit, title, **fields)
    item.appointment.period = periods.period(soon(minutes=start), soon(minutes=end))
    item.appointment.save()
    return item


def tap(client, **typed):
    return client.post(URL, typed)


# ---------------------------------------------------------------- what is noted


def test_who_is_noted_is_noted_once(office):
    member, clerk = make_member(on()), make_user("officer")

    row, _before = actions.check_in(member=member, attendance="here", by=clerk)
    again, _before = actions.check_in(member=member, attendance="here", by=make_user("head"))

    assert (again.version, again.attendance, again.attendance_by) == (row.version, "here", clerk)


def test_the_last_of_two_holds_and_sees_what_the_other_noted(clerk):
    member, other = make_member(on()), make_user("head")
    seen = member.version
    actions.check_in(member=member, attendance="here", by=other)

    response = tap(clerk, do="check_in", member=member.pk, attendance="absent", seen=seen)

    member.refresh_from_db()
    assert (member.attendance, member.attendance_by) == ("absent", clerk.user)
    assert f"{other} noted “here”" in told(response)[0]


def test_who_was_here_yesterday_is_expected_today(office):
    member = make_member(on())
    actions.check_in(member=member, attendance="here", by=None)
    today = timezone.localdate()
    member.refresh_from_db()

    assert member.attendance_on(today) == "here"
    assert member.attendance_on(today + timedelta(days=1)) == ""


def test_all_are_here_but_for_those_who_do_not_come(clerk):
    visit = on()
    one, other = make_member(visit, "One"), make_member(visit, "Other", attendance="absent")

    tap(clerk, do="all_here", visit=visit.pk)

    assert [row.attendance for row in visit.members.in_order()] == ["here", "absent"]
    assert (one.pk, other.pk) == tuple(visit.members.in_order().values_list("pk", flat=True))


def test_those_of_one_flight_are_here_together(clerk):
    visit = on()
    leg = make_leg(visit, at=soon(minutes=1))
    make_member(visit, "On it", arrives_by=leg)
    make_member(visit, "By train")

    tap(clerk, do="all_here", leg=leg.pk)

    assert [row.attendance for row in visit.members.in_order()] == ["here", ""]


def test_a_note_is_taken_away(clerk):
    member = make_member(on(), attendance="late", whereabouts="40 min", attendance_at=soon())

    tap(clerk, do="check_in", member=member.pk, attendance="")

    member.refresh_from_db()
    assert (member.attendance, member.whereabouts) == ("", "")


@pytest.mark.parametrize(
    ("typed", "minutes"), [({"minutes": 30}, 30), ({"minutes": 0}, None), ({}, None)]
)
def test_a_delay_counts_from_what_was_planned_however_often_it_is_tapped(clerk, typed, minutes):
    leg = make_leg(on(), at=soon(), expected_at=soon(hours=5))

    for _time in range(2):
        tap(clerk, do="delay", leg=leg.pk, **typed)

    leg.refresh_from_db()
    assert leg.expected_at == (minutes and leg.at + timedelta(minutes=minutes))


def test_a_flight_that_is_late_past_midnight_is_expected_on_the_next_day(clerk):
    today = timezone.localdate()
    leg = make_leg(on(), at=factories.at(23, day=today))

    tap(clerk, do="delay", leg=leg.pk, at="00:40")

    leg.refresh_from_db()
    assert timezone.localdate(leg.expected_at) == today + timedelta(days=1)


def test_what_has_arrived_is_not_late_any_more(clerk):
    leg = make_leg(on(), at=soon())
    tap(clerk, do="done", leg=leg.pk)

    response = tap(clerk, do="delay", leg=leg.pk, minutes=15)

    leg.refresh_from_db()
    assert (leg.expected_at, leg.noted_by, bool(leg.done_at)) == (None, clerk.user, True)
    assert told(response) == ["It has arrived by now."]


def test_whoever_is_in_charge_hears_of_a_delay_that_another_notes(office):
    officer, other = make_user("officer"), make_user("head")
    visit = on(officer=officer)
    leg, member = make_leg(visit, at=soon()), make_member(visit)

    actions.note_delay(leg=leg, expected_at=leg.at + timedelta(hours=1), by=other)
    actions.check_in(member=member, attendance="late", whereabouts="40 min late", by=other)
    actions.check_in(member=member, attendance="late", whereabouts="50 min late", by=officer)

    assert list(Notice.objects.order_by("pk").values_list("user", "kind")) == [
        (officer.pk, "visit delay"),
        (officer.pk, "late guest"),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        {"do": "check_in", "attendance": "nonsense"},
        {"do": "delay", "minutes": "many"},
        {"do": "check_in", "attendance": "late", "whereabouts": "x" * 201},
    ],
)
def test_what_is_not_understood_notes_nothing(clerk, typed):
    visit = on()
    member, leg = make_member(visit), make_leg(visit)

    response = tap(clerk, member=member.pk, leg=leg.pk, **typed)

    assert told(response) == ["That was not understood: nothing was noted."]
    assert (Member.objects.get().version, Leg.objects.get().version) == (1, 1)


# ---------------------------------------------------------------- what it shows


def test_what_is_on_now_and_what_comes_next(office):
    visit = on()
    for title, start, end in (("Past", -3, -2), ("Now", -1, 1), ("Next", 2, 3), ("Also", 2, 4)):
        item_at(visit, title, start, end)
    item_at(visit, "Later", 5, 6)

    (one,) = board(make_user("officer"))

    assert [str(item.item) for item in one.now] == ["Now"]
    assert [str(item.item) for item in one.next] == ["Next", "Also"]


def test_an_item_that_moved_shows_what_was_published_and_what_is_now(office):
    visit = on()
    moved, stays, off = (item_at(visit, title, 5, 6) for title in ("Moved", "Stays", "Off"))
    ProgrammeVersion.objects.create(visit=visit, number=1, content={})
    move(moved, minutes=3)
    off.appointment.state, off.appointment.blocks = "cancelled", False
    off.appointment.save()
    new = item_at(visit, "New", 5, 6)

    (one,) = board(make_user("officer"))

    hours = {str(item.item): item.hours for item in one.items}
    assert [(change.title, change.now) for change in one.changes] == [
        ("Off", "does not take place"),
        (str(new), hours["New"]),
        ("Moved", hours["Moved"]),
    ]
    assert one.changes[2].was != hours["Moved"]
    assert str(stays) in hours


def test_hours_that_were_told_on_other_clocks_are_named_so(office):
    visit = on()
    place = factories.make_place("Embassy", time_zone="Asia/Tokyo")
    call = item_at(visit, "Call", 5, 6, place=place)
    ProgrammeVersion.objects.create(visit=visit, number=1, content={})
    move(call, minutes=3)

    (one,) = board(make_user("officer"))

    assert [("Tokyo" in change.was, "Tokyo" in change.now) for change in one.changes] == [
        (True, True)
    ]


def test_of_an_item_that_was_changed_many_times_one_row_of_its_history_is_read(office):
    items = [item_at(on(), title, 5, 6) for title in ("One", "Other")]
    for visit in (one.visit for one in items):
        ProgrammeVersion.objects.create(visit=visit, number=1, content={})
    for minutes in range(1, 4):
        for item in items:
            move(item, minutes=minutes)
    read, history = [], Appointment.history.model

    def note(instance, **_kwargs):
        read.append(instance.id)

    post_init.connect(note, sender=history)
    try:
        found = board(make_user("officer"))
    finally:
        post_init.disconnect(note, sender=history)

    assert sorted(read) == sorted(item.appointment_id for item in items)
    assert [len(one.changes) for one in found] == [1, 1]


def test_what_was_never_published_did_not_change(office):
    move(item_at(on(), "Moved", 5, 6), minutes=3)

    (one,) = board(make_user("officer"))

    assert one.changes == []


def test_a_flight_of_the_evening_before_is_on_that_evenings_board(office):
    visit = on(days=(1, 2))
    make_leg(visit, at=soon(seconds=1))

    assert [one.visit for one in board(make_user("officer"))] == [visit]


def test_the_numbers_that_one_dials(clerk):
    visit = on(contact_telephone="+39 055 2345671")
    numbers = {"call_telephone": "+39 333 2345672", "guests_telephone": "+81 3 1234 5673"}
    factories.make_arrangements(visit, **numbers)
    factories.make_stay(visit, telephone="+39 055 2345674")
    factories.make_recipient(visit, telephone="+39 333 2345675")
    make_part(item_at(visit, "Lunch", 1, 2), ask_telephone="+39 055 2345676")

    page = clerk.get(URL).text

    dialled = [f"+39055234567{last}" for last in (1, 4, 6)] + ["+81312345673"]
    dialled += [f"+39333234567{last}" for last in (2, 5)]
    assert [number for number in dialled if f'"tel:{number}"' not in page] == []


def test_a_badge_leads_to_its_member_first(clerk):
    member = make_member(on(), "Tanaka")

    response = clerk.get(f"{URL}?member={member.pk}")

    assert response.context["asked_for"] == member
    assert clerk.get(f"{URL}?member=999999").status_code == 404


# ---------------------------------------------------------------- who sees and does what


def test_who_only_reads_looks_and_notes_nothing(back_office):
    visit = on()
    member, leg = make_member(visit), make_leg(visit, at=soon())
    reader = back_office("reader")

    page = reader.get(URL)
    answers = {tap(reader, do="check_in", member=member.pk, attendance="here").status_code}
    answers.add(tap(reader, do="done", leg=leg.pk).status_code)

    assert "Tanaka" in page.text
    assert 'name="do"' not in page.text
    assert answers == {403}
    assert (Member.objects.get().attendance, Leg.objects.get().done_at) == ("", None)


def test_a_quiet_visit_is_on_the_board_of_its_readers_alone(back_office, people):
    visit = on(level="quiet", readers=[people["officer"]])
    member, leg = make_member(visit), make_leg(visit, at=soon())

    seen = {role: "Tanaka" in back_office(role).get(URL).text for role in ("officer", "head")}
    answers = [
        tap(back_office("head"), do="check_in", member=member.pk, attendance="here").status_code,
        tap(back_office("head"), do="done", leg=leg.pk).status_code,
        back_office("head").get(f"{URL}?member={member.pk}").status_code,
    ]

    assert seen == {"officer": True, "head": False}
    assert answers == [404, 404, 404]


def test_what_is_off_is_on_no_board(clerk):
    member = make_member(on(state="cancelled"))

    answer = tap(clerk, do="check_in", member=member.pk, attendance="here")

    assert (board(clerk.user), answer.status_code) == ([], 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_as_many_queries_for_three_visits_as_for_one(
    clerk, count, django_assert_num_queries
):
    for number in range(count):
        visit = on(contact_telephone="+39 055 2345671")
        item = item_at(visit, f"Lunch {number}", 1, 2, place=factories.make_place())
        item_at(visit, f"Tea {number}", 60, 90)
        move(item, minutes=1)
        make_part(item, ask_telephone="+39 055 2345676")
        make_part(item, person=factories.make_person())
        factories.make_booking(factories.make_resource("vehicle", "Minibus"), item.appointment)
        leg = make_leg(visit, at=soon(), noted_by=clerk.user)
        make_member(visit, arrives_by=leg, person=factories.make_person())
        make_member(visit, attendance="here", attendance_at=soon(), attendance_by=clerk.user)
        factories.make_stay(visit, telephone="+39 055 2345674")
        factories.make_recipient(visit, telephone="+39 333 2345675")
        factories.make_arrangements(visit, call_telephone="+39 333 2345672")
        ProgrammeVersion.objects.create(visit=visit, number=1, content={})
    clerk.get(URL)

    with django_assert_num_queries(30):
        clerk.get(URL)


@pytest.mark.parametrize(("days", "offered"), [((0, 1), True), ((1, 2), False)])
def test_the_start_page_leads_to_the_board_while_a_visit_is_on(back_office, days, offered):
    on(days=days)

    links = back_office("reader").get("/admin/").context["to_begin"]

    assert [link.url for link in links] == ([URL] if offered else [])


@pytest.mark.parametrize(
    "asked",
    ["day=9999-12-31", "day=soon", f"visit={'9' * 5000}", "visit=x&member=", "day=0001-01-01"],
)
def test_an_address_that_makes_no_sense_is_the_board_of_today(clerk, asked):
    response = clerk.get(f"{URL}?{asked}")

    assert (response.status_code, response.context["day"].is_today) == (200, True)


def test_only_a_vehicle_that_one_may_know_is_named(office):
    item = item_at(on(), "Transfer", 1, 2)
    for name, level in (("Minibus", "internal"), ("Armoured car", "quiet")):
        vehicle = factories.make_resource("vehicle", name, level=level)
        factories.make_booking(vehicle, item.appointment)

    (one,) = board(make_user("officer"))

    assert [str(vehicle) for vehicle in one.items[0].vehicles] == ["Minibus"]
