"""
What stands on a day of the calendar without being an appointment: deadlines, anniversaries.

Each app hands in its marks through `entries`.
"""

from office.registry import Registry

# Name -> function(user, first, last) that returns office.radar.Marks, of what the user may
# see, in as many queries for a thousand records as for one.
entries = Registry()


def marks(user, first, last):
    """All marks from the first day to the last."""
    return [mark for entry in entries.values() for mark in entry(user, first, last)]


def is_exact(mark):
    """Whether its very day is known, and not only its month or year."""
    return mark.on.first == mark.on.last
