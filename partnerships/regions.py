"""The parts into which the map unfolds: the world, its areas, and the ninths of an area."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships import maps

AREA_NAMES = {
    "europe": gettext_lazy("Europe and the Mediterranean"),
    "near-east": gettext_lazy("Near East and Red Sea"),
    "africa": gettext_lazy("Africa"),
    "north-asia": gettext_lazy("Eastern Europe and Northern Asia"),
    "south-asia": gettext_lazy("Central and Southern Asia"),
    "east-asia": gettext_lazy("East Asia"),
    "oceania": gettext_lazy("South-East Asia and Oceania"),
    "north-america": gettext_lazy("North America"),
    "latin-america": gettext_lazy("Latin America and the Caribbean"),
}
# Key -> column and row of the ninth, and its name.
NINTHS = {
    "nw": (0, 0, pgettext_lazy("part of the map", "north-west")),
    "n": (1, 0, pgettext_lazy("part of the map", "north")),
    "ne": (2, 0, pgettext_lazy("part of the map", "north-east")),
    "w": (0, 1, pgettext_lazy("part of the map", "west")),
    "c": (1, 1, pgettext_lazy("part of the map", "centre")),
    "e": (2, 1, pgettext_lazy("part of the map", "east")),
    "sw": (0, 2, pgettext_lazy("part of the map", "south-west")),
    "s": (1, 2, pgettext_lazy("part of the map", "south")),
    "se": (2, 2, pgettext_lazy("part of the map", "south-east")),
}
NINTH_AT = {(column, row): key for key, (column, row, _name) in NINTHS.items()}
# Deeper than this, places are nearer to each other than a street is long.
DEEPEST = 5


class NoSuchRegion(KeyError):
    """The key names no part of the map."""


@dataclass(frozen=True)
class Region:
    """
    A part of the map, by its key: "" is the world, "europe" an area, "europe.n.c" a ninth of one.
    """

    key: str
    frame: maps.Frame

    @classmethod
    def of(cls, key):
        """Raises NoSuchRegion."""
        if not key:
            return cls("", maps.WORLD)
        area, *ninths = key.split(".")
        if area not in maps.AREAS or len(ninths) > DEEPEST or not set(ninths) <= set(NINTHS):
            raise NoSuchRegion(key)
        frame = maps.frame_of(area)
        for ninth in ninths:
            column, row, _name = NINTHS[ninth]
            frame = frame.cell(column, row)
        return cls(key, frame)

    @property
    def ratio(self):
        return self.frame.width / self.frame.height

    @property
    def is_world(self):
        return not self.key

    @property
    def is_deepest(self):
        return self.key.count(".") == DEEPEST

    @property
    def drawing(self):
        """The name of the file with the land."""
        return self.key.split(".")[0] or "world"

    @property
    def view_box(self):
        """The part of the drawing that is shown, in its steps."""
        if self.is_world:
            steps, whole = 1200, self.frame
        else:
            steps, whole = 1000, maps.frame_of(self.drawing)
        scale = steps / whole.width
        box = (
            (self.frame.x - whole.x) * scale,
            (self.frame.y - whole.y) * scale,
            self.frame.width * scale,
            self.frame.height * scale,
        )
        return " ".join(f"{value:.2f}" for value in box)

    @property
    def name(self):
        if self.is_world:
            return _("World")
        area, *ninths = self.key.split(".")
        return ", ".join(str(part) for part in [AREA_NAMES[area], *(NINTHS[n][2] for n in ninths)])

    @property
    def short_name(self):
        """The name beside the point that leads here, on the map of the parent."""
        return capfirst(self.name.rpartition(", ")[2])

    @property
    def parent(self):
        """The part in which this one lies; None for the world."""
        return None if self.is_world else Region.of(self.key.rpartition(".")[0])

    def share(self, city):
        """Where the city lies in the frame; what lies outside is drawn at the edge."""
        x, y = self.frame.share(*maps.position(city.latitude, city.longitude))
        return min(max(x, 0), 1), min(max(y, 0), 1)

    def key_of_part(self, city):
        """The key of the part of this region in which the city lies."""
        if self.is_world:
            return maps.area_of(city.latitude, city.longitude)
        x, y = self.share(city)
        return f"{self.key}.{NINTH_AT[min(int(x * 3), 2), min(int(y * 3), 2)]}"

    def holds(self, city):
        """Whether the city is on this part of the map."""
        return self.is_world or (
            self.parent.holds(city) and self.parent.key_of_part(city) == self.key
        )
