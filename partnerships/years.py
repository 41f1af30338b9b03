"""Which bond held between a city and us in which years."""

from dataclasses import dataclass
from itertools import groupby, pairwise

from partnerships.models import Agreement


@dataclass(frozen=True)
class Phase:
    """
    The years in which one agreement was the closest bond with its city.

    `first` is None where beginning or end is not documented; `last` is None where it goes
    on. `is_shown` marks the one that speaks for the city while no year is asked for.
    """

    agreement: Agreement
    first: int | None
    last: int | None
    is_shown: bool

    def holds_in(self, year):
        if year is None:
            return self.is_shown
        return self.is_dated and self.first <= year and (self.last is None or year <= self.last)

    @property
    def is_dated(self):
        return self.first is not None

    @property
    def city(self):
        return self.agreement.city


def years_of(agreement):
    """First and last year of an agreement; (None, None) where they are not documented."""
    ended = agreement.is_over
    if agreement.signed_on is None or (ended and agreement.ended_on is None):
        return None, None
    return agreement.signed_on.first.year, agreement.ended_on.last.year if ended else None


def phases(agreements):
    """
    The phases of each city, in the order in which the cities come.

    The agreements come city by city, each city's in the order of in_order().
    """
    found = []
    for _city, theirs in groupby(agreements, key=lambda one: one.city_id):
        found += phases_of_city(list(theirs))
    return found


def phases_of_city(agreements):
    closest, *_others = agreements
    lines = {
        (one, first, last)
        for one, (first, last) in ((one, years_of(one)) for one in agreements)
        if first is not None
    }
    changes = {first for _one, first, _last in lines}
    changes |= {last + 1 for _one, _first, last in lines if last is not None}
    spans = []
    for start, end in pairwise([*sorted(changes), None]):
        holding = [
            one for one, first, last in lines if first <= start and (last is None or last >= start)
        ]
        if holding:
            spans.append((min(holding, key=closeness), start, end and end - 1))
    spans = joined(spans)
    if not any(agreement == closest for agreement, *_years in spans):
        spans.append((closest, None, None))
    shown = max(n for n, (agreement, *_years) in enumerate(spans) if agreement == closest)
    return [Phase(*span, is_shown=n == shown) for n, span in enumerate(spans)]


def closeness(agreement):
    """What in_order() says of those that held at one time: the closest kind, then the latest."""
    return agreement.bond_type.rank, -agreement.signed_on.first.toordinal(), agreement.pk


def joined(spans):
    """Spans of one agreement that follow each other, as one."""
    whole = []
    for agreement, start, end in spans:
        if whole and whole[-1][0] == agreement and whole[-1][2] == start - 1:
            agreement, start, _end = whole.pop()
        whole.append((agreement, start, end))
    return whole
