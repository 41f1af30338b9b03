"""What a feed says of appointments, read back by the library as a calendar program reads it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from agenda import actions, feeds, ics, periods
from agenda.models import Appointment, Resource
from office.backoffice import frame
from tests import factories
from tests.factories import between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NOW = factories.at(8, day=date(2027, 5, 1))


@pytest.fixture
def by(people):
    return people["officer"]


def absolute(path):
    return f"https://relint.example.org{path}"


def read(feed, now=NOW):
    with translation.override("en"):
        return Calendar.from_ical(feeds.calendar_of(feed, absolute, now))


def only_entry(feed):
    (entry,) = read(feed).events
    return entry


def told(entry, *names):
    return {name: str(entry[name].to_ical().decode()) for name in names}


def test_an_entry_says_what_where_and_who_and_leads_to_the_record(by):
    palace = factories.make_place("Palazzo Vecchio", address="Piazza della Signoria")
    room = factories.make_room("Sala Verde", place=factories.make_place("Green", building=palace))
    mayor = factories.make_resource("person", "Mayor")
    appointment = factories.make_appointment(
        "Lunch", place=room.place, party=factories.make_party("Guests of Kyoto"), note="Secret"
    )
    for resource in (room, mayor):
        factories.make_booking(resource, appointment)

    entry = only_entry(factories.make_feed(by))

    url = absolute(frame.url_of(appointment) or "/admin/")
    assert [entry[name] for name in ("summary", "location", "url", "uid")] == [
        "Lunch",
        "Green, Palazzo Vecchio, Piazza della Signoria",
        url,
        f"{appointment.uid}@appointments.relint",
    ]
    assert entry["description"] == f"Meeting, pencilled\n{mayor}, Guests of Kyoto\n{url}"
    assert told(entry, "status", "sequence", "transp", "class", "categories") == {
        "status": "TENTATIVE",
        "sequence": "0",
        "transp": "OPAQUE",
        "class": "PRIVATE",
        "categories": "meeting",
    }
    assert entry["last-modified"].dt == entry["dtstamp"].dt


def test_a_move_and_a_cancellation_are_read_back(by):
    feed = factories.make_feed(by)
    appointment = factories.make_appointment("Lunch")
    before = only_entry(feed)

    actions.move(moves={appointment: between(14, 15)}, by=by)
    moved = only_entry(feed)
    actions.cancel(appointment=appointment, by=by)
    cancelled = only_entry(feed)

    assert len({one["uid"] for one in (before, moved, cancelled)}) == 1
    assert [one["sequence"] for one in (before, moved, cancelled)] == [0, 1, 2]
    assert [one["dtstart"].dt for one in (before, moved, cancelled)] == [
        factories.at(9),
        factories.at(14),
        factories.at(14),
    ]
    assert [one["status"] for one in (before, moved, cancelled)] == [
        "TENTATIVE",
        "TENTATIVE",
        "CANCELLED",
    ]
    assert cancelled["transp"] == "TRANSPARENT"
    stamps = [one["last-modified"].dt for one in (before, moved, cancelled)]
    assert stamps == sorted(stamps)


def test_what_was_cancelled_leaves_the_feed_after_a_year(by):
    feed = factories.make_feed(by)
    appointment = factories.make_appointment(state="cancelled")
    soon, late = (factories.at(8) - timedelta(days=days) for days in (200, 400))

    counts = []
    for changed in (soon, late):
        Appointment.objects.filter(pk=appointment.pk).update(changed_at=changed)
        counts.append(len(read(feed).events))

    assert counts == [1, 0]


def test_hours_are_those_of_the_place_with_the_rules_of_its_zone(by):
    tokyo = factories.make_place("Tokyo", time_zone="Asia/Tokyo")
    factories.make_appointment(place=tokyo, period=between(9, 10))
    factories.make_appointment("At home")

    calendar = read(factories.make_feed(by))

    first, second = sorted(calendar.events, key=lambda one: one["summary"])
    assert told(first, "dtstart", "dtend") == {
        "dtstart": "20270512T090000",
        "dtend": "20270512T100000",
    }
    assert second["dtstart"].params["TZID"] == "Asia/Tokyo"
    assert second["dtstart"].dt.hour == 16
    assert {zone["tzid"] for zone in calendar.timezones} == {"Europe/Rome", "Asia/Tokyo"}


def test_the_rules_of_a_zone_hold_in_the_hour_of_each_clock_change(by):
    """Told by the block of the feed alone, as a program that knows no zone by name."""
    factories.make_appointment()
    (zone,) = read(factories.make_feed(by)).timezones
    theirs, ours = zone.to_tz(), ZoneInfo("Europe/Rome")

    for day in (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)):
        for minutes in range(-120, 300, 30):
            moment = day + timedelta(minutes=minutes)
            local = moment.astimezone(ours)
            if local.fold or local.replace(fold=1).utcoffset() != local.utcoffset():
                continue
            naive = local.replace(tzinfo=None)
            assert naive.replace(tzinfo=theirs).utcoffset() == local.utcoffset(), local
    forward = next(one for one in zone.subcomponents if one.name == "DAYLIGHT")
    assert forward["dtstart"].to_ical() == b"20270328T020000"


def test_whole_days_are_days_and_end_on_the_day_after(by):
    zone = periods.here()
    span = periods.days(date(2027, 5, 12), date(2027, 5, 14), zone)
    factories.make_appointment("Fair", period=span, all_day=True)

    entry = only_entry(factories.make_feed(by))

    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2027, 5, 12), date(2027, 5, 15))
    assert entry["dtstart"].params["VALUE"] == "DATE"


def test_hours_over_several_days_stay_hours(by):
    span = periods.period(factories.at(18), factories.at(11, day=date(2027, 5, 14)))
    factories.make_appointment("Stay", period=span)

    entry = only_entry(factories.make_feed(by))

    assert told(entry, "dtstart", "dtend") == {
        "dtstart": "20270512T180000",
        "dtend": "20270514T110000",
    }


def test_titles_are_in_the_language_of_the_reader(by):
    factories.make_appointment(title_it="Pranzo", title_en="Lunch")
    feed = factories.make_feed(by)

    with translation.override("it"):
        text = feeds.calendar_of(feed, absolute, NOW).decode()

    assert "SUMMARY:Pranzo" in text


def test_the_same_appointments_make_the_same_text(by):
    feed = factories.make_feed(by)
    factories.make_appointment()

    one = feeds.calendar_of(feed, absolute, NOW)

    assert feeds.calendar_of(feed, absolute, NOW + timedelta(hours=5)) == one


# ---------------------------------------------------------------- three readers


def summaries(feed):
    return sorted(str(one["summary"]) for one in read(feed).events)


def test_what_is_for_named_readers_is_busy_to_who_knows_of_it_and_nothing_to_others(people):
    """Also to the named one: a feed is read without signing in."""
    room = factories.make_room()
    named = factories.make_user("officer")
    hidden = [
        factories.make_appointment("Confidential", 9, 10, level="confidential", readers=[named]),
        factories.make_appointment("Quiet", 11, 12, level="quiet", readers=[named]),
    ]
    for one in hidden:
        factories.make_booking(room, one)

    found = {
        name: summaries(factories.make_feed(owner))
        for name, owner in {
            "named": named,
            "colleague": people["officer"],
            "head": people["head"],
        }.items()
    }

    assert found == {
        "named": ["busy", "busy"],
        "colleague": ["busy"],
        "head": ["busy", "busy"],
    }


def test_what_may_only_be_known_tells_nothing_but_its_hours(people):
    room = factories.make_room()
    place = factories.make_place("Villa")
    secret = factories.make_appointment("Secret", level="confidential", place=place, note="Note")
    factories.make_booking(room, secret, before=30)

    feed = factories.make_feed(people["officer"])
    text = feeds.calendar_of(feed, absolute, NOW).decode()
    entry = only_entry(feed)

    assert entry["dtstart"].dt == factories.at(8, 30)
    assert not any(word in text for word in ("Secret", "Villa", "Note", str(secret.uid), "change/"))
    assert {name for name in entry if name not in ("DTSTART", "DTEND")} == {
        "UID",
        "SUMMARY",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "TRANSP",
        "STATUS",
        "CLASS",
    }


def test_what_may_only_be_known_is_chosen_by_its_resource_alone(people):
    room, other = factories.make_room(), factories.make_room("Other")
    secret = factories.make_appointment(level="confidential", kind="tour")
    factories.make_booking(room, secret)

    def count(filters):
        return len(read(factories.make_feed(people["officer"], filters=filters)).events)

    asked = ["", f"resource={room.pk}", f"resource={other.pk}", "kind=tour", "state=pencilled"]
    assert [count(one) for one in asked] == [1, 1, 0, 0, 0]


def test_a_busy_feed_says_when_and_nothing_else(by):
    place = factories.make_place("Villa")
    appointment = factories.make_appointment("Lunch", place=place, note="Note")
    factories.make_appointment("Perhaps", 14, 15, blocks=False)
    factories.make_appointment("Not", 16, 17, state="cancelled")

    one, other = (factories.make_feed(by, detail="busy") for _ in range(2))
    text = feeds.calendar_of(one, absolute, NOW).decode()

    assert summaries(one) == ["busy"]
    assert not any(word in text for word in ("Lunch", "Villa", "Note", str(appointment.uid)))
    # Two feeds cannot be laid side by side.
    assert only_entry(one)["uid"] != only_entry(other)["uid"]


def test_only_what_is_near_is_in_a_feed(by):
    feed = factories.make_feed(by)
    for days in (-100, -80, 500, 600):
        start = NOW + timedelta(days=days)
        span = periods.period(start, start + timedelta(hours=1))
        factories.make_appointment(f"In {days} days", period=span)

    assert summaries(feed) == ["In -80 days", "In 500 days"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_asks_as_often_for_one_appointment_as_for_three(
    by, count, django_assert_num_queries
):
    for n in range(count):
        room = factories.make_room(f"Room {n}")
        party = factories.make_party()
        one = factories.make_appointment(f"One {n}", place=room.place, party=party)
        factories.make_booking(room, one)
        factories.make_booking(factories.make_resource("person", f"Mayor {n}"), one)
        secret = factories.make_appointment(level="confidential", start=12, end=13)
        factories.make_booking(room, secret)
    rooms = "&".join(f"resource={one.pk}" for one in Resource.objects.filter(kind="room"))
    feed = factories.make_feed(by, filters=rooms)
    feed.owner.__dict__.pop("roles", None)

    with django_assert_num_queries(7):
        text = feeds.calendar_of(feed, absolute, NOW)

    assert text.count(b"BEGIN:VEVENT") == 2 * count


def test_the_room_is_told_with_its_building():
    place = factories.make_place("Hall", building=factories.make_place("House"), address="Here 1")

    assert ics.location(place) == "Hall, House, Here 1"
