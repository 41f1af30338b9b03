"""
Where a place stands on the map: the Equal Earth projection, and the areas the map unfolds into.

Pure Python: pages ask it where a city stands, tools/world_map.py draws the land with it, so
that both agree. The map never mirrors: east is at the right in every language.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

# The meridian in the middle: so the map is cut through the Bering Strait, not through land.
MIDDLE = 11
# Šavrič, Patterson, Jenny: The Equal Earth map projection, 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SCALE = 1000 / 5.414  # the world is about 1000 wide


def projected(latitude, from_middle):
    """x and y of a place, by its degrees east of the middle meridian; y grows to the south."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    down = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    across = 2 * sqrt(3) * radians(from_middle) * cos(theta) / (3 * slope)
    return across * SCALE, -down * SCALE


def east_of_middle(longitude):
    """Degrees east of the middle meridian, from -180 to 180."""
    return (longitude - MIDDLE + 180) % 360 - 180


def position(latitude, longitude):
    """x and y of a place on the map."""
    return projected(float(latitude), east_of_middle(float(longitude)))


def dots(places):
    """The path of a light picture of the world: a dot for each (latitude, longitude)."""
    scale = 1200 / WORLD.width
    found = (position(*place) for place in places)
    return "".join(f"M{(x - WORLD.x) * scale:.0f} {(y - WORLD.y) * scale:.0f}h0" for x, y in found)


# ---------------------------------------------------------------- outlines


def split(ring):
    """
    A ring of (longitude, latitude), cut where it crosses the edge of the map.

    Returns rings of (degrees east of the middle, latitude). Without the cut, a line would
    run across the whole map.
    """
    line, before = [], None
    for longitude, latitude in ring:
        east = east_of_middle(longitude)
        if before is not None:  # go on where the ring was, beyond the edge if need be
            east += 360 * round((before - east) / 360)
        before = east
        line.append((east, latitude))
    pieces = []
    for turn in (-360, 0, 360):
        moved = [(east + turn, latitude) for east, latitude in line]
        pieces.append(clip(clip(moved, 0, -180, above=True), 0, 180, above=False))
    return [piece for piece in pieces if piece]


def clip(ring, axis, edge, *, above):
    """The part of a ring on one side of a line: where `axis` is above the edge, or below."""

    def inside(point):
        return point[axis] >= edge if above else point[axis] <= edge

    kept = []
    for one, other in zip(ring[-1:] + ring[:-1], ring, strict=True):
        if inside(one) != inside(other):
            share = (edge - one[axis]) / (other[axis] - one[axis])
            kept.append(tuple(a + share * (b - a) for a, b in zip(one, other, strict=True)))
        if inside(other):
            kept.append(other)
    return kept


# ---------------------------------------------------------------- frames


@dataclass(frozen=True)
class Frame:
    """A rectangle of the map."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, west, south, east, north, ratio):
        """The frame that holds these degrees, `ratio` times as wide as it is high."""
        edge = [(lat, lon) for lat in (south, north, (south + north) / 2) for lon in (west, east)]
        edge += [(0, lon) for lon in (west, east) if south < 0 < north]
        places = [position(*place) for place in edge]
        left, right = min(x for x, _y in places), max(x for x, _y in places)
        top, bottom = min(y for _x, y in places), max(y for _x, y in places)
        width = max(right - left, (bottom - top) * ratio)
        height = width / ratio
        return cls((left + right - width) / 2, (top + bottom - height) / 2, width, height)

    def cell(self, column, row):
        """One of the nine parts, counted from the north-west."""
        width, height = self.width / 3, self.height / 3
        return Frame(self.x + column * width, self.y + row * height, width, height)

    def share(self, x, y):
        """Where a point lies within the frame, from 0 to 1 in each direction."""
        return (x - self.x) / self.width, (y - self.y) / self.height


WORLD_RATIO, AREA_RATIO = 2.1, 4 / 3
WORLD = Frame.around(-168.9, -56, 190.9, 77, WORLD_RATIO)

# Key -> west, south, east, north of what the area holds. The first that fits holds a city.
AREAS = {
    "europe": (-26, 33.5, 33.5, 71.5),
    "near-east": (33.5, 12.5, 63, 43),
    "africa": (-26, -36, 58, 33.5),
    "north-asia": (33.5, 43, 105, 78),
    "south-asia": (63, -11, 105, 43),
    "east-asia": (105, 18, 150, 55),
    "oceania": (105, -50, 180, 18),
    "north-america": (-167, 24, -50, 72),
    "latin-america": (-118, -56, -32, 24),
}


def area_of(latitude, longitude):
    """The key of the area that a place lies in; the nearest where it lies in none."""

    def distance(box):
        west, south, east, north = box
        inside = west <= longitude <= east
        across = 0 if inside else min((west - longitude) % 360, (longitude - east) % 360)
        return across + max(south - latitude, 0, latitude - north)

    latitude, longitude = float(latitude), float(longitude)
    return min(AREAS, key=lambda key: distance(AREAS[key]))


def frame_of(area):
    """The frame of an area, with a little room around what it holds."""
    west, south, east, north = AREAS[area]
    return Frame.around(west - 1, max(south - 1, -58), east + 1, min(north + 1, 80), AREA_RATIO)
