"""Who should know of a visit is made a recipient of its programme, and told, in one step."""

from django.db import transaction

from delegations.actions.publishing import tell_newest
from delegations.actions.recipients import save_recipient
from delegations.actions.shared import locked
from delegations.models import Recipient, ToInform


@transaction.atomic
def inform(*, visit, by):
    """
    Make recipients of whoever should know of such a visit, and draft the newest version to them.

    Returns (new recipients, drafts). Done again it makes only what is missing: who is a recipient
    already, and whoever has a mail of this version, is left alone. Raises NotAllowed where the
    version names something that whoever informs may not see, and where the visit does not come.
    """
    locked(visit)
    rows = list(ToInform.objects.of_visit(visit))
    there = {(one.print, one.email.lower()) for one in visit.recipients.all()}
    new = []
    for row in rows:
        key = (row.print, row.email.lower())
        if key not in there:
            there.add(key)
            new.append(save_recipient(recipient=_recipient(visit, row), by=by))
    keys = {(row.print, row.email.lower()) for row in rows}
    return new, tell_newest(visit=visit, keys=keys, by=by)


def _recipient(visit, row):
    return Recipient(
        visit=visit,
        print=row.print,
        name=str(row)[:150],
        email=row.email,
        language=row.language,
    )
