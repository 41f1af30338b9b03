"""What is made of one order: the receiving line, the speeches, the photograph, the flags."""

from dataclasses import dataclass

from delegations.models import Flag, FlagRule, Lineup, Whose
from delegations.precedence.order import in_alphabet
from office.models import Office


def around_the_middle(people):
    """
    From left to right as one looks at them: the first in the middle, the second on the right of
    the first (which is the left of who looks), the third on the left, and so on.
    """
    row = []
    for place, one in enumerate(people):
        if place % 2:
            row.insert(0, one)
        else:
            row.append(one)
    return row


def for_photograph(order):
    """The same row, numbered, with whoever receives in the middle and the others by rank."""
    hosts = order.hosts[:1]
    people = hosts + [one for one in order.everybody if one not in hosts]
    return order.numbered(around_the_middle(people))


def speeches(order):
    """Those who speak, in the order in which they do, numbered."""
    speakers = [one for one in order.everybody if one.speaks]
    if order.lineup.speeches == Lineup.Speeches.HIGHEST_LAST:
        speakers.reverse()
    return order.numbered(speakers)


# ---------------------------------------------------------------- flags


@dataclass(frozen=True)
class FlagPlace:
    """One flag in the order of honour, by which rule it has that place, and what is known of it."""

    number: int
    name: str
    rule: FlagRule
    flag: Flag | None = None


def flags(order, user):
    """The flags of an occasion, the place of honour first."""
    known = list(Flag.objects.visible_to(user).select_related("country", "city", "organisation"))
    places = []
    for rule in FlagRule.objects.filter(is_used=True):
        for name, flag in flags_of(rule.whose, order, known):
            places.append(FlagPlace(len(places) + 1, name, rule, flag))
    return places


def flags_of(whose, order, known):
    """[(name, flag or None)] of whose flags come in one place."""
    if whose == Whose.OWN:
        return [of_country(order.scene.own_country, known)] if order.scene.own_country else []
    if whose == Whose.GUESTS:
        return [of_country(one, known) for one in countries(order)]
    found = [(str(one), one) for one in known if one.whose == whose]
    if found or whose == Whose.OTHER:
        return found
    if whose == Whose.CITY:
        return [(Office.objects.current().city_name, None)]
    return [(str(Whose(whose).label), None)]


def of_country(country, known):
    flag = next((one for one in known if one.country_id == country.pk), None)
    return country.name, flag


def countries(order):
    """Those of the guests, by the alphabet of the office's own language, as the rule asks."""
    own, visit = order.scene.own_country, order.lineup.visit
    found = {one.country for one in order.present if one.country} | {visit.from_country}
    found = {one for one in found if one and one != own}
    return sorted(found, key=in_alphabet)


def flags_from_left(places):
    """
    As one looks at them: an odd number has the place of honour in the middle, an even one on the
    right of the flags, which is the left of who looks.
    """
    return around_the_middle(places) if len(places) % 2 else list(places)
