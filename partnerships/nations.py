"""How many twins of one nation the rule of a day allows, and who they are."""

from dataclasses import dataclass

from partnerships.models import Agreement, Rule


@dataclass(frozen=True)
class NationCheck:
    """
    What the rule of that day says of one more city of a nation.

    `rule` is None where none is known of that day; `twins` are the agreements that bind us,
    by date, and `under_way` those that are proposed: of those that the user may see.
    """

    rule: Rule | None
    twins: list
    under_way: list

    @property
    def is_exceeded(self):
        others = len(self.twins) + len(self.under_way)
        return self.rule is not None and others >= self.rule.figure


def check(*, city, bond_type, day, user, but=None):
    """The NationCheck of a bond with the city that day; `but` is an agreement not to be counted."""
    if not bond_type.is_limited:
        return NationCheck(None, [], [])
    rule = Rule.objects.of_that_day(Rule.Kind.TWINS_PER_NATION, day)
    others = (
        Agreement.objects.visible_to(user)
        .filter(bond_type__is_limited=True, city__country=city.country_id)
        .exclude(pk=but and but.pk)
        .exclude(city=city)
        .select_related("city__country", "bond_type")
        .order_by("signed_on", "pk")
    )
    return NationCheck(
        rule,
        [one for one in others if one.binds],
        [one for one in others if one.is_under_way],
    )
