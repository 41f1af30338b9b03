"""What comes up: anniversaries, confirmations, renewals, elections. Each app hands in its marks."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise

from office.dates import PartialDate
from office.registry import Registry
from office.text import fold

# Name -> function(user, first, last) that returns the Marks between two days, of what the
# user may see, in as many queries for a thousand records as for one.
marks = Registry()
# The same for the anniversaries that the start page shows, in few queries and without notes.
soon = Registry()


@dataclass(frozen=True)
class Mark:
    """
    One day to come. `record` is what its reader opens.

    `years` is how many years it is then since something, `is_round` whether that is a
    number which is celebrated; `notes` are lines below, such as what was done last time.
    """

    on: PartialDate
    kind: str | Promise
    text: str | Promise
    record: models.Model = field(compare=False, repr=False)
    years: int | None = None
    is_round: bool = False
    notes: tuple = ()


def ahead(user, first, last):
    """All marks from the first day to the last, the earliest first."""
    return _told(marks, user, first, last)


def anniversaries(user, first, last):
    """Those of which the day is known, from the first day to the last."""
    return [mark for mark in _told(soon, user, first, last) if mark.on.day]


def _told(entries, user, first, last):
    found = [mark for entry in entries.values() for mark in entry(user, first, last)]
    return sorted(found, key=lambda mark: (mark.on, fold(str(mark.text))))
