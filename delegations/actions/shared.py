"""What the actions on visits share: the lock, the log, the letter."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from delegations import letters, links
from delegations.models import StateChange
from office import outbox

# The same words of the guests within this time are one message: a button pressed twice.
SENT_TWICE = timedelta(minutes=10)


class Changed(Exception):
    """Somebody else changed it in the meantime; the words say so to people."""


class Decided(Exception):
    """Somebody else decided on the visit in the meantime; the words say who and when."""

    def __init__(self, decision):
        self.decision = decision
        words = _("%(who)s decided on %(when)s: %(what)s.")
        told = {
            "who": decision.decided_by,
            "when": date_format(timezone.localtime(decision.decided_at), "SHORT_DATETIME_FORMAT"),
            "what": decision.get_verdict_display(),
        }
        super().__init__(words % told)


def refuse_changed(record):
    """Raises Changed where somebody saved it since it was read in the version that it has."""
    if record.pk is None:
        return
    now = type(record).objects.filter(pk=record.pk).values_list("version", flat=True).first()
    if now != record.version:
        raise Changed(_("Somebody changed this meanwhile: look at it again, and save once more."))


def locked(occasion):
    """The visit or mission as it is now, which nobody else changes until this is over."""
    rows = type(occasion).objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=occasion.pk)


def log(visit, old, *, by, why="", letter=None):
    return StateChange.objects.create(
        visit=visit,
        old=old,
        new=visit.state,
        by=by,
        why=why,
        letter=letter,
        is_demo=visit.is_demo,
    )


def write(visit, *, kind="visit_received", by=None, held=False, **extra):
    if not visit.contact_email:
        return None
    return outbox.queue(
        kind,
        to=letters.reader_of(visit),
        about=visit,
        by=by,
        link=links.give(visit, by=by),
        held=held,
        **extra,
    )
