"""The programme on the private pages: the newest version, as a file, and what changed in it."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from delegations import prints
from delegations.models import Print, Recipient, Visit
from delegations.prints.made import language_of

# What somebody without an account downloads.
ENDINGS = ("pdf", "docx")


@dataclass
class Published:
    """What was published of the programme of a visit, for one reader; nothing of it is a draft."""

    visit: Visit
    kind: str
    language: str
    recipient: Recipient | None = None

    @cached_property
    def versions(self):
        """The newest, and the one before it."""
        return list(self.visit.versions.all()[:2])

    @property
    def newest(self):
        return self.versions[0] if self.versions else None

    @cached_property
    def printed(self):
        """None where nothing is published yet."""
        if self.newest is None:
            return None
        return self._printed(version=self.newest)

    @cached_property
    def changes(self):
        """What is another in the newest than in the one before it."""
        if len(self.versions) < 2:
            return []
        was, now = (self._printed(content=one.content) for one in reversed(self.versions))
        return prints.changes(was, now)

    def _printed(self, **of):
        return prints.printed(
            self.visit, self.kind, language=self.language, recipient=self.recipient, **of
        )

    def file(self, ending):
        """The newest version to download; None where there is none, or not so."""
        if ending not in ENDINGS or self.printed is None:
            return None
        return prints.answer(self.printed, ending)


def programme_for_guests(visit, chosen=""):
    """In the language that the office set for their print, unless they choose another."""
    return Published(visit, Print.GUEST, chosen or language_of(visit, Print.GUEST))


def programme_for(recipient, chosen=""):
    return Published(recipient.visit, recipient.print, chosen or recipient.language, recipient)
