"""What is drawn on a map: cities, each where it is, and crowds as one point that unfolds."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import ngettext

from partnerships.placing import Place, name_all, spread
from partnerships.regions import Region

# By how many pixels the cities of one part may give way before they are drawn as a crowd.
FARTHEST_IN_WORLD, FARTHEST_IN_AREA = 18, 30


def in_words(count):
    return ngettext("%(count)s city", "%(count)s cities", count) % {"count": count}


@dataclass
class Mark:
    """One point of the map: a city, or a crowd of cities in a part that unfolds."""

    key: str
    cities: list
    place: Place
    region: Region | None = None

    @property
    def is_crowd(self):
        return self.region is not None

    # SVG attributes of the point, its name and the line to where it is.
    @property
    def x(self):
        return f"{100 * self.place.x:.2f}%"

    @property
    def y(self):
        return f"{100 * self.place.y:.2f}%"

    @property
    def side(self):
        """Where the name stands; one without room of its own is shown when it is pointed at."""
        return self.place.side or ("end" if self.place.x < 0.5 else "start")


def marks_of(region, cities):
    """
    The points of a region's map, for cities that lie in it and have coordinates.

    Where too many are near each other they become one point, which leads to the map of that
    part. On the deepest map, what finds no room is left to the list.
    """
    groups = defaultdict(list)
    for city in cities:
        groups[region.key_of_part(city)].append(city)
    folded = set() if region.is_deepest else {k for k in groups if is_crowd(region, groups[k])}
    while True:
        marks = drawn(region, cities, groups, folded)
        put = {id(place) for place in spread([mark.place for mark in marks], region.ratio)}
        unfolded = {key for key in groups if key not in folded and len(groups[key]) > 1}
        if len(put) == len(marks) or region.is_deepest or not unfolded:
            break
        folded.add(max(sorted(unfolded), key=lambda key: len(groups[key])))
    marks = [mark for mark in marks if id(mark.place) in put]
    name_all([mark.place for mark in marks], region.ratio)
    return marks


def is_crowd(region, cities):
    places = [Place(*region.share(city), city.name) for city in cities]
    farthest = FARTHEST_IN_WORLD if region.is_world else FARTHEST_IN_AREA
    return len(spread(places, region.ratio, farthest=farthest)) < len(cities)


def drawn(region, cities, groups, folded):
    """A mark for each crowd, and for each city that is in none."""
    in_crowds = {city.pk for key in folded for city in groups[key]}
    return [crowd(region, key, groups[key]) for key in sorted(folded)] + [
        Mark(f"city-{city.pk}", [city], Place(*region.share(city), city.name))
        for city in cities
        if city.pk not in in_crowds
    ]


def crowd(region, key, cities):
    shares = [region.share(city) for city in cities]
    x, y = (sum(axis) / len(shares) for axis in zip(*shares, strict=True))
    part = Region.of(key)
    return Mark(f"part-{key.replace('.', '-')}", cities, Place(x, y, part.short_name), part)
