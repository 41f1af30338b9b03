"""
A report as plain data, from which the page, the PDF, the Word document and the workbook are made.

Wherever a text stands, it is a string, a `Text` that says its language, or a list of both. A
number is written as the reader's language writes it, and stays a number in the workbook; a year
is no such number, but a text. A PartialDate is written as that language writes it; where it is
one day, it is a date in the workbook. Whoever fills a report in writes in the active language.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from office.dates import PartialDate
from office.numbers import number


@dataclass(frozen=True)
class Text:
    """
    Words in another language than the paper's, or with an address behind them.

    The language chooses the glyphs: 直 is drawn in one way for a Japanese name and in another
    for a Chinese one. Empty, it is the paper's own.
    """

    text: str
    language: str = ""
    url: str = ""

    def __str__(self):
        return self.text

    @property
    def direction(self):
        return direction_of(self.text)

    @property
    def link(self):
        """The address, where it is one that a reader may be led to."""
        return self.url if self.url.startswith(LED_TO) else ""


LED_TO = ("https://", "http://", "mailto:")
Words = str | Text | int | float | Decimal | PartialDate | list | tuple


@dataclass(frozen=True)
class Table:
    """
    Rows under a header.

    `numeric` are the places of the columns that are set to the right, besides those of numbers.
    """

    header: list
    rows: list
    caption: str = ""
    numeric: tuple = ()

    def numeric_columns(self):
        """The places of the columns that are set to the right."""
        columns = zip(*self.rows, strict=True)
        counted = {place for place, cells in enumerate(columns) if all(map(is_number, cells))}
        return sorted(counted | {*self.numeric})


@dataclass(frozen=True)
class Section:
    """
    A part of a report: a heading, and what stands beneath it in this order.

    `facts` are pairs of a term and what is to be said of it. A section of level 2 belongs to
    the one of level 1 before it.
    """

    heading: Words
    paragraphs: list = ()
    facts: list = ()
    table: Table | None = None
    note: Words = ""
    level: int = 1


@dataclass(frozen=True)
class Report:
    """
    The whole paper. `sources` are texts, with the address of each where it has one.

    `is_demo` has every page say that it is made up; `landscape` is for wide tables.
    """

    title: str
    subtitle: str = ""
    intro: list = ()
    sections: list = ()
    is_demo: bool = False
    sources: list = ()
    landscape: bool = False


def pieces(words):
    """The words as a list of Text, one after the other."""
    if isinstance(words, Text):
        return [words] if words.text else []
    if isinstance(words, list | tuple):
        return [piece for one in words for piece in pieces(one)]
    if is_number(words):
        return [Text(number(words))]
    return [Text(str(words))] if words not in ("", None) else []


def is_number(words):
    return isinstance(words, int | float | Decimal) and not isinstance(words, bool)


def list_of(words, between=", "):
    """Several words as one, with something between each two; what is empty is left out."""
    found = [one for one in words if plain(one)]
    return [part for one in found for part in (between, one)][1:]


def plain(words):
    """The words without their languages."""
    return "".join(piece.text for piece in pieces(words))


def with_addresses(words):
    """The words, and behind them the addresses that only a screen can lead to."""
    return " ".join([plain(words), *(one.link for one in pieces(words) if one.link)])


def text_of(record, field):
    """The translated text of a record as the reader sees it, in another language if need be."""
    from django.utils.translation import get_language

    from office.templatetags.office import found

    language, words = found(record, field)
    return Text(words, "" if language in (None, get_language()) else language)


def direction_of(text, otherwise="ltr"):
    """
    "rtl" where the first letter that has a direction runs from right to left, else "ltr".

    `otherwise` is what it is of figures and signs alone, which go as what is around them.
    """
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return "rtl"
            case "L":
                return "ltr"
    return otherwise
