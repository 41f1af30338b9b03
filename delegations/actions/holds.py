"""What is held in the calendar for a visit."""

from django.db import transaction
from django.utils import timezone

from agenda import actions as calendar
from delegations import prints
from delegations.actions.drafts import drop_drafts
from delegations.actions.off import tell_off
from delegations.actions.publishing import Target, Telling, last_told
from delegations.models import Print


@transaction.atomic
def release(*, visit, by):
    """
    Cancel all that is held for the visit and still lies ahead; returns the count.

    Those who were asked for it, or were told of it by a version of the programme, are told by
    one draft for each address. The focal point has the letter. What else would still go out
    about its programme is dropped.
    """
    ahead = visit.items.standing().filter(appointment__period__endswith__gt=timezone.now())
    items = list(ahead.select_related("appointment").order_by("appointment"))
    told = _told(visit, {item.pk for item in items}) if items else {}
    for item in items:
        calendar.cancel(appointment=item.appointment, by=by, told_for=item)
    tell_off(visit=visit, items=items, by=by, tellings=told)
    drop_drafts(visit, by=by)
    return len(items)


def _told(visit, keys):
    """{address: [Telling]} of what the recipients were last told of these items."""
    versions, found = last_told(visit), {}
    for one in visit.recipients.select_related("resource", "place"):
        target = Target(one.print, one.name, one.email, one.language, one)
        is_focal_point = target.key == (Print.GUEST, visit.contact_email.strip().lower())
        version = versions.get(target.key)
        if version is None or is_focal_point:
            continue
        rows = [row for row in version.content["items"] if row["key"] in keys]
        printed = prints.printed(
            visit, one.print, language=one.language, recipient=one, content={"items": rows}
        )
        if printed.items:
            telling = Telling(target, printed, changes=[], first=True)
            found.setdefault(target.key[1], []).append(telling)
    return found
