"""How the guests travel and where they sleep, saved in one go."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from delegations.actions.shared import Changed, locked
from delegations.models import Arrangements, Leg, Member, Stay

OF_LEG = ("direction", "at", "number", "station", "met_by", "note")
OF_STAY = ("hotel", "address", "telephone", "arrives_on", "leaves_on", "note")
OF_ARRANGEMENTS = (
    "call_name",
    "call_telephone",
    "guests_telephone",
    "security",
    "vehicles",
    "entrance",
)
OF_MEMBER = ("own_name", "own_language", "pronunciation", "badge_name", "badge_number")
BY_WHAT = ("arrives_by", "leaves_by", "stay")


def travel_token(visit):
    """What the page of travel shows of the visit, as its form carries it: another value is another.

    Who is here and what is late is not in it: that is noted meanwhile.
    """
    rows = [
        (model.__name__, *row)
        for model, fields in (
            (Leg, OF_LEG),
            (Stay, OF_STAY),
            (Arrangements, OF_ARRANGEMENTS),
            (Member, ("family_name", *OF_MEMBER, *BY_WHAT)),
        )
        for row in model.objects.filter(visit=visit).order_by("pk").values_list("pk", *fields)
    ]
    told = repr((visit.print_language, rows))
    return hashlib.sha256(told.encode()).hexdigest()[:20]


@transaction.atomic
def save_travel(*, visit, seen, saved, removed, by):
    """
    Save what was typed on the page of travel: `saved` are (row, its changed fields).

    `seen` is the travel_token of the page as it was opened. Raises Changed where another changed
    any of it since, with nothing saved.
    """
    if travel_token(locked(visit)) != seen:
        raise Changed(
            _(
                "Somebody changed travel, hotels or the list of members meanwhile. What you typed "
                "is still here and nothing of it is saved: look at it beside what is there by now, "
                "and save once more."
            )
        )
    for row in removed:
        row._history_user = by
        row.delete()
    for row, fields in saved:
        row._history_user = by
        if row.pk is None:
            row.is_demo = visit.is_demo
            row.save()
        elif fields:
            row.save(update_fields=fields)
