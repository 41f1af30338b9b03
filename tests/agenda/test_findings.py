"""What speaks against an appointment, told to who may know it, with what would help."""

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.backoffice.findings import start_lines
from agenda.findings import Finding, findings, findings_of, kinds, worst
from agenda.models import Appointment, Booking, CalendarSettings, FindingLevel
from tests import factories
from tests.factories import between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NORTH = {"latitude": "43.77310", "longitude": "11.25590"}
SOUTH = {"latitude": "43.76930", "longitude": "11.25620"}
THURSDAY = date(2027, 5, 13)


@pytest.fixture
def reader(people):
    return people["officer"]


def found(appointment, reader, kind=None):
    """(kind, text) of each finding; the texts alone of one kind."""
    told = findings_of([appointment], reader)[0]
    if kind:
        return [one.text for one in told if one.kind == kind]
    return [(one.kind, one.text) for one in told]


def unsaved(title="Reception", start=9, end=10, *, books=(), **fields):
    period = fields.pop("period", None) or between(start, end)
    appointment = Appointment(title_en=title, title_it=title, period=period, **fields)
    appointment.bookings_planned = [Booking(resource=one) for one in books]
    return appointment


def book(resource, title="Tour", start=8, end=9, **fields):
    appointment = factories.make_appointment(title, start, end, **fields)
    factories.make_booking(resource, appointment)
    return appointment


def test_nothing_speaks_against_an_appointment_by_itself(reader):
    room = factories.make_room()

    assert found(unsaved(place=room.place, books=[room], people=500), reader) == []


def test_nothing_is_asked_for_no_appointment(reader):
    assert findings_of([], reader) == []


# ---------------------------------------------------------------- ways


def two_sites():
    return factories.make_place("Villa", **NORTH), factories.make_place("Palace", **SOUTH)


def test_the_way_before_is_too_short_for_somebody_who_is_booked(reader):
    villa, palace = two_sites()
    mayor = factories.make_resource("person", "Mayor")
    tour = book(mayor, "Tour", 8, 9, place=villa)

    one = findings(unsaved(start=9, place=palace, books=[mayor]), reader)[0]

    assert (one.kind, one.level, one.other) == ("way_too_short", "warn", tour)
    assert one.text == (
        "Mayor: from “Tour” (Villa, 12 May 2027, 08:00–09:00) it takes 8 min, but only 0 min are "
        "left (walking 550 m)."
    )


def test_the_way_after_is_too_short_and_who_goes_together_is_said_together(reader):
    villa, palace = two_sites()
    mayor, car = (
        factories.make_resource("person", "Mayor"),
        factories.make_resource("vehicle", "Car"),
    )
    lunch = book(mayor, "Lunch", (10, 5), 12, place=palace)
    factories.make_booking(car, lunch)

    assert found(unsaved(place=villa, books=[mayor, car]), reader, "way_too_short") == [
        (
            "Mayor, Car: to “Lunch” (Palace, 12 May 2027, 10:05–12:00) it takes 8 min, but only 5"
            " min are left (walking 550 m)."
        )
    ]


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [((7, 50), (8, 52), "villa"), (8, 9, "palace"), (8, 9, None)],
    ids=["in time", "the same place", "nobody knows where"],
)
def test_whoever_is_in_time_is_not_told_of(reader, start, end, place):
    villa, palace = two_sites()
    mayor = factories.make_resource("person", "Mayor")
    place = {"villa": villa, "palace": palace, None: None}[place]
    book(mayor, "Tour", start, end, place=place)

    assert found(unsaved(place=palace, books=[mayor]), reader) == []


def test_the_way_is_asked_of_the_appointment_as_it_would_be_and_of_no_other_day(reader):
    villa, palace = two_sites()
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Tour", 8, 9, place=villa)
    reception = book(mayor, "Reception", 11, 12, place=palace)
    assert found(reception, reader) == []

    reception.period = between(9, 10)
    assert len(found(reception, reader)) == 1

    reception.period = between(9, 10, day=THURSDAY)
    assert found(reception, reader) == []


def test_several_that_are_moved_together_are_asked_as_they_would_be(reader):
    villa, palace = two_sites()
    mayor = factories.make_resource("person", "Mayor")
    tour = book(mayor, "Tour", 8, 9, place=villa)
    reception = book(mayor, "Reception", 9, 10, place=palace)
    assert [len(one) for one in findings_of([tour, reception], reader)] == [1, 1]

    reception.period = between(11, 12)
    assert findings_of([tour, reception], reader) == [[], []]


def test_guests_with_the_lift_way_take_longer_through_the_building(reader):
    palace = factories.make_place("Palace")
    below = factories.make_place("Below", building=palace, floor=0)
    above = factories.make_place("Above", building=palace, floor=2)
    party = factories.make_party("Guests", size=57, takes_lift=True)
    factories.make_appointment("Tour", 8, (8, 50), place=below, party=party)

    assert found(unsaved(place=above, party=party), reader, "way_too_short") == [
        (
            "Guests: from “Tour” (Below, 12 May 2027, 08:00–08:50) it takes 18 min, but only 10 "
            "min are left (2 floors, lift way, large group)."
        )
    ]


def test_guests_are_in_two_places_at_once(reader):
    villa, palace = two_sites()
    party = factories.make_party("Guests")
    tour = factories.make_appointment("Tour", 8, (9, 30), place=villa, party=party)

    one = findings_of([unsaved(place=palace, party=party)], reader)[0][0]

    assert one == Finding(
        "party_twice",
        "block_publishing",
        "Guests: at the same time at “Tour” (Villa, 12 May 2027, 08:00–09:30).",
        tour,
        one.url,
    )


def test_guests_who_cannot_be_in_time_from_site_to_site_are_in_two_places_too(reader):
    villa, palace = two_sites()
    party = factories.make_party("Guests")
    factories.make_appointment("Tour", 8, 9, place=villa, party=party)

    assert [kind for kind, _text in found(unsaved(place=palace, party=party), reader)] == [
        "party_twice"
    ]


@pytest.mark.parametrize("where", ["the same place", "a room of it", "all day"])
def test_guests_may_have_two_things_at_one_place(reader, where):
    palace = factories.make_place("Palace")
    room = factories.make_place("Hall", building=palace)
    party = factories.make_party("Guests")
    place = room if where == "a room of it" else palace
    if where == "all day":
        place = factories.make_place("Villa")
    factories.make_appointment("Press", 9, 10, place=place, party=party, all_day=where == "all day")

    assert found(unsaved(place=palace, party=party), reader) == []


# ---------------------------------------------------------------- the place


def test_a_tour_of_thursday_afternoon_is_outside_the_hours_of_the_museum(reader):
    palace = factories.make_place("Palace")
    study = factories.make_place("Study", building=palace, is_museum=True)
    factories.make_opening_hours(palace, 9, 19, weekdays=[0, 1, 2, 4, 5, 6], rooms="museum")
    factories.make_opening_hours(palace, 9, 14, weekdays=[3], rooms="museum", last_entry=60)

    def said(start, end, **fields):
        period = between(start, end, day=THURSDAY)
        return found(unsaved(period=period, place=study, kind="tour", **fields), reader)

    assert said(16, 17) == [
        ("outside_hours", "Study is open on Thursday, 13 May 2027 only 09:00–14:00.")
    ]
    assert said((13, 15), 14) == [
        ("outside_hours", "The last entry to Study on Thursday, 13 May 2027 is at 13:00.")
    ]
    assert said(13, 14) == []


@pytest.mark.parametrize(
    ("kind", "room", "is_told"),
    [
        ("ceremony", {"is_museum": True, "is_ceremonial": True}, False),
        ("tour", {"is_museum": True, "is_ceremonial": True}, True),
        ("ceremony", {"is_museum": True}, True),
        ("tour", {}, False),
    ],
)
def test_the_hours_of_the_museum_hold_for_its_rooms_and_for_tours(reader, kind, room, is_told):
    palace = factories.make_place("Palace")
    hall = factories.make_place("Hall", building=palace, **room)
    factories.make_opening_hours(palace, 9, 19, rooms="museum")

    assert bool(found(unsaved(start=20, end=21, kind=kind, place=hall), reader)) is is_told


def test_a_place_is_shut_on_a_weekday_and_its_own_hours_go_before_those_of_the_building(reader):
    palace = factories.make_place("Palace")
    tower = factories.make_place("Tower", building=palace)
    factories.make_opening_hours(palace, 9, 19)
    assert found(unsaved(place=tower), reader) == []

    factories.make_opening_hours(tower, 9, 12, weekdays=[0])
    assert found(unsaved(place=tower), reader) == [
        ("outside_hours", "Tower is not open on Wednesday, 12 May 2027.")
    ]


def test_hours_hold_during_their_days_only_and_until_midnight(reader):
    tower = factories.make_place("Tower")
    factories.make_opening_hours(tower, 10, 17, last_day=date(2027, 3, 31))
    evening = unsaved(period=between((22, 30), (23, 59)), place=tower)
    assert found(evening, reader) == []

    factories.make_opening_hours(tower, 9, 21, first_day=date(2027, 4, 1))
    assert len(found(evening, reader)) == 1

    tower.opening_hours.filter(first_day=date(2027, 4, 1)).update(closes=time(23, 59))
    assert found(evening, reader) == []


def test_a_closure_of_the_building_closes_its_room_and_not_the_other_way_round(reader):
    palace = factories.make_place("Palace")
    hall = factories.make_place("Hall", building=palace)
    closure = factories.make_closure(palace, 8, 12, reason="council", note="Budget")

    one = findings_of([unsaved(place=hall)], reader)[0][0]
    assert (one.kind, one.level, one.other) == ("closed", "block_publishing", closure)
    assert one.text == (
        "Palace is closed 12 May 2027, 08:00–12:00: sitting of the Council, Budget."
    )

    closure.delete()
    factories.make_closure(hall)
    assert found(unsaved(place=palace), reader) == []


@pytest.mark.parametrize(
    ("expected", "size", "told"),
    [
        (41, None, ["Hall holds 40 people, 41 are expected."]),
        (40, None, []),
        (None, 57, ["Hall holds 40 people, 57 are expected."]),
        (None, None, []),
    ],
)
def test_more_people_than_the_place_holds(reader, expected, size, told):
    hall = factories.make_place("Hall", capacity=40)
    appointment = unsaved(place=hall, people=expected, party=factories.make_party(size=size))

    assert found(appointment, reader, "too_many") == told


@pytest.mark.parametrize(
    ("access", "takes_lift", "is_told"),
    [("steps", True, True), ("steps", False, False), ("by_lift", True, False), ("", True, False)],
)
def test_guests_who_cannot_take_steps(reader, access, takes_lift, is_told):
    tower = factories.make_place("Tower", access=access)
    party = factories.make_party("Guests", takes_lift=takes_lift)

    said = ["Someone of “Guests” cannot take steps, and Tower has only steps."]
    assert found(unsaved(place=tower, party=party), reader, "steps") == (said if is_told else [])


# ---------------------------------------------------------------- people and things


def test_somebody_has_no_break(reader):
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "One", 8, (9, 50))
    book(mayor, "Two", (11, 10), (12, 5))

    assert found(unsaved(start=10, end=11, books=[mayor]), reader) == [
        ("no_break", "Mayor has no break 12 May 2027, 08:00–12:05, with “One”, “Two”.")
    ]
    assert found(unsaved(period=between((10, 5), (10, 55)), books=[mayor]), reader) == []


def test_one_long_appointment_or_a_day_off_is_no_want_of_a_break(reader):
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Holidays", 0, 23, kind="absence", blocks=False)

    assert found(unsaved(start=8, end=18, books=[mayor]), reader, "no_break") == []


def test_an_outside_calendar_says_that_somebody_is_busy(reader):
    mayor = factories.make_resource("person", "Mayor")
    read_at = factories.at(8) - timedelta(days=1)
    calendar = factories.make_outside_calendar(mayor, read_at=read_at)
    entry = factories.make_outside_entry(calendar, 9, 11, title="Dentist")
    appointment = unsaved(books=[mayor])

    one = findings_of([appointment], reader)[0][0]
    assert (one.kind, one.other) == ("outside_busy", calendar)
    assert one.text == (
        "Mayor is busy 12 May 2027, 09:00–11:00: “Secretariat”, read at 11/05/2027 08:00."
    )

    calendar.shows_titles = True
    calendar.save()
    one = findings_of([appointment], reader)[0][0]
    assert one.other == entry
    assert "“Dentist”" in one.text


@pytest.mark.parametrize(
    ("hours", "url", "told"),
    [
        (25, "https://example.org/mayor.ics", True),
        (23, "https://example.org/mayor.ics", False),
        # A file is not read again by itself.
        (25, "", False),
    ],
)
def test_a_calendar_not_read_for_a_day_is_said_where_it_says_nothing_too(reader, hours, url, told):
    mayor = factories.make_resource("person", "Mayor")
    read_at = timezone.now() - timedelta(hours=hours)
    factories.make_outside_calendar(mayor, url=url, read_at=read_at)

    texts = found(unsaved(books=[mayor]), reader, "calendar_old")

    assert [text.startswith("Mayor: “Secretariat”, read at") for text in texts] == [True] * told


def test_what_was_not_read_for_a_day_says_so_and_what_is_not_in_use_says_nothing(reader):
    palace = factories.make_place("Palace")
    hall = factories.make_place("Hall", building=palace)
    long_ago = timezone.now() - timedelta(hours=25)
    calendar = factories.make_outside_calendar(palace, read_at=long_ago)
    factories.make_outside_entry(calendar)

    [text] = found(unsaved(place=hall), reader, "outside_busy")
    assert text.startswith("Palace is busy")
    assert text.endswith(", not for a day since.")

    calendar.is_active = False
    calendar.save()
    assert found(unsaved(place=hall), reader) == []


def test_another_that_holds_nothing_wants_the_same(reader):
    room = factories.make_room("Hall")
    perhaps = book(room, "Perhaps", 8, 11, blocks=False)

    one = findings_of([unsaved(place=room.place, books=[room])], reader)[0][0]

    assert (one.kind, one.level, one.other) == ("wanted_twice", "warn", perhaps)
    assert one.text == "Hall is pencilled 12 May 2027, 08:00–11:00 for “Perhaps” too."


def test_what_holds_nothing_is_told_who_holds_it(reader):
    room = factories.make_room("Hall")
    book(room, "Sure", 8, 11)

    assert found(unsaved(books=[room], blocks=False), reader) == [
        ("wanted_twice", "Hall is booked 12 May 2027, 08:00–11:00 for “Sure”.")
    ]
    book(room, "Off", 12, 13, state="cancelled")
    assert found(unsaved(start=12, end=13, books=[room]), reader) == []


# ---------------------------------------------------------------- levels


def test_the_office_says_how_grave_a_kind_is_and_the_gravest_come_first(reader):
    hall = factories.make_place("Hall", capacity=5)
    factories.make_closure(hall)
    appointment = unsaved(place=hall, people=9)
    FindingLevel.objects.create(kind="too_many", level="block")

    told = findings_of([appointment], reader)[0]
    assert [(one.kind, one.level) for one in told] == [
        ("too_many", "block"),
        ("closed", "block_publishing"),
    ]
    assert worst(told) == "block"
    assert (told[0].forbids_saving, told[1].forbids_saving) == (True, False)

    FindingLevel.objects.filter(kind="too_many").update(level="ignore")
    assert [kind for kind, _text in found(appointment, reader)] == ["closed"]
    assert worst([]) is None


def test_nothing_speaks_against_what_is_cancelled(reader):
    hall = factories.make_place("Hall", capacity=5)

    assert found(unsaved(place=hall, people=9, state="cancelled"), reader) == []


def test_every_kind_has_a_label_and_a_level():
    assert {name: str(kind.label) != "" for name, kind in kinds.items()} == dict.fromkeys(
        kinds.names(), True
    )


# ---------------------------------------------------------------- what may not be known


def hidden_way(level, readers):
    villa, palace = two_sites()
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Secret", 8, 9, place=villa, level=level, readers=readers)
    return unsaved(place=palace, books=[mayor])


def hidden_guests(level, readers):
    villa, palace = two_sites()
    party = factories.make_party("Mayor")
    factories.make_appointment(
        "Secret", 9, 10, place=villa, party=party, level=level, readers=readers
    )
    return unsaved(place=palace, party=party)


def hidden_closure(level, readers):
    place = factories.make_place("Mayor")
    factories.make_closure(place, note="Secret", level=level, readers=readers)
    return unsaved(place=place)


def hidden_chain(level, readers):
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Secret", 6, 9, level=level, readers=readers)
    return unsaved(start=9, end=12, books=[mayor])


def hidden_calendar(level, readers):
    mayor = factories.make_resource("person", "Mayor")
    calendar = factories.make_outside_calendar(mayor, "Secret", level=level, readers=readers)
    factories.make_outside_entry(calendar)
    return unsaved(books=[mayor])


def hidden_wish(level, readers):
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Secret", 8, 10, blocks=False, level=level, readers=readers)
    return unsaved(books=[mayor])


@pytest.mark.parametrize("level", ["confidential", "quiet"])
@pytest.mark.parametrize(
    "hidden",
    [hidden_way, hidden_guests, hidden_closure, hidden_chain, hidden_calendar, hidden_wish],
)
def test_whoever_may_not_know_it_hears_only_that_it_is_not_available(people, hidden, level):
    appointment = hidden(level, [people["head"]])
    colleague = findings(appointment, people["officer"])
    [named] = findings_of([appointment], people["head"])

    assert [(one.text, one.other, one.url) for one in colleague] == [
        ("Mayor is not available at that time.", None, "")
    ]
    assert [one.kind for one in named] == [one.kind for one in colleague]
    assert "Secret" in named[0].text


@pytest.mark.parametrize("hidden", [hidden_way, hidden_chain, hidden_calendar, hidden_wish])
def test_a_stranger_is_not_told_who_is_booked_either(hidden):
    assert [one.text for one in findings(hidden("internal", []), AnonymousUser())] == [
        "Somebody or something that is booked is not available at that time."
    ]


# ---------------------------------------------------------------- alternatives


def soon(start, end):
    """A period of the next Wednesday but one, which is never over."""
    today = timezone.localdate()
    day = today + timedelta(days=7 + (2 - today.weekday()) % 7)
    return between(start, end, day=day)


def test_rooms_that_hold_them_and_are_free_are_proposed_the_nearest_first(reader):
    palace = factories.make_place("Palace", **SOUTH)

    def room(name, capacity=60, floor=1, after=0):
        place = factories.make_place(name, building=palace, capacity=capacity, floor=floor)
        return factories.make_room(name, place=place, after=after)

    small = room("Small", 10)
    room("Above", floor=2)
    room("Beside")
    room("Unknown", None)
    room("Too small", 56)
    factories.make_room("Outside", place=factories.make_place("Villa", capacity=90, **NORTH))
    factories.make_closure(room("Closed").place, period=soon(9, 12))
    book(room("Taken", after=30), period=soon(10, 11))
    appointment = unsaved(period=soon(9, 10), place=small.place, people=57, books=[small])

    [one] = findings(appointment, reader)

    assert [(one.label, str(one.place), one.period) for one in one.proposals] == [
        ("Beside, for 60 people", "Beside", None),
        ("Above, for 60 people", "Above", None),
        ("Villa, for 90 people", "Villa", None),
    ]


def test_a_room_the_reader_may_not_know_is_not_proposed(people):
    small = factories.make_room("Small", place=factories.make_place("Small", capacity=1))
    hidden = factories.make_place("Hidden", capacity=90, level="quiet", readers=[people["head"]])
    factories.make_room("Hidden", place=hidden)
    appointment = unsaved(period=soon(9, 10), place=small.place, people=57)

    def proposed(reader):
        return [one.label for one in findings(appointment, reader)[0].proposals]

    assert proposed(people["officer"]) == []
    assert proposed(people["head"]) == ["Hidden, for 90 people"]


def test_the_nearest_free_time_of_that_day_and_of_the_next_are_proposed(reader):
    villa, palace = two_sites()
    hall = factories.make_room("Hall", place=palace)
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "Tour", period=soon(8, 9), place=villa)
    book(hall, "Lunch", period=soon((10, 30), 12))

    [one] = findings(unsaved(period=soon(9, 10), place=palace, books=[hall, mayor]), reader)

    next_day = soon(9, 10).lower + timedelta(days=1)
    assert [one.period for one in one.proposals] == [
        soon((9, 15), (10, 15)),
        between(9, 10, day=next_day.date()),
    ]


def test_a_time_at_which_something_else_speaks_against_it_is_not_proposed(reader):
    hall = factories.make_room("Hall")
    factories.make_closure(hall.place, period=soon(8, 12))
    factories.make_opening_hours(hall.place, 8, 13)
    book(hall, "Perhaps", period=soon((12, 0), (12, 15)), blocks=False)

    [one] = findings(unsaved(period=soon(9, 10), place=hall.place, books=[hall]), reader)

    assert [proposal.period.lower.date() for proposal in one.proposals] == [
        soon(9, 10).lower.date() + timedelta(days=1)
    ]


def test_no_alternatives_are_looked_for_in_lists(reader):
    hall = factories.make_room("Hall")
    factories.make_closure(hall.place, period=soon(9, 12))

    [[one]] = findings_of([unsaved(period=soon(9, 10), place=hall.place)], reader)

    assert one.proposals == ()


# ---------------------------------------------------------------- queries


def busy_day(count):
    villa, palace = two_sites()
    factories.make_opening_hours(palace, 10, 12)
    for number in range(count):
        hall = factories.make_place(f"Hall {number}", building=palace, capacity=1)
        room = factories.make_room(place=hall)
        mayor, party = factories.make_resource("person", "Mayor"), factories.make_party(size=30)
        factories.make_closure(hall)
        factories.make_outside_entry(factories.make_outside_calendar(mayor))
        book(mayor, "Tour", 8, 9, place=villa, party=party)
        book(room, "Perhaps", 9, 10, blocks=False)
        appointment = book(room, place=hall, party=party, start=9, end=10)
        factories.make_booking(mayor, appointment)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_as_for_three(reader, count):
    busy_day(count)
    appointments = list(Appointment.objects.filter(place__building__isnull=False, blocks=True))

    with CaptureQueriesContext(connection) as queries:
        told = findings_of(appointments, reader)

    kinds_found = ["closed", "party_twice", "too_many", "outside_busy", "outside_hours"]
    assert [{one.kind for one in each} >= {*kinds_found} for each in told] == [True] * count
    assert len(queries) == 19


@pytest.mark.parametrize("count", [1, 3])
def test_alternatives_cost_a_few_queries_more_however_many_rooms_there_are(reader, count):
    busy_day(count)
    appointment = Appointment.objects.filter(place__building__isnull=False, blocks=True).first()

    with CaptureQueriesContext(connection) as queries:
        findings(appointment, reader)

    assert len(queries) == 21


def test_the_office_has_its_own_idea_of_a_break(reader):
    CalendarSettings.objects.create(busy_hours=2, break_minutes=60)
    mayor = factories.make_resource("person", "Mayor")
    book(mayor, "One", 8, 9)

    assert len(found(unsaved(period=between((9, 50), 11), books=[mayor]), reader)) == 1


# ---------------------------------------------------------------- the page


def crowded(title="Reception", **fields):
    """An appointment of tomorrow in a place that is too small for it."""
    hall = factories.make_place("Hall", capacity=5)
    tomorrow = timezone.localdate() + timedelta(days=1)
    period = between(9, 10, day=tomorrow)
    return factories.make_appointment(title, period=period, place=hall, people=9, **fields)


def test_the_page_lists_those_of_thirty_days_and_what_would_help_on_request(clerk):
    one = crowded()
    large = factories.make_room("Large", place=factories.make_place("Large", capacity=60))
    late = crowded("Late")
    Appointment.objects.filter(pk=late.pk).update(
        period=between(9, 10, day=timezone.localdate() + timedelta(days=31))
    )
    crowded("Secret", level="quiet")

    page = clerk.get("/admin/findings/").content.decode()
    assert "Hall holds 5 people, 9 are expected." in page
    assert "Large, for 60 people" not in page
    assert "Late" not in page
    assert "Secret" not in page

    page = clerk.get(f"/admin/findings/?show={one.pk}").content.decode()
    assert "Large, for 60 people" in page
    query = f"place={large.place.pk}&amp;back=/admin/findings/"
    assert f"/admin/agenda/appointment/{one.pk}/move/?{query}" in page


def test_the_start_page_counts_them(people):
    assert [line.count for line in start_lines(people["head"])] == [0]
    crowded()

    assert [(line.label, line.count) for line in start_lines(people["officer"])] == [
        ("appointment of the next 30 days with findings", 1)
    ]
    assert start_lines(people["press"]) == []


def test_the_list_of_findings_is_taken_along(clerk):
    crowded()

    assert clerk.get("/admin/findings/export/docx/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(clerk, count):
    clerk.get("/admin/findings/")
    for _number in range(count):
        crowded()

    with CaptureQueriesContext(connection) as queries:
        page = clerk.get("/admin/findings/")

    assert page.context["count"] == count
    assert len(queries) <= 25
