"""CSV, in the encodings and with the delimiters that people's programs write."""

import codecs
import csv
import io

from django.utils.translation import gettext as _

from office.exchange.tables.reading import MOST_ROWS, TableRow, Unreadable, gathered, too_many_rows

DELIMITERS = ",;\t"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read(file, sheet=""):
    """The table; a row with more or fewer cells than the header is told as one that shifted."""
    text, notes = decoded(file.read())
    rows = numbered(text, delimiter_of(text))
    return gathered(told_when_shifted(rows), notes)


def decoded(content):
    """The text, and what should be said of the guess at its encoding."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError as error:
                raise Unreadable(_("The text is damaged: its encoding is broken.")) from error
    if b"\0" in content:
        raise Unreadable(_("This is not a text: save the table as CSV in UTF-8."))
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return guessed(content)


def guessed(content):
    try:
        text, name = content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, name = content.decode("latin-1"), "Latin-1"
    odd = [line for line in text.splitlines() if not line.isascii()][:1]
    note = _(
        "The file is not UTF-8; it is read as %(encoding)s. Check the accents: “%(sample)s”."
    ) % {"encoding": name, "sample": "".join(odd)[:80]}
    return text, [note]


def delimiter_of(text):
    """The sign that stands most often in the first line, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def numbered(text, delimiter):
    """The rows under the number of their first line, as an editor shows it."""
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for count, cells in enumerate(reader):
            if count > 2 * MOST_ROWS:
                raise too_many_rows()
            yield TableRow(line, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        text = _("Line %(line)d cannot be read: the quotation marks do not match.")
        raise Unreadable(text % {"line": line}) from error


def told_when_shifted(rows):
    width = None
    for row in rows:
        if width is None and any(cell.strip() for cell in row.cells):
            width = len(row.cells)
        elif row.cells and len(row.cells) != width and any(row.cells):
            text = _("The row has %(cells)d cells, the header %(width)d: a column is shifted.")
            row.problems[None] = text % {"cells": len(row.cells), "width": width}
        yield row
