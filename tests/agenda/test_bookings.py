"""No resource is booked twice, and a booking follows its appointment, however it is written."""

import pytest
from django.db import IntegrityError, connection, transaction

from agenda import periods
from agenda.models import Appointment, Booking, Resource
from tests import factories
from tests.factories import between
from tests.pages import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def refused_by(constraint, change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    assert caught.value.__cause__.diag.constraint_name == constraint
    return True


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# ---------------------------------------------------------------- never twice


def test_a_room_is_not_booked_twice_at_one_time():
    room = factories.make_room()
    factories.make_booking(room, factories.make_appointment(start=9, end=11))
    other = factories.make_appointment(start=10, end=12)

    assert refused_by("agenda_booking_never_twice", lambda: factories.make_booking(room, other))


def test_one_appointment_ends_when_the_next_begins():
    room = factories.make_room()
    factories.make_booking(room, factories.make_appointment(start=9, end=10))
    factories.make_booking(room, factories.make_appointment(start=10, end=11))

    assert room.bookings.count() == 2


def test_the_form_says_that_it_is_booked_already():
    room = factories.make_room()
    factories.make_booking(room, factories.make_appointment(start=9, end=11))
    other = factories.make_appointment(start=10, end=12)
    booking = Booking(resource=room, appointment=other, period=other.period, blocks=other.blocks)

    assert refused(booking) == {"__all__": ["It is booked already at that time."]}


@pytest.mark.parametrize(
    "write",
    [
        lambda booking, period: sql(
            "UPDATE agenda_appointment SET period = %s WHERE id = %s",
            period,
            booking.appointment_id,
        ),
        lambda booking, period: Appointment.objects.filter(pk=booking.appointment_id).update(
            period=period
        ),
        lambda booking, period: Appointment.objects.bulk_update(
            [Appointment(pk=booking.appointment_id, period=period)], ["period"]
        ),
        lambda booking, period: Booking.objects.bulk_create(
            [
                Booking(
                    resource=booking.resource,
                    appointment=(one := factories.make_appointment(period=period)),
                    period=one.period,
                    blocks=True,
                )
            ]
        ),
    ],
    ids=["sql", "update", "bulk update", "bulk create"],
)
def test_no_path_of_a_write_books_twice(write):
    room = factories.make_room()
    factories.make_booking(room, factories.make_appointment(start=9, end=10))
    booking = factories.make_booking(room, factories.make_appointment(start=11, end=12))

    assert refused_by("agenda_booking_never_twice", lambda: write(booking, between(9, 10)))


def test_set_up_and_clear_up_keep_others_out():
    room = factories.make_room(before=30, after=15)
    first = factories.make_appointment(start=10, end=11)
    booking = factories.make_booking(room, first, before=30, after=15)
    booking.refresh_from_db()
    assert booking.busy == between((9, 30), (11, 15))

    next_one = factories.make_appointment(period=between(11, 12))
    assert refused_by("agenda_booking_never_twice", lambda: factories.make_booking(room, next_one))
    assert factories.make_booking(room, factories.make_appointment(period=between((11, 15), 12)))


def test_who_comes_for_the_first_ten_minutes_is_free_afterwards():
    mayor = factories.make_resource("person", "Mayor")
    factories.make_booking(mayor, factories.make_appointment(start=9, end=11), after=-110)

    assert factories.make_booking(mayor, factories.make_appointment(period=between((9, 10), 10)))


def test_set_up_across_the_clock_change_lasts_as_many_minutes():
    """In the night to 31 March 2027 the clocks go from two to three."""
    from datetime import date

    room = factories.make_room()
    night = factories.make_appointment(period=between((3, 30), 5, day=date(2027, 3, 28)))
    booking = factories.make_booking(room, night, before=60)
    booking.refresh_from_db()

    assert booking.busy.lower == factories.at(1, 30, day=date(2027, 3, 28))


# ---------------------------------------------------------------- in step with the appointment


@pytest.mark.parametrize("path", ["save", "update", "sql"])
def test_a_booking_follows_its_appointment(path):
    booking = factories.make_booking(factories.make_room())
    appointment, period = booking.appointment, between(14, 15)
    match path:
        case "save":
            appointment.period = period
            appointment.save()
        case "update":
            Appointment.objects.filter(pk=appointment.pk).update(period=period)
        case "sql":
            sql("UPDATE agenda_appointment SET period = %s WHERE id = %s", period, appointment.pk)

    booking.refresh_from_db()
    assert (booking.period, booking.busy) == (period, period)


@pytest.mark.parametrize("path", ["update", "sql"])
def test_a_cancelled_appointment_frees_its_room(path):
    room = factories.make_room()
    appointment = factories.make_booking(room).appointment
    if path == "update":
        Appointment.objects.filter(pk=appointment.pk).update(state="cancelled", blocks=False)
    else:
        sql(
            "UPDATE agenda_appointment SET state = 'cancelled', blocks = false WHERE id = %s",
            appointment.pk,
        )

    assert factories.make_booking(room, factories.make_appointment())


def test_a_booking_that_says_otherwise_than_its_appointment_is_refused():
    appointment, room = factories.make_appointment(), factories.make_room()

    def insert():
        sql(
            "INSERT INTO agenda_booking"
            " (appointment_id, resource_id, period, blocks, before, after, version, is_demo)"
            " VALUES (%s, %s, %s, true, 0, 0, 1, false)",
            appointment.pk,
            room.pk,
            between(14, 15),
        )

    assert refused_by("agenda_booking_follows_its_appointment", insert)


# ---------------------------------------------------------------- states, and what they hold


@pytest.mark.parametrize(
    ("state", "blocks", "holds"),
    [
        ("pencilled", True, True),
        ("pencilled", False, True),
        ("confirmed", True, True),
        ("confirmed", False, False),
        ("cancelled", False, True),
        ("cancelled", True, False),
    ],
)
def test_a_confirmed_one_holds_a_cancelled_one_does_not(state, blocks, holds):
    def make():
        return factories.make_appointment(state=state, blocks=blocks)

    if holds:
        assert make().blocks is blocks
    else:
        assert refused_by("agenda_appointment_blocks_as_its_state_says", make)


def test_a_pencilled_one_that_holds_nothing_lets_another_in():
    room = factories.make_room()
    factories.make_booking(room, factories.make_appointment(blocks=False))

    assert factories.make_booking(room, factories.make_appointment())


# ---------------------------------------------------------------- what a period is


@pytest.mark.parametrize(
    "literal",
    [
        "empty",
        "[2027-05-12 09:00+00,)",
        "(,2027-05-12 09:00+00)",
        "[2027-05-12 09:00+00,2027-05-12 10:00+00]",
        "(2027-05-12 09:00+00,2027-05-12 10:00+00)",
    ],
)
def test_a_period_has_two_ends_and_is_half_open(literal):
    pk = factories.make_appointment().pk

    assert refused_by(
        "agenda_appointment_period_has_both_ends",
        lambda: sql("UPDATE agenda_appointment SET period = %s WHERE id = %s", literal, pk),
    )


def test_a_part_that_is_longer_than_the_whole_is_refused():
    room, appointment = factories.make_room(), factories.make_appointment(start=9, end=10)

    assert refused_by(
        "agenda_booking_lasts", lambda: factories.make_booking(room, appointment, after=-60)
    )


def test_an_appointment_cut_shorter_than_a_part_of_it_is_refused():
    appointment = factories.make_appointment(start=9, end=12)
    factories.make_booking(factories.make_room(), appointment, before=-60)

    def cut():
        Appointment.objects.filter(pk=appointment.pk).update(
            period=periods.period(factories.at(9), factories.at(9, 30))
        )

    assert refused_by("agenda_booking_lasts", cut)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "room"}, {"place"}),
        ({"kind": "person"}, {"person"}),
        ({"kind": "vehicle"}, {"name_it"}),
    ],
)
def test_a_resource_of_the_wrong_kind_is_told_at_its_field(fields, told):
    assert told <= set(refused(Resource(**fields)))
