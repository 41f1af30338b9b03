"""Whose answer goes to which address, and what follows where it goes to another one."""

from contextlib import suppress

from delegations.actions.recipients import move, take_off
from delegations.models import Part, Print, Recipient
from office.models import Mail
from office.models.outbox import OPEN, State

# What somebody answered, and what came of it.
ANSWERED = (
    "answer",
    "answer_for",
    "asked_at",
    "answered_at",
    "noted_by",
    "deputy_name",
    "deputy_office",
    "words",
    "off_mail",
)


def forget_answer(part):
    """Nobody is asked for it yet."""
    part.answer, part.answer_for = Part.Answer.UNASKED, None
    part.asked_at = part.answered_at = part.noted_by = part.off_mail = None
    part.deputy_name = part.deputy_office = part.words = ""


def mails_of_questions(visit):
    """The mails by which those who have a part were asked, the newest first."""
    return Mail.objects.about(visit).filter(kind="programme_ask")


def recipient_of(visit, part, *, by=None):
    """Whoever answers for the part, as a recipient of the hosts' print."""
    email = part.ask_email.strip()
    found = visit.recipients.filter(print=Print.HOST, email__iexact=email).first()
    if found:
        return found
    recipient = Recipient(
        visit=visit,
        print=Print.HOST,
        email=email,
        name=part.ask_name or part.who,
        telephone=part.ask_telephone,
        language=part.ask_language,
        is_demo=visit.is_demo,
    )
    recipient._history_user = by
    recipient.save()
    return recipient


def follow(*, visit, old, parts, by):
    """
    What hangs on the address `old` goes with these parts, which are saved with another one.

    Where nothing is asked there any more, the question that waits for it is dropped. Where nobody
    answers there at all, its private link ends; whose answer stands reads the programme at the
    new address.
    """
    if not old:
        return
    rest = Part.objects.filter(item__visit=visit).answered_at(old)
    if not rest.filter(answer=Part.Answer.ASKED).exists():
        drop(mails_of_questions(visit).filter(reader_email__iexact=old), by=by)
    found = list(visit.recipients.filter(print=Print.HOST, email__iexact=old))
    answered = [one for one in parts if one.answer in Part.GIVEN and one.ask_email.strip()]
    if not rest.exists():
        for recipient in found:
            _leave(visit, recipient, answered, by)
    for part in answered if found else ():
        recipient_of(visit, part, by=by)


def _leave(visit, recipient, answered, by):
    known = visit.recipients.filter(print=Print.HOST)
    if answered and not known.filter(email__iexact=answered[0].ask_email.strip()).exists():
        move(recipient=recipient, part=answered[0], by=by)
    else:
        take_off(recipient=recipient, by=by)


def drop(mails, *, by):
    """Those that are not out yet, or never arrived; what the worker has taken by now goes out."""
    for mail in mails.filter(state__in=[*OPEN, State.FAILED]):
        with suppress(Mail.TooLate):
            mail.drop(by=by)
