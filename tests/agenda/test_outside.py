"""Calendars of others: read as a whole or not at all, read again without doubles; what they hit."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agenda import actions, outside, outside_entries, outside_state, periods
from agenda.fetching import Unreadable
from agenda.models import OutsideCalendar, OutsideEntry
from tests import factories
from tests.factories import at, between
from tests.forms import form_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NOW = at(8, day=date(2027, 5, 1))
FIRST, LAST = NOW - outside.BACK, NOW + outside.AHEAD


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


def event(*lines, uid="1", start="20270512T090000", end="20270512T100000"):
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", f"DTEND:{end}", *lines, "END:VEVENT"]
    )


def ics(*parts):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def contents(*parts, zone=None):
    return outside_entries.contents_of(
        ics(*parts), zone=zone or periods.here(), first=FIRST, last=LAST
    )


def spans(*parts):
    return [one.period for one in contents(*parts).entries]


# ---------------------------------------------------------------- what a file says


def test_hours_without_a_zone_are_those_of_the_place():
    from zoneinfo import ZoneInfo

    (entry,) = contents(event("SUMMARY:Sitting"), zone=ZoneInfo("Asia/Tokyo")).entries

    assert (entry.title, entry.period) == ("Sitting", between(2, 3))
    assert spans(event()) == [between(9, 10)]


@pytest.mark.parametrize("name", ["Europe/London", "GMT Standard Time"])
def test_the_names_of_zones_are_those_of_the_world_and_of_windows(name):
    lines = ["BEGIN:VEVENT", "UID:1", f"DTSTART;TZID={name}:20270512T080000", "DURATION:PT1H"]

    assert spans(*lines, "END:VEVENT") == [between(9, 10)]


def test_a_repeated_entry_keeps_its_hour_skips_its_exceptions_and_moves_alone():
    weekly = (
        event(
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=Europe/Rome:20270519T090000",
            uid="w",
        )
        .replace("DTSTART:", "DTSTART;TZID=Europe/Rome:")
        .replace("DTEND:", "DTEND;TZID=Europe/Rome:")
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Rome:20270526T090000",
        uid="w",
        start="20270527T140000",
        end="20270527T150000",
    )

    found = contents(weekly, moved).entries

    assert [one.period for one in found] == [
        between(9, 10),
        between(14, 15, day=date(2027, 5, 27)),
        between(9, 10, day=date(2027, 6, 2)),
    ]
    assert len({one.key for one in found}) == 3
    unmoved = contents(weekly).entries
    assert [one.key for one in unmoved] == [one.key for one in found]


def test_whole_days_are_those_of_the_place():
    lines = ["BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20270512", "DTEND;VALUE=DATE:20270514"]

    (entry,) = contents(*lines, "END:VEVENT").entries

    days = periods.days(date(2027, 5, 12), date(2027, 5, 13), periods.here())
    assert (entry.period, entry.all_day) == (days, True)


def test_what_makes_nobody_busy_is_left_out_and_said():
    found = contents(
        event("TRANSP:TRANSPARENT", uid="1"),
        event("STATUS:CANCELLED", uid="2"),
        event(uid="3", end="20270512T090000"),
        event("RRULE:FREQ=MINUTELY", uid="4"),
        event(uid="5", start="20200101T090000", end="20200101T100000"),
        event(uid="6"),
    )

    assert [one.key for one in found.entries] == ["6"]
    assert [(one.line, one.reason) for one in found.skipped] == [
        (3, "It makes nobody busy."),
        (9, "It is cancelled."),
        (15, "It lasts no time."),
        (20, "It is repeated more often than every hour."),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html></html>", "Line 1: this is no calendar: it does not begin with BEGIN:VCALENDAR."),
        (b"", "Line 1: this is no calendar: it does not begin with BEGIN:VCALENDAR."),
        (ics("nonsense"), "Line 3: this is no line of a calendar."),
        (ics(event("more nonsense")), "Line 7: this is no line of a calendar."),
        (ics("BEGIN:VEVENT", "UID:1"), "Line 5: “VCALENDAR” ends here, and was not open."),
        (ics()[:-16], "Line 2: the file ends in the midst of “VCALENDAR”."),
        (
            ics(event(start="2027xx")),
            "Line 5: “DTSTART” cannot be read (Expected time, got: 2027xx).",
        ),
        (
            ics(event("RRULE:FREQ=NEVER")),
            "Line 7: “RRULE” cannot be read (Expected frequency, got: NEVER).",
        ),
        (ics(event(end="20270512T080000")), "Line 6: the end lies before the beginning."),
        (
            ics(event().replace("DTSTART:", "DTSTART;TZID=Nowhere:")),
            "Line 5: nobody knows the time zone “Nowhere”.",
        ),
        (
            ics("BEGIN:VEVENT", "UID:1", "END:VEVENT"),
            "Line 3: this entry has no beginning (DTSTART).",
        ),
        (ics(event("SUMMARY:\xe8")).decode().encode("latin-1"), "Line 7: these letters are not"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(content, told):
    with pytest.raises(outside_entries.Malformed) as caught:
        outside_entries.contents_of(content, zone=periods.here(), first=FIRST, last=LAST)

    assert caught.value.messages[0].startswith(told)


def test_what_else_stands_in_a_file_is_not_looked_at():
    alarm = ["BEGIN:VALARM", "TRIGGER:soon", "DTSTART:never", "END:VALARM"]
    task = ["BEGIN:VTODO", "UID:t", "DUE:never", "END:VTODO"]

    assert spans(*task, event("DESCRIPTION:a", " b", "CREATED:once", *alarm)) == [between(9, 10)]


def test_more_entries_than_a_calendar_holds_are_refused(monkeypatch):
    monkeypatch.setattr(outside_entries, "MOST", 10)

    with pytest.raises(Unreadable, match="More than 10 entries"):
        contents(event("RRULE:FREQ=DAILY"))


# ---------------------------------------------------------------- reading


def read(calendar, *parts, now=NOW):
    return outside.read(calendar=calendar, content=ics(*parts), now=now)


def kept(calendar):
    return {one.key: (one.title, one.period) for one in calendar.entries.all()}


def test_reading_again_makes_no_doubles_and_follows_what_moves_and_vanishes():
    calendar = factories.make_outside_calendar(shows_titles=True)
    one, two = event("SUMMARY:A", uid="a"), event("SUMMARY:B", uid="b")

    first = read(calendar, one, two)
    again = read(calendar, one, two)
    moved = event("SUMMARY:A", uid="a", start="20270512T140000", end="20270512T150000")
    key = calendar.entries.get(key="a").pk
    later = read(calendar, moved, event(uid="c"), now=NOW + timedelta(hours=1))

    assert (first, again, later) == (
        outside.Reading(added=2),
        outside.Reading(same=2),
        outside.Reading(added=1, moved=1, gone=1),
    )
    assert kept(calendar) == {"a": ("A", between(14, 15)), "c": ("", between(9, 10))}
    assert calendar.entries.get(key="a").pk == key


def test_titles_that_are_not_shown_are_not_kept():
    calendar = factories.make_outside_calendar()

    read(calendar, event("SUMMARY:Secret"))

    assert kept(calendar) == {"1": ("", between(9, 10))}


def test_a_reading_that_fails_changes_nothing_and_says_why():
    calendar = factories.make_outside_calendar()
    read(calendar, event())

    with pytest.raises(Unreadable):
        outside.read(calendar=calendar, content=b"rubbish", now=NOW + timedelta(hours=1))

    calendar.refresh_from_db()
    assert len(kept(calendar)) == 1
    assert (calendar.read_at, calendar.tried_at) == (NOW, NOW + timedelta(hours=1))
    assert calendar.fault.startswith("Line 1: this is no calendar")
    assert (calendar.version, calendar.history.count()) == (1, 1)


def test_what_is_over_stays_for_a_year():
    calendar = factories.make_outside_calendar()
    for days in (60, 400):
        start = NOW - timedelta(days=days)
        factories.make_outside_entry(
            calendar, key=f"{days}", period=periods.period(start, start + timedelta(hours=1))
        )

    read(calendar, event())

    assert {*kept(calendar)} == {"60", "1"}


def test_the_clock_reads_those_in_use_whose_minutes_have_passed(monkeypatch):
    asked = []

    def fetch(url):
        asked.append(url)
        if "broken" in url:
            raise Unreadable("broken.example.org was not reached.")
        return ics(event())

    monkeypatch.setattr(outside.fetching, "fetch", fetch)
    now = timezone.now()
    for name, fields in {
        "new": {},
        "broken": {},
        "lately": {"tried_at": now - timedelta(minutes=5)},
        "again": {"tried_at": now - timedelta(minutes=31)},
        "off": {"is_active": False},
    }.items():
        factories.make_outside_calendar(url=f"https://{name}.example.org/", **fields)
    factories.make_outside_calendar(name="a file")

    assert outside.read_due() == 2

    assert sorted(asked) == [f"https://{one}.example.org/" for one in ("again", "broken", "new")]
    assert OutsideCalendar.objects.get(url__contains="broken").fault == (
        "broken.example.org was not reached."
    )


def test_a_calendar_in_use_is_stale_after_a_day():
    now = timezone.now()
    calendars = [
        OutsideCalendar(name=name, is_active=used, read_at=read_at)
        for name, used, read_at in (
            ("never", True, None),
            ("old", True, now - timedelta(hours=25)),
            ("fresh", True, now - timedelta(hours=23)),
            ("off", False, None),
        )
    ]

    assert [one.name for one in outside_state.stale(calendars, now)] == ["never", "old"]


# ---------------------------------------------------------------- what they hit


def hit(user):
    return [str(one) for one in outside.hits(user, now=NOW).in_order()]


@pytest.fixture
def by(people):
    return people["officer"]


def test_what_came_since_the_appointment_was_changed_hits_it_until_it_is_moved(by):
    mayor, house = factories.make_resource("person", "Mayor"), factories.make_place("House")
    room = factories.make_place("Room", building=house)
    lunch = factories.make_appointment("Lunch")
    factories.make_booking(mayor, lunch, before=30)
    factories.make_appointment("In the room", 9, 10, place=room)
    factories.make_appointment("Cancelled", 9, 10, place=room, state="cancelled")
    factories.make_appointment("Elsewhere")
    calendars = [
        factories.make_outside_calendar(mayor),
        factories.make_outside_calendar(place=house),
    ]
    assert hit(by) == []

    factories.make_outside_entry(calendars[0], period=between((8, 30), 9))
    factories.make_outside_entry(calendars[1])

    assert hit(by) == ["Lunch", "In the room"]
    told = {str(one): len(found) for one, found in outside.hit_list(by, now=NOW)}
    assert told == {"Lunch": 1, "In the room": 1}
    actions.move(moves={lunch: between(9, 11)}, by=by)
    assert hit(by) == ["In the room"]
    assert not outside.hits(by, since=timezone.now() + timedelta(minutes=1), now=NOW).exists()


def test_nobody_learns_of_a_hit_by_a_calendar_that_they_may_not_see(people):
    mayor = factories.make_resource("person", "Mayor")
    factories.make_booking(mayor, factories.make_appointment("Lunch"))
    hidden = factories.make_booking(mayor, factories.make_appointment("Q", 14, 15, level="quiet"))
    factories.make_outside_entry(factories.make_outside_calendar(mayor, level="confidential"))

    assert hit(people["officer"]) == []
    factories.make_outside_entry(factories.make_outside_calendar(mayor), 9, 15)
    assert hit(people["officer"]) == ["Lunch"]
    assert hit(factories.make_user("reader")) == ["Lunch"]
    hidden.appointment.audience.readers.add(people["head"])
    assert hit(people["head"]) == ["Lunch", "Q"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_hits_asks_as_often_for_one_as_for_three(count, django_assert_num_queries):
    client = signed_in("officer")
    for n in range(count):
        mayor = factories.make_resource("person", f"Mayor {n}")
        place = factories.make_place(f"Place {n}")
        factories.make_booking(mayor, factories.make_appointment(f"Lunch {n}", place=place))
        factories.make_outside_entry(factories.make_outside_calendar(mayor))
    client.get("/admin/outside-hits/")

    with django_assert_num_queries(14):
        page = client.get("/admin/outside-hits/")

    assert len(page.context["rows"]) == count


# ---------------------------------------------------------------- the pages


def upload(content):
    return SimpleUploadedFile("calendar.ics", content, "text/calendar")


def test_a_file_is_looked_at_first_then_read_and_switched_on(monkeypatch):
    calendar = factories.make_outside_calendar(is_active=False, shows_titles=True)
    client, url = signed_in("officer"), f"/admin/agenda/outsidecalendar/{calendar.pk}/read/"
    later = f"{timezone.localdate() + timedelta(days=9):%Y%m%d}"
    times = {"start": f"{later}T090000", "end": f"{later}T100000"}
    content = ics(event("SUMMARY:Sitting", **times), event("TRANSP:TRANSPARENT", uid="2", **times))

    looked = client.post(url, {"file": upload(content), "look": "1"})
    assert (looked.context["count"], "Sitting" in looked.text) == (1, True)
    assert "It makes nobody busy." in looked.text
    assert not OutsideEntry.objects.exists()

    form = form_of(looked, form_id="read_form")
    assert client.post(url, form | {"read": "1"}).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.is_active, calendar.entries.get().title) == (True, "Sitting")
    entries = client.get(f"/admin/agenda/outsidecalendar/{calendar.pk}/entries/")
    assert "Sitting" in entries.text

    client.post(url, {"off": "1"})
    calendar.refresh_from_db()
    assert (calendar.is_active, calendar.entries.count()) == (False, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"rubbish", "this is no calendar"),
        (b"x" * (outside.fetching.LARGEST + 1), "It is larger than 10 MB"),
        (None, "Choose the file."),
    ],
)
def test_a_file_that_is_no_calendar_is_told_and_nothing_is_read(content, told):
    calendar = factories.make_outside_calendar(is_active=False)
    client, url = signed_in("officer"), f"/admin/agenda/outsidecalendar/{calendar.pk}/read/"

    page = client.post(url, {"read": "1"} | ({"file": upload(content)} if content else {}))

    assert told in page.text
    calendar.refresh_from_db()
    assert (calendar.is_active, calendar.entries.count()) == (False, 0)


def test_the_address_is_read_by_nobody_who_may_not_change_it():
    factories.make_outside_calendar(url="https://example.org/secret-of-the-secretariat")
    calendar = OutsideCalendar.objects.get()
    page = f"/admin/agenda/outsidecalendar/{calendar.pk}"

    seen = {
        role: [
            "secret-of" in signed_in(role).get(f"{page}/{name}/").text
            for name in ("change", "history")
        ]
        for role in ("officer", "reader")
    }

    assert seen == {"officer": [True, False], "reader": [False, False]}
    assert signed_in("reader").get(f"{page}/read/").status_code == 403


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": "http://example.org/"}, "url"),
        ({"resource": ""}, "resource"),
        ({"every": "1"}, "every"),
    ],
)
def test_what_is_wrong_with_a_calendar_is_told_at_its_field(values, field):
    client, url = signed_in("officer"), "/admin/agenda/outsidecalendar/add/"
    resource = factories.make_resource()
    form = form_of(client.get(url)) | {"name": "Secretariat", "resource": resource.pk}

    page = client.post(url, form | values)

    assert list(page.context["adminform"].form.errors) == [field]
    assert client.post(url, form | {"_save": "1"}).url.endswith("/read/")


def test_the_start_page_counts_what_is_hit_and_what_is_stale():
    mayor = factories.make_resource("person", "Mayor")
    span = periods.period(timezone.now(), timezone.now() + timedelta(hours=2))
    factories.make_booking(mayor, factories.make_appointment(period=span))
    factories.make_outside_entry(factories.make_outside_calendar(mayor, read_at=None), period=span)

    lines = outside.lines(factories.make_user("officer"))

    assert [line.count for line in lines] == [1, 1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("webcal://example.org/a.ics", None),
        ("http://example.org/a.ics", "The address begins with https://."),
        ("https://user:word@example.org/", "This is no address."),
        (
            "https://127.0.0.1/a.ics",
            "127.0.0.1 lies in a private network: nothing is read from there.",
        ),
    ],
)
def test_an_address_that_is_never_read_is_told_when_it_is_typed(typed, said):
    client, calendar = signed_in("officer"), factories.make_outside_calendar()

    path = f"/admin/agenda/outsidecalendar/{calendar.pk}/change/"
    response = client.post(path, form_of(client.get(path)) | {"url": typed})

    if said:
        assert response.context["adminform"].form.errors == {"url": [said]}
    else:
        calendar.refresh_from_db()
        assert calendar.url == "https://example.org/a.ics"
