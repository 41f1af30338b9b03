"""
What somebody of the office must do by a day: each app hands in its kinds.

`manage.py due` asks them all and keeps what they say (office.models.Duty); the owner's
start page shows it when its time has come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise

from office.models import User
from office.registry import Registry

# Name -> DutyKind.
kinds = Registry()
# Name -> function(old, new, by) that hands the open records of one person over to another,
# and returns how many there were.
handed_over = Registry()


@dataclass(frozen=True)
class Due:
    """
    One thing to be done.

    `key` is unique among its kind and stays the same as long as it is the same duty
    ("12:2027-05-01"). It shows from `notice_days` before the day on. Nobody's is the head's.
    `tell` hears of it when it is overdue.
    """

    key: str
    record: models.Model
    due_on: date
    owner: User | None = None
    notice_days: int = 30
    tell: User | None = None


class DutyKind:
    """One kind of duty, in the app that knows of it."""

    # What is to be done, in the reader's language: "Confirmation by the Council".
    label: str | Promise = ""

    def found(self) -> Iterable[Due]:
        """All that is open today, whoever asks; what is left out from now on is done."""
        raise NotImplementedError
