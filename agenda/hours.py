"""When a place is open on a day, as far as its opening hours are known."""

from agenda.models import OpeningHours


def rows_for(place):
    """
    The opening hours that hold for a place: its own, or else those of its building.

    Those of the museum hold for the rooms of the museum that the city does not receive in.
    With `opening_hours` and `building__opening_hours` prefetched no query is made.
    """
    own = list(place.opening_hours.all())
    if own:
        of_rooms = place.building_id is None
        return [one for one in own if not of_rooms or one.rooms == OpeningHours.Rooms.ALL]
    if place.building_id is None:
        return []
    museum = place.is_museum and not place.is_ceremonial
    return [
        one
        for one in place.building.opening_hours.all()
        if one.rooms == OpeningHours.Rooms.ALL or museum
    ]


def on(rows, day):
    """Those of the rows that hold on the day, in the order of the hours."""
    found = (
        one
        for one in rows
        if one.weekday == day.weekday()
        and (one.first_day is None or one.first_day <= day)
        and (one.last_day is None or one.last_day >= day)
    )
    return sorted(found, key=lambda one: (one.opens, one.closes))
