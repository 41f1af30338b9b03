"""Into which groups the guests of a booking are split: when each starts, in which language."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Group:
    """One group on its way: `number` counts from 1."""

    number: int
    size: int
    language: str
    start: datetime
    end: datetime


def sizes(people, largest, smallest=1):
    """
    How many people are in each group: as few groups as may be, as even as may be.

    `largest` None: all go in one. Where the last groups would be smaller than `smallest`, there
    is nothing better: 13 people in groups of 10 to 12 are 7 and 6, of which the caller warns.
    """
    if not largest or people <= largest:
        return [people]
    count = -(-people // largest)
    least, more = divmod(people, count)
    return [least + 1] * more + [least] * (count - more)


def groups(*, people, route, languages, start, minutes):
    """
    The groups of a booking on a route, from the moment at which the first one starts.

    So many groups as the route takes at once go side by side, the others wait until a place is
    free or, where the route says so, start a fixed time later. The languages take turns.
    """
    found = []
    every = timedelta(minutes=route.starts_every or minutes)
    lasts = timedelta(minutes=minutes)
    for index, size in enumerate(sizes(people, route.largest, route.smallest)):
        wave = index if route.starts_every else index // route.at_once
        at = start + every * wave
        language = languages[index % len(languages)]
        found.append(Group(index + 1, size, language, at, at + lasts))
    return found


def too_small(people, route):
    """Whether some group has fewer people than the route takes."""
    return min(sizes(people, route.largest, route.smallest)) < route.smallest


def most_at_once(found):
    """How many of the groups are on the way at the same time, at most."""
    return max(sum(one.start <= each.start < one.end for one in found) for each in found)
