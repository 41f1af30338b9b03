"""What every format is read into, and what is refused of all of them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from office.numbers import file_size, number

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000

# Ending of the file's name -> function(file, sheet) that returns a Table or raises Unreadable.
READERS = {
    "xlsx": "office.exchange.tables.xlsx.read",
    "ods": "office.exchange.tables.ods.read",
    "csv": "office.exchange.tables.delimited.read",
    "vcf": "office.exchange.tables.cards.read",
}
# An apostrophe before what a spreadsheet would take for a formula: put there by our own export.
INERT = re.compile(r"^'(?=[=+\-@\t\r])")


class Unreadable(Exception):
    """The file cannot be taken; the message says why, in the reader's language."""


@dataclass
class TableRow:
    """
    One row: its number as the file counts, and its cells as text.

    `problems` says what is wrong with a cell, by its place; under None, with the whole row.
    """

    number: int
    cells: list[str]
    problems: dict[int | None, str] = field(default_factory=dict)


@dataclass
class Table:
    """A header and rows; `notes` tell what the reader should know of how it was read."""

    header: list[str]
    rows: list[TableRow]
    notes: list[str] = field(default_factory=list)


def read(file, sheet=""):
    """The table in an uploaded file, by the ending of its name. Raises Unreadable."""
    ending = Path(file.name).suffix.lower().lstrip(".")
    if ending in ("xlsm", "xltm", "xlsb"):
        raise Unreadable(_("This workbook may hold macros: save it as XLSX without them."))
    if ending not in READERS:
        raise Unreadable(_("Only XLSX, ODS, CSV and vCard (VCF) files are read."))
    if file.size > LARGEST_FILE:
        sizes = {"size": file_size(file.size), "limit": file_size(LARGEST_FILE)}
        raise Unreadable(_("The file has %(size)s; at most %(limit)s are accepted.") % sizes)
    if not file.size:
        raise Unreadable(_("The file is empty."))
    return import_string(READERS[ending])(file, sheet)


def gathered(rows, notes=()):
    """The table of these rows, of which the first that is not empty is the header."""
    filled = (row for row in rows if any(row.cells) or row.problems)
    header = next(filled, None)
    if header is None:
        raise Unreadable(_("The file is empty."))
    names = [name.strip() for name in header.cells]
    while names and not names[-1]:
        names.pop()
    table = Table(names, [], [*notes, *notes_on_header(names)])
    for row in filled:
        if len(table.rows) == MOST_ROWS:
            raise too_many_rows()
        table.rows.append(fitted(row, len(names)))
    if not table.rows:
        raise Unreadable(_("The file has a header, and no row below it."))
    return table


def too_many_rows():
    text = _("The file has more than %(limit)s rows: divide it into several files.")
    return Unreadable(text % {"limit": number(MOST_ROWS)})


def notes_on_header(names):
    if len(names) > MOST_COLUMNS:
        text = _("The file has more than %(limit)d columns.")
        raise Unreadable(text % {"limit": MOST_COLUMNS})
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        yield _("These headings stand there more than once: %s.") % ", ".join(twice)
    nameless = [letters(place) for place, name in enumerate(names) if not name]
    if nameless:
        yield _("These columns have no heading: %s.") % ", ".join(nameless)


def fitted(row, width):
    """The row with as many cells as the header, its texts cleaned."""
    cells = [cleaned(cell) for cell in row.cells]
    for place, cell in enumerate(cells[:width]):
        if len(cell) > LONGEST_CELL:
            row.problems[place] = _("This text is longer than %d characters.") % LONGEST_CELL
            cells[place] = cell[:LONGEST_CELL]
    if any(cells[width:]):
        row.problems.setdefault(None, _("There is text beyond the last heading."))
    row.cells = (cells + [""] * width)[:width]
    return row


def cleaned(text):
    """Without spaces around it, without the apostrophe of our export, without control signs."""
    text = INERT.sub("", text.strip(" \u00a0\n"))
    return "".join(sign for sign in text.strip() if sign in "\n\t" or sign.isprintable())


def letters(place):
    """The name of a column as spreadsheets write it: 0 -> A, 26 -> AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
