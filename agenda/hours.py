"""Which opening hours hold for a place on a day: in memory, of rows that were read before."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from agenda.models import Appointment, OpeningHours

MIDNIGHT = time(23, 59)  # what is typed for it


class Hours:
    """
    The most specific hours hold alone: a place's own, else those of the museum rooms of its
    building, else those of the whole building.

    The hours of the museum are not those of a room for ceremonies, except for guided tours.
    """

    def __init__(self, rows):
        self._of = defaultdict(list)
        for row in rows:
            self._of[row.place_id, row.rooms].append(row)

    def on(self, place, day, kind=None):
        """The rows of that day, none where it is closed; None where no hours are known."""
        for rows in self._from_the_most_specific(place, kind):
            valid = [row for row in rows if _holds(row, day)]
            if valid:
                today = [row for row in valid if row.weekday == day.weekday()]
                return sorted(today, key=lambda row: row.opens)
        return None

    def _from_the_most_specific(self, place, kind):
        kinds = OpeningHours.Rooms
        is_tour = kind == Appointment.Kind.TOUR
        as_museum = place.is_museum and (is_tour or not place.is_ceremonial)
        own = self._of[place.pk, kinds.ALL]
        yield own + self._of[place.pk, kinds.MUSEUM] if as_museum else own
        if place.building_id:
            yield self._of[place.building_id, kinds.MUSEUM] if as_museum else []
            yield self._of[place.building_id, kinds.ALL]


def opened(row, day, zone):
    """(from, until) of that row on that day, as moments."""
    end = datetime.combine(day, row.closes, zone)
    if row.closes.replace(second=0, microsecond=0) == MIDNIGHT:
        end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return datetime.combine(day, row.opens, zone), end


def _holds(row, day):
    after = row.first_day is None or row.first_day <= day
    return after and (row.last_day is None or day <= row.last_day)
