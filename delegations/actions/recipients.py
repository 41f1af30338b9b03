"""Who reads a print of the programme besides the focal point: written down, changed, taken off."""

from django.db import transaction
from django.utils.translation import gettext as _

from delegations import programme_links
from delegations.actions.drafts import drop_drafts
from delegations.actions.shared import Changed, locked
from delegations.models import Recipient
from office.models import Link


@transaction.atomic
def save_recipient(*, recipient, by):
    """
    Save a recipient; returns it.

    Where the e-mail address is another one, the private link of the old one opens nothing any
    more. Raises Changed where somebody changed it, or took it off, in the meantime.
    """
    locked(recipient.visit)
    if recipient.pk:
        before = Recipient.objects.filter(pk=recipient.pk).first()
        if before is None or before.version != recipient.version:
            raise Changed(
                _("Somebody changed this meanwhile: look at it again, and save once more.")
            )
        if before.email.lower() != recipient.email.lower():
            end_links(recipient)
        if before.email.lower() != recipient.email.lower() or not recipient.is_told:
            drop_drafts(recipient.visit, before.email, by=by)
    recipient.is_demo = recipient.visit.is_demo
    recipient._history_user = by
    recipient.save()
    return recipient


@transaction.atomic
def take_off(*, recipient, by):
    """They are told of nothing any more, and their private link opens nothing."""
    locked(recipient.visit)
    end_links(recipient)
    drop_drafts(recipient.visit, recipient.email, by=by)
    recipient._history_user = by
    recipient.delete()


def end_links(recipient):
    for link in Link.objects.about(recipient, programme_links.PROGRAMME).filter(revoked_at=None):
        link.revoke()
