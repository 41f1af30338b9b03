"""Whoever has a part in an item is asked, and answers: by a private link, or by telephone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import lifecycle, news, programme_links
from delegations.actions.addresses import follow, forget_answer, recipient_of
from delegations.actions.shared import Changed, locked
from delegations.models import Part
from office import outbox
from office.outbox import Reader


class NoAddress(Exception):
    """Nobody's e-mail address is known for this part; the words say for whose."""


def hours_token(item):
    """The hours of an item, as a form carries them: who answers says for which hours."""
    period = item.appointment.period
    return f"{period.lower.isoformat()}/{period.upper.isoformat()}"


@transaction.atomic
def ask(*, visit, parts, by, words="", held=False, versions=None):
    """
    Ask those who have these parts whether they come: one mail for each address; returns the mails.

    They stand as asked for the hours that their items have now. `words` are the office's own, for
    all of them, `versions` those of the parts as they were shown. Raises NoAddress, NotAllowed
    where the visit or one of the items does not come about, or that is over, and Changed where
    somebody asked or answered in the meantime: a button pressed twice asks once.
    """
    row = locked(visit)
    _refuse_released(row)
    rows = Part.objects.select_for_update(no_key=True, of=("self",)).with_names()
    rows = list(rows.filter(pk__in=[one.pk for one in parts], item__visit=visit).order_by("pk"))
    if versions is not None:
        _refuse_changed(rows, versions)
    for part in rows:
        _refuse_past(part)
        if not part.ask_email:
            words = _("No e-mail address is known for %(who)s: note the answer by telephone.")
            raise NoAddress(words % {"who": part})
    asked = {}
    for part in rows:
        asked.setdefault(part.ask_email.strip().lower(), []).append(part)
        forget_answer(part)
        part.answer, part.answer_for = Part.Answer.ASKED, part.item.appointment.period
        part.asked_at = timezone.now()
        _save(part, by)
    return [_write(visit, mine, by=by, words=words, held=held) for mine in asked.values()]


def _write(visit, parts, *, by, words, held):
    recipient = recipient_of(visit, parts[0], by=by)
    parts = sorted(parts, key=lambda one: (one.item.appointment.period.lower, one.pk))
    return outbox.queue(
        "programme_ask",
        to=Reader(recipient.name, recipient.email, recipient.language),
        about=visit,
        by=by,
        link=programme_links.give(recipient, by=by),
        held=held,
        parts=parts,
        words=words,
    )


@transaction.atomic
def change_address(*, part, by, version=None, **said):
    """
    Write down who answers for a part: for all parts of the visit that went to the same address.

    `said` are values of its fields ask_name, ask_email, ask_telephone and ask_language. With
    another e-mail address what was asked counts as not asked, the mail that is not out yet, or
    never arrived, is dropped, and the private link of the old address opens nothing any more;
    whose answer stands reads the programme at the new one. Returns the parts. Raises Changed
    where the part has another `version` than was shown.
    """
    visit = locked(part.item.visit)
    rows = Part.objects.select_for_update(no_key=True, of=("self",)).with_names()
    rows = rows.filter(item__visit=visit).order_by("pk")
    row = rows.get(pk=part.pk)
    if version is not None:
        _refuse_changed([row], {row.pk: version})
    old, new = row.ask_email.strip(), said.get("ask_email", row.ask_email).strip()
    changed = list(rows.answered_at(old)) if old else [row]
    is_moved = old.lower() != new.lower()
    for one in changed:
        for name, value in said.items():
            setattr(one, name, value)
        if is_moved and one.answer == Part.Answer.ASKED:
            forget_answer(one)
        _save(one, by)
    if is_moved:
        follow(visit=visit, old=old, parts=changed, by=by)
    return changed


@transaction.atomic
def answer(*, part, answer, seen, by=None, email=None, deputy_name="", deputy_office="", words=""):
    """
    Write down what somebody said: by their link, or by telephone to `by`; returns the part.

    The same said twice in a row is one answer. `seen` is the hours_token of the item as it was
    when they were told of it, `email` the address whose link is used. Raises Changed where it has
    moved since, with nothing saved, and NotAllowed where it does not take place, and by a link
    where that address is not asked about it any more, or it is over.
    """
    row = Part.objects.select_for_update(no_key=True, of=("self",)).with_names().get(pk=part.pk)
    appointment = row.item.appointment
    if email is not None:
        _refuse_others(row, email)
    if appointment.is_cancelled or row.item.visit.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(_("This does not take place any more: nobody needs to come."))
    if email is not None and appointment.period.upper <= timezone.now():
        raise lifecycle.NotAllowed(_("This is over: write to us if something is to be said."))
    if seen != hours_token(row.item):
        raise Changed(
            _("It was moved in the meantime. Look at the new hours, and answer once more.")
        )
    is_deputised = answer == Part.Answer.DEPUTISED
    said = {
        "answer": answer,
        "answer_for": appointment.period,
        "noted_by": by,
        "deputy_name": deputy_name if is_deputised else "",
        "deputy_office": deputy_office if is_deputised else "",
        "words": words,
    }
    if row.answered_at and all(getattr(row, name) == value for name, value in said.items()):
        return row
    for name, value in said.items():
        setattr(row, name, value)
    row.answered_at = timezone.now()
    _save(row, by)
    if by is None:
        news.tell_of_answer(row)
    return row


def _refuse_changed(parts, versions):
    changed = [part for part in parts if versions.get(part.pk) != part.version]
    if changed:
        words = _("In the meantime somebody asked, or answered for, %(who)s: look at it again.")
        raise Changed(words % {"who": ", ".join(dict.fromkeys(map(str, changed)))})


def _refuse_others(part, email):
    is_theirs = part.ask_email.strip().lower() == email.strip().lower()
    if part.answer == Part.Answer.UNASKED or not is_theirs:
        raise lifecycle.NotAllowed(_("You are not asked about this any more."))


def _refuse_past(part):
    appointment = part.item.appointment
    if appointment.is_cancelled or appointment.period.upper <= timezone.now():
        words = _("“%(title)s” is over, or does not take place: nobody is asked about it.")
        raise lifecycle.NotAllowed(words % {"title": appointment})


def _refuse_released(visit):
    if visit.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(
            _("The visit is “%(state)s”: nobody is asked for it.")
            % {"state": visit.get_state_display()}
        )


def _save(part, by):
    part._history_user = by
    part.save()
