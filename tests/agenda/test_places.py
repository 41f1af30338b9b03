"""Places, resources and groups of guests in the back-office."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from agenda import periods
from agenda.models import Closure, OpeningHours, Place, Resource, Way
from office.models import Citation
from tests import factories
from tests.forms import form_of, send, signed_in
from tests.pages import form_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def errors_of(response):
    assert response.status_code == 200
    context = response.context
    found = {**context["adminform"].form.errors}
    for one in context["inline_admin_formsets"]:
        for form in one.formset.forms:
            found |= form.errors
    return {name: [str(one) for one in errors] for name, errors in found.items()}


def soon(hours_ahead=1):
    start = timezone.now() + timedelta(hours=hours_ahead)
    return periods.period(start, start + timedelta(hours=1))


def open_on(place, weekday, opens, closes, **fields):
    return OpeningHours.objects.create(
        place=place, weekday=weekday, opens=time(opens), closes=time(closes), **fields
    )


# ---------------------------------------------------------------- opening hours


def test_a_room_of_the_museum_tells_the_hours_of_the_week_and_who_says_so(clerk):
    palace = factories.make_place("Palace")
    study = factories.make_place("Study", building=palace, is_museum=True)
    hall = factories.make_place("Hall", building=palace, is_museum=True, is_ceremonial=True)
    row = open_on(palace, timezone.localdate().weekday(), 9, 14, rooms="museum")
    source = factories.make_source("The museum")
    Citation.objects.create(record=row, field="closes", source=source, confidence="low")

    lines = panels(clerk, study)["hours"].lines

    assert len(lines) == 7
    assert (lines[0].name.split(": ")[1], lines[0].said) == ("09:00–14:00", "The museum (low)")
    assert lines[1].name.split(": ")[1] == "closed"
    assert "hours" not in panels(clerk, hall)


def test_the_list_says_when_a_place_is_open_today(clerk):
    place = factories.make_place("Study")
    today = timezone.localdate()
    open_on(place, today.weekday(), 9, 14)
    factories.make_place("Garden")
    shut = factories.make_place("Shop")
    open_on(shut, (today.weekday() + 1) % 7, 9, 14)

    page = clerk.get("/admin/agenda/place/").text

    shown = page.split('class="field-hours_today">')[1:]
    assert [one.split("</td>")[0] for one in shown] == ["–", "closed", "09:00–14:00"]


# ---------------------------------------------------------------- bookable


def test_a_place_that_is_made_bookable_has_a_room_of_its_own_audience(clerk):
    place = factories.make_place("Sala", level="internal")

    response = send(
        clerk, form_url(place), is_bookable="on", minutes_before="30", minutes_after="15"
    )

    assert response.status_code == 302
    room = Resource.objects.get()
    assert (room.kind, room.place, room.audience, room.before, room.after, room.is_active) == (
        "room",
        place,
        place.audience,
        30,
        15,
        True,
    )


def test_a_room_that_is_not_lent_any_more_stays_with_its_bookings(clerk):
    booking = factories.make_booking(factories.make_room())
    place = booking.resource.place
    form = form_of(clerk.get(form_url(place)))
    assert form.pop("is_bookable") == ["on"]

    clerk.post(form_url(place), form)

    booking.resource.refresh_from_db()
    assert (booking.resource.is_active, booking.resource.bookings.count()) == (False, 1)


def test_who_may_not_know_of_the_room_neither_sees_nor_changes_it(clerk):
    place = factories.make_place("Sala")
    room = factories.make_room(place=place, level="quiet", before=45)

    page = clerk.get(form_url(place))
    response = send(clerk, form_url(place), is_bookable="on", minutes_before="5", address="Here")

    room.refresh_from_db()
    assert 'value="45"' not in page.text
    assert (response.status_code, room.before, Resource.objects.count()) == (302, 45, 1)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"latitude": "43.7"}, {"longitude": ["Latitude and longitude belong together."]}),
        (
            {"latitude": "143", "longitude": "11"},
            {"latitude": ["Ensure this value is less than or equal to 90."]},
        ),
        (
            {"minutes_before": "-5"},
            {"minutes_before": ["Ensure this value is greater than or equal to 0."]},
        ),
    ],
)
def test_what_is_wrong_with_a_place_is_told_at_its_field(clerk, typed, errors):
    place = factories.make_place("Sala")

    response = send(clerk, form_url(place), address="Piazza 1", **typed)

    assert errors_of(response) == errors
    assert 'value="Piazza 1"' in response.text
    assert Place.objects.get().address == ""


def row(prefix, **values):
    return {f"{prefix}-TOTAL_FORMS": "1"} | {f"{prefix}-0-{name}": v for name, v in values.items()}


def test_opening_hours_that_end_before_they_begin_are_told_at_their_field(clerk):
    place = factories.make_place("Sala")
    typed = row("opening_hours", rooms="all", weekday="3", opens="14:00", closes="09:00")

    response = send(clerk, form_url(place), **typed, **{"opening_hours-0-last_entry": "0"})

    assert errors_of(response) == {"closes": ["A place closes after it opens."]}
    assert OpeningHours.objects.count() == 0


def test_a_way_is_noted_once_also_the_other_way_round(clerk):
    hall, loggia = factories.make_place("Hall"), factories.make_place("Loggia")
    Way.objects.create(start=loggia, end=hall, minutes=5)

    twice = send(clerk, form_url(hall), **row("ways_from", end=loggia.pk, minutes="6"))
    itself = send(clerk, form_url(hall), **row("ways_from", end=hall.pk, minutes="6"))

    assert errors_of(twice) == {"end": ["This way is in the list already."]}
    assert errors_of(itself) == {"end": ["A way leads from one place to another."]}
    assert [way.minutes for way in Way.objects.all()] == [5]


def test_a_room_lies_in_no_room(clerk):
    room = factories.make_place("Room", building=factories.make_place("Palace"))
    other = factories.make_place("Cupboard")

    response = send(clerk, form_url(other), building=room.pk)

    assert list(errors_of(response)) == ["building"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "room"}, "place"),
        ({"kind": "person"}, "person"),
        ({"kind": "vehicle", "name_it": ""}, "name_it"),
        ({"kind": "equipment", "name_it": "Booth", "before": "-1"}, "before"),
    ],
)
def test_what_is_wrong_with_a_resource_is_told_at_its_field(clerk, typed, field):
    response = send(clerk, "/admin/agenda/resource/add/", note="By the door", **typed)

    assert list(errors_of(response)) == [field]
    assert "By the door" in response.text
    assert Resource.objects.count() == 0


# ---------------------------------------------------------------- what comes up


def panels(client, place):
    return {one.key: one for one in client.get(form_url(place)).context["panels"]}


def test_a_place_tells_what_comes_up_there_as_far_as_the_reader_may_see(clerk):
    palace = factories.make_place("Palace")
    room = factories.make_room("Sala", place=factories.make_place("Sala", building=palace))
    factories.make_appointment("Reception", place=palace, period=soon(2))
    factories.make_booking(room, factories.make_appointment("Rehearsal", period=soon(1)))
    factories.make_appointment("Secret", place=palace, period=soon(3), level="quiet")
    factories.make_appointment("Gone", place=palace, period=soon(-5))
    factories.make_appointment("Off", place=palace, period=soon(1), state="cancelled")
    Closure.objects.create(
        place=palace, period=soon(5), reason="council", audience=factories.make_audience()
    )

    of_palace = panels(clerk, palace)["coming"]
    of_room = panels(clerk, room.place)["coming"]

    assert [str(getattr(one.name, "text", one.name)) for one in of_palace.lines] == [
        "Reception",
        "Closed: sitting of the Council",
    ]
    assert [str(getattr(one.name, "text", one.name)) for one in of_room.lines] == [
        "Rehearsal",
        "Closed: sitting of the Council",
    ]


def test_a_closure_tells_what_takes_place_there_then(clerk):
    hall = factories.make_room("Hall")
    factories.make_booking(hall, factories.make_appointment("Reception"))
    factories.make_appointment("Secret", place=hall.place, level="quiet")
    factories.make_appointment("Later", 20, 21, place=hall.place)
    day = {"when_day_from": "2027-05-12", "when_from": "08:00", "when_to": "12:00"}

    url = "/admin/agenda/closure/add/"
    saved = send(clerk, url, place=str(hall.place.pk), **day)
    told = clerk.get(saved.url).content.decode()

    assert "These take place there then:" in told
    assert [name in told for name in ("Reception", "Secret", "Later")] == [True, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_as_often_for_one_as_for_three(clerk, django_assert_num_queries, count):
    from agenda.backoffice.places import coming

    place = factories.make_place("Palace")
    for number in range(count):
        room = factories.make_place(f"Sala {number}", building=place)
        factories.make_appointment(place=room, period=soon())

    # The appointments, the closures, and what the reader may: once.
    with django_assert_num_queries(5):
        assert len(coming(place, clerk.user).lines) == count


def test_the_list_of_resources_says_when_each_is_booked_next(clerk):
    room = factories.make_room("Sala")
    for title, ahead, level in (
        ("Later", 5, "internal"),
        ("Hidden", 1, "quiet"),
        ("Next", 2, "public"),
    ):
        made = factories.make_appointment(title, period=soon(ahead), level=level)
        factories.make_booking(room, made)

    page = clerk.get("/admin/agenda/resource/").text

    assert page.split('class="field-next_booking">')[1].split("</td>")[0].endswith(": Next")


def test_a_group_counts_the_appointments_that_its_reader_may_see(clerk):
    party = factories.make_party()
    factories.make_appointment(party=party, period=soon())
    factories.make_appointment(party=party, period=soon(), level="quiet")
    factories.make_appointment(party=party, period=soon(-5))

    page = clerk.get("/admin/agenda/party/").text

    assert 'class="field-to_come">' not in page
    assert page.split('class="field-appointments_to_come">')[1].split("</td>")[0] == "1"


def test_a_reader_is_told_whether_a_place_can_be_booked(office, settings):
    settings.DEMONSTRATION = True
    room = factories.make_room("Sala")

    page = signed_in("reader").get(form_url(room.place))

    assert page.status_code == 200
    assert 'name="is_bookable"' not in page.text
