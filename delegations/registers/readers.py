"""What a data set brings: the honours of a city, its gifts, the form of its statement."""

from delegations.models import Gift, HonourKind, StatementSettings
from office.readers import texts


def load_gifts(data_set):
    """The catalogue of gifts, with nothing in stock: `gifts.csv`."""
    for row in data_set.rows("gifts.csv"):
        values = {"gift_class": row["gift_class"]} | texts(row, "name", "description")
        data_set.put(Gift, row["key"], values, row)


def load_honour_kinds(data_set):
    """The honours that the city confers: `honour_kinds.csv`."""
    for position, row in enumerate(data_set.rows("honour_kinds.csv"), start=1):
        values = {"key": row["key"], "position": position}
        values |= texts(row, "name", "description", "criteria", "decided_by")
        with row.reading("most_per_year") as text:
            values["most_per_year"] = int(text) if text else None
        data_set.put(HonourKind, row["key"], values, row, natural={"key": row["key"]})


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
