"""A promise is closed: kept, or dropped."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import lifecycle
from delegations.models import Promise


@transaction.atomic
def close_promise(*, promise, by, kept=True, outcome=""):
    """
    Close it today; returns it.

    Raises NotAllowed where somebody closed it, and where one is dropped without a word why.
    """
    row = Promise.objects.select_for_update(no_key=True, of=("self",)).get(pk=promise.pk)
    if not row.is_open:
        words = _("It is closed already: %(state)s.")
        raise lifecycle.NotAllowed(words % {"state": row.get_state_display()})
    if not kept and not outcome.strip():
        raise lifecycle.NotAllowed(_("Say why it is dropped."))
    row.state = Promise.State.KEPT if kept else Promise.State.DROPPED
    row.closed_on = max(timezone.localdate(), row.made_on)
    row.outcome = outcome.strip() or row.outcome
    row._history_user = by
    row.save()
    return row
