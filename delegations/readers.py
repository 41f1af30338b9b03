"""What every office starts from and may change: levels and criteria, each with its source."""

from collections import Counter

from agenda.models import Place
from delegations.models import (
    Criterion,
    Level,
    PublicVisit,
    RoomOfLevel,
    TaskTemplate,
    TaskTemplateLine,
)
from directory.models import City, Country
from office.models import Audience
from office.readers import day_in, days, texts

YES = {"yes": True, "no": False}


def load_levels(data_set):
    """The levels at which visits are received: a file of this app, for every office."""
    for rank, row in enumerate(data_set.rows("delegations/data/levels.csv"), start=1):
        values = {"key": row["key"], "rank": rank, "gift": row["gift"]}
        values |= texts(row, "name", "description", "host")
        for column in ("with_tour", "with_flags", "with_press", "needs_second", "is_offered"):
            with row.reading(column) as text:
                values[column] = YES[text]
        with row.reading("for_rank") as text:
            values["for_rank"] = int(text) if text else None
        data_set.put(Level, row["key"], values, row, natural={"key": row["key"]})


def load_criteria(data_set):
    """The criteria that other cities publish, marked as proposals: a file of this app."""
    for row in data_set.rows("delegations/data/criteria.csv"):
        values = {"is_proposal": True} | texts(row, "text", "explanation")
        with row.reading("kind") as name:
            values["kind"] = Criterion.Kind[name.upper()]
        for column in ("figure", "weight"):
            with row.reading(column) as text:
                values[column] = int(text)
        values["in_force_from"] = day_in(row, "in_force_from")
        data_set.put(Criterion, row["key"], values, row)


def load_rooms(data_set):
    """In which rooms the city receives at which level: `level_rooms.csv`."""
    for row in data_set.rows("level_rooms.csv"):
        with row.reading("level") as key:
            level = data_set.record(Level, key)
        with row.reading("place") as key:
            place = data_set.record(Place, key)
        if None in (level, place):
            data_set.pass_over(RoomOfLevel, row["key"])
            continue
        same = {"level": level, "place": place}
        data_set.put(RoomOfLevel, row["key"], same, row, natural=same)


def load_public_visits(data_set):
    """The delegations of which a source tells: `public_visits.csv`, published."""
    for row in data_set.rows("public_visits.csv"):
        values = texts(row, "title", "guests", "subject", "host", "room", "text")
        values |= {"slug": row["key"]} | days(row, "received_on", "until")
        for column, model in (("city", City), ("country", Country)):
            with row.reading(column) as key:
                values[column] = data_set.record(model, key) if key else None
        data_set.put(
            PublicVisit,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )


def load_check_lists(data_set):
    """What is to be done around visits and missions: files of this app, for every office."""
    for row in data_set.rows("delegations/data/check_lists.csv"):
        values = {"key": row["key"], "for_missions": YES[row["for_missions"]]}
        values |= texts(row, "name")
        with row.reading("level") as key:
            values["level"] = data_set.record(Level, key) if key else None
        data_set.put(TaskTemplate, row["key"], values, row, natural={"key": row["key"]})
    positions = Counter()
    for row in data_set.rows("delegations/data/check_list_lines.csv"):
        with row.reading("list") as key:
            template = data_set.record(TaskTemplate, key)
        if template is None:
            data_set.pass_over(TaskTemplateLine, row["key"])
            continue
        positions[key] += 1
        values = {"template": template, "position": positions[key]} | texts(row, "text")
        values |= {"counts_from": row["counts_from"], "who": row["who"]}
        with row.reading("days") as text:
            values["days"] = int(text)
        data_set.put(TaskTemplateLine, row["key"], values, row)
