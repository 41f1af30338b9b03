"""What the data sets say of bonds and agreements, and on whose word."""

from itertools import chain

from directory.models import City
from office.datasets import citable
from office.dates import PartialDate
from office.models import Audience
from office.readers import texts
from partnerships.models import Agreement, BondType


def load_bond_types(data_set):
    """The kinds of bond, with their definitions: a file of this app, for every office."""
    for row in data_set.rows("partnerships/data/bond_types.csv"):
        values = {"key": row["key"]} | texts(row, "name", "definition")
        with row.reading("rank") as text:
            values["rank"] = int(text)
        data_set.put(BondType, row["key"], values, row, natural={"key": row["key"]})


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
        data_set.put(Agreement, row["key"], values, row, audience=Audience.Level.PUBLIC)


def load_citations(data_set):
    """Which source says what of which record: `citations.csv`, `story_citations.csv` and so on."""
    for row in chain(*map(data_set.rows, data_set.files("*citations.csv"))):
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
