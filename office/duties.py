"""
What somebody of the office must do by a day: each app hands in its kinds.

`manage.py due` asks them all and keeps what they say (office.models.Duty); the owner's
start page shows it when its time has come.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from office.models import Duty, Notice, User
from office.registry import Registry

logger = logging.getLogger(__name__)

# One number for the whole application: who keeps the duties, one after the other.
LOCK = 7_265_103
AT_ONCE = 500
FORGOTTEN_AFTER = timedelta(days=365)
# What of a duty may be said anew.
SAID = (
    "content_type_id",
    "object_id",
    "owner_id",
    "due_on",
    "notice_days",
    "tell_id",
    "closed_at",
)

# Name -> DutyKind.
kinds = Registry()
# Name -> Charge: the records that somebody is in charge of.
handed_over = Registry()


@dataclass(frozen=True)
class Due:
    """
    One thing to be done.

    `key` is unique among its kind and stays the same as long as it is the same duty
    ("12:2027-05-01"). It shows from `notice_days` before the day on. Nobody's is the head's.
    `tell` hears of it when it is overdue.
    """

    key: str
    record: models.Model
    due_on: date
    owner: User | None = None
    notice_days: int = 30
    tell: User | None = None


class DutyKind:
    """One kind of duty, in the app that knows of it."""

    # What is to be done, in the reader's language: "Confirmation by the Council".
    label: str | Promise = ""

    def named(self, duty):
        """The same of one duty, where more can be said: of which year."""
        return self.label

    def address(self, duty):
        """(words, address) of where it is done, where that is not its record's form; else None."""
        return

    def charge(self, record):
        """The record whose `officer` has the duty about that one; None where it has none."""
        return

    @property
    def has_charge(self):
        return type(self).charge is not DutyKind.charge

    def found(self) -> Iterable[Due]:
        """All that is open today, whoever asks; what is left out from now on is done."""
        raise NotImplementedError  # each kind's own


@dataclass(frozen=True)
class Charge:
    """
    The records of one kind that are in somebody's charge.

    `said` says how many ("3 pacts"), `rows` are the open ones of a person, `permission` is
    needed to work on them, `field` names who is in charge.
    """

    said: Callable[[int], str]
    rows: Callable[[User], models.QuerySet]
    permission: str
    field: str = "officer"

    def give(self, old, new, by):
        """
        Put another person in charge of all that they may know of; returns how many.

        What is kept from the new one stays with the old: nobody would hear of it any more.
        """
        rows = self.rows(old)
        if hasattr(rows, "known_to"):
            rows = rows.filter(pk__in=rows.model._default_manager.known_to(new).values("pk"))
        records = rows.select_for_update(of=("self",), no_key=True)
        for record in records:
            put_in_charge(record, self.field, new, by)
        return len(records)


def put_in_charge(record, field, new, by):
    setattr(record, field, new)
    record._history_user = by
    record.save()


def workers():
    """Who can work on all that somebody may be in charge of."""
    return User.objects.who_may(*(charge.permission for charge in handed_over.values()))


@transaction.atomic
def refresh(*names):
    """
    Keep what the kinds say today: those of the names, or all. Returns how many duties changed.

    An app may call it after an action, so that what is done is gone from the start page at
    once. Whoever comes second waits for the first. A kind that fails keeps what it had.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    count = 0
    for name, kind in kinds.items():
        if not names or name in names:
            count += _kept(name, kind)
    if not names:
        gone = Duty.objects.open().exclude(kind__in=kinds.names())
        count += gone.update(closed_at=timezone.now())
        Duty.objects.filter(closed_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    return count


def _kept(name, kind):
    try:
        with transaction.atomic():
            return _keep(name, kind.found())
    except Exception:
        # One kind's fault must not take the duties of the others away.
        logger.exception("the duties of the kind %s failed", name)
        return 0


def _keep(name, found):
    """Open, change and close the duties of one kind; returns how many."""
    now = timezone.now()
    before = {duty.key: duty for duty in Duty.objects.filter(kind=name)}
    opened, changed, keys = [], [], set()
    for due in found:
        said, duty = _said(due), before.get(due.key)
        keys.add(due.key)
        if duty is None:
            opened.append(Duty(kind=name, key=due.key, opened_at=now, **said))
        elif any(getattr(duty, column) != value for column, value in said.items()):
            duty.opened_at = now if duty.closed_at else duty.opened_at
            for column, value in said.items():
                setattr(duty, column, value)
            changed.append(duty)
    done = [duty for duty in before.values() if duty.closed_at is None and duty.key not in keys]
    for duty in done:
        duty.closed_at = now
    # What was told of them is no news any more; of what was moved, people are told anew.
    if moved := [duty.key for duty in (*changed, *done)]:
        Notice.objects.of_duties(name, moved).read()
    Duty.objects.bulk_create(opened, batch_size=AT_ONCE)
    Duty.objects.bulk_update([*changed, *done], [*SAID, "opened_at"], batch_size=AT_ONCE)
    return len(opened) + len(changed) + len(done)


def _said(due):
    """The columns of what a kind says; a closed account does nothing and is told nothing."""
    owner, tell = (one if one and one.is_active else None for one in (due.owner, due.tell))
    values = (
        ContentType.objects.get_for_model(due.record).pk,
        due.record.pk,
        owner and owner.pk,
        due.due_on,
        due.notice_days,
        tell and tell.pk,
        None,
    )
    return dict(zip(SAID, values, strict=True))
