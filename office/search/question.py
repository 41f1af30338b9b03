"""What somebody typed into a box, as the index is asked for it."""

import re
from functools import cached_property

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from office.text import BETWEEN_WORDS, CONFIGURATIONS, fold, plain

LONGEST = 200
MOST_WORDS = 12
NUMBER = re.compile(r"[\d\s()+./-]+")
FEWEST_DIGITS = 5
SHORTEST_GUESS = 3
# Said on purpose: then no word is completed by the search itself.
OPERATORS = re.compile(r'"|(?:^|\s)-\w|\sor\s')
# Of the marks between words, those that the search understands stay.
MARKS = str.maketrans(dict.fromkeys(BETWEEN_WORDS.replace('"', "").replace("-", ""), " "))


class Question:
    """The words that were looked for. Any text does; what means nothing finds nothing."""

    def __init__(self, text):
        printable = "".join(one if one.isprintable() else " " for one in text[:LONGEST])
        self.text = " ".join(printable.split())

    @cached_property
    def words(self):
        return plain(self.text).split()[:MOST_WORDS]

    @cached_property
    def digits(self):
        """
        The digits of a number, without the noughts and the 00 that it may be dialled with.

        Empty where the text is no number, or too short for one.
        """
        if not NUMBER.fullmatch(self.text):
            return ""
        digits = "".join(filter(str.isdecimal, self.text)).lstrip("0")
        return digits if len(digits) >= FEWEST_DIGITS else ""

    @cached_property
    def number(self):
        """
        The condition that an entry has the number; None where the text is no number.

        What is kept without its country's code is found by who types that code as well.
        """
        if not self.digits:
            return None
        condition = Q(numbers__contains=self.digits)
        if self.text.startswith(("+", "00")):
            shorter = {self.digits[n:].lstrip("0") for n in (1, 2, 3)}
            long_enough = sorted(one for one in shorter if len(one) >= FEWEST_DIGITS)
            if long_enough:
                condition |= Q(numbers__regex=rf"(^| )0*({'|'.join(long_enough)})( |$)")
        return condition

    def __bool__(self):
        return bool(self.words)

    @property
    def can_be_narrowed(self):
        """Whether words may be left out: there are several, and none was put there on purpose."""
        return len(self.text.split()) > 1 and not OPERATORS.search(fold(self.text))

    def of_words(self, kept):
        """The same question with these of its words alone."""
        return Question(" ".join(word for word in self.words if word in kept))

    def left_out(self, kept):
        """The words as they were typed that are none of these."""
        return [word for word in self.text.split() if not {*plain(word).split()} <= {*kept}]

    @property
    def tells_enough(self):
        """Whether it is long enough to be mistaken for something else."""
        return any(len(word) >= SHORTEST_GUESS for word in self.words)

    @cached_property
    def query(self):
        """The text by PostgreSQL's own rules, with and without endings, and as beginnings."""
        said = re.sub(r"(?<=\S)-", " ", fold(self.text).translate(MARKS))
        configurations = ["simple", *CONFIGURATIONS.values()]
        query = self._beginnings()
        for name in configurations:
            one = SearchQuery(said, config=name, search_type="websearch")
            query = query | one if query else one
        return query

    def _beginnings(self):
        """`kyo` stands for Kyoto; a single Latin letter stands for too much."""
        words = [word for word in self.words if len(word) > 1 or not word.isascii()]
        if OPERATORS.search(fold(self.text)) or len(words) < len(self.words):
            return None
        raw = " & ".join(f"'{word}':*" for word in words)
        return SearchQuery(raw, config="simple", search_type="raw")
