"""What the data sets say of events and of the periods they fall in."""

from directory.models import City
from events.models import Event, Participation, Period
from office.models import Audience
from office.readers import days, texts


def load_periods(data_set):
    """The periods of the office's history: `periods.csv`."""
    for row in data_set.rows("periods.csv"):
        values = {"key": row["key"]} | texts(row, "title", "text")
        for column in ("first_year", "last_year"):
            with row.reading(column) as text:
                values[column] = int(text) if text else None
        data_set.put(Period, row["key"], values, row, natural={"key": row["key"]})


def load_events(data_set):
    """Events with the partner cities that took part: `events.csv`, published."""
    for row in data_set.rows("events.csv"):
        values = texts(row, "title", "venue", "organiser", "participants", "note")
        values |= {"slug": row["key"], "kind": row["kind"]}
        values |= days(row, "starts_on", "ends_on")
        event = data_set.put(
            Event,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )
        if event and data_set.made(event):
            add_cities(data_set, event, row)


def add_cities(data_set, event, row):
    """The cities that took part, each handed in once: what staff take out stays out."""
    slugs = [slug for slug in row["cities"].split("|") if slug]
    with row.reading("cities"):
        for slug in data_set.once(event, row["key"], slugs):
            if city := data_set.record(City, slug):
                Participation.objects.get_or_create(event=event, city=city)
                data_set.counts["added"] += 1
