"""How a lower room shows what the upper rooms hold, without knowing them."""

from django.utils.module_loading import import_string


class Registry:
    """
    Named entries in the order in which the apps handed them in, from their `ready()`.

    An entry may be given as a dotted path, so that an app can register a function of a
    module that needs the models.
    """

    def __init__(self):
        self._entries = {}
        self._last = set()

    def add(self, name, entry, *, last=False):
        """
        Hand in an entry, `last` for one that comes after those of all other apps.

        Raises ValueError when the name is taken by another.
        """
        if self._entries.get(name, entry) != entry:
            raise ValueError(f"{name!r} is registered already")
        self._entries[name] = entry
        if last:
            self._last.add(name)

    def items(self):
        names = sorted(self._entries, key=self._last.__contains__)
        return [(name, self.get(name)) for name in names]

    def names(self):
        return list(self._entries)

    def values(self):
        return [entry for _name, entry in self.items()]

    def get(self, name):
        """The entry of that name; raises KeyError."""
        entry = self._entries[name]
        return import_string(entry) if isinstance(entry, str) else entry
