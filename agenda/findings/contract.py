"""What a finding is, and what a kind of findings has to give."""

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlencode

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext

from agenda.models import FindingLevel
from office.registry import Registry

Level = FindingLevel.Level
ORDER = [Level.BLOCK, Level.BLOCK_PUBLISHING, Level.WARN]

# Name -> FindingKind.
kinds = Registry()


@dataclass(frozen=True)
class Proposal:
    """A free alternative: another place, or another period; None where it stays."""

    label: str
    place: models.Model | None = None
    period: object = None

    @property
    def query(self):
        """The same for an address or a button: what agenda.backoffice.offers reads."""
        said = {"place": self.place.pk} if self.place is not None else {}
        if self.period is not None:
            ends = (self.period.lower, self.period.upper)
            start, end = (one.astimezone(UTC).isoformat() for one in ends)
            said |= {"start": start, "end": end}
        return urlencode(said)


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

    @property
    def in_words(self):
        """
        How grave it is, for people: "cannot be saved", "serious".

        What keeps from being published is serious for what is never published too.
        """
        if self.level == Level.BLOCK_PUBLISHING:
            return pgettext("a finding", "serious")
        return Level(self.level).label


class FindingKind:
    """
    One kind of finding. `level` is what it does where the office has said nothing else.

    `proposes` says which alternatives help against it: "rooms", "times". `judges` says that it
    needs nothing but the scene, and is asked of each alternative before that is proposed.
    """

    label: str | Promise = ""
    level = Level.WARN
    proposes = ()
    judges = False

    def found(self, scene, appointment):
        """Yields (text, other, url, proposals) of each finding about that appointment."""
        raise NotImplementedError  # each kind's own


def worst(findings):
    """The gravest level of these findings; None where there are none."""
    return min((one.level for one in findings), key=ORDER.index, default=None)
