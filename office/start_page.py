"""What waits for the people of the back-office, handed in by each app for its first page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from office.registry import Registry

# Name -> function(user) that returns the Lines of one subject, none where nothing waits.
lines = Registry()


@dataclass(frozen=True)
class Line:
    """One figure, with the list of what it counts."""

    label: str | Promise
    count: int
    url: str


def waiting_for(user):
    """All that waits for this person, in the order of the apps; what is nought is left out."""
    return [line for entry in lines.values() for line in entry(user) if line.count]
