"""Meetings of networks: one form for the meeting and its appointment in the common calendar."""

import re
from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone

from agenda import facets
from agenda.findings import Finding
from agenda.models import Appointment, Booking
from directory.timeline import happenings
from networks.benefits import Benefits
from networks.models import Meeting
from networks.yearly import sections
from tests import factories
from tests.factories import between
from tests.forms import form_of, send, signed_in
from tests.pages import errors_at_fields, form_url, section, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/networks/meeting/add/"


def when(day, start="", last="", end="", name="when"):
    values = zip(("day_from", "from", "day_to", "to"), (day, start, last, end), strict=True)
    return {f"{name}_{part}": value for part, value in values}


def soon(days):
    return between(9, 11, day=timezone.localdate() + timedelta(days=days))


# ---------------------------------------------------------------- made and changed


def test_a_meeting_is_an_appointment_of_the_calendar_and_books_its_room(clerk):
    network, room = factories.make_network("Eurocities"), factories.make_room(before=30)

    response = send(
        clerk,
        f"{ADD}?network={network.pk}&back=network",
        title_it="Assemblea",
        title_en="Assembly",
        kind="assembly",
        our_part="host",
        place=room.place.pk,
        level="public",
        **when("2027-05-12", "09:00", "", "11:00"),
    )

    assert (response.status_code, response.url) == (302, form_url(network))
    meeting = Meeting.objects.get()
    one = meeting.appointment
    assert (one.title_en, one.kind, one.state, one.period, one.place) == (
        "Assembly",
        "network",
        "confirmed",
        between(9, 11),
        room.place,
    )
    assert (meeting.audience, one.audience.level) == (one.audience, "public")
    assert [(booking.resource, booking.before) for booking in one.bookings.all()] == [(room, 30)]
    assert facets.of(one) == [(facets.facets.get("network meeting"), meeting)]


def test_a_meeting_is_moved_to_another_room_and_keeps_what_else_it_books(clerk):
    room, other = factories.make_room("Sala"), factories.make_room("Salone")
    meeting = factories.make_meeting(place=room.place)
    booth = factories.make_resource()
    for resource in (room, booth):
        factories.make_booking(resource, meeting.appointment, after=5)

    response = send(
        clerk,
        form_url(meeting),
        title_en="General assembly",
        place=other.place.pk,
        **when("2027-05-13", "14:00", "2027-05-13", "15:00"),
    )

    assert response.status_code == 302
    one = Appointment.objects.get()
    assert (one.title_en, one.period) == (
        "General assembly",
        between(14, 15, day=date(2027, 5, 13)),
    )
    booked = Booking.objects.order_by("resource").values_list("resource", "after", "period")
    assert list(booked) == [(other.pk, 0, one.period), (booth.pk, 5, one.period)]


def test_a_meeting_leads_to_its_appointment_and_to_the_calendar(clerk):
    meeting = factories.make_meeting()

    page = clerk.get(f"/admin/networks/meeting/{meeting.pk}/change/").content.decode()

    assert f'href="/admin/agenda/appointment/{meeting.appointment_id}/change/"' in page
    day = meeting.appointment.days[0].isoformat()
    assert f'href="/admin/calendar/?day={day}"' in page


def test_whole_days_are_those_of_the_place(clerk):
    network = factories.make_network()
    abroad = factories.make_place("Kyoto", time_zone="Asia/Tokyo")

    send(
        clerk,
        ADD,
        title_it="Assemblea",
        network=network.pk,
        all_day="on",
        place=abroad.pk,
        **when("2027-05-12", last="2027-05-13"),
    )

    one = Appointment.objects.get()
    assert (one.days, one.period.lower.hour) == ((date(2027, 5, 12), date(2027, 5, 13)), 15)


def test_an_unchanged_form_leaves_everything_as_it_is(clerk):
    meeting = factories.make_meeting(period=between(9, 11))
    before = (meeting.version, meeting.appointment.version)

    send(clerk, form_url(meeting))

    meeting = Meeting.objects.get()
    assert (meeting.version, meeting.appointment.version) == before


@pytest.mark.parametrize(
    ("before", "state", "held"),
    [
        (("pencilled", False), "pencilled", False),
        (("pencilled", False), "confirmed", True),
        (("confirmed", True), "pencilled", True),
        (("confirmed", True), "cancelled", False),
        (("cancelled", False), "confirmed", True),
    ],
)
def test_the_state_says_whether_it_holds_its_room(clerk, before, state, held):
    meeting = factories.make_meeting(state=before[0])
    Appointment.objects.filter(state="pencilled").update(blocks=before[1])

    send(clerk, form_url(meeting), state=state)

    one = Appointment.objects.get()
    assert (one.state, one.blocks) == (state, held)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (when("2027-05-12", "11:00", "", "09:00"), "when", "The end lies before the beginning"),
        (when("2027-03-28", "02:30", "", "04:00"), "when", "does not exist"),
        (when("2027-10-31", "02:30", "", "04:00"), "when", "comes twice"),
        (when("2027-05-12"), "when", "Write both hours"),
        (when("2027-05-12", "09:00", "2027-06-12", "10:00"), "when", "longer than two weeks"),
        (when("2027-05-32", "09:00", "", "10:00"), "when", "valid date"),
        ({"title_it": ""}, "title_it", "required"),
        ({"state": "perhaps"}, "state", "valid choice"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(clerk, typed, field, said):
    network = factories.make_network()
    good = {"title_it": "Assemblea", "title_en": "Kept", "network": network.pk}

    response = send(clerk, ADD, **{**good, **when("2027-05-12", "09:00", "", "10:00"), **typed})

    errors = errors_at_fields(response)
    assert list(errors) == [field]
    assert said in errors[field][0]
    assert 'value="Kept"' in response.text
    assert (Meeting.objects.count(), Appointment.objects.count()) == (0, 0)


def test_a_long_meeting_is_saved_where_that_is_meant(clerk):
    network = factories.make_network()
    days = when("2027-05-01", "09:00", "2027-05-20", "10:00")

    send(clerk, ADD, title_it="Congresso", network=network.pk, is_meant="on", **days)

    assert Meeting.objects.count() == 1


def test_a_group_of_another_network_is_refused(clerk):
    group = factories.make_working_group(factories.make_network("Other"))
    meeting = factories.make_meeting()

    response = send(clerk, form_url(meeting), working_group=group.pk)

    assert errors_at_fields(response) == {
        "working_group": ["This working group is of another network."]
    }


def test_a_room_that_is_taken_is_told_with_who_holds_it_and_nothing_is_lost(clerk):
    room = factories.make_room("Sala")
    reception = factories.make_appointment("Reception", start=9, end=11)
    factories.make_booking(room, reception)
    network = factories.make_network()

    response = send(
        clerk,
        ADD,
        title_it="Assemblea",
        network=network.pk,
        place=room.place.pk,
        **when("2027-05-12", "10:00", "", "12:00"),
    )

    assert errors_at_fields(response) == {
        "__all__": ["Sala is booked 12 May 2027, 09:00–11:00 for “Reception”."]
    }
    assert 'value="Assemblea"' in response.text
    assert Meeting.objects.count() == 0


def test_who_may_not_know_of_the_other_is_told_no_more_than_that_it_is_taken(clerk):
    room = factories.make_room("Sala")
    factories.make_booking(room, factories.make_appointment("Secret", level="quiet"))
    meeting = factories.make_meeting(period=between(14, 15))

    response = send(
        clerk,
        form_url(meeting),
        place=room.place.pk,
        **when("2027-05-12", "09:00", "2027-05-12", "10:00"),
    )

    assert errors_at_fields(response) == {"__all__": ["Sala is not available at that time."]}
    assert "Secret" not in response.text


@pytest.mark.parametrize(("level", "saved"), [("warn", True), ("block", False)])
def test_what_speaks_against_it_is_told_and_forbids_where_the_office_says_so(
    clerk, monkeypatch, level, saved
):
    told = [Finding("too_far", level, "The way is too short.")]
    monkeypatch.setattr("networks.backoffice.meetings.findings", lambda *_asked: told)
    meeting = factories.make_meeting()

    response = clerk.post(
        form_url(meeting),
        form_of(clerk.get(form_url(meeting))) | {"title_en": "New", "_continue": ""},
        follow=True,
    )

    assert "The way is too short." in response.text
    assert (Appointment.objects.get().title_en == "New") is saved


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(clerk):
    meeting = factories.make_meeting()
    form = form_of(clerk.get(form_url(meeting)))
    send(clerk, form_url(meeting), title_en="Theirs")

    response = clerk.post(form_url(meeting), form | {"title_en": "Mine"})

    assert "Someone else saved this record" in response.text
    assert Appointment.objects.get().title_en == "Theirs"


# ---------------------------------------------------------------- taken away


@pytest.mark.parametrize("way", ["page", "model", "rows"])
def test_taking_the_meeting_away_cancels_its_appointment(back_office, way):
    room = factories.make_room()
    meeting = factories.make_meeting(place=room.place)
    factories.make_booking(room, meeting.appointment)
    match way:
        case "page":
            url = form_url(meeting).replace("change", "delete")
            assert back_office("head").post(url, {"post": "yes"}).status_code == 302
        case "model":
            meeting.delete()
        case "rows":
            Meeting.objects.all().delete()

    one = Appointment.objects.get()
    assert (Meeting.objects.count(), one.state, one.blocks) == (0, "cancelled", False)
    assert factories.make_booking(room, factories.make_appointment(period=one.period))


def test_neither_appointment_nor_network_goes_while_the_meeting_is_there():
    meeting = factories.make_meeting()

    for held in (meeting.appointment, meeting.network):
        with pytest.raises(models.ProtectedError):
            held.delete()


def test_moving_it_in_the_calendar_asks_for_the_right_to_the_meeting(people):
    one = factories.make_meeting().appointment

    may = {role: facets.may_change(people[role], one) for role in ("officer", "reader")}

    assert may == {"officer": True, "reader": False}


# ---------------------------------------------------------------- where it shows


def test_citizens_read_what_comes_and_what_was(client):
    network = factories.make_network("Eurocities")
    group = factories.make_working_group(network, "Noise")
    factories.make_meeting(network, "Old assembly", period=soon(-30))
    factories.make_meeting(
        network, "Next", period=soon(30), state="pencilled", working_group=group, kind="board"
    )
    factories.make_meeting(network, "Cancelled", period=soon(40), state="cancelled")
    factories.make_meeting(network, "Internal", period=soon(50), level="internal")
    hidden = factories.make_place("Hidden place", level="internal")
    factories.make_meeting(network, "Elsewhere", period=soon(60), place=hidden)

    told = section(client.get(f"/en/networks/{network.slug}/").text, "meetings")

    assert re.sub(r"\d+ \w+ \d{4}, 09:00–11:00", "@", told) == (
        "Meetings To come @ – Next (meeting of the board: Noise) – we take part"
        " – not confirmed yet Past @ – Old assembly (assembly) – we take part"
    )


def test_a_network_without_meetings_says_nothing_of_them(client):
    network = factories.make_network()
    factories.make_meeting(network, level="quiet")

    assert section(client.get(f"/en/networks/{network.slug}/").text, "meetings") is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_page_asks_as_often_for_one_meeting_as_for_three(
    client, django_assert_max_num_queries, count
):
    network = factories.make_network()
    for number in range(count):
        place = factories.make_place(f"Sala {number}", level="public")
        factories.make_meeting(network, place=place, city=factories.make_city())
    url = f"/en/networks/{network.slug}/"
    client.get(url)

    with django_assert_max_num_queries(21):
        assert section(client.get(url).text, "meetings").count("Assembly") == count


def test_the_page_of_the_network_lists_meetings_and_adds_one(clerk):
    network = factories.make_network()
    factories.make_meeting(network, "Next", period=soon(30), level="internal")

    page = clerk.get(form_url(network)).text

    assert "?back=network" in page.split("Next</a>")[0].rsplit("<a ", 1)[1]
    assert f"{ADD}?network={network.pk}&amp;back=network" in page
    assert "not on the public page" not in page


def test_the_benefit_sheet_counts_the_meetings_of_its_years(clerk):
    renewal = factories.make_renewal(year=2028)
    network = renewal.membership.network
    factories.make_meeting(network, "In time")
    factories.make_meeting(network, "Too late", day=date(2028, 5, 12))
    factories.make_meeting(network, "Cancelled", state="cancelled")

    benefits = Benefits(renewal, clerk.user)
    page = clerk.get(f"/admin/networks/renewal/{renewal.pk}/sheet/").text

    assert [str(one) for one in benefits.meetings] == ["In time"]
    assert "Meetings (1)" in text(page)


def test_the_yearly_report_counts_the_meetings_that_its_reader_may_see(people):
    membership = factories.make_membership()
    past = timezone.localdate().year - 1
    for level in ("public", "quiet"):
        factories.make_meeting(membership.network, level=level, day=date(past, 5, 12))

    [section_] = sections(past, people["officer"])

    assert ("Number of meetings", "1") in section_.facts


def test_a_partner_city_that_was_host_has_it_on_its_timeline(people):
    city = factories.make_city()
    meeting = factories.make_meeting(factories.make_network("Eurocities"), city=city)
    factories.make_meeting(city=city, state="cancelled")
    factories.make_meeting(city=city, level="quiet")

    found = happenings([city.pk], people["officer"])
    during = (date(2027, 5, 13), date(2027, 5, 14))

    assert [(str(one.text), one.on.isoformat(), one.record) for one in found] == [
        ("Eurocities: Assembly", "2027-05-12", meeting)
    ]
    assert not any(one.is_contact for one in found)
    assert happenings([city.pk], people["officer"], during=during) == []


def test_a_meeting_is_found_by_its_title_and_its_network(client):
    meeting = factories.make_meeting(factories.make_network("Eurocities"), "Culture forum")
    factories.make_meeting(title="Culture board", level="quiet")
    factories.make_meeting(title="Culture talks", state="cancelled")

    answer = client.get("/en/search/", {"find": "culture"}).context["answer"]

    assert [hit.record for hit in answer.page(1).object_list] == [meeting]


def test_a_reader_reads_the_meeting_in_words(settings):
    settings.DEMONSTRATION = True
    meeting = factories.make_meeting(period=between(9, 11))

    page = signed_in("reader").get(form_url(meeting)).text

    assert "12 May 2027, 09:00–11:00" in page
    assert 'name="when_day_from"' not in page
