"""What waits for the people of the back-office, handed in by each app for its first page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from office.registry import Registry

# Name -> function(user) that returns the Lines of one subject, none where nothing waits.
lines = Registry()
# Name -> function(user) that returns the Links to what one most often begins, none where the
# person may not.
links = Registry()

# In this order.
ASKED, WORK, HOUSEKEEPING = range(3)


@dataclass(frozen=True)
class Line:
    """
    One figure, with the list of what it counts.

    `rank`: others wait for an answer, it is the day's work, or it is housekeeping. What waits
    in one `language` stands together below all others, with the `state` for its label.
    """

    label: str | Promise
    count: int
    url: str
    rank: int = WORK
    language: str = ""
    state: str | Promise = ""


@dataclass(frozen=True)
class Link:
    """A page on which something is begun."""

    label: str | Promise
    url: str


def waiting_for(user):
    """All that waits for this person, in the order of the apps; what is nought is left out."""
    found = [line for entry in lines.values() for line in entry(user) if line.count]
    return sorted(found, key=lambda line: line.rank)


def to_begin(user):
    return [link for entry in links.values() for link in entry(user)]
