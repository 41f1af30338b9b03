"""What guests eat and need, counted, for those who must know it and not whose it is."""

import re
from collections import Counter
from datetime import datetime, timedelta

from office.text import fold

# Whoever arrives is driven from the station within these hours of it.
WAITS = timedelta(hours=3)
EARLY = timedelta(hours=1)


def counted(members, field):
    """[(words, how many)] of what they wrote, the most frequent first, without their names."""
    written = [(words, one) for one in members if (words := without_name(one, field))]
    count = Counter(fold(words) for words, _one in written)
    shown = {fold(words): words for words, _one in reversed(written)}
    order = sorted(count, key=lambda folded: (-count[folded], folded))
    return [(shown[folded], count[folded]) for folded in order]


def without_name(member, field):
    """What was written of a member, should somebody have written who it is."""
    words = getattr(member, field)
    names = {part for part in re.split(r"\W+", member.name) if len(part) > 1}
    for name in names:
        words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", words, flags=re.IGNORECASE)
    return " ".join(words.split()).strip(" ,;:–-")


def on_board(items, members):
    """
    {key of an item: what those on board need}, counted: who arrives by the flight or train that
    it meets; where it meets none, all the guests.
    """
    found = {one["key"]: counted(aboard(one, members), "access_needs") for one in items}
    return {key: [f"{words} ({count})" for words, count in told] for key, told in found.items()}


def aboard(item, members):
    start = datetime.fromisoformat(item["start"])
    return [one for one in members if one.arrives_by and meets(one.arrives_by, start)] or members


def meets(leg, start):
    return leg.now_at - EARLY <= start <= leg.now_at + WAITS
