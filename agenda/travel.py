"""How many minutes it takes from one place to another, and how that was counted."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from office.numbers import number

EARTH = 6_371_000  # metres
STEP = 50  # metres: what a line on the map says of the streets is no more exact


@dataclass(frozen=True)
class Leg:
    """`how` says in words which way of counting was used."""

    minutes: int
    how: str


class Travel:
    """
    The ways that staff wrote down, and the office's paces for all others.

    Asks the database nothing: of the places, their buildings must have been read.
    """

    def __init__(self, ways, settings):
        self.settings = settings
        self._ways = {frozenset((way.start_id, way.end_id)): way for way in ways}

    def leg(self, start, end, *, people=None, lift=False):
        """
        The Leg between two places; None where nothing is known of it.

        `lift`: for whoever cannot take steps. No minutes for the same place; nothing is known
        between a building and a room in it, since nobody says where in the building.
        """
        if start.pk == end.pk:
            return Leg(0, _("the same place"))
        counted = self._by_staff(start, end, lift)
        counted = counted or self._inside(start, end, lift) or self._outside(start, end)
        if counted is None:
            return None
        minutes, how = counted
        if people and people > self.settings.large_group:
            minutes *= 1 + self.settings.large_group_extra / 100
            how.append(_("large group"))
        return Leg(ceil(round(minutes, 6)), ", ".join(how))

    def _by_staff(self, start, end, lift):
        """Of the places themselves, else of the buildings in which they are."""
        for one in filter(None, (start.pk, start.building_id)):
            for other in filter(None, (end.pk, end.building_id)):
                way = self._ways.get(frozenset((one, other)))
                if way is not None and not _is_inside(start, end, one, other):
                    return _of_way(way, lift)
        return None

    def _inside(self, start, end, lift):
        if not is_same_site(start, end) or not (start.building_id and end.building_id):
            return None
        settings = self.settings
        minutes, needs_lift = settings.room_minutes, True
        if start.floor is None or end.floor is None:
            how = [_("in one building, the floors are not known")]
        elif floors := abs(start.floor - end.floor):
            minutes += floors * settings.floor_minutes
            how = [_floors(floors, lift)]
        else:
            how, needs_lift = [_("on one floor")], False
        if start.stair and end.stair and start.stair != end.stair:
            minutes, needs_lift = minutes + settings.stair_minutes, True
            how.append(_("by another stair"))
        if lift and needs_lift:
            minutes += settings.lift_minutes
            how.append(_("lift way"))
        return minutes, how

    def _outside(self, start, end):
        if is_same_site(start, end) or not (start.coordinates and end.coordinates):
            return None
        line = metres(start.coordinates, end.coordinates)
        streets = line * (1 + self.settings.detour / 100)
        if line <= self.settings.walks_up_to:
            about = max(STEP, round(streets / STEP) * STEP)
            said = _("walking %(metres)s m") % {"metres": number(about)}
            return streets / self.settings.walking_pace, [said]
        said = _("driving %(kilometres)s km") % {"kilometres": number(round(streets / 1000, 1))}
        return streets / self.settings.driving_pace + self.settings.driving_extra, [said]


def site_of(place):
    """The key of what stands on its own: the building of a room, or the place itself."""
    return place.building_id or place.pk


def is_same_site(one, other):
    return site_of(one) == site_of(other)


def is_elsewhere(one, other):
    """Whether nobody can be at both; a building and a room of it may be one and the same."""
    if one is None or other is None or one.pk == other.pk:
        return False
    return other.pk != one.building_id and one.pk != other.building_id


def metres(one, other):
    """As the crow flies, between two pairs of latitude and longitude (haversine)."""
    (north, east), (other_north, other_east) = (map(radians, pair) for pair in (one, other))
    height = sin((other_north - north) / 2) ** 2
    width = cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(height + width))


def _floors(count, lift):
    if lift:
        return ngettext("%(count)d floor", "%(count)d floors", count) % {"count": count}
    said = ngettext("%(count)d floor by stair", "%(count)d floors by stair", count)
    return said % {"count": count}


def _is_inside(start, end, one, other):
    """A way from a building to one of its rooms says nothing of two rooms of it."""
    return is_same_site(start, end) and (one, other) != (start.pk, end.pk)


def _of_way(way, lift):
    how = [_("by the office’s own figure")]
    if lift and way.lift_minutes is not None:
        return way.lift_minutes, [*how, _("lift way")]
    return way.minutes, how
