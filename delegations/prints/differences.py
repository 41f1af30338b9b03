"""What is another in one print than in an earlier one: so much is told, and no more."""

from dataclasses import dataclass, field

from delegations.prints.words import day_in_words, say

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """
    One item that was added, removed or changed; `lines` are (label, was, is by now).

    Of one that was removed `is_gone` says that it does not take place at all; else it only is
    no longer in this print.

    `item` is the item as it is by now, of one that was removed as it was.
    """

    what: str
    item: object
    lines: list = field(default_factory=list)
    was: object = None
    is_gone: bool = True


def changes(old, new, standing=()):
    """
    The Changes from one Printed to another, in the order of the programme.

    `standing` are the keys of all items that take place, in whichever print they stand.

    Of the same kind, reader and language: what this print does not carry is no change.
    """
    before = {item.key: item for item in (old.items if old else ())}
    after = {item.key: item for item in new.items}
    found = [
        Change(REMOVED, item, is_gone=key not in standing)
        for key, item in before.items()
        if key not in after
    ]
    for key, item in after.items():
        if key not in before:
            found.append(Change(ADDED, item))
        elif lines := differing(before[key], item, new.language):
            found.append(Change(CHANGED, item, lines, before[key]))
    return sorted(found, key=lambda one: (one.item.day, one.item.hours, one.item.key))


def differing(old, new, language):
    """[(label, was, is)] of what is said in another way."""
    lines = []
    when = [when_of(one, language) for one in (old, new)]
    if when[0] != when[1]:
        lines.append((say("hours", language), *when))
    was, now = old.said(), new.said()
    for name in {**was, **now}:
        before, after = was.get(name, ("", "")), now.get(name, ("", ""))
        if before[1] != after[1]:
            label = before[0] or after[0] or say(LABELS.get(name, name), language)
            lines.append((label, before[1], after[1]))
    return lines


LABELS = {"tentative": "pencilled"}


def when_of(item, language):
    """“12 May 2027, 09:00–10:00”."""
    return f"{day_in_words(item.day, language, 'long')}, {item.hours}"
