"""
The official code lists by which donors sort what they pay for, as IATI publishes them.

The files of `data/` hold the names in English and French, the only ones that are official: to
who reads another language the English name is shown, as English.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"
OFFICIAL = "en"


@dataclass(frozen=True)
class Item:
    """One code of a list; a withdrawn one stays with what has it, and is given no more."""

    code: str
    names: dict
    group: str = ""
    is_withdrawn: bool = False

    @property
    def language(self):
        """In which the reader of the active language reads the name."""
        active = get_language()
        return active if self.names.get(active) else OFFICIAL

    @property
    def name(self):
        return self.names[self.language]

    def __str__(self):
        return f"{self.code} – {self.name}"


@cache
def items(file):
    """{code: Item} of one of the files, in their order."""
    with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: item_of(row) for row in csv.DictReader(lines)}


def item_of(row):
    names = {"en": row["name_en"], "fr": row["name_fr"]}
    return Item(row["code"], names, row.get("group", ""), row.get("status") == "withdrawn")


def purposes():
    """What money is for: the five figures of the DAC."""
    return items("purposes")


def goals():
    """The Sustainable Development Goals of the United Nations, 1 to 17."""
    return items("goals")


def markers():
    """The aims that the DAC asks about of every project."""
    return items("markers")


def choices(found):
    return [(one.code, str(one)) for one in found.values()]


def goal_choices():
    return choices(goals())


def marker_choices():
    return choices(markers())


def purpose_choices():
    """In their groups, without those that were withdrawn."""
    groups, found = items("purpose_groups"), {}
    for one in purposes().values():
        if not one.is_withdrawn:
            found.setdefault(str(groups[one.group]), []).append((one.code, str(one)))
    return list(found.items())
