"""What changes a meeting of a network together with its appointment: all of it, or nothing."""

from django.db import transaction

from agenda import actions
from agenda.actions import Wanted
from agenda.models import Appointment


@transaction.atomic
def save_meeting(*, meeting, appointment, by):
    """
    Save a meeting, new or changed, and its appointment; the room of its place is booked.

    What the appointment books besides stays. Raises agenda.clashes.Clash with nothing saved.
    """
    if appointment.pk:
        actions.change(appointment=appointment, wanted=wanted(appointment), by=by)
    else:
        actions.schedule(appointment=appointment, by=by)
    meeting.appointment, meeting._history_user = appointment, by
    meeting.save()
    return meeting


def wanted(appointment):
    """What an appointment goes on to book: all but the room of a place where it is no more."""
    if appointment.pk is None:
        return []
    was_at = Appointment.objects.values_list("place", flat=True).get(pk=appointment.pk)
    left = was_at if was_at != appointment.place_id else None
    return [
        Wanted(one.resource, one.before, one.after)
        for one in appointment.bookings.select_related("resource__place", "resource__person")
        if left is None or one.resource.place_id != left
    ]
