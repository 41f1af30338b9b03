"""
Where the points and names of a map stand so that none lies on another.

Reckoned in the pixels of the narrowest map. A place that gives way is moved by pixels and
not by a share of the map, so that on a wider screen it comes nearer to where it is. What is
apart on the narrowest map stays apart on every wider one: two things count as apart only
on a side on which the places themselves lie in the same order.
"""

from dataclasses import dataclass
from math import cos, pi, sin

TARGET = 26  # pixels from one point to the next: 24 to hit, 2 between
NARROW = 280  # the narrowest map: what a screen of 320 leaves
WIDE = 900  # from this width on the map has room for more names
LETTER, LINE = 7.5, 18  # about the size of a letter on the map, and of a line
# How far a point may give way, and in which directions: near first, to the sides before
# up and down.
STEPS = [(0, 0)] + [
    (round(radius * cos(turn * pi / 6)), round(radius * sin(turn * pi / 6)))
    for radius in range(6, 160, 6)
    for turn in (0, 6, 1, 5, 7, 11, 2, 4, 8, 10, 3, 9)
]


@dataclass
class Place:
    """A point on the map: its share of width and height, how it gave way, where its name is."""

    x: float
    y: float
    label: str
    moved: tuple = (0, 0)
    # Where the name stands ("end", "start", "above", "below"), and on which maps.
    side: str = ""
    narrow: bool = False


def spread(places, ratio, *, farthest=150):
    """Move points apart, each as little as may be; returns those that found room."""
    height = NARROW / ratio
    put = []
    for place in places:
        room = (step for step in STEPS if max(map(abs, step)) <= farthest)
        if any(fits(place, step, put, height) for step in room):
            put.append(place)
    return put


def fits(place, step, others, height):
    """Move the place by the step; whether it is on the map then, and apart from the others."""
    place.moved = step
    x, y = spot(place, NARROW, height)
    if not (TARGET / 2 <= x <= NARROW - TARGET / 2 and TARGET / 2 <= y <= height - TARGET / 2):
        return False
    return all(apart(place, other, height) for other in others)


def spot(place, width, height):
    """Where the point is drawn on a map of that size."""
    return place.x * width + place.moved[0], place.y * height + place.moved[1]


def apart(one, other, height):
    """Whether two points can be hit each by itself, on this map and on every wider one."""
    true_places = ((other.x - one.x) * NARROW, (other.y - one.y) * height)
    for axis, true in enumerate(true_places):
        drawn = true + other.moved[axis] - one.moved[axis]
        if abs(drawn) >= TARGET and drawn * true >= 0:
            return True
    return False


# ---------------------------------------------------------------- names


def name_all(places, ratio):
    """Write the names where there is room: on the narrowest map, and more of them on a wide one."""
    for width in (NARROW, WIDE):
        height = width / ratio
        written = [(place, box(place, place.side)) for place in places if place.side]
        for place in places:
            if place.side:
                continue
            for side in ("end", "start", "above", "below"):
                rectangle = box(place, side)
                if has_room(place, rectangle, places, written, width, height):
                    place.side, place.narrow = side, width == NARROW
                    written.append((place, rectangle))
                    break


def box(place, side):
    """The name's rectangle around the point: left, top, right, bottom."""
    width, reach = len(place.label) * LETTER, TARGET / 2 + 2
    match side:
        case "end":
            left, top = reach, -LINE / 2
        case "start":
            left, top = -reach - width, -LINE / 2
        case "above":
            left, top = -width / 2, -reach - LINE
        case _:
            left, top = -width / 2, reach
    return left, top, left + width, top + LINE


POINT = (-TARGET / 2, -TARGET / 2, TARGET / 2, TARGET / 2)


def has_room(place, rectangle, places, written, width, height):
    x, y = spot(place, width, height)
    left, top, right, bottom = rectangle
    if x + left < 0 or x + right > width or y + top < 0 or y + bottom > height:
        return False
    points = ((other, POINT) for other in places if other is not place)
    return all(
        clear(place, rectangle, other, theirs, width, height)
        for other, theirs in [*points, *written]
    )


def clear(one, ours, other, theirs, width, height):
    """Whether two rectangles stay apart on this map and on every wider one."""
    for axis, size in ((0, width), (1, height)):
        true = ((other.x, other.y)[axis] - (one.x, one.y)[axis]) * size
        offset = true + other.moved[axis] - one.moved[axis]
        after = offset + theirs[axis] - ours[axis + 2]  # they begin where we end
        before = ours[axis] - theirs[axis + 2] - offset
        if (after >= 0 and true >= 0) or (before >= 0 and true <= 0):
            return True
    return False
