"""
Draw static/vendor/map: the land of the world, and of each area that the map unfolds into.

From the npm package world-atlas (Natural Earth), which tools/vendor/build.sh installs; the
pages stand their points on these drawings by the same projection (partnerships/maps.py).
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from partnerships import maps  # noqa: E402

ATLAS = ROOT / "tools" / "vendor" / "node_modules" / "world-atlas"
TARGET = ROOT / "static" / "vendor" / "map"
# How many steps a drawing is wide: finer than a screen shows it.
WORLD_STEPS, AREA_STEPS = 1200, 1000
NATURAL_EARTH = """
The data are those of Natural Earth (naturalearthdata.com), which are in the public domain.
"""


def rings(name, kind):
    """Every ring of an atlas file, as lists of (longitude, latitude)."""
    atlas = json.loads((ATLAS / f"{name}.json").read_text())
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [list(decoded(arc, scale, shift)) for arc in atlas["arcs"]]
    for shape in atlas["objects"][kind]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                yield [point for arc in ring for point in along(arcs, arc)[:-1]]


def decoded(arc, scale, shift):
    """The points of an arc, which holds the steps from one to the next."""
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def along(arcs, number):
    """An arc; one with a negative number is gone through backwards."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def outline(name, kind, frame, steps):
    """The path of all that lies in the frame, in whole steps from its corner."""
    parts = []
    for ring in rings(name, kind):
        for piece in maps.split(ring):
            points = [maps.projected(latitude, east) for east, latitude in piece]
            parts.append(part(within(points, frame), frame, steps / frame.width))
    return "".join(parts)


def within(points, frame):
    """What lies in the frame, and a little beyond it, so that no border is drawn at its edge."""
    margin = frame.width / 50
    for axis, low, size in ((0, frame.x, frame.width), (1, frame.y, frame.height)):
        points = maps.clip(points, axis, low - margin, above=True)
        points = maps.clip(points, axis, low + size + margin, above=False)
    return points


def part(points, frame, scale):
    """One ring as relative steps; empty where it is smaller than can be seen."""
    steps = [(round((x - frame.x) * scale), round((y - frame.y) * scale)) for x, y in points]
    kept = []
    for step in steps:
        if not kept or max(abs(step[0] - kept[-1][0]), abs(step[1] - kept[-1][1])) >= 2:
            kept.append(step)
    if len(kept) < 4:
        return ""
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    return "M{} {}l{}z".format(*kept[0], " ".join(f"{x} {y}" for x, y in moves)).replace(" -", "-")


def draw(key, path, frame, steps):
    """Write one drawing: one path with the id `land`, to be shown by <use>."""
    height = round(steps / frame.width * frame.height)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {steps} {height}">'
        f'<path id="land" d="{path}"/></svg>\n'
    )
    (TARGET / f"{key}.svg").write_text(svg)
    print(f"static/vendor/map/{key}.svg: {len(svg)} bytes")


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    licence = (ATLAS / "LICENSE").read_text() + NATURAL_EARTH
    (TARGET / "LICENSE").write_text(licence)
    world = outline("land-110m", "land", maps.WORLD, WORLD_STEPS)
    draw("world", world, maps.WORLD, WORLD_STEPS)
    for area in maps.AREAS:
        frame = maps.frame_of(area)
        path = outline("countries-50m", "countries", frame, AREA_STEPS)
        draw(area, path, frame, AREA_STEPS)


if __name__ == "__main__":
    main()
