"""Who is free to interpret at an item for which nobody is found yet."""

from django.db.models import Q

from agenda import periods
from agenda.free import bookable
from agenda.models import Booking
from delegations.models import Part
from directory.models import PersonLanguage

# So many are offered as buttons.
MOST = 4


def free_for(parts, user):
    """
    {key of a part: the people, as resources, who interpret this pair and are free then}.

    As many queries for ten parts as for one. Whoever is booked by what the user may not see
    is not free either.
    """
    wanted = [one for one in parts if one.kind == Part.Kind.INTERPRETER and one.is_open]
    if not wanted:
        return {}
    spoken = languages_of(user)
    resources = {
        one.person_id: one for one in bookable(user).filter(person__in=[*spoken]).order_by("pk")
    }
    busy = busy_during([one.item.appointment.period for one in wanted], resources.values())
    found = {}
    for part in wanted:
        period = part.item.appointment.period
        able = (
            one
            for person, one in resources.items()
            if part.source in spoken[person][0] and part.target in spoken[person][1]
        )
        found[part.pk] = [
            one
            for one in able
            if not any(
                periods.overlap(taken, periods.stretched(period, one.before, one.after))
                for taken in busy.get(one.pk, ())
            )
        ][:MOST]
    return found


def languages_of(user):
    """{key of a person: (from which they interpret, into which)}"""
    uses = Q(interprets_from=True) | Q(interprets_into=True)
    rows = PersonLanguage.objects.visible_to(user).filter(uses)
    found = {}
    for person, code, source, target in rows.values_list(
        "person", "language", "interprets_from", "interprets_into"
    ):
        known = found.setdefault(person, (set(), set()))
        if source:
            known[0].add(code)
        if target:
            known[1].add(code)
    return found


def busy_during(spans, resources):
    """{key of a resource: when it is taken}, around these periods."""
    found = {}
    around = Q(pk=None)
    for span in spans:
        around |= Q(busy__overlap=periods.stretched(span, 180, 180))
    rows = Booking.objects.that_block().filter(around, resource__in=[one.pk for one in resources])
    for resource, busy in rows.values_list("resource", "busy"):
        found.setdefault(resource, []).append(busy)
    return found
