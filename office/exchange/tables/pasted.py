"""
A table that somebody pasted into a text field: from a spreadsheet, a Word table, a CSV, a list.

Which row is the heading, if any, is for the caller to say, who knows the columns.
"""

import re
from collections import Counter
from itertools import groupby

from django.utils.translation import gettext as _

from office.exchange.tables import delimited
from office.exchange.tables.reading import TableRow, Unreadable, cleaned
from office.numbers import number

MOST_ROWS = 500
# On average in a row: the paragraphs of a Word table come as lines of their own.
MOST_LINES = 5
MOST_COLUMNS = 50
LONGEST_CELL = 1_000
LONGEST_TEXT = 300_000
# What Word puts before each line of a list.
BULLET = re.compile(r"^(?:[-–—•·*▪○]|\d{1,3}[.)])\s+")
LINE_ENDS = re.compile(r"\r\n?|\u2029|\u0085")
# A line broken by hand within a paragraph.
SOFT_BREAKS = re.compile(r"[\v\u2028]")


def read_pasted(text, *, most_rows=MOST_ROWS):
    """
    The rows that are not empty, as a list of TableRow under the numbers of their lines.

    Rows may differ in length. A cell that goes over several lines has them. `problems` says what
    is wrong with a cell, or under None what should be looked at in the row. Raises Unreadable,
    in words for whoever pasted it, where nothing can be made of it or it is too much.
    """
    if len(text) > LONGEST_TEXT:
        said = _("%(length)s characters were pasted; at most %(limit)s are accepted.")
        raise Unreadable(said % {"length": number(len(text)), "limit": number(LONGEST_TEXT)})
    text = SOFT_BREAKS.sub(" ", LINE_ENDS.sub("\n", text.lstrip("\ufeff")))
    rows = [bounded(row) for row in rows_of(text) if any(cell.strip() for cell in row.cells)]
    # Before lines are put together, which takes the longer the more there are.
    refuse_more(rows, most_rows, lines=MOST_LINES)
    if "\t" in text:
        rows = joined(rows)
    refuse_more(rows, most_rows)
    return [tidied(row) for row in rows]


def refuse_more(rows, most, lines=1):
    if len(rows) > most * lines:
        said = _("%(count)s rows were pasted; at most %(limit)s are accepted at once.")
        raise Unreadable(said % {"count": number(len(rows)), "limit": number(most)})


def rows_of(text):
    if "\t" in text:
        return tabbed(text)
    delimiter = delimiter_of(text)
    if delimiter:
        return delimited.numbered(text, delimiter)
    return [TableRow(row.number, [BULLET.sub("", row.cells[0].strip())]) for row in plain(text)]


def bounded(row):
    """The row as it is; raises Unreadable where it is none that people write."""
    count = max(place for place, cell in enumerate(row.cells, start=1) if cell.strip())
    if count > MOST_COLUMNS:
        said = _("Line %(line)d has %(count)d cells; at most %(limit)d are accepted.")
        raise Unreadable(said % {"line": row.number, "count": count, "limit": MOST_COLUMNS})
    row.cells = row.cells[:MOST_COLUMNS]
    return row


def delimiter_of(text):
    """The sign that stands in most of the lines, the semicolon first; None for a plain list."""
    lines = [line for line in text.splitlines() if line.strip()]
    for sign in (";", ","):
        if 2 * sum(sign in line for line in lines) > len(lines):
            return sign
    return None


def plain(text, delimiter=None):
    lines = enumerate(text.split("\n"), start=1)
    return [TableRow(n, line.split(delimiter) if delimiter else [line]) for n, line in lines]


def tabbed(text):
    """
    Cells between tabs. A spreadsheet sets a cell of several lines in quotation marks; where they
    do not match they belong to what is said.
    """
    try:
        return list(delimited.numbered(text, "\t"))
    except Unreadable:
        return plain(text, "\t")


# ---------------------------------------------------------------- paragraphs within cells


def joined(rows):
    """
    The rows of a Word table, whose paragraphs within cells came as lines of their own.

    A line that is too short is put together with the next ones where that makes exactly one row.
    A line without any tab may end the row above or begin the row below: one below the last row
    or above the second tells which, and where that is not plain, the row says so.
    """
    width = width_of(rows)
    if width == 1:
        return rows
    return with_lone_lines(list(put_together(rows, width)))


def width_of(rows):
    """How many cells most rows have, and the first at least: it may be the heading."""
    several = [len(row.cells) for row in rows if len(row.cells) > 1]
    if not several:
        return 1
    counts = Counter(several)
    usual = max(counts, key=lambda width: (counts[width], width))
    return max(usual, len(rows[0].cells))


def put_together(rows, width):
    """Rows cut within a cell, made whole; lines of one cell alone stay as they are."""
    place = 0
    while place < len(rows):
        row, after = rows[place], place + 1
        if 1 < len(row.cells) < width:
            cells = list(row.cells)
            while after < len(rows) and len(cells) < width:
                cells = sewn(cells, rows[after].cells)
                after += 1
            if len(cells) == width:
                row = TableRow(row.number, cells)
            else:
                after = place + 1
        yield row
        place = after


def sewn(first, second):
    """The last cell of the one goes on in the first cell of the other."""
    return [*first[:-1], f"{first[-1]}\n{second[0]}", *second[1:]]


def with_lone_lines(rows):
    """Each line without a tab joined to the row that it belongs to."""
    groups = [(lone, list(found)) for lone, found in groupby(rows, lambda r: len(r.cells) == 1)]
    lone = [place for place, group in enumerate(groups) if group[0]]
    if lone in ([], [0]):
        # One above all others is the title of the table, and told as a row that is no row.
        return rows
    above = lone[0] == 0 or (lone[0] == 1 and len(groups[0][1]) == 1)
    below = lone[-1] == len(groups) - 1
    begin = above and not below
    # Where most rows have one, it is how the table was written; else it may be a row of its own.
    is_usual = 2 * len(lone) >= sum(len(found) for is_lone, found in groups if not is_lone)
    is_told = above == below or not is_usual
    made, waiting = [], []
    for is_lone, found in groups:
        if is_lone and (begin or not made):
            waiting = found
        elif is_lone:
            made[-1].cells = sewn(made[-1].cells, paragraphs(found))
            if is_told:
                made[-1].problems[None] = ends(found)
        elif waiting:
            first = TableRow(waiting[0].number, sewn(paragraphs(waiting), found[0].cells))
            if is_told:
                first.problems[None] = begins(waiting)
            made += [first, *found[1:]]
            waiting = []
        else:
            made += found
    return made


def paragraphs(lines):
    """The lines as one cell."""
    return ["\n".join(line.cells[0] for line in lines)]


def ends(lines):
    said = _("“%(words)s” stood on a line by itself: it is taken as the end of this row.")
    return said % {"words": words(lines)}


def begins(lines):
    said = _("“%(words)s” stood on a line by itself: it is taken as the beginning of this row.")
    return said % {"words": words(lines)}


def words(lines):
    return " / ".join(line.cells[0].strip()[:60] for line in lines)


def tidied(row):
    cells = [cleaned(cell) for cell in row.cells]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            row.problems[place] = _("This text is longer than %d characters.") % LONGEST_CELL
            cells[place] = cell[:LONGEST_CELL]
    row.cells = cells
    return row
