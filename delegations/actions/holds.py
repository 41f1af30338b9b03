"""What is held in the calendar for a visit."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import actions as calendar
from delegations import lifecycle
from delegations.actions.shared import locked
from delegations.models import (
    ProgrammeItem,
)


@transaction.atomic
def hold(*, visit, appointment, wanted=(), by):
    """
    Put an appointment into the programme, and book what it wants; returns the item.

    A new one is pencilled as it is handed in. Raises agenda.clashes.Clash with nothing saved.
    """
    row = locked(visit)
    if row.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(
            _("The visit is “%(state)s”: nothing is held for it.")
            % {"state": row.get_state_display()}
        )
    appointment.audience, appointment.party = visit.audience, visit.party
    appointment.is_demo = appointment.is_demo or visit.is_demo
    if appointment.pk:
        calendar.change(appointment=appointment, wanted=wanted, by=by)
    else:
        calendar.schedule(appointment=appointment, wanted=wanted, by=by)
    item = ProgrammeItem(visit=visit, appointment=appointment, is_demo=visit.is_demo)
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def release(*, visit, by):
    """Cancel all that is held for the visit and still lies ahead; returns the count."""
    ahead = visit.items.standing().filter(appointment__period__endswith__gt=timezone.now())
    items = list(ahead.select_related("appointment").order_by("appointment"))
    for item in items:
        calendar.cancel(appointment=item.appointment, by=by)
    return len(items)
