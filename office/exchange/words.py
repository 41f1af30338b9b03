"""Words as people compare them."""

import re

from office.text import fold


def folded(text):
    """Folded, and without signs: "Zürich (CH)" and "zurich ch" are one."""
    return re.sub(r"[\W_]+", " ", fold(str(text))).strip()
