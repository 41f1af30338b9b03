"""Words as people compare them."""

import re
import unicodedata

ALONE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe"})


def folded(text):
    """In small letters, without accents and signs: "Zürich (CH)" and "zurich ch" are one."""
    bare = unicodedata.normalize("NFKD", str(text).casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", letters.translate(ALONE)).strip()
