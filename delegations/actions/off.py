"""What becomes of those who were asked, when an item does not take place, or not with them."""

from django.db import transaction
from django.utils import timezone

from agenda.models import Appointment
from delegations.actions.addresses import ANSWERED, drop, forget_answer, mails_of_questions
from delegations.actions.shared import locked
from delegations.models import Part
from office import outbox
from office.models import Mail
from office.models.outbox import OPEN, State
from office.outbox import Reader

# Whoever cannot come anyway is told nothing.
TOLD = (Part.Answer.ASKED, Part.Answer.CONFIRMED, Part.Answer.DEPUTISED)
# “Does not take place” to those who had been asked, and to all others who had been told.
OFF, DROPPED = "programme_off", "programme_dropped"
NOT_NEEDED = "programme_not_needed"


@transaction.atomic
def take_away_item(*, item, by):
    """
    Take an item out of the programme; its appointment is cancelled and stays written down.

    Returns the drafts to those who had been asked, or had said that they come.
    """
    locked(item.visit)
    stands = not locked_appointment(item).is_cancelled
    mails = tell_off(visit=item.visit, items=[item], by=by) if stands else []
    item._history_user = by
    item.delete()
    return mails


def locked_appointment(item):
    """That of the item: whoever locks parts locks this before, as the calendar does."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=item.appointment_id)


@transaction.atomic
def tell_off(*, visit, items, by, tellings=None):
    """
    Draft a mail to each address that was asked about one of these items: they take not place.

    One for each address, held back in the outbox, about what lies ahead and was not told already.
    Where the question itself is not out yet, it is dropped instead, and counts as not asked.
    `tellings` are {address: [Telling]} of what others were told of these items: to them as well.
    Returns the drafts.
    """
    others, mails = dict(tellings or {}), []
    for email, parts in _by_address(_of_items(items)).items():
        if _unasked(visit, email, parts, by):
            _forget(parts, by)
        else:
            mail = _draft(OFF, visit, parts, by, tellings=others.pop(email, ()))
            _note(parts, mail, by)
            mails.append(mail)
    return mails + [_tell(visit, several, by) for several in others.values()]


@transaction.atomic
def tell_not_needed(*, visit, parts, by):
    """
    Draft a mail to each address that was asked for these parts, and is not any more: the items
    take place without them. `parts` are as they were. Returns the drafts.
    """
    now = timezone.now()
    lost = [
        part
        for part in parts
        if part.answer in TOLD
        and part.ask_email.strip()
        and not part.item.appointment.is_cancelled
        and part.item.appointment.period.upper > now
    ]
    return [
        _draft(NOT_NEEDED, visit, mine, by)
        for email, mine in _by_address(lost).items()
        if not _unasked(visit, email, mine, by)
    ]


@transaction.atomic
def take_back(*, item, by):
    """
    It takes place after all: what is not out yet of its not taking place is dropped.

    Whoever was told already is asked anew; what the dropped draft told besides is drafted again.
    """
    rows = Part.objects.select_for_update(no_key=True, of=("self",))
    parts = list(rows.filter(item=item, off_mail__isnull=False).select_related("off_mail"))
    for mail in {part.off_mail for part in parts}:
        mine = [part for part in parts if part.off_mail_id == mail.pk]
        if not _take_back(mail, by):
            _forget(mine, by)
            continue
        _note(mine, None, by)
        if rest := list(rows.filter(off_mail=mail).with_names().in_order()):
            _note(rest, _draft(OFF, item.visit, rest, by), by)
    # What others are told of is compared when the next version is published.
    drop(Mail.objects.about(item.visit).filter(kind=DROPPED), by=by)


def _take_back(mail, by):
    """Whether nobody has read it, and nobody will."""
    try:
        if mail.state != State.DROPPED:
            mail.drop(by=by)
    except Mail.TooLate:
        return False
    return True


def _of_items(items):
    rows = Part.objects.select_for_update(no_key=True, of=("self",)).with_names()
    rows = rows.filter(item__in=[one.pk for one in items], answer__in=TOLD, off_mail=None)
    ahead = rows.filter(item__appointment__period__endswith__gt=timezone.now())
    return list(ahead.exclude(ask_email="").in_order())


def _by_address(parts):
    found = {}
    for part in parts:
        found.setdefault(part.ask_email.strip().lower(), []).append(part)
    return found


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
    taken_back = [_take_back(mail, by) for mail in waiting]
    return all(taken_back)


def _forget(parts, by):
    for part in parts:
        forget_answer(part)
        part._history_user = by
        part.save(update_fields=ANSWERED)


def _note(parts, mail, by):
    for part in parts:
        part.off_mail, part._history_user = mail, by
        part.save(update_fields=["off_mail"])


def _draft(kind, visit, parts, by, **extra):
    first = parts[0]
    to = Reader(first.ask_name or first.who, first.ask_email, first.ask_language)
    return outbox.queue(kind, to=to, about=visit, by=by, held=True, parts=parts, **extra)


def _tell(visit, tellings, by):
    target = tellings[0].target
    to = Reader(target.name, target.email, target.language)
    return outbox.queue(DROPPED, to=to, about=visit, by=by, held=True, tellings=tellings)
