"""Of which rank somebody is, by the words of the office that they hold."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from delegations.models import PrecedenceRank, Standing
from delegations.models.precedence import FIRST_KIND
from directory.models import Country
from office.models import Office
from office.text import fold

Where = PrecedenceRank.Where
APOSTROPHES = str.maketrans("’ʼ‘", "'''")


@dataclass(frozen=True)
class Scene:
    """
    By what the ranks of one order are found: the table with what goes beside it, and whose guests.

    Asked for once for all people of an order.
    """

    ranks: list
    own_country: Country | None = None
    guests_country: Country | None = None
    gaps: list = field(default_factory=list)

    @classmethod
    def of(cls, lineup):
        ranks = list(PrecedenceRank.objects.beside(lineup.table))
        code = Office.objects.current().country
        own = Country.objects.filter(code=code).first() if code else None
        return cls(ranks, own, lineup.visit.from_country, [one for one in ranks if one.is_gap])

    def rank_of(self, standing):
        """The rank whose words fit the office best; None where none does."""
        office = read(standing.office)
        found = [
            (len(word), -FIRST_KIND.index(one.table.kind), -one.position, one)
            for one in self.ranks
            if not one.is_gap and self._is_theirs(one, standing)
            for word in [longest_of(one.words, office)]
            if word
        ]
        return max(found, key=lambda each: each[:3])[3] if found else None

    def _is_theirs(self, rank, standing):
        country = standing.country
        is_home = country is None or country == self.own_country
        match rank.where:
            case Where.HOSTS:
                return is_home and standing.side == Standing.Side.HOST
            case Where.HOME:
                return is_home
            case Where.ABROAD:
                return not is_home
            case Where.CONCERNED:
                return not is_home and country == self.guests_country
        return True


def read(text):
    return fold(text.translate(APOSTROPHES))


def longest_of(words, office):
    """The longest of the words that stands in the office; "" where one speaks against it."""
    known, against = split(words)
    if any(found(one, office) for one in against):
        return ""
    return max((one for one in known if found(one, office)), key=len, default="")


@lru_cache(maxsize=512)
def split(words):
    """(words by which it is known, words that speak against it)"""
    several = [read(one.strip()) for one in words.split("|") if one.strip()]
    known = [one for one in several if not one.startswith("-")]
    return known, [one[1:].strip() for one in several if one.startswith("-")]


def found(word, office):
    """Whether it stands there as a whole word: the mayor is no “mayoral adviser”."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", office) is not None
