"""When rooms, people and things are free together, and what the page says of it."""

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda import free
from agenda.backoffice import free_time
from agenda.free import OneOf, Wish, search
from tests import factories
from tests.factories import at, between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

WEDNESDAY, THURSDAY = date(2027, 5, 12), date(2027, 5, 13)
NOW = at(12, day=date(2027, 5, 1))


@pytest.fixture
def reader(people):
    return people["officer"]


def wish(resources=(), *, minutes=45, first=WEDNESDAY, last=WEDNESDAY, **fields):
    return Wish(minutes=minutes, first=first, last=last, resources=list(resources), **fields)


def spans(wished, reader, **fields):
    return [slot.period for slot in search(wished, reader, now=NOW, **fields).slots]


def names(wished, reader):
    found = search(wished, reader, now=NOW).slots
    return [(slot.period, [str(one) for one in slot.resources]) for slot in found]


def book(resource, start, end, **fields):
    return factories.make_booking(
        resource, factories.make_appointment("Taken", start, end, **fields)
    )


def test_a_free_day_is_free_in_its_hours(reader):
    room = factories.make_room()

    assert spans(wish([room]), reader) == [between(9, 18)]
    assert spans(wish([room], opens=time(8, 30), closes=time(12)), reader) == [between((8, 30), 12)]


def test_it_is_free_where_all_of_them_are_and_long_enough(reader):
    room, mayor = factories.make_room(), factories.make_resource("person", "Mayor")
    book(room, 9, 11)
    book(mayor, (11, 30), 16)
    book(room, (16, 45), 17, blocks=False)
    book(room, 17, 18, state="cancelled")

    assert spans(wish([room, mayor]), reader) == [between(16, 18)]
    assert spans(wish([room, mayor], minutes=30), reader) == [
        between(11, (11, 30)),
        between(16, 18),
    ]


def test_the_time_to_set_up_and_to_clear_up_must_be_free_too(reader):
    room = factories.make_room(before=30, after=15)
    factories.make_booking(room, factories.make_appointment("Taken", 11, 12), before=30, after=15)

    assert spans(wish([room]), reader) == [between(9, (10, 15)), between((12, 45), 18)]


def test_any_of_several_will_do_and_each_is_named(reader):
    room = factories.make_room()
    ada, bo = (factories.make_resource("person", name) for name in ("Ada", "Bo"))
    book(room, 12, 18)
    book(ada, 10, 18)
    book(bo, 9, 11)

    assert names(wish([room], one_of=[OneOf("an interpreter", [ada, bo])]), reader) == [
        (between(9, 10), ["Ada"]),
        (between(11, 12), ["Bo"]),
    ]


def test_nobody_is_two_of_those_who_are_looked_for(reader):
    ada, bo = (factories.make_resource("person", name) for name in ("Ada", "Bo"))
    groups = [OneOf("from Japanese", [ada, bo]), OneOf("into French", [ada])]

    assert names(wish(one_of=groups), reader) == [(between(9, 18), ["Bo", "Ada"])]


def test_what_others_say_and_closures_of_the_building_are_busy(reader):
    palace = factories.make_place("Palace")
    room = factories.make_room(place=factories.make_place("Hall", building=palace))
    factories.make_outside_entry(factories.make_outside_calendar(room), 9, 10)
    factories.make_outside_entry(factories.make_outside_calendar(palace), 10, 11)
    off = factories.make_outside_calendar(palace, is_active=False)
    factories.make_outside_entry(off, 11, 12)
    factories.make_closure(palace, 16, 18)

    assert spans(wish([room]), reader) == [between(11, 16)]


def test_a_room_is_free_in_its_opening_hours_only(reader):
    palace = factories.make_place("Palace")
    room = factories.make_room(place=factories.make_place("Hall", building=palace))
    factories.make_opening_hours(palace, 10, 14, weekdays=[2])

    assert spans(wish([room], last=THURSDAY), reader) == [between(10, 14)]


def test_half_days_weekends_and_holidays_are_left_out(reader):
    room = factories.make_room()
    office = room.place._meta.apps.get_model("office", "Office").objects.get()
    office.country = "IT"
    office.save()
    first, last = date(2027, 6, 1), date(2027, 6, 6)  # the 2nd is a public holiday

    def days(**fields):
        found = spans(wish([room], first=first, last=last, **fields), reader)
        return [(one.lower.day, periods_hours(one)) for one in found]

    assert days(left_out=frozenset({(3, "pm"), (4, "am")})) == [
        (1, (9, 18)),
        (3, (9, 13)),
        (4, (13, 18)),
    ]
    assert [day for day, _hours in days(weekends=True, holidays=True)] == [1, 2, 3, 4, 5, 6]


def periods_hours(period):
    zone = at(0).tzinfo
    return tuple(bound.astimezone(zone).hour for bound in (period.lower, period.upper))


def test_nothing_is_found_in_the_past(reader):
    room = factories.make_room()

    found = search(wish([room]), reader, now=at(15, 20)).slots

    assert [slot.period for slot in found] == [between((15, 20), 18)]


def test_an_appointment_is_not_in_its_own_way(reader):
    room = factories.make_room()
    booking = book(room, 9, 18)

    assert spans(wish([room]), reader) == []
    assert spans(wish([room]), reader, leaving_out=[booking.appointment]) == [between(9, 18)]


def test_where_nothing_is_free_the_tightest_is_told(reader):
    room, mayor = factories.make_room(), factories.make_resource("person", "Mayor")
    ada, bo = (factories.make_resource("person", name) for name in ("Ada", "Bo"))
    book(room, 12, 18)
    book(mayor, 9, 13)
    assert search(wish([room, mayor]), reader, now=NOW).tightest == room

    group = OneOf("an interpreter", [ada, bo])
    book(ada, 9, (17, 30))
    book(bo, (9, 30), 18)
    assert search(wish([mayor], one_of=[group]), reader, now=NOW).tightest == group

    nobody = OneOf("a pilot", [])
    assert search(wish([mayor], one_of=[nobody]), reader, now=NOW).tightest == nobody


def test_what_was_not_read_for_a_day_is_said_and_named_to_who_may_know_it(people):
    room = factories.make_room()
    old = NOW - timedelta(days=2)
    factories.make_outside_calendar(room, "Council", read_at=old)
    factories.make_outside_calendar(room.place, "Secret", read_at=None, level="quiet")
    factories.make_outside_calendar(room, "Fresh", read_at=NOW)

    def told(reader):
        return search(wish([room]), reader, now=NOW).stale

    assert sorted(told(people["officer"]), key=str) == [("Council", old), (None, None)]
    assert {name for name, _at in told(AnonymousUser())} == {None}


def test_a_hidden_appointment_is_busy_without_a_word(reader):
    room = factories.make_room()
    book(room, 9, 12, level="quiet")

    assert spans(wish([room]), reader) == [between(12, 18)]


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_as_for_three(reader, count):
    rooms = [factories.make_room(f"Room {n}") for n in range(count)]
    group = OneOf("any", [factories.make_resource("person", f"P{n}") for n in range(count)])
    rooms = list(type(rooms[0]).objects.named().select_related("place__building"))[:count]

    with CaptureQueriesContext(connection) as queries:
        assert search(wish(rooms, one_of=[group]), reader, now=NOW).slots

    assert len(queries) == 3


# ---------------------------------------------------------------- whom one may look for


def test_interpreters_and_rooms_that_fit(people):
    ada, bo = factories.make_person("Ada"), factories.make_person("Bo")
    for person, into in ((ada, "it"), (bo, "fr")):
        factories.make_language(person, "ja", interprets_from=True)
        factories.make_language(person, into, interprets_into=True)
        factories.make_resource("person", person=person)

    def room(name, **fields):
        return factories.make_room(name, place=factories.make_place(name, **fields))

    room("Small", capacity=10)
    room("Tower", capacity=60, access="steps")
    room("Hall", capacity=60, access="by_lift")
    room("Attic")
    room("Secret", capacity=60, access="by_lift", level="quiet")

    officer = people["officer"]
    assert [str(one) for one in free.interpreters("ja", "it", officer)] == ["Ada"]
    assert [str(one) for one in free.rooms_for(40, officer)] == ["Tower", "Hall", "Attic"]
    assert [str(one) for one in free.rooms_for(40, officer, step_free=True)] == ["Hall", "Attic"]


# ---------------------------------------------------------------- the page

PAGE = "/admin/free-time/"
ASKED = {
    "minutes": "45",
    "first": "2027-05-12",
    "last": "2027-05-13",
    "opens": "09:00",
    "closes": "18:00",
}


def test_the_page_asks_first_and_proposes_two_weeks(clerk):
    form = clerk.get(PAGE).context["form"]

    assert (form["minutes"].value(), form.is_bound) == (60, False)
    assert form["last"].value() - form["first"].value() == timedelta(days=14)


def test_a_slot_leads_to_a_new_appointment_that_is_filled_in(clerk):
    room, mayor = factories.make_room("Hall"), factories.make_resource("person", "Mayor")
    book(room, 9, (10, 30))

    asked = {**ASKED, "all_of": [room.pk, mayor.pk], "left_out": ["3pm"]}
    page = clerk.get(PAGE, asked)

    days = [
        (day, [(hours, who) for hours, who, _url in slots]) for day, slots in page.context["days"]
    ]
    assert days == [
        (WEDNESDAY, [("10:30–18:00", "")]),
        (THURSDAY, [("09:00–13:00", "")]),
    ]


def test_the_address_of_a_new_appointment_says_when_where_and_what(clerk, monkeypatch):
    monkeypatch.setattr(free_time, "reverse", "/new/{}".format)
    room, mayor = factories.make_room("Hall"), factories.make_resource("person", "Mayor")
    slot = free.Slot(between((10, 30), 18), [mayor])

    url = free_time.url_of_new(slot, wish([room]), at(10, 30))

    assert url == (
        f"/new/admin:agenda_appointment_add?day=2027-05-12&from=10%3A30&to=11%3A15&place={room.place_id}&resource={mayor.pk}"
    )


def test_the_page_says_what_is_tightest(clerk):
    room = factories.make_room("Hall")
    book(room, 8, 20)

    page = clerk.get(PAGE, {**ASKED, "last": "2027-05-12", "all_of": [room.pk]})

    assert "The least time is free of: Hall." in page.content.decode()


def test_the_page_takes_any_interpreter_and_any_room(clerk):
    person = factories.make_person("Ada")
    factories.make_language(person, "ja", interprets_from=True)
    factories.make_language(person, "it", interprets_into=True)
    factories.make_resource("person", person=person)
    factories.make_room("Hall", place=factories.make_place("Hall", capacity=60))

    page = clerk.get(
        PAGE, {**ASKED, "interprets_from": "ja", "interprets_into": "it", "room_for": "40"}
    )
    assert [who for _day, slots in page.context["days"] for _hours, who, _url in slots] == [
        "Ada, Hall",
        "Ada, Hall",
    ]

    nobody = clerk.get(PAGE, {**ASKED, "interprets_from": "ja", "interprets_into": "fr"})
    assert "an interpreter from Japanese into French" in nobody.context["tightest"]


def test_the_page_offers_rooms_of_which_it_is_not_known_and_says_so(clerk):
    factories.make_room("Attic")
    asked = {**ASKED, "last": "2027-05-12", "room_for": "40", "step_free": "on"}

    page = clerk.get(PAGE, asked)

    assert [who for _day, slots in page.context["days"] for _hours, who, _url in slots] == [
        "Attic (capacity not known, access not known)"
    ]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            {"room_for": "20", "step_free": "on"},
            (
                "a room for 20 people (a room without steps, or with a lift). "
                "1 room is large enough, but one gets there only by steps."
            ),
        ),
        (
            {"room_for": "80"},
            "a room for 80 people. The largest room that can be booked holds 60 people.",
        ),
    ],
)
def test_the_page_says_which_wish_leaves_out_all_rooms(clerk, asked, why):
    factories.make_room(place=factories.make_place("Tower", capacity=60, access="steps"))
    factories.make_room(place=factories.make_place("Cell", capacity=10, access="step_free"))

    page = clerk.get(PAGE, {**ASKED, **asked})

    assert page.context["tightest"] == (f"There is nobody and nothing that can be booked: {why}")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last": "2027-05-11"}, "last"),
        ({"last": "2028-05-11"}, "last"),
        ({"closes": "09:00"}, "closes"),
        ({"minutes": "0"}, "minutes"),
        ({"interprets_from": "ja"}, "interprets_into"),
        ({"all_of": "99999999"}, "all_of"),
        ({"first": "someday"}, "first"),
    ],
)
def test_what_is_asked_wrongly_is_told_at_its_field(clerk, wrong, field):
    room = factories.make_room()
    page = clerk.get(PAGE, {**ASKED, "all_of": room.pk, **wrong})

    assert {*page.context["form"].errors} == {field}
    assert page.context["answer"] is None


def test_nobody_looks_for_nothing_or_for_what_they_may_not_know(clerk):
    hidden = factories.make_resource("person", "Hidden", level="quiet")

    assert {*clerk.get(PAGE, ASKED).context["form"].errors} == {"all_of"}
    page = clerk.get(PAGE, {**ASKED, "all_of": [hidden.pk]})
    assert {*page.context["form"].errors} == {"all_of"}
    assert "Hidden" not in page.content.decode()


def test_the_free_times_are_taken_along(clerk):
    room = factories.make_room("Hall")

    answer = clerk.get(f"{PAGE}export/xlsx/", {**ASKED, "all_of": [room.pk]})

    assert answer.status_code == 200
