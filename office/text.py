"""Text as people compare it: without accents and capitals."""

import re
import unicodedata

from django.db.models import Func, TextField

OTHERS = str.maketrans("łøđıßæœ", "lodisao")


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


def fold(text):
    """What Fold makes of a text, for what is compared in memory."""
    marks_apart = unicodedata.normalize("NFD", text)
    return re.sub("[\u0300-\u036f]", "", marks_apart).lower().translate(OTHERS)
