"""What a data set says of the office itself."""

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


def texts(row, *fields):
    """The columns of the translated fields, in every language that the row has."""
    columns = [column for field in fields for column in in_every_language(field)]
    return {column: row[column] for column in columns if column in row}
