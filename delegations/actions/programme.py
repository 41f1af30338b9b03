"""Items of a programme, with their appointments, their bookings and who has a part in them."""

from django.db import transaction
from django.utils.translation import gettext as _

from agenda import actions as calendar
from agenda.actions import Wanted
from agenda.models import Resource
from delegations import lifecycle
from delegations.actions.shared import locked
from delegations.models import Part

# What makes it another's part: whoever answered did not answer for this one.
WHOSE = ("kind", "person_id", "name", "source", "target")


@transaction.atomic
def save_item(*, item, wanted=(), parts=None, removed=(), by):
    """
    Save an item with its appointment, with all that this books, and with who has a part in it.

    `wanted` are resources besides the room of the place; whoever has a part and can be booked is
    booked as well. `parts` are all that stay, in their order; None leaves them as they are.
    Returns the item. Raises agenda.clashes.Clash, or NotAllowed where the visit does not come
    about any more, with nothing saved.
    """
    visit, appointment = item.visit, item.appointment
    row = locked(visit)
    if row.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(
            _("The visit is “%(state)s”: nothing is held for it.")
            % {"state": row.get_state_display()}
        )
    appointment.audience, appointment.party = visit.audience, visit.party
    appointment.is_demo = appointment.is_demo or visit.is_demo
    stay = list(item.parts.all()) if parts is None and item.pk else list(parts or ())
    save = calendar.change if appointment.pk else calendar.schedule
    save(appointment=appointment, wanted=[*wanted, *people_of(stay, wanted)], by=by)
    item.appointment, item.is_demo = appointment, visit.is_demo
    item._history_user = by
    item.save()
    for part in removed:
        part._history_user = by
        part.delete()
    for position, part in enumerate(parts or ()):
        _save_part(part, item, position, by)
    return item


def people_of(parts, wanted=()):
    """Wanted for whoever has a part and can be booked, without those that are wanted already."""
    people = {part.person_id for part in parts if part.person_id}
    found = Resource.objects.in_use().named().filter(person__in=people).order_by("pk")
    others = {one.resource.pk for one in wanted}
    return [Wanted(one) for one in found if one.pk not in others]


def _save_part(part, item, position, by):
    """Written down; of another person nobody has answered yet."""
    part.item, part.position, part.is_demo = item, position, item.is_demo
    before = Part.objects.filter(pk=part.pk).first() if part.pk else None
    if before and any(getattr(before, name) != getattr(part, name) for name in WHOSE):
        forget_answer(part)
    part._history_user = by
    part.save()


def forget_answer(part):
    part.answer, part.answer_for = Part.Answer.UNASKED, None
    part.asked_at = part.answered_at = part.noted_by = None
    part.deputy_name = part.deputy_office = part.words = ""


def fill_part(*, part, person, by):
    """Somebody takes a part for which nobody was found; what else the item books stays booked."""
    item = part.item
    rows = item.appointment.bookings.select_related("resource__place", "resource__person")
    wanted = [Wanted(one.resource, one.before, one.after) for one in rows]
    parts = list(item.parts.select_related("person").order_by("position", "pk"))
    for one in parts:
        if one.pk == part.pk:
            one.person = person
    return save_item(item=item, wanted=wanted, parts=parts, by=by)
