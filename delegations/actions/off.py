"""What becomes of those who were asked, when an item does not take place."""

from django.db import transaction

from delegations.actions.asking import mails_of_questions
from delegations.actions.shared import locked
from delegations.models import Part
from office import outbox
from office.models.outbox import OPEN, State
from office.outbox import Reader

# Whoever cannot come anyway is told nothing.
TOLD = (Part.Answer.ASKED, Part.Answer.CONFIRMED, Part.Answer.DEPUTISED)


@transaction.atomic
def take_away_item(*, item, by):
    """
    Take an item out of the programme; its appointment is cancelled and stays written down.

    Returns the drafts to those who had been asked, or had said that they come.
    """
    locked(item.visit)
    mails = tell_off(visit=item.visit, items=[item], by=by)
    item._history_user = by
    item.delete()
    return mails


@transaction.atomic
def tell_off(*, visit, items, by):
    """
    Draft a mail to each address that was asked about one of these items: they take not place.

    One for each address, held back in the outbox. Where the question itself is not out yet, it is
    dropped instead. Returns the drafts.
    """
    parts = Part.objects.filter(item__in=[one.pk for one in items], answer__in=TOLD)
    parts = parts.exclude(ask_email="").with_names()
    of_address = {}
    for part in parts.in_order():
        of_address.setdefault(part.ask_email.strip().lower(), []).append(part)
    return [
        _draft(visit, mine, by)
        for email, mine in of_address.items()
        if not _unasked(visit, email, mine, by)
    ]


def _unasked(visit, email, parts, by):
    """Whether they were never asked; then the question that waits in the outbox is dropped."""
    if any(part.answer != Part.Answer.ASKED for part in parts):
        return False
    questions = list(mails_of_questions(visit).filter(reader_email__iexact=email))
    waiting = [mail for mail in questions if mail.state in OPEN]
    if not waiting or any(mail.state not in (*OPEN, State.DROPPED) for mail in questions):
        return False
    # What also asks about something else goes out all the same.
    asked = Part.objects.filter(item__visit=visit, answer=Part.Answer.ASKED).answered_at(email)
    if asked.exclude(pk__in=[part.pk for part in parts]).exists():
        return False
    for mail in waiting:
        mail.drop(by=by)
    return True


def _draft(visit, parts, by):
    first = parts[0]
    return outbox.queue(
        "programme_off",
        to=Reader(first.ask_name or first.who, first.ask_email, first.ask_language),
        about=visit,
        by=by,
        held=True,
        parts=parts,
    )
