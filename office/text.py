"""Text as people compare it, without accents and capitals, and as programs may take it."""

import re
import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Case, Func, TextField, Value, When
from django.utils.translation import gettext


class Fold(Func):
    """
    The text in small letters without its accents: "Łódź", "LODZ" and "lodz" are one.

    Sort by it, or Å and É come after Z. Immutable and from PostgreSQL's core alone: it
    may stand in an index or a generated column.
    """

    template = (
        "translate(lower(regexp_replace(normalize(%(expressions)s, NFD), "
        "'[\u0300-\u036f]', '', 'g')), 'łøđıßæœ', 'lodisao')"
    )
    arity = 1
    output_field = TextField()


# The letters that have no accent to lose, and what stands between words.
LETTERS = str.maketrans("łøđıßæœ", "lodisao")
BETWEEN_WORDS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00a0¡«·»¿–—‘’“”„…、。・،"
ACCENTS = re.compile("[\u0300-\u036f]")
SPACES = str.maketrans(BETWEEN_WORDS, " " * len(BETWEEN_WORDS))


def fold(text):
    """What the database's Fold makes of the text."""
    return ACCENTS.sub("", unicodedata.normalize("NFD", text)).lower().translate(LETTERS)


def labelled(label, words):
    """A label and what it says, with the sign between them as the reader's language sets it."""
    return gettext("{label}: {words}").format(label=label, words=words)


def plain(text):
    """What the database's Plain makes of the text."""
    return fold(text).translate(SPACES)


class Lines(Func):
    """Several texts, none of them NULL, each on a line of its own."""

    template = "(%(expressions)s)"
    arg_joiner = " || chr(10) || "
    output_field = TextField()


class Plain(Func):
    """The folded text with a space for each mark between words; its lines stay."""

    function = "translate"
    output_field = TextField()

    def __init__(self, expression, **extra):
        marks = Value(BETWEEN_WORDS), Value(" " * len(BETWEEN_WORDS))
        super().__init__(Fold(expression), *marks, **extra)


class Trigrams(Func):
    """Every three letters on end of each word, as pg_trgm would cut them; for plain text."""

    function = "office_trigrams"
    arity = 1
    output_field = ArrayField(TextField())


class Vector(Func):
    """A tsvector of plain text; `config` is the language whose endings are taken off."""

    template = "setweight(to_tsvector('%(config)s'::regconfig, %(expressions)s), '%(weight)s')"
    arity = 1
    output_field = SearchVectorField()

    def __init__(self, expression, *, config="simple", weight="D", **extra):
        super().__init__(expression, config=config, weight=weight, **extra)


# Language -> the configuration of PostgreSQL's core that knows its endings.
CONFIGURATIONS = {
    "it": "italian",
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
}


class Together(Func):
    """Several vectors in one."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchVectorField()


def vector(title, names, text):
    """Names word for word; texts also without the endings of their language."""
    both = Plain(Lines(title, text))
    stems = [
        When(language=code, then=Vector(both, config=config))
        for code, config in CONFIGURATIONS.items()
    ]
    return Together(
        Vector(Plain(title), weight="A"),
        Vector(Plain(names), weight="B"),
        Vector(Plain(text)),
        Case(*stems, default=Vector(Value(""))),
    )


# What XML cannot hold.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LIVE = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")
# With the code of its country: of these signs a spreadsheet makes a number at the most.
TELEPHONE = re.compile(r"\+\d[\d\s()./-]{4,}", re.ASCII)


def holdable(text):
    """The text without the signs that no file of a table can hold."""
    return CONTROL.sub("", text)


def is_live(text):
    """Whether a spreadsheet would calculate the text; a plain number is only a number."""
    return text.startswith(LIVE) and not NUMBER.fullmatch(text)


def inert(text):
    """
    The text for a cell of a CSV, where a spreadsheet that opens it makes no formula of it.

    An apostrophe before it says that it is text; the import takes it back. A telephone number
    goes without: who copies it would dial the apostrophe.
    """
    text = holdable(text)
    if TELEPHONE.fullmatch(text):
        return text
    return f"'{text}" if is_live(text) else text
