"""What a data set brings: the honours of a city, and the form of its yearly statement."""

from delegations.models import Honour, HonourKind, StatementSettings
from office.readers import days, plain, texts


def load_honour_kinds(data_set):
    """The honours that the city confers: `honour_kinds.csv`."""
    for position, row in enumerate(data_set.rows("honour_kinds.csv"), start=1):
        values = {"key": row["key"], "position": position}
        values |= texts(row, "name", "description", "criteria", "decided_by")
        with row.reading("most_per_year") as text:
            values["most_per_year"] = int(text) if text else None
        data_set.put(HonourKind, row["key"], values, row, natural={"key": row["key"]})


def load_honours(data_set):
    """The honours of which a source tells, published with the name: `honours.csv`."""
    for row in data_set.rows("honours.csv"):
        with row.reading("kind") as key:
            kind = data_set.record(HonourKind, key)
        if kind is None:
            data_set.pass_over(Honour, row["key"])
            continue
        values = {"kind": kind, "is_published": True, "is_named": True}
        values |= plain(row, "name", "office") | days(row, "conferred_on", "handed_over_on")
        data_set.put(Honour, row["key"], values, row)


def load_statement(data_set):
    """By which law and in which form the yearly statement is made: `expense_statement.csv`."""
    for row in data_set.rows("expense_statement.csv"):
        values = texts(row, "heading", "basis", "regulation", "signatures", "zero")
        # In a cell, a bar stands between two lines.
        for name in [one for one in values if one.startswith("signatures_")]:
            values[name] = "\n".join(part.strip() for part in values[name].split("|"))
        values["counts"] = row["counts"]
        for column in ("due_month", "due_day", "publish_days"):
            with row.reading(column) as text:
                values[column] = int(text)
        data_set.put(StatementSettings, row["key"], values, row, natural={"only": True})
