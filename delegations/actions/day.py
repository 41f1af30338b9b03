"""On the day itself: who is here, what is late, what has arrived."""

from copy import copy

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import lifecycle, news
from delegations.models import Leg, Member


@transaction.atomic
def check_in(*, member, attendance, by, whereabouts=""):
    """
    Note of a member that they are here, late or do not come; "" takes the note away.

    Where two note it at once the last one holds. What is noted already stays as it is, with who
    noted it first. Returns (the member as they stand, as they stood before).
    """
    row = _member(member.pk)
    before = copy(row)
    whereabouts = whereabouts.strip()
    if _is_noted(row, attendance, whereabouts):
        return row, before
    _note(row, attendance, whereabouts, by)
    if attendance == Member.Attendance.LATE:
        news.tell_of_late_member(row, by=by)
    return row, before


@transaction.atomic
def check_in_all(*, members, by):
    """Note that all of these are here, but for those who do not come; returns whom it changed."""
    keys = [one.pk for one in members]
    rows = Member.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    changed = []
    for row in rows.order_by("pk"):
        is_absent = row.attendance == Member.Attendance.ABSENT
        if not is_absent and not _is_noted(row, Member.Attendance.HERE, ""):
            _note(row, Member.Attendance.HERE, "", by)
            changed.append(row)
    return changed


def _member(pk):
    return Member.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def _is_noted(member, attendance, whereabouts):
    """Whether that is known of them today, in these words."""
    today = timezone.localdate()
    return (member.attendance_on(today), member.whereabouts) == (attendance, whereabouts)


def _note(member, attendance, whereabouts, by):
    member.attendance, member.whereabouts = attendance, whereabouts
    member.attendance_at, member.attendance_by = timezone.now(), by
    member._history_user = by
    member.save()


@transaction.atomic
def note_delay(*, leg, expected_at, by):
    """
    Note when a flight or train is expected; None where it comes as planned after all.

    Whoever is in charge hears of it, where another notes it. Raises NotAllowed where it has
    arrived, or left, by now. Returns the leg.
    """
    row = _leg(leg.pk)
    if row.done_at:
        raise lifecycle.NotAllowed(
            _("It has arrived by now.") if row.is_arrival else _("It has left by now.")
        )
    expected_at = None if expected_at == row.at else expected_at
    if row.expected_at == expected_at:
        return row
    row.expected_at = expected_at
    _note_leg(row, by)
    news.tell_of_delay(row, by=by)
    return row


@transaction.atomic
def note_done(*, leg, by, done=True):
    """Note that it has arrived, or left, now; not `done` takes that away. Returns the leg."""
    row = _leg(leg.pk)
    if bool(row.done_at) == done:
        return row
    row.done_at = timezone.now() if done else None
    _note_leg(row, by)
    return row


def _leg(pk):
    return Leg.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def _note_leg(leg, by):
    leg.noted_at, leg.noted_by, leg._history_user = timezone.now(), by, by
    leg.save()
