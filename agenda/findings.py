"""
What speaks against an appointment although nothing is booked twice: findings, with a level.

Each kind is handed in through `kinds`, also by the apps above. A kind looks at a Scene, which
has read everything around the appointments in as many queries for a hundred as for one.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from agenda.models import Appointment, FindingLevel
from office.registry import Registry

Level = FindingLevel.Level

# Name -> FindingKind.
kinds = Registry()


@dataclass(frozen=True)
class Proposal:
    """A free alternative: another place, or another period; None where it stays."""

    label: str
    place: models.Model | None = None
    period: object = None


@dataclass(frozen=True)
class Finding:
    """
    One thing that speaks against it, in the reader's language.

    `other` is what it is about (an appointment, a closure, an entry of an outside calendar)
    and `url` where it opens; None and empty where the reader may not know it: then the text
    is the one of a closed room, "not available".
    """

    kind: str
    level: str
    text: str
    other: models.Model | None = None
    url: str = ""
    proposals: tuple[Proposal, ...] = ()

    @property
    def forbids_saving(self):
        return self.level == Level.BLOCK

    @property
    def forbids_publishing(self):
        return self.level in (Level.BLOCK, Level.BLOCK_PUBLISHING)


class FindingKind:
    """One kind of finding. `level` is what it does where the office has said nothing else."""

    label: str | Promise = ""
    level = Level.WARN

    def found(self, scene, appointment):
        """Yields (text, other, url, proposals) of each finding about that appointment."""
        raise NotImplementedError  # each kind's own


def findings_of(appointments, reader) -> list[list[Finding]]:
    """
    The findings of each of the appointments, in their order, the gravest first.

    The appointments may be unsaved, or changed and not yet saved: asked before it is saved.
    What they would book is taken from `bookings_planned` where set (Booking objects), else
    from their bookings.
    """
    scene = Scene(appointments, reader)
    return [scene.findings(one) for one in appointments]


def findings(appointment: Appointment, reader) -> list[Finding]:
    return findings_of([appointment], reader)[0]


ORDER = [Level.BLOCK, Level.BLOCK_PUBLISHING, Level.WARN]


class Scene:
    """The appointments in question, their reader, and what is around them."""

    def __init__(self, appointments, reader):
        self.appointments = list(appointments)
        self.reader = reader
        self.levels = FindingLevel.objects.by_kind()

    def findings(self, appointment):
        if appointment.is_cancelled:
            return []
        found = []
        for name, kind in kinds.items():
            level = self.levels.get(name, kind.level)
            if level != Level.IGNORE:
                found += [Finding(name, level, *one) for one in kind.found(self, appointment)]
        return sorted(found, key=lambda one: ORDER.index(one.level))
