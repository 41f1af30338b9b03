"""The form of an appointment and of a closure: typed, looked at, saved through the actions."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import escape

from agenda import attempts, clashes, findings, periods
from agenda.facets import Facet, facets
from agenda.models import Appointment, Booking, Closure, FindingLevel, Series
from tests import factories, forms
from tests.factories import between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/agenda/appointment/add/"
NOT_FREE = "It is not free at that time: see above."
DAY = {"when_day_from": "2027-05-12", "when_day_to": ""}


@pytest.fixture
def room():
    return factories.make_room("Sala Verde", before=15, after=30)


@pytest.fixture
def too_long():
    """A kind of finding of this test: everything longer than two hours is said."""

    class TooLong(findings.FindingKind):
        label = "too long"

        def found(self, scene, appointment):
            if appointment.period.upper - appointment.period.lower > timedelta(hours=2):
                yield "It is long.", None, "", ()

    findings.kinds.add("too long", TooLong())
    yield
    del findings.kinds._entries["too long"]


def change(appointment):
    return f"/admin/agenda/appointment/{appointment.pk}/change/"


def typed(start="09:00", end="10:30", **fields):
    return {**DAY, "when_from": start, "when_to": end, "title_it": "Ricevimento", **fields}


def errors(response):
    form = response.context["adminform"].form
    rows = [row.errors for one in response.context["inline_admin_formsets"] for row in one.formset]
    return {name: list(told) for name, told in form.errors.items()}, [
        {name: list(told) for name, told in one.items()} for one in rows if one
    ]


def test_an_appointment_is_made_with_what_it_books(clerk, room):
    booth = factories.make_resource()

    forms.send(
        clerk,
        ADD,
        **typed(place=str(room.place.pk)),
        **{"bookings-0-resource": str(booth.pk), "bookings-0-before": "10"},
    )

    appointment = Appointment.objects.get()
    assert (appointment.title_it, appointment.state, appointment.period) == (
        "Ricevimento",
        "pencilled",
        between(9, (10, 30)),
    )
    booked = {(str(one.resource), one.busy) for one in appointment.bookings.all()}
    assert booked == {
        ("Sala Verde", between((8, 45), 11)),
        ("Booth", between((8, 50), (10, 30))),
    }
    assert appointment.history.get().history_user == clerk.user


def test_the_address_fills_in_day_hours_place_and_people(clerk, room):
    booth = factories.make_resource()
    query = f"day=2027-05-12&from=09:00&to=10:30&place={room.place.pk}&resource={booth.pk}"

    form = forms.form_of(clerk.get(f"{ADD}?{query}"))

    named = ["when_day_from", "when_from", "when_to", "place", "bookings-0-resource"]
    assert [form[name] for name in named] == [
        "2027-05-12",
        "09:00",
        "10:30",
        str(room.place.pk),
        str(booth.pk),
    ]
    assert clerk.get(f"{ADD}?day=soon&from=9&place=x&resource=y").status_code == 200


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"when_to": "08:00"}, "The end lies before the beginning, or is the same."),
        ({"when_day_to": "9999-12-31"}, "Write a year from 1900 to 2200."),
        ({"when_day_from": "0001-01-01"}, "Write a year from 1900 to 2200."),
        ({"when_from": ""}, "Write both hours, or say that it is all day."),
        ({"when_day_from": ""}, "Write the day on which it begins."),
        (
            {"when_day_from": "2027-03-28", "when_from": "02:30"},
            "The clocks are put forward that night: 02:30 does not exist.",
        ),
        (
            {"when_day_from": "2027-10-31", "when_from": "02:30"},
            "The clocks are put back that night: 02:30 comes twice. Take another hour.",
        ),
    ],
)
def test_a_period_that_cannot_be_is_told_at_its_field(clerk, fields, told):
    response = forms.send(clerk, ADD, **(typed() | fields))

    assert errors(response)[0]["when"] == [told]
    assert forms.form_of(response)["title_it"] == "Ricevimento"
    assert not Appointment.objects.exists()


def test_longer_than_two_weeks_asks_whether_it_is_meant(clerk):
    long = typed(all_day="on", when_day_to="2027-06-12")

    asked = forms.send(clerk, ADD, **long)
    assert "when" in errors(asked)[0]
    assert b'name="is_meant"' in asked.content
    forms.send(clerk, ADD, forms.form_of(asked), **long, is_meant="on")

    appointment = Appointment.objects.get()
    assert (appointment.all_day, appointment.days) == (True, (date(2027, 5, 12), date(2027, 6, 12)))


def test_hours_are_those_of_the_place(clerk):
    tokyo = factories.make_place("City Hall", time_zone="Asia/Tokyo")

    forms.send(clerk, ADD, **typed(place=str(tokyo.pk)))

    start = Appointment.objects.get().starts_at
    assert (f"{start:%H:%M}", start.utcoffset()) == ("09:00", timedelta(hours=9))


def test_hours_elsewhere_name_whose_they_are_on_each_page(clerk):
    tokyo = factories.make_place("City Hall", time_zone="Asia/Tokyo", capacity=5)
    day = timezone.localdate() + timedelta(days=7)
    start = datetime.combine(day, time(9), ZoneInfo("Asia/Tokyo"))
    there = periods.period(start, start + timedelta(hours=1))
    one = factories.make_appointment("Call", period=there, place=tokyo, people=9)
    here = "–".join(f"{end.astimezone(periods.here()):%H:%M}" for end in (there.lower, there.upper))

    pages = [
        clerk.get(url).content.decode()
        for url in [change(one), "/admin/agenda/appointment/", "/admin/findings/"]
    ]
    moved = clerk.get(f"/admin/agenda/appointment/{one.pk}/move/").content.decode()

    told = f"09:00–10:00, Tokyo time ({here} here)"
    assert [told in page for page in [*pages, moved]] == [True] * 4


def test_hours_of_a_zone_with_our_clocks_are_told_plainly_and_another_day_is_told():
    assert clashes.hours(between(9, 10), ZoneInfo("Europe/Paris")) == "12 May 2027, 09:00–10:00"
    assert clashes.hours(between(20, 21), ZoneInfo("Asia/Tokyo")) == (
        "13 May 2027, 03:00–04:00, Tokyo time (12 May 2027, 20:00–21:00 here)"
    )


def test_a_room_that_is_taken_is_told_at_the_place_with_who_holds_it(clerk, room):
    factories.make_booking(room, factories.make_appointment("Wedding lunch", 9, 11))

    response = forms.send(clerk, ADD, **typed(place=str(room.place.pk)))

    told = "Sala Verde is booked 12 May 2027, 09:00–11:00 for “Wedding lunch”."
    assert errors(response)[0]["place"] == [NOT_FREE]
    assert response.content.decode().count(told) == 1
    assert change(Appointment.objects.get()) in response.content.decode()


def test_what_is_free_instead_of_a_taken_room_is_filled_in_by_a_button(clerk, room):
    factories.make_booking(room, factories.make_appointment("Wedding lunch", 9, 11))
    large = factories.make_room("Sala Rossa")
    refused = forms.send(
        clerk,
        ADD,
        **typed(place=str(room.place.pk)),
        **{"bookings-0-resource": str(room.pk), "bookings-0-before": "10"},
    )
    offered = refused.context["attempt"].proposals
    assert [one.label for one in offered] == [
        "Sala Rossa",
        "12 May 2027, 11:15–12:45",
        "13 May 2027, 09:00–10:30",
    ]

    elsewhere = forms.send(clerk, ADD, forms.form_of(refused), take=offered[0].query)
    later = forms.send(clerk, ADD, forms.form_of(refused), take=offered[-1].query)

    assert not Appointment.objects.filter(title_it="Ricevimento").exists()
    assert (later.context["errors"], later.context["taken"]) == (
        None,
        "The proposal is filled in. Nothing is saved yet: save it if it suits.",
    )
    names = ["place", "bookings-0-resource", "bookings-0-before", "when_from", "title_it"]
    assert [forms.form_of(elsewhere)[name] for name in names] == [
        str(large.place.pk),
        str(large.pk),
        "10",
        "09:00",
        "Ricevimento",
    ]
    form = forms.form_of(later)
    assert (form["when_day_from"], form["when_from"]) == ("2027-05-13", "09:00")
    forms.send(clerk, ADD, form)
    assert Appointment.objects.get(title_it="Ricevimento").period == between(
        9, (10, 30), day=date(2027, 5, 13)
    )


@pytest.mark.parametrize("query", ["", "place=x", "start=soon&end=late", "start=2027-05-12&end=1"])
def test_a_proposal_that_nobody_made_fills_nothing_in(clerk, query):
    response = forms.send(clerk, ADD, **typed(), take=query)

    assert forms.form_of(response)["when_from"] == "09:00"
    assert not Appointment.objects.exists()


def test_what_speaks_against_an_appointment_stands_on_its_page(clerk, too_long):
    appointment = factories.make_appointment("Long", 9, 12)

    page = clerk.get(change(appointment)).content.decode()

    assert page.count("It is long.") == 1


def test_what_is_proposed_on_its_page_leads_to_the_page_that_moves_it(clerk, room):
    factories.make_closure(room.place, period=between(8, 11))
    appointment = factories.make_appointment("Dinner", place=room.place)
    factories.make_booking(room, appointment)

    page = clerk.get(change(appointment))
    [closed] = page.context["findings"]
    url = f"/admin/agenda/appointment/{appointment.pk}/move/?{closed.proposals[-1].query}"

    assert escape(url) in page.content.decode()
    moved = forms.form_of(clerk.get(url), form_id="move_form")
    clerk.post(url, moved)
    appointment.refresh_from_db()
    assert appointment.period == closed.proposals[-1].period


def test_a_thing_that_is_taken_is_told_at_its_row(clerk):
    booth = factories.make_resource()
    factories.make_booking(booth, factories.make_appointment("Congress", 9, 11))
    rows = {"bookings-1-resource": str(booth.pk), "bookings-1-after": "5"}

    response = forms.send(clerk, ADD, **typed(), **rows)

    told = "Booth is booked 12 May 2027, 09:00–11:00 for “Congress”."
    assert errors(response)[1] == [{"resource": [NOT_FREE]}]
    assert response.content.decode().count(told) == 1
    form = forms.form_of(response)
    assert (form["bookings-1-resource"], form["bookings-1-after"]) == (str(booth.pk), "5")


def test_a_thing_that_is_chosen_twice_is_told_at_its_second_row(clerk):
    booth = factories.make_resource()
    rows = {f"bookings-{number}-resource": str(booth.pk) for number in (0, 1)}

    response = forms.send(clerk, ADD, **typed(), **rows)

    assert errors(response)[1] == [{"resource": ["The appointment books this already."]}]
    assert "duplicate" not in response.content.decode()


def test_more_people_than_can_come_are_told_at_their_field(clerk):
    response = forms.send(clerk, ADD, **typed(people="99999999999"))

    assert errors(response)[0]["people"] == ["Write a number of people up to 100000."]


def test_what_keeps_from_being_published_is_called_serious(clerk):
    hall = factories.make_place("Hall", capacity=5)
    appointment = factories.make_appointment(place=hall, people=9)

    page = clerk.get(change(appointment)).content.decode()

    assert "<b>Serious:</b> Hall holds 5 people, 9 are expected." in page
    assert "cannot be published" not in page.lower()


def test_minutes_that_nobody_means_are_told_at_their_row(clerk):
    booth = factories.make_resource()
    rows = {"bookings-0-resource": str(booth.pk), "bookings-0-after": "99999"}

    response = forms.send(clerk, ADD, **typed(), **rows)

    assert [list(one) for one in errors(response)[1]] == [["after"]]
    assert not Appointment.objects.exists()


def test_what_is_hidden_takes_a_room_without_a_name(clerk, room):
    hidden = factories.make_appointment("Secret dinner", 9, 11, level="confidential")
    factories.make_booking(room, hidden)

    response = forms.send(clerk, ADD, **typed(place=str(room.place.pk)))

    assert errors(response)[0]["place"] == [NOT_FREE]
    assert "Sala Verde is not available at that time." in response.content.decode()
    assert "Secret dinner" not in response.content.decode()


def test_a_finding_is_said_once_before_it_is_saved(clerk, too_long):
    asked = forms.send(clerk, ADD, **typed(end="12:00"))
    assert "It is long." in asked.content.decode()
    assert not Appointment.objects.exists()

    forms.send(clerk, ADD, forms.form_of(asked), anyway="on")

    assert Appointment.objects.get().period == between(9, 12)


def test_a_finding_that_forbids_saving_has_no_tick(clerk, too_long):
    FindingLevel.objects.create(kind="too long", level="block")

    asked = forms.send(clerk, ADD, **typed(end="12:00"))
    again = forms.send(clerk, ADD, forms.form_of(asked), anyway="on", seen="x")

    assert b'name="anyway"' not in asked.content
    assert "It is long." in again.content.decode()
    assert not Appointment.objects.exists()


def test_a_changed_appointment_books_what_the_form_says_and_keeps_what_it_hides(clerk, room):
    appointment = factories.make_appointment()
    booth, car = factories.make_resource(), factories.make_resource("vehicle", "Car")
    hidden = factories.make_resource("vehicle", "Armoured car", level="confidential")
    for one in (booth, hidden):
        factories.make_booking(one, appointment)

    form = forms.form_of(clerk.get(change(appointment)))
    assert (form["bookings-0-resource"], form["bookings-TOTAL_FORMS"]) == (str(booth.pk), "2")
    forms.send(
        clerk,
        change(appointment),
        form,
        when_to="11:00",
        **{"bookings-0-DELETE": "on", "bookings-1-resource": str(car.pk)},
    )

    booked = {str(one.resource): one.busy for one in Booking.objects.all()}
    assert booked == {"Car": between(9, 11), "Armoured car": between(9, 11)}


def test_another_resource_in_a_row_brings_its_own_minutes_unless_others_are_typed(clerk, room):
    booth = factories.make_resource()
    appointment = factories.make_appointment()
    factories.make_booking(booth, appointment)

    rows = {"bookings-0-resource": str(room.pk), "bookings-0-after": "5"}
    forms.send(clerk, change(appointment), **rows)

    assert [(one.before, one.after) for one in appointment.bookings.all()] == [(15, 5)]


def test_a_second_clerk_sees_both_versions_and_chooses(clerk):
    appointment = factories.make_appointment()
    opened = forms.form_of(clerk.get(change(appointment)))
    appointment.note = "Theirs."
    appointment.save()

    response = forms.send(clerk, change(appointment), opened, note="Mine.", when_to="12:00")

    assert response.context["conflict"] is not None
    appointment.refresh_from_db()
    assert (appointment.note, appointment.period) == ("Theirs.", between(9, 10))


def test_its_state_is_changed_by_buttons(clerk, room):
    appointment = factories.make_appointment()
    factories.make_booking(room, appointment)
    to = f"/admin/agenda/appointment/{appointment.pk}/to"
    states = []

    for step in ("confirm", "pencil", "cancel", "cancel", "pencil"):
        clerk.post(f"{to}/{step}/")
        appointment.refresh_from_db()
        states.append((appointment.state, appointment.blocks))

    assert states == [
        ("confirmed", True),
        ("pencilled", True),
        ("cancelled", False),
        ("cancelled", False),
        ("pencilled", True),
    ]
    assert clerk.get(f"/admin/agenda/appointment/{appointment.pk}/delete/").status_code == 403


def test_what_was_taken_meanwhile_cannot_be_taken_up_again(clerk, room):
    appointment = factories.make_appointment("Dinner", state="cancelled")
    factories.make_booking(room, appointment)
    factories.make_booking(room, factories.make_appointment("Lunch"))

    response = clerk.post(f"/admin/agenda/appointment/{appointment.pk}/to/pencil/", follow=True)

    assert "“Lunch”" in response.content.decode()
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"


def test_what_is_part_of_something_else_needs_the_right_to_that(clerk):
    """A facet whose permission the clerk has not: to read, with the way to it."""
    appointment = factories.make_appointment()
    facets.add("trial", Facet("place", "a trial", "office.change_office"))
    appointment.place = factories.make_place("Town hall")
    appointment.save()
    try:
        page = clerk.get(change(appointment))
        moved = clerk.post(f"/admin/agenda/appointment/{appointment.pk}/to/confirm/")
    finally:
        del facets._entries["trial"]

    assert "Town hall" in page.content.decode()
    assert b'name="title_it"' not in page.content
    assert moved.status_code == 403


def test_who_may_see_it_is_not_changed_where_it_is_part_of_something_else(clerk):
    appointment = factories.make_appointment(level="confidential", readers=[clerk.user])
    appointment.place = factories.make_place("Town hall")
    appointment.save()
    facets.add("trial", Facet("place", "a trial", "agenda.change_place"))
    try:
        forms.send(clerk, change(appointment), level="public", note="Mine.")
    finally:
        del facets._entries["trial"]

    appointment.refresh_from_db()
    assert (appointment.note, appointment.audience.level) == ("Mine.", "confidential")


def test_who_was_first_while_it_was_saved_is_told_and_nothing_is_lost(clerk, room, monkeypatch):
    """The other took the room after the form had looked."""
    factories.make_booking(room, factories.make_appointment("Wedding lunch", 9, 11))
    monkeypatch.setattr(attempts, "looked_for", lambda *_args, **_named: None)

    response = forms.send(clerk, ADD, **typed(place=str(room.place.pk)))

    told = "Sala Verde is booked 12 May 2027, 09:00–11:00 for “Wedding lunch”."
    assert errors(response)[0] == {"__all__": [told]}
    assert forms.form_of(response)["title_it"] == "Ricevimento"
    assert Appointment.objects.count() == 1


def test_the_list_is_narrowed_by_period_and_resource(clerk, room):
    today = factories.timezone.localdate()
    for title, days in [("Past", -3), ("Today", 0), ("In a week", 6), ("Far", 20)]:
        factories.make_appointment(title, day=today + timedelta(days=days))
    factories.make_booking(room, Appointment.objects.get(title_en="Far"))

    def listed(query):
        response = clerk.get(f"/admin/agenda/appointment/?{query}")
        return [one.title_en for one in response.context["cl"].result_list]

    assert listed("when=today") == ["Today"]
    assert listed("when=week") == ["Today", "In a week"]
    assert listed("when=month") == ["Today", "In a week", "Far"]
    assert listed("when=past") == ["Past"]
    assert listed(f"resource={room.pk}") == ["Far"]
    assert listed("resource=nothing") == []


def test_a_closure_without_hours_closes_whole_days_there(clerk, room):
    forms.send(
        clerk,
        "/admin/agenda/closure/add/",
        place=str(room.place.pk),
        when_day_from="2027-05-12",
        when_day_to="2027-05-13",
        reason="works",
    )

    closure = Closure.objects.get()
    assert closure.period == factories.periods.days(
        date(2027, 5, 12), date(2027, 5, 13), closure.place.zone
    )
    listed = clerk.get("/admin/agenda/closure/?when=coming").content.decode()
    assert "12 May 2027 – 13 May 2027, all day" in listed


def test_a_closure_that_ends_before_it_begins_is_told_at_its_field(clerk, room):
    response = forms.send(
        clerk,
        "/admin/agenda/closure/add/",
        place=str(room.place.pk),
        **{**DAY, "when_from": "12:00", "when_to": "09:00"},
    )

    told = "The end lies before the beginning, or is the same."
    assert list(response.context["adminform"].form.errors["when"]) == [told]
    assert not Closure.objects.exists()


def test_an_appointment_leads_to_its_repetition_and_its_file(clerk):
    one = factories.make_appointment()
    page = clerk.get(f"/admin/agenda/appointment/{one.pk}/change/").text
    assert f"/admin/agenda/appointment/{one.pk}/repeat/" in page
    assert f"/admin/agenda/appointment/{one.pk}/ics/" in page

    one.series = Series.objects.create(rule="FREQ=WEEKLY;COUNT=2")
    one.save()
    page = clerk.get(f"/admin/agenda/appointment/{one.pk}/change/").text
    assert f"/admin/agenda/appointment/{one.pk}/series/" in page
    assert f"/admin/agenda/appointment/{one.pk}/repeat/" not in page


def test_a_closure_leads_to_its_repetition(clerk):
    closure = factories.make_closure()
    page = clerk.get(f"/admin/agenda/closure/{closure.pk}/change/").text
    assert f"/admin/agenda/closure/{closure.pk}/repeat/" in page


# ---------------------------------------------------------------- before it is confirmed


@pytest.fixture
def narrow(office):
    """A pencilled reception of nine people in a room for five."""
    room = factories.make_room(place=factories.make_place("Stanzino", capacity=5))
    appointment = factories.make_appointment(place=room.place, people=9)
    factories.make_booking(room, appointment)
    return appointment


def confirm(clerk, appointment, **typed):
    return clerk.post(f"/admin/agenda/appointment/{appointment.pk}/to/confirm/", typed)


def test_what_speaks_against_it_is_seen_before_it_is_confirmed(clerk, narrow):
    page = confirm(clerk, narrow)
    attempt = page.context["attempt"]
    narrow.refresh_from_db()
    assert ([one.kind for one in attempt.findings], narrow.state) == (["too_many"], "pencilled")

    confirm(clerk, narrow, anyway="on", seen=attempt.seen)
    narrow.refresh_from_db()
    assert narrow.state == "confirmed"


def test_what_cannot_be_saved_cannot_be_confirmed_either(clerk, narrow):
    FindingLevel.objects.create(kind="too_many", level="block")

    page = confirm(clerk, narrow)
    confirm(clerk, narrow, anyway="on", seen=page.context["attempt"].seen)

    narrow.refresh_from_db()
    assert narrow.state == "pencilled"


def test_what_cannot_be_published_is_not_made_public(clerk, narrow):
    page = forms.send(
        clerk,
        f"/admin/agenda/appointment/{narrow.pk}/change/",
        level="public",
        anyway="on",
        seen=attempts.looked_at(narrow, [], by=factories.make_user("officer")).seen,
    )

    assert list(page.context["adminform"].form.errors) == ["level"]
    narrow.audience.refresh_from_db()
    assert narrow.audience.level == "internal"


def test_the_form_says_what_else_the_same_people_see(clerk):
    one = factories.make_appointment()
    factories.make_appointment("Dinner", audience=one.audience)

    form = clerk.get(f"/admin/agenda/appointment/{one.pk}/change/").context["adminform"].form

    assert form.fields["level"].help_text.startswith("1 other appointment is seen by the same")


def test_another_place_gives_the_room_of_the_old_one_free(clerk, room):
    """Its row stands in the form as it was; nobody books two rooms by choosing another place."""
    other = factories.make_room("Sala Rossa")
    appointment = factories.make_appointment(place=room.place)
    factories.make_booking(room, appointment)

    forms.send(clerk, change(appointment), place=other.place.pk)

    assert [one.resource for one in appointment.bookings.all()] == [other]
