"""Scheduling, moving, confirming, cancelling, swapping: all of it or nothing, and told in words."""

import pytest
from django.core.exceptions import ValidationError

from agenda import actions
from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.models import Appointment
from tests import factories
from tests.factories import between

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def by(people):
    return people["officer"]


def unsaved(title="Dinner", start=9, end=10, **fields):
    return Appointment(title_en=title, title_it=title, period=between(start, end), **fields)


def busy_of(appointment):
    return [
        (str(one.resource), one.busy)
        for one in appointment.bookings.select_related("resource__place").order_by("pk")
    ]


def test_scheduling_books_what_is_wanted_and_the_room_of_the_place(by):
    room, booth = factories.make_room("Sala Verde"), factories.make_resource(before=15)

    appointment = actions.schedule(
        appointment=unsaved(place=room.place), wanted=[Wanted(booth)], by=by
    )

    assert sorted(busy_of(appointment)) == [
        ("Booth", between((8, 45), 10)),
        ("Sala Verde", between(9, 10)),
    ]
    assert appointment.history.get().history_user == by


def test_the_clash_names_who_holds_it_from_when_to_when_for_what(by):
    room = factories.make_room("Sala Verde")
    factories.make_booking(room, factories.make_appointment("Wedding lunch", 9, 11), after=30)

    with pytest.raises(Clash) as caught:
        actions.schedule(appointment=unsaved(place=room.place, start=11, end=12), by=by)

    assert caught.value.messages == [
        "Sala Verde is booked 12 May 2027, 09:00–11:30 for “Wedding lunch”."
    ]
    assert [str(one.appointment) for one in caught.value.holders] == ["Wedding lunch"]
    assert Appointment.objects.count() == 1


def test_the_clash_with_something_hidden_says_only_not_available(people):
    room = factories.make_room("Sala Verde")
    factories.make_booking(room, factories.make_appointment("Secret", level="quiet"))

    with pytest.raises(Clash) as caught:
        actions.schedule(appointment=unsaved(place=room.place), by=people["officer"])

    assert caught.value.messages == ["Sala Verde is not available at that time."]
    assert caught.value.holders == []


def test_a_change_books_exactly_what_is_wanted(by):
    room, car = factories.make_room("Sala Verde"), factories.make_resource("vehicle", "Car")
    appointment = actions.schedule(appointment=unsaved(), wanted=[Wanted(room)], by=by)

    appointment.period = between(14, 15)
    actions.change(appointment=appointment, wanted=[Wanted(car, after=60)], by=by)

    assert busy_of(appointment) == [("Car", between(14, 16))]


def test_a_change_keeps_a_booking_and_its_minutes_where_nothing_is_said_of_them(by):
    room = factories.make_room("Sala Verde", before=30)
    appointment = actions.schedule(appointment=unsaved(), wanted=[Wanted(room)], by=by)
    key = appointment.bookings.get().pk

    appointment.period = between(14, 15)
    actions.change(appointment=appointment, wanted=[Wanted(room, before=10)], by=by)

    assert busy_of(appointment) == [("Sala Verde", between((13, 50), 15))]
    assert appointment.bookings.get().pk == key


def test_a_change_that_clashes_changes_nothing(by):
    room = factories.make_room("Sala Verde")
    factories.make_booking(room, factories.make_appointment("Lunch", 14, 15))
    appointment = actions.schedule(appointment=unsaved(), wanted=[Wanted(room)], by=by)

    appointment.period, appointment.title_en = between(14, 15), "Supper"
    with pytest.raises(Clash):
        actions.change(appointment=appointment, wanted=[Wanted(room)], by=by)

    appointment.refresh_from_db()
    assert (appointment.title_en, appointment.period) == ("Dinner", between(9, 10))


def test_four_items_of_one_room_move_by_thirty_minutes_in_one_action(by):
    room = factories.make_room()
    items = [factories.make_appointment(f"Item {n}", 9 + n, 10 + n) for n in range(4)]
    for item in items:
        factories.make_booking(room, item)

    actions.move_by(appointments=items, minutes=30, by=by)

    assert [one.busy for one in room.bookings.order_by("busy")] == [
        between((9 + n, 30), (10 + n, 30)) for n in range(4)
    ]


def test_a_chain_that_hits_another_moves_not_at_all_and_says_what_it_hit(by):
    room = factories.make_room("Sala Verde")
    items = [factories.make_appointment(f"Item {n}", 9 + n, 10 + n) for n in range(2)]
    for item in items:
        factories.make_booking(room, item)
    factories.make_booking(room, factories.make_appointment("Lunch", 11, 12))

    with pytest.raises(Clash) as caught:
        actions.move_by(appointments=items, minutes=30, by=by)

    assert caught.value.messages == ["Sala Verde is booked 12 May 2027, 11:00–12:00 for “Lunch”."]
    assert [one.busy for one in room.bookings.order_by("busy")] == [
        between(9, 10),
        between(10, 11),
        between(11, 12),
    ]


def test_a_cancelled_one_is_not_moved(by):
    appointment = factories.make_appointment(state="cancelled")

    with pytest.raises(ValidationError, match="take it up again first"):
        actions.move(moves={appointment: between(14, 15)}, by=by)


def test_confirming_what_another_holds_is_a_clash(by):
    room = factories.make_room("Sala Verde")
    waiting = factories.make_appointment("Perhaps", blocks=False)
    factories.make_booking(room, waiting)
    factories.make_booking(room, factories.make_appointment("Sure"))

    with pytest.raises(Clash, match="Sure"):
        actions.confirm(appointment=waiting, by=by)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.blocks) == ("pencilled", False)


def test_cancelling_frees_what_was_booked_and_keeps_it_written_down(by):
    booking = factories.make_booking(factories.make_room())

    actions.cancel(appointment=booking.appointment, by=by)

    booking.refresh_from_db()
    assert (booking.blocks, booking.appointment.state) == (False, "cancelled")
    assert factories.make_booking(booking.resource)


def test_what_was_cancelled_is_pencilled_again(by):
    appointment = factories.make_appointment(state="cancelled")

    actions.pencil(appointment=appointment, blocks=True, by=by)

    appointment.refresh_from_db()
    assert (appointment.state, appointment.blocks) == ("pencilled", True)


def test_two_rooms_are_swapped_and_the_places_with_them(by):
    green, red = factories.make_room("Sala Verde"), factories.make_room("Sala Rossa")
    one = actions.schedule(appointment=unsaved("One", place=green.place), by=by)
    other = actions.schedule(appointment=unsaved("Other", place=red.place), by=by)

    actions.swap_resource(bookings={one.bookings.get(): red, other.bookings.get(): green}, by=by)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.place, other.place) == (red.place, green.place)
    assert [busy_of(one)[0][0], busy_of(other)[0][0]] == ["Sala Rossa", "Sala Verde"]


def test_a_room_that_is_swapped_in_brings_its_own_minutes_unless_others_were_set(by):
    plain = factories.make_room("Studio Verde")
    grand = factories.make_room("Sala Azzurra", before=30, after=15)
    appointment = unsaved("One", place=plain.place)
    actions.schedule(appointment=appointment, wanted=[Wanted(plain, after=45)], by=by)

    actions.swap_resource(bookings={appointment.bookings.get(): grand}, by=by)

    assert busy_of(appointment) == [("Sala Azzurra", between((8, 30), (10, 45)))]


def test_a_room_that_is_taken_is_not_swapped_in(by):
    green, red = factories.make_room("Sala Verde"), factories.make_room("Sala Rossa")
    one = actions.schedule(appointment=unsaved("One", place=green.place), by=by)
    actions.schedule(appointment=unsaved("Other", place=red.place), by=by)

    with pytest.raises(Clash, match="Sala Rossa is booked"):
        actions.swap_resource(bookings={one.bookings.get(): red}, by=by)

    one.refresh_from_db()
    assert one.place == green.place


def test_every_change_is_a_new_version_for_the_feeds(by):
    appointment = factories.make_appointment()
    before = appointment.version

    actions.move(moves={appointment: between(14, 15)}, by=by)
    Appointment.objects.filter(pk=appointment.pk).update(title_en="Supper")

    appointment.refresh_from_db()
    assert appointment.version == before + 2
