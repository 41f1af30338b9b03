"""What the data sets say of routes and of their stops."""

from datetime import date

from agenda.models import Place
from office.models import Audience
from office.readers import plain, texts
from tours.models import Route, Stop

YES = {"yes": True, "no": False}
NUMBERS = ("minutes", "largest", "starts_every")
WITH_DEFAULT = {"smallest": 1, "at_once": 1, "lead_days": 0}


def load_routes(data_set):
    """The routes, published, each with the one instead of it named before: `routes.csv`."""
    for row in data_set.rows("routes.csv"):
        values = texts(row, "name", "description", "meeting_point") | plain(row, "access")
        values |= {"slug": row["key"], "languages": row["languages"].split("|")}
        for column in NUMBERS:
            values[column] = number(row, column)
        for column, default in WITH_DEFAULT.items():
            values[column] = number(row, column) or default
        with row.reading("closes_in_rain") as text:
            values["closes_in_rain"] = YES[text]
        for column in ("first_day", "last_day"):
            with row.reading(column) as text:
                values[column] = date.fromisoformat(text) if text else None
        with row.reading("instead") as key:
            values["instead"] = data_set.record(Route, key) if key else None
        with row.reading("place") as key:
            values["place"] = data_set.record(Place, key)
        if not row["languages"]:
            values["languages"] = []
        if values["place"] is None:
            data_set.pass_over(Route, row["key"])
            continue
        data_set.put(
            Route,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )


def load_stops(data_set):
    """Where they stop, in their order: `route_stops.csv`."""
    for position, row in enumerate(data_set.rows("route_stops.csv"), start=1):
        values = texts(row, "note") | {"position": position, "minutes": number(row, "minutes")}
        with row.reading("route") as key:
            values["route"] = data_set.record(Route, key)
        with row.reading("place") as key:
            values["place"] = data_set.record(Place, key)
        name = f"{row['route']}-{row['place']}"
        if values["route"] is None or values["place"] is None:
            data_set.pass_over(Stop, name)
        else:
            data_set.put(Stop, name, values, row)


def number(row, column):
    with row.reading(column) as text:
        return int(text) if text else None
