"""What speaks against an item of a programme besides what the calendar itself finds."""

from collections import defaultdict

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.findings import FindingKind, Level, Scene
from delegations.days import days_of
from delegations.journeys import ends_of
from delegations.models import Leg, Part, ProgrammeItem
from directory.models import Person, PersonLanguage
from office.tongues import pair


class OutsideVisit(FindingKind):
    """An item on a day on which the guests are not there."""

    label = gettext_lazy("outside the days of the visit")
    level = Level.BLOCK_PUBLISHING
    judges = True

    def found(self, scene, appointment):
        item = item_of(scene, appointment)
        if item and item.is_outside_visit:
            words = _("It lies outside the days of the visit (%(days)s).")
            yield words % {"days": days_of(item.visit)}, None, "", ()


class NotThere(FindingKind):
    """An item before the first guests arrive, or after the last have left, as one knows by now."""

    label = gettext_lazy("before the guests arrive, or after they leave")
    level = Level.WARN
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        item = item_of(scene, appointment)
        if item is None or item.is_internal:
            return
        arrival, departure = journey_of(scene, item.visit_id)
        if arrival and appointment.period.lower < arrival.now_at:
            yield _("The guests arrive at %(when)s (%(leg)s).") % told_of(arrival), None, "", ()
        if departure and appointment.period.upper > departure.now_at:
            yield _("The guests leave at %(when)s (%(leg)s).") % told_of(departure), None, "", ()


def journey_of(scene, visit):
    """(the first arrival, the last departure) of the visit with that key; None where not known."""
    if not hasattr(scene, "journeys"):
        planned = [getattr(one, "item_planned", None) for one in scene.appointments]
        items = [*items_of(scene).values(), *filter(None, planned)]
        visits = {one.visit_id for one in items}
        legs = defaultdict(list)
        for leg in Leg.objects.filter(visit__in=visits) if visits else ():
            legs[leg.visit_id].append(leg)
        scene.journeys = {key: ends_of(legs[key]) for key in visits}
    return scene.journeys[visit]


def told_of(leg):
    at = timezone.localtime(leg.now_at)
    return {"when": date_format(at, "SHORT_DATETIME_FORMAT"), "leg": leg}


class PartOpen(FindingKind):
    """An interpreter is needed and nobody is found, or not one of these languages."""

    label = gettext_lazy("interpreter missing")
    level = Level.WARN

    def found(self, scene, appointment):
        item = item_of(scene, appointment)
        for part in parts_of(scene, item):
            if part.kind != Part.Kind.INTERPRETER:
                continue
            told = {"pair": pair_of(part), "who": name_of(scene, part)}
            if part.is_open:
                yield _("Nobody interprets %(pair)s yet.") % told, None, "", ()
            elif part.person_id and not part.knows_languages:
                words = _("%(who)s is not noted as an interpreter %(pair)s.")
                yield words % told, None, "", ()


class PartDeclined(FindingKind):
    """Somebody who has a part cannot come, or answered for other hours than these."""

    label = gettext_lazy("somebody who has a part cannot come")
    level = Level.WARN

    def found(self, scene, appointment):
        item = item_of(scene, appointment)
        for part in parts_of(scene, item):
            told = {"who": name_of(scene, part)}
            if part.stands_at == Part.Answer.DECLINED:
                yield _("%(who)s cannot come.") % told, None, "", ()
            elif part.stands_at == Part.AGAIN:
                words = _("%(who)s was asked for other hours: ask again.")
                yield words % told, None, "", ()


def item_of(scene, appointment):
    """
    The item of the appointment as it stands in memory; None of what is for something else.

    Of one that is not saved yet `item_planned` is the item, with its `parts_found`.
    """
    original = getattr(appointment, "stands_for", appointment)
    item = getattr(appointment, "item_planned", None) or items_of(scene).get(original.pk)
    if item:
        item.appointment = appointment
    return item


def items_of(scene):
    """{key of the appointment: its item}, read once for the scene."""
    if not hasattr(scene, "programme_items"):
        keys = [one.pk for one in scene.appointments if one.pk]
        rows = ProgrammeItem.objects.filter(appointment__in=keys).select_related("visit")
        scene.programme_items = with_parts(rows if keys else ())
    return scene.programme_items


def with_parts(items):
    """
    {key of the appointment: item}, each with all its parts, whoever may see them; those that have
    their `parts_found` already keep them.
    """
    found = {one.appointment_id: one for one in items}
    unread = [one for one in found.values() if not hasattr(one, "parts_found")]
    parts = {}
    rows = Part.objects.filter(item__in=[one.pk for one in unread])
    for part in rows.select_related("person").in_order() if unread else ():
        parts.setdefault(part.item_id, []).append(part)
    for item in unread:
        item.parts_found = parts.get(item.pk, [])
    note_languages([one for item in found.values() for one in item.parts_found])
    return found


def scene_of(items, reader):
    """A Scene of items that are read already, with their visit: it reads none of them again."""
    scene = Scene([one.appointment for one in items], reader)
    scene.programme_items = with_parts(items)
    return scene


def parts_seen(scene, item):
    """The parts of an item that the reader of the scene may see."""
    seen = people_seen(scene)
    return [one for one in parts_of(scene, item) if not one.person_id or one.person_id in seen]


def parts_of(scene, item):
    """Whoever has a part in the item, with what the directory knows of their languages."""
    parts = getattr(item, "parts_found", ()) if item else ()
    for part in parts:
        part.item = item
    note_languages([one for one in parts if not hasattr(one, "knows_languages")])
    return parts


def name_of(scene, part):
    """The name, where the reader may know who it is."""
    if part.person_id and part.person_id not in people_seen(scene):
        return _("Somebody who has a part")
    return part.who


def people_seen(scene):
    """The keys of those who have a part whom the reader of the scene may know of."""
    if not hasattr(scene, "people_seen"):
        items = [getattr(one, "item_planned", None) for one in scene.appointments]
        items += items_of(scene).values()
        parts = [part for item in items for part in getattr(item, "parts_found", ())]
        people = {one.person_id for one in parts} - {None}
        rows = Person.objects.visible_to(scene.reader).filter(pk__in=people)
        scene.people_seen = {*rows.values_list("pk", flat=True)} if people else set()
    return scene.people_seen


def note_languages(parts):
    """Set `knows_languages`: of an interpreter, whether the directory says so of the pair."""
    asked = [one for one in parts if one.kind == Part.Kind.INTERPRETER and one.person_id]
    people = {one.person_id for one in asked}
    rows = PersonLanguage.objects.filter(person__in=people).values_list(
        "person", "language", "interprets_from", "interprets_into"
    )
    known = {(person, code): uses for person, code, *uses in (rows if people else ())}
    for one in parts:
        one.knows_languages = True
    for one in asked:
        source = known.get((one.person_id, one.source), (False, False))
        target = known.get((one.person_id, one.target), (False, False))
        one.knows_languages = bool(source[0] and target[1])


def pair_of(part):
    return pair(part.source, part.target)


not_there = NotThere()
outside_visit, part_open, part_declined = OutsideVisit(), PartOpen(), PartDeclined()
