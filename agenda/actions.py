"""
What changes appointments and their bookings: all of it, or nothing.

Every action locks the appointments and then the resources, each in the order of their keys,
so that two of them wait for each other and do not lock each other out. What is taken is
told as a clashes.Clash. `findings` of a level that forbids saving are the caller's to ask.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from agenda import clashes, facets, periods
from agenda.models import Appointment, Booking, Resource

IS_CANCELLED = "cancelled"


@dataclass(frozen=True)
class Wanted:
    """A resource that an appointment is to book; the resource's own minutes where None."""

    resource: Resource
    before: int | None = None
    after: int | None = None


def schedule(*, appointment, wanted=(), by):
    """
    Save a new appointment with its bookings; its place is booked where it is a room.

    Returns the appointment. Raises Clash with nothing saved.
    """
    bookings = planned(appointment=appointment, wanted=wanted)
    with clashes.told(lambda: _asked(bookings), by):
        _lock_resources(booking.resource_id for booking in bookings)
        appointment._history_user = by
        appointment.save()
        _save_bookings(bookings, by)
    return appointment


def change(*, appointment, wanted, by):
    """
    Save what was changed of an appointment, and book exactly what is wanted, no more.

    For a form that shows all of it; `move`, `confirm`, `cancel` change one thing each.
    """
    bookings = planned(appointment=appointment, wanted=wanted)
    with clashes.told(lambda: _asked(bookings), by):
        row = _locked(appointment)[0]
        was, before = row.period, {one.resource_id: one for one in row.bookings.all()}
        _lock_resources([*before, *(one.resource_id for one in bookings)])
        _put_off()
        kept = {one.resource_id for one in bookings} | facets.kept(row)
        for resource, booking in before.items():
            if resource not in kept:
                booking._history_user = by
                booking.delete()
        appointment._history_user = by
        appointment.save()
        for booking in bookings:
            if old := before.get(booking.resource_id):
                booking.pk, booking.version, booking._state.adding = old.pk, old.version, False
                booking.period, booking.blocks = appointment.period, appointment.blocks
        changed = [one for one in bookings if _differs(one, before.get(one.resource_id))]
        _save_bookings(changed, by)
        _ask_now()
        if appointment.period != was:
            facets.tell_moved(row, was, by)
    return appointment


def move(*, moves, by):
    """
    Give several appointments other periods in one go: {appointment: period}.

    A whole chain of items of one room moves by half an hour, since it is asked at the end
    only whether something is booked twice. Returns the appointments as they are now.
    """
    keys = {appointment.pk: period for appointment, period in moves.items()}
    rows = {}

    def wanted():
        bookings = [one for row in rows.values() for one in row.bookings.all()]
        return [
            (one.resource, _busy(one, keys[one.appointment_id]), list(keys))
            for one in bookings
            if one.blocks
        ]

    with clashes.told(wanted, by):
        rows |= {row.pk: row for row in _locked(*moves)}
        _refuse_cancelled(rows.values())
        _lock_resources(one.resource_id for row in rows.values() for one in row.bookings.all())
        _put_off()
        were = {key: rows[key].period for key in keys}
        for key, period in keys.items():
            rows[key].period = period
            _save(rows[key], by, "period")
        _ask_now()
        for key, was in were.items():
            if rows[key].period != was:
                facets.tell_moved(rows[key], was, by)
    return [rows[key] for key in keys]


def move_by(*, appointments, minutes, by):
    """Move all of them by so many minutes, earlier where negative."""
    by_so_much = timedelta(minutes=minutes)
    moves = {one: periods.moved(one.period, by_so_much) for one in appointments}
    return move(moves=moves, by=by)


def confirm(*, appointment, by):
    """From now on it holds what it books. Raises Clash where another was first."""
    return _into(appointment, Appointment.State.CONFIRMED, blocks=True, by=by)


def pencil(*, appointment, blocks, by):
    """Back to a pencilled appointment, or from cancelled; it holds what it books, or not."""
    return _into(appointment, Appointment.State.PENCILLED, blocks=blocks, by=by)


@transaction.atomic
def cancel(*, appointment, by, told_for=None):
    """
    It does not take place; what it booked is free, and stays written down.

    What it was for does what else follows (Facet.cancelled), but for the record `told_for`: there
    the caller does it.
    """
    stood = Appointment.objects.standing().filter(pk=appointment.pk).exists()
    _into(appointment, Appointment.State.CANCELLED, blocks=False, by=by)
    if stood:
        facets.tell_cancelled(appointment, by, but=told_for)
    return appointment


@transaction.atomic
def take_away(*, facet, delete):
    """
    Delete what an appointment was for by `delete`, the model's own; the appointment is cancelled
    and stays written down.
    """
    appointment, by = facet.appointment, getattr(facet, "_history_user", None)
    deleted = delete()
    if not appointment.is_cancelled:
        # Read anew: what was for it a moment ago is gone.
        row = Appointment.objects.get(pk=appointment.pk)
        cancel(appointment=row, by=by)
        appointment.state, appointment.blocks = row.state, row.blocks
        appointment.version = row.version
    return deleted


def swap_resource(*, bookings, by):
    """
    Give bookings other resources in one go: {booking: resource}.

    Two rooms of two appointments change places; where the resource is the room of the place,
    the place goes with it. Each brings its own minutes, unless others were set for the booking.
    """
    keys = {booking.pk: resource for booking, resource in bookings.items()}
    rows = {}

    def wanted():
        own = [row.appointment_id for row in rows.values()]
        return [(keys[key], _busy(row, row.period), own) for key, row in rows.items() if row.blocks]

    with clashes.told(wanted, by):
        appointments = {
            row.pk: row for row in _locked(*(booking.appointment for booking in bookings))
        }
        rows |= {
            one.pk: one
            for row in appointments.values()
            for one in row.bookings.all()
            if one.pk in keys
        }
        old = [one.resource_id for one in rows.values()]
        _lock_resources([*old, *(resource.pk for resource in keys.values())])
        _put_off()
        for key, resource in keys.items():
            booking, appointment = rows[key], appointments[rows[key].appointment_id]
            was_place = booking.resource.place_id
            minutes = booking.minutes_in(resource)
            booking.resource, booking.before, booking.after = resource, *minutes.values()
            _save(booking, by, "resource", *minutes)
            if was_place and was_place == appointment.place_id and resource.place_id:
                appointment.place_id = resource.place_id
                _save(appointment, by, "place")
        _ask_now()
    return list(rows.values())


def planned(*, appointment, wanted=()):
    """
    The bookings that the appointment would make, unsaved: the wanted ones, and its room.

    For what is asked before it is saved, and for the saving.
    """
    found = {one.resource.pk: one for one in wanted}
    place = appointment.place_id
    if place and all(one.resource.place_id != place for one in wanted):
        room = Resource.objects.named().filter(place=place).first()
        found |= {room.pk: Wanted(room)} if room else {}
    return [
        Booking(
            appointment=appointment,
            resource=one.resource,
            period=appointment.period,
            blocks=appointment.blocks,
            before=one.resource.before if one.before is None else one.before,
            after=one.resource.after if one.after is None else one.after,
            is_demo=appointment.is_demo,
        )
        for one in found.values()
    ]


@transaction.atomic
def make_bookable(*, place, before, after, by):
    """
    Let a place be booked, with so many minutes to set up and to clear up. Returns its resource.

    It shares the audience of the place: who may see the one may see the other. Appointments
    that stand there already are not booked by this.
    """
    room = Resource.objects.select_for_update(no_key=True).filter(place=place).first()
    if room is None:
        room = Resource(kind=Resource.Kind.ROOM, place=place, is_demo=place.is_demo)
        room.audience = place.audience
    room.before, room.after, room.is_active = before, after, True
    room._history_user = by
    room.save()
    return room


def take_out_of_use(*, resource, by):
    """It is not proposed any more; what it was booked for stays."""
    resource.is_active = False
    _save(resource, by, "is_active")


@transaction.atomic
def _into(appointment, state, *, blocks, by):
    rows, was_cancelled = [], False

    def wanted():
        own = [appointment.pk]
        return [(one.resource, one.busy, own) for row in rows for one in row.bookings.all()]

    with clashes.told(wanted, by):
        rows += _locked(appointment)
        row = rows[0]
        _lock_resources(one.resource_id for one in row.bookings.all())
        was_cancelled = row.is_cancelled
        row.state, row.blocks = state, blocks
        _save(row, by, "state", "blocks")
    appointment.state, appointment.blocks, appointment.version = state, blocks, row.version
    if was_cancelled and not appointment.is_cancelled:
        facets.tell_taken_up(appointment, by)
    return appointment


def _locked(*appointments):
    """The appointments as the database has them now, and nobody else changes them."""
    keys = [one.pk for one in appointments]
    rows = Appointment.objects.filter(pk__in=keys).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",))
    locked = locked.select_related(*facets.accessors())
    return list(locked.prefetch_related("bookings__resource__place", "bookings__resource__person"))


def _lock_resources(keys):
    rows = Resource.objects.filter(pk__in={*keys}).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _refuse_cancelled(appointments):
    for one in appointments:
        if one.is_cancelled:
            message = _("“%(title)s” is cancelled: take it up again first.")
            raise ValidationError(message % {"title": one}, code=IS_CANCELLED)


def _asked(bookings):
    own = [one.appointment.pk for one in bookings if one.appointment.pk]
    return [
        (one.resource, _busy(one, one.appointment.period), own)
        for one in bookings
        if one.appointment.blocks
    ]


def _busy(booking, period):
    return periods.stretched(period, booking.before, booking.after)


def _differs(booking, old):
    return old is None or (booking.before, booking.after) != (old.before, old.after)


def _save_bookings(bookings, by):
    for booking in sorted(bookings, key=lambda one: one.resource_id):
        booking.appointment_id = booking.appointment.pk
        booking._history_user = by
        booking.save()


def _save(row, by, *fields):
    row._history_user = by
    row.save(update_fields=fields)


def _put_off():
    """Ask only at the end whether something is booked twice."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {clashes.NEVER_TWICE} DEFERRED")


def _ask_now():
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {clashes.NEVER_TWICE} IMMEDIATE")
