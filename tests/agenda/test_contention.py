"""Clerks who save in the same second: real processes, real transactions."""

import os

import pytest
from django.db import OperationalError, connection

from agenda import actions
from agenda.clashes import Clash
from agenda.models import Appointment, Booking
from tests import factories
from tests.agenda import contention
from tests.factories import between
from tests.threads import both

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("office")]


# Of each client: 512 tries together. CONTENTION_TRIES=500 has each of them try 500 times.
TRIES = int(os.environ.get("CONTENTION_TRIES", "16"))


def test_of_32_clients_who_try_500_times_exactly_25_get_a_half_hour(people):
    """Every half-hour is booked once, everybody else is told of the clash, nobody of a fault."""
    room = factories.make_room()

    came_of = contention.race(clients=32, tries=TRIES, room=room, by=people["officer"])

    assert came_of == {"booked": 25, "clash": 32 * TRIES - 25}
    assert room.bookings.count() == Appointment.objects.count() == 25


def scheduling(rooms, period, by):
    """Two changes that want the same rooms, the one in this order, the other in the other."""

    def schedule(order):
        appointment = Appointment(title_en="Talk", title_it="Colloquio", period=period)
        wanted = [actions.Wanted(room) for room in order]
        return lambda: actions.schedule(appointment=appointment, wanted=wanted, by=by)

    return schedule(rooms), schedule(rooms[::-1])


def test_two_clerks_who_want_the_same_rooms_the_other_way_round_wait_for_each_other(people):
    rooms = [factories.make_room(f"Room {n}") for n in range(2)]
    for number in range(10):
        raised = both(*scheduling(rooms, contention.slot(number), by=people["officer"]))

        assert sorted(type(one).__name__ for one in raised) == ["Clash", "NoneType"]
    assert Booking.objects.count() == 20


def test_a_booking_made_while_its_appointment_moves_ends_where_it_ends(people):
    room, officer = factories.make_room(), people["officer"]
    for number in range(5):
        appointment = factories.make_appointment(period=contention.slot(number))
        target = contention.slot(number + 10)
        fresh = Appointment.objects.get(pk=appointment.pk)
        raised = both(
            lambda: actions.move(moves={fresh: target}, by=officer),  # noqa: B023
            lambda: Booking(resource=room, appointment=appointment).save(),  # noqa: B023
        )
        assert raised[0] is None
        # Whoever wrote the booking of the old hour after the move was refused.
        booked = Booking.objects.filter(appointment=appointment)
        assert [one.period for one in booked] in ([], [target])


def test_without_the_order_of_locks_a_deadlock_is_told_as_a_clash(people, monkeypatch):
    """Two writes past the actions that lock each other out: the loser gets words, no fault."""
    rooms = [factories.make_room(f"Room {n}") for n in range(2)]
    monkeypatch.setattr(actions, "_lock_resources", list)
    monkeypatch.setattr(actions, "_save_bookings", slowly_in_the_given_order)

    raised = both(*scheduling(rooms, between(9, 10), by=people["officer"]))

    [loser] = [one for one in raised if one]
    assert isinstance(loser, Clash)
    assert isinstance(loser.__cause__, OperationalError)


def slowly_in_the_given_order(bookings, by):
    for booking in bookings:
        booking.appointment_id = booking.appointment.pk
        booking.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
