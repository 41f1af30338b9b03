"""What the data sets say of bonds and agreements, and on whose word."""

from directory.models import City
from office.datasets import citable
from office.dates import PartialDate
from office.models import Audience
from office.readers import texts
from partnerships.models import Agreement, BondType, Theme


def load_bond_types(data_set):
    """The kinds of bond, with their definitions: a file of this app, for every office."""
    for row in data_set.rows("partnerships/data/bond_types.csv"):
        values = {"key": row["key"]} | texts(row, "name", "definition", "difference")
        with row.reading("rank") as text:
            values["rank"] = int(text)
        data_set.put(BondType, row["key"], values, row, natural={"key": row["key"]})


def load_themes(data_set):
    """The themes of cooperation, each with one sentence: a file of this app, for every office."""
    for rank, row in enumerate(data_set.rows("partnerships/data/themes.csv"), start=1):
        values = {"key": row["key"], "rank": rank} | texts(row, "name", "definition")
        data_set.put(Theme, row["key"], values, row, natural={"key": row["key"]})


def load_agreements(data_set):
    """Agreements with cities: `agreements.csv`, published."""
    for row in data_set.rows("agreements.csv"):
        values = texts(row, "instrument", "place", "note")
        with row.reading("city") as slug:
            values["city"] = data_set.record(City, slug)
        with row.reading("bond_type") as key:
            values["bond_type"] = data_set.record(BondType, key)
        with row.reading("signed_on") as text:
            values["signed_on"] = PartialDate.parse(text) if text else None
        values["status"] = row["status"]
        if None in (values["city"], values["bond_type"]):
            data_set.pass_over(Agreement, row["key"])
            continue
        agreement = data_set.put(Agreement, row["key"], values, row, audience=Audience.Level.PUBLIC)
        if agreement and row.get("themes") and data_set.made(agreement):
            add_themes(data_set, agreement, row)


def add_themes(data_set, agreement, row):
    """The themes, each handed in once: what staff take out stays out."""
    with row.reading("themes") as text:
        keys = dict.fromkeys(key.strip() for key in text.split("|"))
        themes = {key: data_set.record(Theme, key) for key in keys}
    fresh = [themes[key] for key in data_set.once(agreement, row["key"], list(keys))]
    # A new agreement's first entry in the history is written by finish(), for all at once.
    is_new = not agreement.history.exists()
    if is_new:
        agreement.skip_history_when_saving = True
    agreement.themes.add(*(theme for theme in fresh if theme))
    if is_new:
        del agreement.skip_history_when_saving


def load_citations(data_set):
    """Which source says what of which record: `citations.csv`."""
    for row in data_set.rows("citations.csv"):
        with row.reading("record") as kind:
            model = citable.get(kind)
        with row.reading("key") as key:
            record = data_set.record(model, key)
        data_set.cite(
            record,
            f"{row['record']}:{key}",
            row,
            field=row["field"],
            title=row["title"],
            url=row["url"],
            says=row["says"],
            confidence=row["confidence"],
            licence=row["licence"],
        )
