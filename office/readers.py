"""What a data set says of the office itself, and what is read in every data set alike."""

from office.datasets import citable
from office.dates import PartialDate
from office.languages import in_every_language
from office.models import Office

TRANSLATED = ("name", "city_name", "department")


def load_office(data_set):
    """The identity of the office: `office.csv`, one row."""
    for row in data_set.rows("office.csv"):
        values = {"languages": row["languages"].split("|")}
        for column in ("address", "website", "original_language"):
            values[column] = row[column]
        values["country"] = row.get("country", "")
        values |= texts(row, *TRANSLATED)
        data_set.put(Office, row["key"], values, row, natural={"only": True})


def load_office_texts(data_set):
    """What the office tells its readers: `office_texts.csv`, one row."""
    for row in data_set.rows("office_texts.csv"):
        values = texts(row, "heritage", "for_schools")
        data_set.supplement(Office, row["key"], values, row)


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


def day_in(row, column):
    """The partial date of a cell; None where it is empty."""
    with row.reading(column) as text:
        return PartialDate.parse(text) if text else None


def days(row, *columns):
    return {column: day_in(row, column) for column in columns}


def plain(row, *columns):
    return {column: row[column] for column in columns}


def texts(row, *fields):
    """The columns of the translated fields, in every language that the row has."""
    columns = [column for field in fields for column in in_every_language(field)]
    return {column: row[column] for column in columns if column in row}
