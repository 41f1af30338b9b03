"""Items of a programme, with their appointments, their bookings and who has a part in them."""

from django.db import transaction
from django.utils.translation import gettext as _

from agenda import actions as calendar
from agenda.actions import Wanted
from agenda.models import Resource
from delegations import lifecycle
from delegations.actions.addresses import ANSWERED, follow, forget_answer
from delegations.actions.off import locked_appointment, tell_not_needed
from delegations.actions.shared import Changed, locked
from delegations.models import Part, ProgrammeItem

# Of whom it is: somebody else was not asked, and whoever was is not needed any more.
WHO = ("person_id", "name")
# What makes it another's part: whoever answered did not answer for this one.
WHOSE = (*WHO, "kind", "source", "target")
# What the form of the item writes of a part; the answer is not among it.
WRITTEN = (
    *WHOSE,
    "office",
    "mode",
    "payer",
    "ask_name",
    "ask_email",
    "ask_telephone",
    "ask_language",
    "position",
    "is_demo",
)


@transaction.atomic
def save_item(*, item, wanted=(), parts=None, removed=(), by):
    """
    Save an item with its appointment, with all that this books, and with who has a part in it.

    `wanted` are resources besides the room of the place; whoever has a part and can be booked is
    booked as well. `parts` are all that stay, in their order; None leaves them as they are. What
    somebody answered meanwhile stays; whoever had been asked and has no part any more is told by
    a draft. Returns the item. Raises agenda.clashes.Clash, or NotAllowed where the visit does not
    come about any more, with nothing saved.
    """
    visit, appointment = item.visit, item.appointment
    _refuse_released(locked(visit))
    before = _locked_parts(item)
    stay = list(before.values()) if parts is None else list(parts)
    gone = [before[part.pk] for part in removed if part.pk in before]
    replaced = [before[one.pk] for one in stay if _differ(before.get(one.pk), one, WHO)]
    tell_not_needed(visit=visit, parts=[*gone, *replaced], by=by)
    appointment.audience, appointment.party = visit.audience, visit.party
    appointment.is_demo = appointment.is_demo or visit.is_demo
    save = calendar.change if appointment.pk else calendar.schedule
    save(appointment=appointment, wanted=[*wanted, *people_of(stay, wanted)], by=by)
    item.appointment, item.is_demo = appointment, visit.is_demo
    item._history_user = by
    item.save()
    for part in gone:
        part._history_user = by
        part.delete()
    _save_parts(item, parts or (), before, by)
    return item


def people_of(parts, wanted=()):
    """Wanted for whoever has a part and can be booked, without those that are wanted already."""
    people = {part.person_id for part in parts if part.person_id}
    found = Resource.objects.in_use().named().filter(person__in=people).order_by("pk")
    others = {one.resource.pk for one in wanted}
    return [Wanted(one) for one in found if one.pk not in others]


@transaction.atomic
def fill_part(*, part, person, by):
    """
    Somebody takes a part for which nobody was found; what else the item books stays booked.

    Raises Changed where somebody was found for it in the meantime.
    """
    locked(part.item.visit)
    item = ProgrammeItem.objects.select_related("visit", "appointment").get(pk=part.item_id)
    parts = _locked_parts(item)
    found = parts.get(part.pk)
    if found is None or not found.is_open:
        raise Changed(_("Somebody was found for this part meanwhile: look at it again."))
    found.person = person
    rows = item.appointment.bookings.select_related("resource__place", "resource__person")
    wanted = [Wanted(one.resource, one.before, one.after) for one in rows]
    return save_item(item=item, wanted=wanted, parts=parts.values(), by=by)


def _refuse_released(visit):
    if visit.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(nothing_is_held(visit))


def nothing_is_held(visit):
    told = {"state": visit.get_state_display()}
    return _("The visit is “%(state)s”: nothing is held for it.") % told


def _locked_parts(item):
    """{key: part} as they stand, in their order, and nobody answers until it is saved."""
    if item.pk is None:
        return {}
    locked_appointment(item)
    rows = Part.objects.select_for_update(no_key=True, of=("self",)).with_names()
    return {part.pk: part for part in rows.filter(item=item).order_by("position", "pk")}


def _differ(one, other, names):
    return one is not None and any(getattr(one, name) != getattr(other, name) for name in names)


def _save_parts(item, parts, before, by):
    moved = {}
    for position, part in enumerate(parts):
        part.item, part.position, part.is_demo = item, position, item.is_demo
        part._history_user = by
        was = before.get(part.pk)
        if was is None:
            part.save()
            continue
        _save_part(part, was)
        old = was.ask_email.strip()
        if old.lower() != part.ask_email.strip().lower():
            moved.setdefault(old, []).append(part)
    for old, several in moved.items():
        follow(visit=item.visit, old=old, parts=several, by=by)


def _save_part(part, was):
    """What differs; of another person, or asked at another address, nobody has answered yet."""
    for name in (*ANSWERED, "version"):
        setattr(part, name, getattr(was, name))
    is_elsewhere = was.ask_email.strip().lower() != part.ask_email.strip().lower()
    if _differ(was, part, WHOSE) or (is_elsewhere and was.answer == Part.Answer.ASKED):
        forget_answer(part)
    changed = [name for name in (*WRITTEN, *ANSWERED) if _differ(was, part, [name])]
    if changed:
        part.save(update_fields=changed)
