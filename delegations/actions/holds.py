"""What is held in the calendar for a visit."""

from django.db import transaction
from django.utils import timezone

from agenda import actions as calendar
from delegations.actions.off import tell_off
from delegations.actions.programme import save_item
from delegations.models import ProgrammeItem


def hold(*, visit, appointment, wanted=(), by):
    """
    Put an appointment into the programme, and book what it wants; returns the item.

    A new one is pencilled as it is handed in. Raises agenda.clashes.Clash with nothing saved.
    """
    item = ProgrammeItem(visit=visit, appointment=appointment)
    return save_item(item=item, wanted=wanted, by=by)


@transaction.atomic
def release(*, visit, by):
    """
    Cancel all that is held for the visit and still lies ahead; returns the count.

    Those who were asked for it are told by one draft for each address.
    """
    ahead = visit.items.standing().filter(appointment__period__endswith__gt=timezone.now())
    items = list(ahead.select_related("appointment").order_by("appointment"))
    for item in items:
        calendar.cancel(appointment=item.appointment, by=by, tells=False)
    tell_off(visit=visit, items=items, by=by)
    return len(items)
