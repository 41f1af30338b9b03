"""Where things stand on the map, and that nothing lies on another."""

import csv
import random
import re
from pathlib import Path

import pytest
from django.conf import settings

from partnerships import maps
from partnerships.atlas import marks_of
from partnerships.placing import NARROW, POINT, WIDE, box, spot
from partnerships.regions import NoSuchRegion, Region
from relint.datasets import florence

WIDTHS = (NARROW, 351, 600, WIDE, 1152)


class Somewhere:
    """What the drawing needs of a city."""

    def __init__(self, pk, latitude, longitude, name):
        self.pk, self.latitude, self.longitude, self.name = pk, latitude, longitude, name


def random_cities(count=300, seed=7):
    """Cities all over the world, half of them in crowds."""
    chance = random.Random(seed)  # noqa: S311
    middles = [(50, 9), (36, 137), (40, -75), (32, 35), (-23, -46)]
    for pk in range(count):
        if pk % 2:
            latitude, longitude = chance.choice(middles)
            place = chance.gauss(latitude, 4), chance.gauss(longitude, 6)
        else:
            place = chance.uniform(-50, 68), chance.uniform(-179, 179)
        yield Somewhere(pk, *place, "A" * chance.randint(3, 16))


def cities_of_florence():
    text = Path(florence.__path__[0], "data", "cities.csv").read_text(encoding="utf-8")
    for pk, row in enumerate(csv.DictReader(text.splitlines())):
        yield Somewhere(pk, float(row["latitude"]), float(row["longitude"]), row["name_en"])


def every_view(cities):
    """(region, cities, marks) of the world and of each part that its crowds lead to."""
    waiting = [(Region.of(""), list(cities))]
    while waiting:
        region, inside = waiting.pop()
        marks = marks_of(region, inside)
        yield region, inside, marks
        waiting += [(mark.region, mark.cities) for mark in marks if mark.is_crowd]


def overlapping(marks, region, width, *, names):
    """The pairs of rectangles that lie on one another on a map of that width."""
    height = width / region.ratio
    shown = []
    for mark in marks:
        place = mark.place
        x, y = spot(place, width, height)
        rectangles = [POINT]
        if place.side and (place.narrow or names == "all"):
            rectangles.append(box(place, place.side))
        shown += [(mark, x + a, y + b, x + c, y + d) for a, b, c, d in rectangles]
    return [
        (one[0].place.label, other[0].place.label)
        for n, one in enumerate(shown)
        for other in shown[n + 1 :]
        if one[0] is not other[0]
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.01
        and min(one[4], other[4]) - max(one[2], other[2]) > 0.01
    ]


# ---------------------------------------------------------------- where places stand


def test_projection_keeps_the_known_points_of_equal_earth():
    edge = maps.projected(0, 180)[0]

    assert maps.position(0, maps.MIDDLE) == (0, 0)
    assert edge == pytest.approx(2.7066 * maps.SCALE, rel=1e-3)
    assert maps.projected(90, 0)[1] == pytest.approx(-1.3173 * maps.SCALE, rel=1e-3)
    assert maps.projected(45, -30)[0] == -maps.projected(45, 30)[0]


def test_ring_that_crosses_the_edge_of_the_map_is_cut_in_two():
    over = maps.MIDDLE + 180
    ring = [(over - 5, 0), (over + 5 - 360, 0), (over + 5 - 360, 5), (over - 5, 5)]

    pieces = maps.split(ring)

    widths = sorted((min(x for x, _y in one), max(x for x, _y in one)) for one in pieces)
    assert widths == [(-180, -175), (175, 180)]


def test_ring_that_does_not_cross_it_stays_whole():
    assert len(maps.split([(0, 0), (10, 0), (10, 10)])) == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "area"),
    [
        (48.9, 2.3, "europe"),
        (36.8, 10.2, "europe"),
        (31.7, 35.2, "near-east"),
        (15.3, 38.9, "near-east"),
        (27.1, -13.2, "africa"),
        (-1.3, 36.8, "africa"),
        (55.7, 37.6, "north-asia"),
        (28.6, 77.2, "south-asia"),
        (35.0, 135.8, "east-asia"),
        (-33.9, 151.2, "oceania"),
        (-13.8, -171.8, "oceania"),
        (21.3, -157.9, "north-america"),
        (39.9, -75.2, "north-america"),
        (19.0, -98.2, "latin-america"),
        (-16.4, -71.5, "latin-america"),
    ],
)
def test_every_place_has_its_area(latitude, longitude, area):
    assert maps.area_of(latitude, longitude) == area


def test_every_drawing_is_there_and_light():
    folder = settings.BASE_DIR / "static" / "vendor" / "map"

    sizes = {key: (folder / f"{key}.svg").stat().st_size for key in ["world", *maps.AREAS]}

    assert max(sizes.values()) < 45_000
    assert all('<path id="land" d="M' in (folder / f"{key}.svg").read_text() for key in sizes)


def test_points_stand_on_the_drawn_land():
    """The drawing and the points come from one projection: the frames are the drawings' own."""
    for key in maps.AREAS:
        region = Region.of(key)
        steps, height = re.search(
            r'viewBox="0 0 (\d+) (\d+)"',
            (settings.BASE_DIR / "static" / "vendor" / "map" / f"{key}.svg").read_text(),
        ).groups()
        assert region.view_box == f"0.00 0.00 {int(steps):.2f} {float(height):.2f}"


@pytest.mark.parametrize("key", ["nowhere", "europe.x", "europe.", ".n", "europe" + ".n" * 9])
def test_part_that_is_not_there_is_told(key):
    with pytest.raises(NoSuchRegion):
        Region.of(key)


# ---------------------------------------------------------------- nothing on another


@pytest.mark.parametrize("cities", [cities_of_florence, random_cities])
def test_no_point_and_no_name_lies_on_another_at_any_width(cities):
    for region, _inside, marks in every_view(cities()):
        for width in WIDTHS:
            names = "all" if width >= WIDE else "narrow"
            assert overlapping(marks, region, width, names=names) == [], (region.key, width)


@pytest.mark.parametrize("cities", [cities_of_florence, random_cities])
def test_every_city_is_on_some_map_and_each_crowd_unfolds(cities):
    cities = list(cities())
    single = set()
    for region, inside, marks in every_view(cities):
        counted = [city.pk for mark in marks for city in mark.cities]
        assert sorted(counted) == sorted(city.pk for city in inside), region.key
        assert all(region.holds(city) for city in inside)
        single |= {mark.cities[0].pk for mark in marks if not mark.is_crowd}

    assert single == {city.pk for city in cities}


def test_points_stand_in_the_same_place_every_time():
    def places():
        marks = marks_of(Region.of("europe"), in_europe)
        return [(mark.key, mark.place) for mark in marks]

    in_europe = [c for c in cities_of_florence() if Region.of("europe").holds(c)]

    assert places() == places()
    assert len(in_europe) == 18
