"""
What the pages of a visit and of a mission show alike: gifts, costs, letters, tasks, promises.

Each subject hands in a function(user, occasion) that asks for what it shows with one query and
returns an object with a `template` and a `heading`, or None where the user may see nothing of it.
Of a visit its items are there as `items_read`, with all that their appointments are for.
"""

from office.registry import Registry

# Name -> function.
parts = Registry()


def shown(user, occasion):
    """The parts of one visit or mission that the user may see, in the order of the registry."""
    found = (part(user, occasion) for part in parts.values())
    return [one for one in found if one is not None]
