"""What the guests and the office say to each other, and who comes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import consent, lifecycle, news
from delegations.actions.requests import attach
from delegations.actions.shared import SENT_TWICE, Changed, locked, write
from delegations.models import (
    MOST_MEMBERS,
    Message,
)
from directory.models import Document
from office.files import sha256_of


@transaction.atomic
def change_members(*, visit, change, by=None):
    """
    Change some members of the list; returns how many were saved.

    `change` is given the members as they stand now, while nobody else changes them, and returns
    those to save and those to delete. New ones come last. By the focal point, `by` is None: the
    office is told. Raises NotAllowed where the list is closed to the focal point, or would be
    longer than any.
    """
    row = locked(visit)
    if by is None and not row.list_is_open:
        raise lifecycle.NotAllowed(_("The list of members is closed."))
    members = _to_change(row.members)
    members.sort(key=lambda one: (one.position, one.pk))
    agreed = consent.given(members)
    saved, gone = change(members)
    count = len(members) + sum(one.pk is None for one in saved) - len(gone)
    if count > MOST_MEMBERS:
        raise lifecycle.NotAllowed(_("The list has at most %d members.") % MOST_MEMBERS)
    for member in gone:
        member._history_user = by
        member.delete()
    if any(member.is_head for member in saved):
        row.members.filter(is_head=True).update(is_head=False)
    last = max([member.position for member in members], default=-1)
    for member in saved:
        if member.pk is None:
            last += 1
            member.visit, member.position, member.is_demo = row, last, row.is_demo
        member._history_user = by
        member.save()
    consent.follow(row, agreed, by=by)
    if by is None and (saved or gone):
        news.tell_of_members(row, row.members.count())
    return len(saved)


@transaction.atomic
def change_legs(*, visit, saved, gone, versions, by=None):
    """
    Save how the guests arrive and leave: rows to save and to delete; returns how many.

    `versions` are those of the rows as they were shown. By the focal point, `by` is None: the
    office is told. Raises NotAllowed where the list is closed to the focal point, and Changed
    where somebody changed one of these rows in the meantime, with nothing saved.
    """
    row = locked(visit)
    if by is None and not row.list_is_open:
        raise lifecycle.NotAllowed(_("The list of members is closed."))
    known = {leg.pk: leg.version for leg in _to_change(row.legs)}
    old = [leg for leg in (*saved, *gone) if leg.pk]
    if any(known.get(leg.pk) != versions.get(leg.pk) for leg in old):
        raise Changed(_("Somebody changed this meanwhile: look at it again, and save once more."))
    for leg in gone:
        leg._history_user = by
        leg.delete()
    for leg in saved:
        leg.visit, leg.is_demo, leg._history_user = row, row.is_demo, by
        leg.save()
    if by is None and old + saved:
        news.tell_of_travel(row)
    return len(saved) + len(gone)


def _to_change(rows):
    """These rows, locked: on the day it is noted of each alone that it is here, or late."""
    return list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))


@transaction.atomic
def say(*, visit, text, by, up_to=None):
    """
    Write to the guests: on their page, and by mail where they have an address.

    What was sent twice in a row is one message and one mail. Who answers has read what was there,
    up to the key of the newest message that was shown.
    """
    row = locked(visit)
    if up_to is not None:
        take_note(visit=row, by=by, up_to=up_to)
    since = timezone.now() - SENT_TWICE
    if twice := row.messages.filter(author=by, text=text, sent_at__gt=since).last():
        return twice
    message = Message(visit=visit, text=text, author=by, author_name=str(by))
    message.is_demo = visit.is_demo
    message.mail = write(visit, kind="visit_message", by=by, message=text)
    message.save()
    return message


@transaction.atomic
def hear(*, visit, text, kind=Message.Kind.MESSAGE, by=None, mail=None):
    """
    Keep what the guests say: by their page, or as a reply by mail that `by` notes down.

    A reply that somebody of the office notes down is read by that.
    """
    message = Message(
        visit=visit, text=text, kind=kind, from_guests=True, mail=mail, is_demo=visit.is_demo
    )
    message.author_name = visit.contact_name or visit.guests
    if by:
        message.read_at, message.read_by = timezone.now(), by
    message.save()
    if by is None:
        news.tell_of_message(message)
    return message


@transaction.atomic
def hear_by_page(*, visit, text, file=None):
    """
    Keep what the guests write on their private page, with a document; returns the message.

    What was sent twice in a row is one message; another file of the same name is not the same.
    Raises ValidationError for a file that is not accepted.
    """
    row = locked(visit)
    if file:
        text = "\n\n".join(filter(None, [text, _("Attached: %s") % file.name]))
    since = timezone.now() - SENT_TWICE
    twice = row.messages.filter(from_guests=True, text=text, sent_at__gt=since).last()
    if twice and (
        not file or row.documents.filter(document__files__sha256=sha256_of(file)).exists()
    ):
        return twice
    if file:
        attach(visit=row, file=file, kind=Document.Kind.OTHER)
    return hear(visit=row, text=text)


@transaction.atomic
def correct(*, visit, values, text):
    """
    What the guests correct of their request: kept as a message, `text`, and while nobody weighs
    the request written into it as well. Raises Changed where it was changed in the meantime.
    """
    row = locked(visit)
    if row.version != visit.version:
        raise Changed(_("The request was changed in the meantime."))
    if row.state in lifecycle.CORRECTED_BY_GUESTS and values:
        for name, value in values.items():
            setattr(row, name, value)
        row._history_user = None
        row.save()
    return hear(visit=row, text=text, kind=Message.Kind.CORRECTION)


@transaction.atomic
def note_reply(mail, by):
    """That a reply to that mail has reached the office's own mailbox; noted once in a row."""
    row = locked(mail.about)
    since = timezone.now() - SENT_TWICE
    if twice := row.messages.filter(mail=mail, from_guests=True, sent_at__gt=since).last():
        return twice
    return hear(
        visit=mail.about,
        text=_("Replied by mail."),
        kind=Message.Kind.REPLY,
        by=by,
        mail=mail,
    )


def take_note(*, visit, by, up_to=None):
    """
    The office has read what the guests wrote; returns how many messages.

    `up_to` is the key of the newest message that was shown: what came after it nobody has read.
    """
    unread = visit.messages.unread()
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=timezone.now(), read_by=by)
