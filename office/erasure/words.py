"""How somebody is named in texts, and a text without it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from office.erasure.fields import NOWHERE, erased_word

SHORTEST = 2


@dataclass
class Words:
    """
    The words that name one person.

    `names` are (given name, family name); `sure` is what names nobody else: the whole name in
    its own script, an e-mail address, a telephone number. Of a family name alone one has to know
    more: where it stands, and whether others are called so.
    """

    names: list = field(default_factory=list)
    sure: list = field(default_factory=list)

    @cached_property
    def families(self):
        found = (family.strip() for _given, family in self.names)
        return [*dict.fromkeys(name for name in found if len(name) >= SHORTEST)]

    @cached_property
    def whole(self):
        """Each whole name in each order."""
        found = []
        for given, family in self.names:
            if given.strip() and family.strip():
                found += [f"{given} {family}", f"{family} {given}", f"{family}, {given}"]
        return [*dict.fromkeys(found)]

    @cached_property
    def certain(self):
        found = (word.strip() for word in self.sure)
        return [*dict.fromkeys(word for word in found if len(word) >= SHORTEST)]

    @cached_property
    def all(self):
        """What a database is asked for: the shortest that all others hold."""
        return [*dict.fromkeys([*self.families, *self.certain])]

    def is_sure(self, text):
        """Whether the text names this person and nobody else, but for a namesake."""
        if any(pattern(word).search(text) for word in (*self.certain, *self.whole)):
            return True
        return any(
            len(given.strip()) >= SHORTEST
            and pattern(given).search(text)
            and pattern(family).search(text)
            for given, family in self.names
            if family.strip()
        )

    def is_certain(self, text):
        """Whether it holds an address, a number, or the name in its own script."""
        return any(pattern(word).search(text) for word in self.certain)

    def named_in(self, text):
        return any(pattern(word).search(text) for word in self.all)

    def has_whole(self, text):
        """Whether the given name stands right beside the family name."""
        return any(pattern(word).search(text) for word in self.whole)

    def without(self, value, *, families=True):
        """A text, or what JSON holds, without them; `families` also without a family name alone."""
        match value:
            case str():
                return self._text_without(value, families)
            case list() | tuple():
                return [self.without(one, families=families) for one in value]
            case dict():
                return {
                    self.without(key, families=families): self.without(one, families=families)
                    for key, one in value.items()
                }
        return value

    def _text_without(self, text, families):
        words = [*self.whole, *self.certain, *(self.families if families else ())]
        # The longest first: of a whole name no given name is to stay.
        for word in sorted(words, key=len, reverse=True):
            new = f"erased@{NOWHERE}" if "@" in word else erased_word()
            text = pattern(word).sub(new, text)
        return text


def pattern(word):
    """The word by itself, in capitals or not, with any space where it has one."""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
