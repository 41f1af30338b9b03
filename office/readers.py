"""What a data set says of the office itself."""

from office.languages import in_every_language
from office.models import Office

TRANSLATED = ("name", "city_name", "department")
LONG = ("heritage", "for_schools")


def load_office(data_set):
    """The identity of the office: `office.csv`, one row; its long texts: `office_texts.csv`."""
    for row in data_set.rows("office.csv"):
        values = {"languages": row["languages"].split("|")}
        for column in ("address", "website", "original_language"):
            values[column] = row[column]
        values |= texts(row, *TRANSLATED)
        data_set.put(Office, row["key"], values, row, natural={"only": True})
    for row in data_set.rows("office_texts.csv"):
        data_set.add_to(Office, row["key"], texts(row, *LONG), row)


def texts(row, *fields):
    """The columns of the translated fields, in every language that the row has."""
    columns = [column for field in fields for column in in_every_language(field)]
    return {column: row[column] for column in columns if column in row}
