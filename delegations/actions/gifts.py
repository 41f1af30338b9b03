"""What moves gifts: out of the stock, into the register, and back."""

from django.db import transaction
from django.utils import timezone

from delegations.models import GiftLine
from office.models import made_up


def give(*, gift=None, by=None, **values):
    """
    Write into the register what was given, and return the line; the stock goes down with it.

    Raises Gift.OutOfStock, with the number that is left, where there are too few; then nothing
    is saved. Two who take the last piece at once are let in one after the other.
    """
    return _write(GiftLine.Direction.GIVEN, by, gift=gift, **values)


def receive_gift(*, by=None, **values):
    """Write into the register what was received, and return the line."""
    return _write(GiftLine.Direction.RECEIVED, by, **values)


@transaction.atomic
def take_gift_back(*, line, by=None, day=None):
    """
    Note that it was not handed over after all; its pieces are in stock again.

    Who comes second changes nothing: what was taken back stays as it is, and so does what we
    received.
    """
    line = GiftLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.taken_back_on is None and line.direction == GiftLine.Direction.GIVEN:
        line.taken_back_on = day or timezone.localdate()
        line._history_user = by
        line.save()
    return line


@transaction.atomic
def _write(direction, by, **values):
    line = GiftLine(direction=direction, **values)
    line.is_demo = made_up(by, line.occasion)
    line._history_user = by
    line.save()
    return line
