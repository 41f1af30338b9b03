"""Who sits where: the seats given out by rank, and moved by a person."""

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.actions.shared import Changed, locked, refuse_changed
from delegations.models import SeatAtTable, Standing
from delegations.precedence.order import Order
from delegations.precedence.shapes import filling


class NoSuchSeat(Exception):
    """The table has no seat of that number, or not for them; the words say so to people."""


@transaction.atomic
def seat_by_rank(*, plan, by):
    """Give out all seats anew, by the order; returns how many people found none."""
    locked(plan.lineup.visit)
    # Of everybody: whoever `by` may not see keeps a chair too.
    order = Order(plan.lineup, by)
    given = filling(plan, list(plan.tables.all()), order)
    plan.seats.all().delete()
    for (table, number), standing in given:
        _save(SeatAtTable(table=table, number=number, standing=standing), plan, by)
    return len(order.everybody) - len(given)


@transaction.atomic
def sit(*, plan, standing, table, number, by):
    """
    Put somebody in a seat; whoever sits there changes places with them, or has none.

    Raises NoSuchSeat, also where somebody sits there whom `by` may not see, and Changed where
    they stand in another order.
    """
    locked(plan.lineup.visit)
    if table.plan_id != plan.pk or not 1 <= number <= table.size:
        raise NoSuchSeat(_("There is no such seat."))
    if standing.lineup_id != plan.lineup_id:
        raise Changed(_("They stand in another order of precedence."))
    mine = plan.seats.filter(standing=standing).first()
    theirs = plan.seats.filter(table=table, number=number).first()
    if theirs and theirs.standing_id == standing.pk:
        return theirs
    _refuse_unseen(theirs, by)
    if theirs and mine:
        theirs.table, theirs.number = mine.table, mine.number
        _save(theirs, plan, by)
    elif theirs:
        _free(theirs, by)
    mine = mine or SeatAtTable(standing=standing)
    mine.table, mine.number = table, number
    return _save(mine, plan, by)


@transaction.atomic
def free_seat(*, plan, table, number, by):
    """Nobody sits there any more. Raises NoSuchSeat of somebody whom `by` may not see."""
    locked(plan.lineup.visit)
    seat = plan.seats.filter(table=table, number=number).first()
    _refuse_unseen(seat, by)
    if seat:
        _free(seat, by)
    return seat


@transaction.atomic
def save_plan(*, plan, by):
    """Save name, rule and note of a plan. Raises Changed where somebody changed them meanwhile."""
    locked(plan.lineup.visit)
    refuse_changed(plan)
    plan.is_demo, plan._history_user = plan.lineup.is_demo, by
    plan.save()
    return plan


@transaction.atomic
def save_table(*, table, by):
    """
    Save a table; a new one comes last. Where it became smaller, whoever sat at a seat that is no
    more has none: returns how many. Raises Changed where somebody changed it in the meantime.
    """
    plan = table.plan
    locked(plan.lineup.visit)
    refuse_changed(table)
    if table.pk is None:
        table.position = plan.tables.count()
    table.is_demo, table._history_user = plan.is_demo, by
    table.save()
    gone = list(plan.seats.filter(table=table, number__gt=table.size))
    for one in gone:
        _free(one, by)
    return len(gone)


def _refuse_unseen(seat, by):
    if seat is None or not seat.standing.comes:
        return
    if not Standing.objects.visible_to(by).filter(pk=seat.standing_id).exists():
        raise NoSuchSeat(_("Somebody sits there whom you may not see: choose another seat."))


def _free(seat, by):
    seat._history_user = by
    seat.delete()


def _save(seat, plan, by):
    seat.plan, seat.is_demo = plan, plan.is_demo
    seat._history_user = by
    seat.save()
    return seat
