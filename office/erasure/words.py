"""How somebody is named in texts, and a text without it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from office.erasure.fields import NOWHERE, erased_word
from office.text import plain

SHORTEST = 2
# So many digits make a number by which somebody is known.
DIGITS = 6
BETWEEN_DIGITS = r"[\s().\-/]*"
# Thai, Lao, Burmese, Khmer; Japanese, Chinese; Korean sets particles right behind a name.
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]")
# What stands before a family name and is no given name; of all else in capitals one cannot know.
BEFORE = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "lady", "dear", "hon"),
    *("sig", "sigra", "signor", "signora", "signore", "gentile", "caro", "cara", "egregio"),
    *("dott", "dottssa", "profssa", "spett", "on", "avv", "ing", "arch"),
    *("m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "cher", "chère", "maître"),
    *("herr", "frau", "lieber", "liebe"),
    *("sr", "sra", "srta", "señor", "señora", "señorita", "don", "doña", "estimado", "estimada"),
}
LAST_WORD = re.compile(r"([^\W\d_][\w.’'-]*)\s+$")


@dataclass
class Words:
    """
    The words that name one person.

    `names` are (given name, family name); `certain_of` are e-mail addresses that nobody else
    has; `close_to` is what names the person among those around them, and perhaps others
    elsewhere: a name in its own script, on a badge, a telephone number. A family name alone
    counts around the person only, and never where it is a place's or thing's name as well.
    """

    names: list = field(default_factory=list)
    certain_of: list = field(default_factory=list)
    close_to: list = field(default_factory=list)

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
        return _long_enough(self.certain_of)

    @cached_property
    def close(self):
        return _long_enough(self.close_to)

    @cached_property
    def all(self):
        """What a database is asked for: the shortest that all others hold."""
        return [*dict.fromkeys([*self.families, *self.certain, *self.close])]

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
        """Whether it holds an address that nobody else has."""
        return any(pattern(word).search(text) for word in self.certain)

    def named_in(self, text):
        return any(pattern(word).search(text) for word in self.all)

    def may_be_in(self, text):
        """
        Whether the text may name them in another spelling: without accents, with another
        apostrophe, a number with other spaces, a name in a script that sets no spaces.
        """
        told = plain(text)
        return any(
            number(word).search(text) if is_number(word) else spelling(word).search(told)
            for word in self.all
        )

    def has_whole(self, text):
        """Whether the given name stands right beside the family name."""
        return any(pattern(word).search(text) for word in self.whole)

    def without(self, value, *, families=True, close=True):
        """
        A text, or what JSON holds, without them.

        `families` also without a family name alone, where it is written as a name and no other
        given name stands before it; `close` also without what counts around the person only.
        """
        match value:
            case str():
                return self._text_without(value, families, close)
            case list() | tuple():
                return [self.without(one, families=families, close=close) for one in value]
            case dict():
                return {
                    self._text_without(key, families, close): self.without(
                        one, families=families, close=close
                    )
                    for key, one in value.items()
                }
        return value

    def _text_without(self, text, families, close):
        words = [*self.whole, *self.certain, *(self.close if close else ())]
        # The longest first: of a whole name no given name is to stay.
        for word in sorted(words, key=len, reverse=True):
            new = f"erased@{NOWHERE}" if "@" in word else erased_word()
            text = pattern(word).sub(new, text)
        for family in self.families if families else ():
            text = self._without_family(text, family)
        return text

    def _without_family(self, text, family):
        """Without the family name, but where it is written small, or is another's."""

        def erased(found):
            is_name = found[0] == family or found[0].isupper() or not family[0].isupper()
            before = LAST_WORD.search(text[: found.start()])
            return erased_word() if is_name and not is_anothers(before) else found[0]

        return pattern(family).sub(erased, text)


def is_anothers(before):
    """Whether the word before a family name may be the given name of somebody else."""
    if before is None or not before[1][0].isupper():
        return False
    return before[1].replace(".", "").casefold() not in BEFORE


def _long_enough(words):
    found = (word.strip() for word in words)
    return [*dict.fromkeys(word for word in found if len(word) >= SHORTEST)]


def pattern(word):
    """The word by itself, in capitals or not, with any space where it has one."""
    spaced = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def is_number(word):
    """A telephone number, or the like: people write it with other spaces, dots and brackets."""
    return sum(map(str.isdigit, word)) >= DIGITS and not any(map(str.isalpha, word))


def number(word):
    """The digits of a number in their order, whatever stands between them."""
    digits = BETWEEN_DIGITS.join(filter(str.isdigit, word))
    return re.compile(rf"(?<!\d){digits}(?!\d)")


def spelling(word):
    """The word as `plain` has it; of a script without spaces also within a row of signs."""
    spaced = r"\s+".join(re.escape(part) for part in plain(word).split())
    return re.compile(spaced if WITHOUT_SPACES.search(word) else rf"(?<!\w){spaced}(?!\w)")
