"""Which column of a file is which of ours."""

from office.exchange.words import folded


def guess(header, columns):
    """Place in the file -> name of the column, by every heading that a column goes by."""
    known = {}
    for column in columns:
        for heading in column.headings():
            known.setdefault(heading, column.name)
    guessed = {}
    for place, heading in enumerate(header):
        name = known.get(folded(heading.removesuffix("*")))
        if name and name not in guessed.values():
            guessed[place] = name
    return guessed


def is_example(row, columns):
    """Whether the row is the one that the template shows as an example."""
    shown = [column.example for column in columns if column.example]
    return bool(shown) and [cell.strip() for cell in row.cells if cell.strip()] == shown
