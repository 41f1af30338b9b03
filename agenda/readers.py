"""What the data sets say of places: where one is received and guided, and when it is open."""

from datetime import date, time

from agenda.models import OpeningHours, Place, Resource
from office.models import Audience
from office.readers import texts

YES = {"yes": True, "no": False}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def load_places(data_set):
    """Buildings and their rooms, published, the buildings first: `places.csv`."""
    for row in data_set.rows("places.csv"):
        values = texts(row, "name", "note") | {"slug": row["key"]}
        values |= {name: row[name] for name in ("stair", "access", "address", "time_zone")}
        for column in ("latitude", "longitude"):
            values[column] = row[column] or None
        for column in ("floor", "capacity"):
            with row.reading(column) as text:
                values[column] = int(text) if text else None
        for column in ("museum", "ceremonial"):
            with row.reading(column) as text:
                values[f"is_{column}"] = YES[text]
        with row.reading("building") as key:
            values["building"] = data_set.record(Place, key) if key else None
            if key and values["building"] is None:
                data_set.pass_over(Place, row["key"])
                continue
        place = data_set.put(
            Place,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )
        with row.reading("bookable") as text:
            if YES[text] and place:
                load_room(data_set, place, row)


def load_room(data_set, place, row):
    """The resource by which a place is booked; how long it takes to set up is the office's."""
    values = {"kind": Resource.Kind.ROOM, "place": place}
    data_set.put(Resource, row["key"], values, row, natural={"place": place})


def load_opening_hours(data_set):
    """When places are open, one row a weekday: `opening_hours.csv`."""
    for row in data_set.rows("opening_hours.csv"):
        values = {"rooms": row["rooms"]}
        with row.reading("weekday") as name:
            values["weekday"] = WEEKDAYS.index(name)
        for column in ("opens", "closes"):
            with row.reading(column) as text:
                values[column] = time.fromisoformat(text)
        for column in ("first_day", "last_day"):
            with row.reading(column) as text:
                values[column] = date.fromisoformat(text) if text else None
        with row.reading("last_entry") as text:
            values["last_entry"] = int(text or 0)
        with row.reading("place") as key:
            values["place"] = data_set.record(Place, key)
        if values["place"] is None:
            data_set.pass_over(OpeningHours, row["key"])
        else:
            data_set.put(OpeningHours, row["key"], values, row)
