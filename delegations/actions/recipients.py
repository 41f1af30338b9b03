"""Who reads a print of the programme besides the focal point: written down, changed, taken off."""

from django.db import transaction
from django.utils.translation import gettext as _

from delegations import lifecycle, programme_links
from delegations.actions.drafts import drop_drafts
from delegations.actions.shared import Changed, locked
from delegations.models import Part, Print, Recipient
from office.models import Link


@transaction.atomic
def save_recipient(*, recipient, by):
    """
    Save a recipient; returns it.

    Where the e-mail address is another one, the private link of the old one opens nothing any
    more. Raises Changed where somebody changed it, or took it off, in the meantime, and NotAllowed
    where they answer for a part: their address is that of the part.
    """
    locked(recipient.visit)
    if recipient.pk:
        before = Recipient.objects.filter(pk=recipient.pk).first()
        if before is None or before.version != recipient.version:
            raise Changed(
                _("Somebody changed this meanwhile: look at it again, and save once more.")
            )
        if _is_another(before, recipient):
            if answers(before):
                raise lifecycle.NotAllowed(answers_for_a_part())
            end_links(recipient)
        if before.email.lower() != recipient.email.lower() or not recipient.is_told:
            drop_drafts(recipient.visit, before.email, by=by)
    return _save(recipient, by)


def move(*, recipient, part, by):
    """Whoever answers for that part reads it from now on, at the address of the part."""
    end_links(recipient)
    drop_drafts(recipient.visit, recipient.email, by=by)
    recipient.email, recipient.name = part.ask_email.strip(), part.ask_name or part.who
    recipient.telephone, recipient.language = part.ask_telephone, part.ask_language
    return _save(recipient, by)


@transaction.atomic
def take_off(*, recipient, by):
    """They are told of nothing any more, and their private link opens nothing."""
    locked(recipient.visit)
    end_links(recipient)
    drop_drafts(recipient.visit, recipient.email, by=by)
    recipient._history_user = by
    recipient.delete()


def answers(recipient):
    """Whether they answer for a part, at their address."""
    rows = Part.objects.filter(item__visit=recipient.visit_id).answered_at(recipient.email)
    return recipient.print == Print.HOST and rows.exists()


def answers_for_a_part():
    return _(
        "They answer for a part in the programme: correct the address at that part, so that the "
        "question goes there too."
    )


def end_links(recipient):
    for link in Link.objects.about(recipient, programme_links.PROGRAMME).filter(revoked_at=None):
        link.revoke()


def _is_another(before, now):
    return (before.print, before.email.lower()) != (now.print, now.email.lower())


def _save(recipient, by):
    recipient.is_demo = recipient.visit.is_demo
    recipient._history_user = by
    recipient.save()
    return recipient
