"""The calendar page, what its script asks for, and the form that moves without a script."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from agenda import marks, periods
from agenda.backoffice.way_back import to_calendar
from agenda.models import Appointment, OutsideCalendar, OutsideEntry
from office.dates import PartialDate
from office.radar import Mark
from tests import factories, forms
from tests.agenda.test_appointment_form import too_long  # noqa: F401
from tests.factories import between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PAGE = "/admin/calendar/"
WEEK = f"{PAGE}?view=week&day=2027-05-12"
EVENTS = "/admin/agenda/appointment/calendar/events/"
VIEWS = ["month", "week", "day", "rooms", "people"]
DAY = date(2027, 5, 12)


@pytest.fixture
def room():
    return factories.make_room("Sala Verde")


def titles(client, query=""):
    """(title, look) of what the script draws in that week."""
    found = client.get(f"{EVENTS}?view=week&day=2027-05-12&{query}").json()
    return [(one["title"], one["extendedProps"]["look"]) for one in found]


def ask(client, url, appointment, **change):
    sent = {"appointment": appointment.pk, "version": appointment.version, **change}
    path = f"/admin/agenda/appointment/calendar/{url}/"
    return client.post(path, json.dumps(sent), content_type="application/json").json()


def at(start, end, day="2027-05-12"):
    return {"start": f"{day}T{start}", "end": f"{day}T{end}"}


# ---------------------------------------------------------------- what stands there


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_in_the_page_without_a_script(clerk, room, view):
    person = factories.make_resource("person", "Rossi")
    appointment = factories.make_appointment("Reception", place=room.place)
    for one in (room, person):
        factories.make_booking(one, appointment)

    text = clerk.get(f"{PAGE}?view={view}&day=2027-05-12").content.decode()

    for words in ("Reception", "09:00–10:00", "meeting, pencilled", "Sala Verde"):
        assert words in text


def test_an_address_that_says_nothing_shows_this_week(clerk):
    for query in ("", "view=year&day=tomorrow", "day=2027-02-30", "day=9999-12-31"):
        shown = clerk.get(f"{PAGE}?{query}").context["shown"]
        assert (shown.view, shown.day) == ("week", timezone.localdate())


def test_the_filters_of_the_address_narrow_it(clerk, room):
    tour = factories.make_appointment("Tour", kind="tour", state="confirmed")
    factories.make_booking(room, tour)
    factories.make_appointment("Meal", kind="meal")

    for query in (f"resource={room.pk}", "kind=tour", "state=confirmed"):
        assert titles(clerk, query) == [("Tour", "appointment")]
    assert titles(clerk, "resource=0") == []
    factories.make_closure(room.place)
    assert titles(clerk, "kind=meal") == [("Meal", "appointment")]
    filtered = clerk.get(f"{WEEK}&resource={room.pk}&kind=tour")
    assert filtered.context["narrowed_to"] == ["Sala Verde", "guided tour"]
    assert "Meal" not in clerk.get(f"{WEEK}&kind=tour").content.decode().split("<dl")[0]


def test_each_reader_sees_what_they_may(people, back_office, room):
    secret = factories.make_appointment("Secret", level="confidential")
    factories.make_booking(room, secret)
    quiet = factories.make_appointment("Quiet", 11, 12, level="quiet", readers=[people["head"]])
    factories.make_booking(room, quiet)

    assert titles(back_office("officer")) == [("Sala Verde: not available", "hidden")]
    assert titles(back_office("head")) == [
        ("Sala Verde: not available", "hidden"),
        ("Quiet", "appointment"),
    ]
    secret.audience.readers.add(people["officer"])
    assert titles(back_office("officer")) == [("Secret", "appointment")]


def test_closures_and_outside_calendars_are_read_only_and_say_from_where(clerk, room):
    factories.make_closure(room.place, reason="council")
    calendar = OutsideCalendar.objects.create(
        name="Secretariat",
        resource=factories.make_resource("person", "Rossi"),
        is_active=True,
        read_at=factories.at(8),
        audience=factories.make_audience("internal"),
    )
    OutsideEntry.objects.create(calendar=calendar, key="1", title="Dentist", period=between(14, 15))

    found = clerk.get(f"{EVENTS}?view=rooms&day=2027-05-12").json()

    said = [(one["title"], one["editable"], one["display"]) for one in found]
    assert said == [
        ("Sala Verde closed: sitting of the Council", False, "background"),
        (found[1]["title"], False, "background"),
    ]
    assert "Dentist" not in found[1]["title"]
    assert found[1]["title"].endswith(": busy")
    told = "From the outside calendar “Secretariat”, read 12/05/2027 08:00."
    assert found[1]["extendedProps"]["notes"] == [told]


def test_whole_days_and_another_time_zone_are_shown_right(clerk):
    tokyo = factories.make_place("City Hall", time_zone="Asia/Tokyo")
    factories.make_appointment("Call", 8, 9, place=tokyo)
    days = periods.days(DAY, DAY + timedelta(days=1), periods.here())
    factories.make_appointment("Mission", period=days, all_day=True)

    mission, call = clerk.get(f"{EVENTS}?view=week&day=2027-05-12").json()

    assert (mission["allDay"], mission["start"], mission["end"]) == (
        True,
        "2027-05-12",
        "2027-05-14",
    )
    assert (call["start"], call["end"]) == ("2027-05-12T08:00", "2027-05-12T09:00")
    told = "There: 12 May 2027, 15:00–16:00, on the clocks of City Hall."
    assert call["extendedProps"]["notes"] == [told]


def test_a_closure_of_whole_days_says_so_and_no_hours(clerk, room):
    days = periods.days(DAY, DAY + timedelta(days=1), periods.here())
    factories.make_closure(room.place, period=days)

    table = clerk.get(WEEK).content.decode()
    panel = clerk.get(f"/admin/agenda/place/{room.place.pk}/change/").content.decode()

    assert '<span class="hours">all day</span>' in table
    assert "12 May 2027 – 13 May 2027, all day" in panel
    assert "00:00" not in table + panel


def test_set_up_and_clear_up_stand_on_the_line(clerk, room):
    factories.make_booking(room, factories.make_appointment(), before=15, after=30)

    found = clerk.get(f"{EVENTS}?view=rooms&day=2027-05-12").json()

    assert [(one["start"][11:], one["end"][11:], one["display"]) for one in found] == [
        ("09:00", "10:00", "auto"),
        ("08:45", "10:30", "background"),
    ]


def test_marks_stand_on_their_day_and_beside_where_it_is_not_known(clerk):
    city = factories.make_city()

    def some(user, first, last):
        yield Mark(PartialDate(2027, 5, 12), "deadline", "Pay the fee", city)
        yield Mark(PartialDate(2027, 5), "election", "Election there", city)

    marks.entries.add("trial", some)
    try:
        week = clerk.get(WEEK)
        month = clerk.get(f"{PAGE}?view=month&day=2027-05-12")
        drawn = titles(clerk)
    finally:
        del marks.entries._entries["trial"]

    assert drawn == [("Pay the fee", "mark")]
    beside = [[str(mark.text) for mark, _url in one.context["inexact"]] for one in (week, month)]
    assert beside == [[], ["Election there"]]
    assert "1 date whose day is not known" in month.content.decode()


def test_a_person_is_told_with_what_they_are(clerk):
    """The office held today and the languages of an interpreter, as far as one may see them."""
    mayor, hanako = factories.make_person("Rossi"), factories.make_person("Prova")
    factories.make_office_held(mayor, "Mayor")
    factories.make_office_held(mayor, "Deputy", held_to=PartialDate(2001))
    factories.make_office_held(mayor, "Envoy", city=factories.make_city("Nara", level="quiet"))
    factories.make_language(hanako, "ja", interprets_from=True)
    factories.make_language(hanako, "it", interprets_into=True)
    factories.make_language(hanako, "de")
    for one in (mayor, hanako):
        factories.make_resource("person", person=one)
    told = ["Prova, interpreter (Italian, Japanese)", "Rossi, Mayor"]

    people = clerk.get(f"{PAGE}?view=people").context
    add = clerk.get("/admin/agenda/appointment/add/").content.decode()
    listed = clerk.get("/admin/agenda/resource/").content.decode()

    assert [row.head for row in people["rows"]] == told
    assert [label for _key, label in people["filter"].fields["resource"].choices] == told
    assert [one in add and one in listed for one in told] == [True, True]


def test_the_head_of_the_lines_says_what_they_are(clerk):
    pages = [clerk.get(f"{PAGE}?view={view}") for view in ("week", "rooms", "people")]
    heads = [one.content.decode().split('<th scope="col">')[1].split("<")[0] for one in pages]
    assert heads == ["Week", "Room or thing", "Person"]


def test_a_month_asks_as_often_for_one_as_for_three(clerk, monkeypatch):
    def one_more(hour):
        room = factories.make_room()
        appointment = factories.make_appointment(
            f"At {hour}", hour, hour + 1, place=room.place, party=factories.make_party()
        )
        for one in (room, factories.make_resource("person", f"Person {hour}")):
            factories.make_booking(one, appointment)
        hidden = factories.make_appointment(level="confidential")
        factories.make_booking(factories.make_resource(), hidden)
        factories.make_closure(room.place)

    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            assert clerk.get(path).status_code == 200
        # Every page asks first whose session it is, what they may, and for which office.
        notes = (
            "SAVEPOINT",
            "sessions_",
            "django_session",
            "office_office",
            "office_user",
            "auth_",
        )
        return sum(not any(one in query["sql"] for one in notes) for query in captured)

    paths = [f"{PAGE}?view={view}&day=2027-05-12" for view in VIEWS]
    paths.append(f"{EVENTS}?view=month&day=2027-05-12")
    one_more(8)
    for path in paths:
        clerk.get(path)
    for_one = [queries(path) for path in paths]
    one_more(10)
    one_more(12)

    assert [queries(path) for path in paths] == for_one
    # What the other apps ask for the days to know is theirs, and the same for any number.
    monkeypatch.setattr(marks.entries, "_entries", {})
    assert max(queries(path) for path in paths) <= 15


def test_closures_and_the_feed_of_what_is_shown_are_a_click_away(clerk, room):
    page = clerk.get(f"{WEEK}&resource={room.pk}&kind=tour")

    assert [url for _label, url in page.context["links"]] == [
        "/admin/free-time/",
        "/admin/agenda/closure/?when=coming",
        "/admin/agenda/outsidecalendar/",
        f"/admin/feeds/?resource={room.pk}&kind=tour",
    ]
    chosen = clerk.get(page.context["links"][-1][1]).context["chosen"]
    assert (list(chosen.cleaned_data["resource"]), chosen.cleaned_data["kind"]) == (
        [room],
        ["tour"],
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_shown_is_taken_along(clerk, ending):
    factories.make_appointment("Reception")

    response = clerk.get(f"{PAGE}export/{ending}/?view=week&day=2027-05-12")

    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].endswith(f'.{ending}"') or ending in str(response)
    if ending == "csv":
        assert b"Reception" in content
    assert clerk.get(f"{PAGE}export/exe/").status_code == 404


# ---------------------------------------------------------------- moving


def test_what_would_come_of_a_move_is_told_and_nothing_is_saved(clerk, too_long):  # noqa: F811
    appointment = factories.make_appointment()

    told = ask(clerk, "preview", appointment, **at("09:00", "12:00"))

    assert (told["was"], told["would"]) == (
        "12 May 2027, 09:00–10:00",
        "12 May 2027, 09:00–12:00",
    )
    assert [(one["level"], one["text"]) for one in told["says"]] == [("warn", "It is long.")]
    assert told["maySave"] is True
    appointment.refresh_from_db()
    assert appointment.period == between(9, 10)


def test_a_finding_must_have_been_seen_to_be_saved(clerk, too_long):  # noqa: F811
    appointment = factories.make_appointment()
    to = at("09:00", "12:00")

    unseen = ask(clerk, "save", appointment, **to)
    seen = ask(clerk, "save", appointment, **to, seen=unseen["seen"])

    assert (unseen["saved"], seen["saved"]) == (False, True)
    appointment.refresh_from_db()
    assert (appointment.period, appointment.history.first().history_user) == (
        between(9, 12),
        clerk.user,
    )


def test_a_move_into_a_room_that_is_taken_is_refused_with_who_holds_it(clerk, room):
    holder = factories.make_appointment("Wedding lunch", 11, 13)
    factories.make_booking(room, holder)
    appointment = factories.make_appointment("Dinner", place=room.place)
    factories.make_booking(room, appointment)

    told = ask(clerk, "save", appointment, minutes=120)

    assert (told["saved"], told["maySave"]) == (False, False)
    assert [one["text"] for one in told["says"]] == [
        "Sala Verde is booked 12 May 2027, 11:00–13:00 for “Wedding lunch”."
    ]
    assert told["says"][0]["url"] == f"/admin/agenda/appointment/{holder.pk}/change/"
    free = [one["start"] for one in told["says"][0]["proposals"]]
    assert free == ["2027-05-12T10:00", "2027-05-13T11:00"]
    appointment.refresh_from_db()
    assert appointment.period == between(9, 10)


def test_to_another_line_the_place_and_the_hours_go_together(clerk, room):
    """The new room is free at the new hour only, the old one at the old hour only."""
    other = factories.make_room("Sala Rossa")
    factories.make_booking(other, factories.make_appointment("Early", 9, 10))
    factories.make_booking(room, factories.make_appointment("Late", 11, 12))
    appointment = factories.make_appointment("Dinner", place=room.place)
    factories.make_booking(room, appointment, before=10)

    told = ask(clerk, "save", appointment, **at("11:00", "12:00"), line=room.pk, to_line=other.pk)

    assert told["saved"], told
    appointment.refresh_from_db()
    assert (appointment.place, appointment.period) == (other.place, between(11, 12))
    assert [(str(one.resource), one.before) for one in appointment.bookings.all()] == [
        ("Sala Rossa", 10)
    ]


def test_another_line_brings_its_own_set_up(clerk):
    room = factories.make_room("Sala Grande", before=15, after=30)
    plain = factories.make_room("Studio")
    factories.make_booking(room, factories.make_appointment("Book", 11, 12), before=15, after=30)
    appointment = factories.make_appointment("Dinner", place=plain.place)
    factories.make_booking(plain, appointment)
    to = {"line": plain.pk, "to_line": room.pk}

    close = ask(clerk, "preview", appointment, **at("09:45", "10:45"), **to)
    ask(clerk, "save", appointment, **at("09:00", "10:00"), **to)

    assert close["says"][0]["text"] == (
        "Sala Grande is booked 12 May 2027, 10:45–12:30 for “Book”."
    )
    free = [one["start"] for one in close["says"][0]["proposals"] if "start" in one]
    assert free[0] == "2027-05-12T09:15"
    assert [(one.before, one.after) for one in appointment.bookings.all()] == [(15, 30)]


def test_shorter_than_nothing_and_hours_that_are_not_there_are_told(clerk):
    appointment = factories.make_appointment()

    told = [
        ask(clerk, "preview", appointment, stretch=-60),
        ask(clerk, "preview", appointment, **at("02:30", "04:00", "2027-03-28")),
        ask(clerk, "preview", appointment, start="soon", end="later"),
        ask(clerk, "save", appointment, minutes="many"),
        ask(clerk, "preview", appointment, **at("09:00", "10:00", "0001-01-01")),
    ]

    assert [one["error"] for one in told] == [
        "The end lies before the beginning, or is the same.",
        "The clocks are put forward that night: 02:30 does not exist.",
        "The change was not understood.",
        "The change was not understood.",
        "The change was not understood.",
    ]


def test_a_part_of_which_nothing_is_left_is_told(clerk):
    """Somebody comes for the first ten minutes of an hour, which is made half an hour."""
    appointment = factories.make_appointment()
    factories.make_booking(factories.make_resource(), appointment, after=-50)
    told = "Booth: Nothing would be left of the booking: it ends before it begins."

    asked = ask(clerk, "preview", appointment, stretch=-30)
    url = f"/admin/agenda/appointment/{appointment.pk}"
    moved = forms.send(clerk, f"{url}/move/", when_to="09:30")
    typed = forms.send(clerk, f"{url}/change/", when_to="09:30")

    assert asked["error"] == told
    assert moved.context["form"].non_field_errors() == [told]
    assert typed.context["adminform"].form.non_field_errors() == [told]


def test_what_somebody_changed_meanwhile_is_looked_at_again(clerk):
    appointment = factories.make_appointment("Dinner")
    Appointment.objects.filter(pk=appointment.pk).update(people=3)

    told = ask(clerk, "save", appointment, minutes=15)

    assert told["error"] == "Somebody has changed “Dinner” meanwhile. Look at it again."


def test_a_cancelled_one_does_not_move(clerk):
    appointment = factories.make_appointment("Dinner", state="cancelled")

    told = ask(clerk, "save", appointment, minutes=15)

    assert told["error"] == "“Dinner” is cancelled: take it up again first."


def test_whole_days_are_moved_by_whole_days(clerk):
    days = periods.days(DAY, DAY, periods.here())
    appointment = factories.make_appointment(period=days, all_day=True)

    ask(
        clerk,
        "save",
        appointment,
        start="2027-05-13T00:00",
        end="2027-05-15T00:00",
        all_day=True,
    )

    appointment.refresh_from_db()
    assert (appointment.days, appointment.all_day) == (
        (DAY + timedelta(days=1), DAY + timedelta(days=2)),
        True,
    )


@pytest.mark.parametrize("role", ["reader", "guide_coordinator"])
def test_who_may_only_look_moves_nothing(back_office, role):
    appointment = factories.make_appointment()
    client = back_office(role)
    path = f"/admin/agenda/appointment/{appointment.pk}"

    assert client.get(WEEK).status_code == 200
    sent = json.dumps({"appointment": appointment.pk, "version": 1, "minutes": 15})
    url = "/admin/agenda/appointment/calendar/save/"
    answers = [
        client.post(url, sent, content_type="application/json"),
        client.post(f"{path}/to/confirm/"),
        client.get(f"{path}/move/"),
    ]
    assert [one.status_code for one in answers] == [403, 403, 403]


def test_the_plain_form_moves_it_and_says_what_speaks_against_it(clerk, room, too_long):  # noqa: F811
    appointment = factories.make_appointment("Dinner")
    url = f"/admin/agenda/appointment/{appointment.pk}/move/"

    asked = forms.send(clerk, url, when_to="12:00", place=str(room.place.pk))
    assert "It is long." in asked.content.decode()
    appointment.refresh_from_db()
    assert appointment.period == between(9, 10)

    saved = clerk.post(url, forms.form_of(asked) | {"anyway": "on"}, follow=True)
    assert "“Dinner” is moved: 12 May 2027, 09:00–12:00, Sala Verde." in saved.content.decode()
    appointment.refresh_from_db()
    assert (appointment.period, [str(one.resource) for one in appointment.bookings.all()]) == (
        between(9, 12),
        ["Sala Verde"],
    )


def test_the_plain_form_takes_over_what_is_free_instead(clerk, room):
    factories.make_booking(room, factories.make_appointment("Wedding lunch", 11, 13))
    appointment = factories.make_appointment("Dinner", place=room.place)
    factories.make_booking(room, appointment)
    url = f"/admin/agenda/appointment/{appointment.pk}/move/"

    refused = forms.send(clerk, url, when_from="11:00", when_to="12:00")
    offered = refused.context["attempt"].proposals
    taken = forms.send(clerk, url, forms.form_of(refused), take=offered[0].query)

    assert taken.context["was"].startswith("12 May 2027, 09:00–10:00")
    appointment.refresh_from_db()
    assert appointment.period == between(9, 10)
    forms.send(clerk, url, forms.form_of(taken))
    appointment.refresh_from_db()
    assert appointment.period == offered[0].period == between(10, 11)


def test_the_plain_form_tells_bad_hours_at_the_field(clerk):
    appointment = factories.make_appointment()

    response = forms.send(
        clerk, f"/admin/agenda/appointment/{appointment.pk}/move/", when_to="08:00"
    )

    told = ["The end lies before the beginning, or is the same."]
    assert response.context["form"].errors == {"when": told}
    assert forms.form_of(response)["when_to"] == "08:00"


def test_the_way_back_leads_to_no_other_site(clerk):
    appointment = factories.make_appointment()
    to = f"/admin/agenda/appointment/{appointment.pk}/to/confirm/"

    assert clerk.post(to, {"back": "https://example.org/"}).url.startswith("/admin/agenda/")
    assert clerk.post(to, {"back": "/admin/calendar/?view=day"}).url == "/admin/calendar/?view=day"


# ---------------------------------------------------------------- the way back


def test_the_form_leads_back_to_the_calendar_as_it_was_left(clerk, room):
    query = f"view=rooms&day=2027-05-12&resource={room.pk}&kind=meeting"
    page = clerk.get(f"{PAGE}?{query}")
    add = page.context["component"]["urls"]["add"]
    assert page.context["add_url"] == add

    made = forms.send(clerk, f"{add}&day=2027-05-12&from=09:00&to=10:00", title_it="Lunch")
    [entry] = clerk.get(f"{EVENTS}?view=week&day=2027-05-12").json()
    opened = entry["extendedProps"]["url"]
    kept = forms.send(clerk, opened, title_it="Dinner")
    gone = forms.send(clerk, opened, when_day_from="2027-07-01", when_day_to="")

    assert [sorted(one.url.split("?")[1].split("&")) for one in (made, kept, gone)] == [
        sorted(query.split("&")),
        ["day=2027-05-12", "view=week"],
        ["day=2027-07-01", "view=week"],
    ]


@pytest.mark.parametrize(
    ("named", "back"),
    [
        ("https://example.org/", f"{PAGE}?day=2027-05-12"),
        ("view=day&day=2027-05-12&next=//example.org", f"{PAGE}?view=day&day=2027-05-12"),
        ("", ""),
    ],
)
def test_nothing_but_a_query_of_the_calendar_is_taken_from_the_address(named, back):
    appointment = factories.make_appointment()

    assert to_calendar(QueryDict(urlencode({"calendar": named})), appointment) == back


# ---------------------------------------------------------------- the start page


def test_the_start_page_counts_what_is_on_today(clerk):
    today = timezone.localdate()
    factories.make_appointment("Today", day=today)
    factories.make_appointment("Off", day=today, state="cancelled")
    factories.make_appointment("Hidden", day=today, level="confidential")
    factories.make_appointment("Tomorrow", day=today + timedelta(days=1))

    page = clerk.get("/admin/")

    lines = [line for line in page.context["waiting"] if "/calendar/" in line.url]
    assert [(line.count, line.url) for line in lines] == [
        (1, f"/admin/calendar/?view=day&day={today.isoformat()}")
    ]
    labels = [str(link.label) for link in page.context["to_begin"]]
    assert {"Calendar", "New appointment"} <= {*labels}


def test_only_what_one_may_move_can_be_picked_up(clerk):
    """The component goes by these before all else: a closure stays where it is."""
    one = factories.make_appointment()
    factories.make_closure(factories.make_place())

    def picked_up(client):
        events = client.get(f"{EVENTS}?view=week&day=2027-05-12").json()
        return {
            event["title"]: (event["startEditable"], event["durationEditable"]) for event in events
        }

    assert picked_up(clerk)[str(one)] == (True, True)
    assert {*picked_up(forms.signed_in("reader")).values()} == {(False, False)}
    assert [can for title, can in picked_up(clerk).items() if title != str(one)] == [(False, False)]
