"""Tables to hand out; no cell of them is ever a formula."""

import csv
import io
import re
from datetime import date
from xml.sax.saxutils import escape

from office.numbers import between_cells
from office.text import holdable, inert, is_live

# The one that every reader's program shows in the order of their own country.
SHORT_DATE = "mm-dd-yy"
FORMATS = ["xlsx", "ods", "csv"]
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}


def write(name, header, rows, title):
    """The pieces of a file of that format, as bytes; of CSV one by one as the rows come."""
    pieces = {"csv": csv_pieces, "xlsx": xlsx_pieces, "ods": ods_pieces}[name]
    # Labels wait for the reader's language until somebody asks what they say.
    return pieces([str(label) for label in header], rows, str(title))


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def csv_pieces(header, rows, title):
    writer = csv.writer(Echo(), delimiter=between_cells())
    # The mark at the start has Excel read the accents.
    yield b"\xef\xbb\xbf" + writer.writerow(map(inert, header)).encode()
    for row in rows:
        yield writer.writerow(map(inert, row)).encode()


def xlsx_pieces(header, rows, title):
    yield workbook([(re.sub(r"[\[\]:*?/\\]", " ", title)[:31], header, rows)])


def workbook(sheets):
    """The bytes of a workbook: sheets of (name, header, rows of texts, numbers and days)."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = Workbook(write_only=True)
    bold = Font(bold=True)

    def cell(sheet, value, **looks):
        if not isinstance(value, str):
            one = WriteOnlyCell(sheet, value=value)
            if isinstance(value, date):
                one.number_format = SHORT_DATE
            return one
        one = WriteOnlyCell(sheet, value=holdable(value)[:32_767])
        one.data_type = "s"
        # Stays a text when someone opens the cell and leaves it again.
        one.quotePrefix = is_live(value)
        for name, look in looks.items():
            setattr(one, name, look)
        return one

    for title, header, rows in sheets:
        sheet = made.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, name in enumerate(header):
            sheet.column_dimensions[_letters(place)].width = max(12, min(40, len(name) + 4))
        sheet.append([cell(sheet, name, font=bold) for name in header])
        for row in rows:
            sheet.append([cell(sheet, value) for value in row])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _letters(place):
    from office.exchange.tables.reading import letters

    return letters(place)


def ods_pieces(header, rows, title):
    from odfdo import Document, Element

    document = Document("spreadsheet")
    document.body.clear()
    lines = "".join(ods_row(row) for row in (header, *rows))
    # As one piece: to build it cell by cell takes a second for each thousand rows.
    name = escape(holdable(title)[:31], {'"': "&quot;"})
    table = Element.from_tag(f'<table:table table:name="{name}">{lines}</table:table>')
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    yield out.getvalue()


def ods_row(texts):
    cells = "".join(
        '<table:table-cell office:value-type="string">'
        + "".join(f"<text:p>{escape(line)}</text:p>" for line in holdable(text).split("\n"))
        + "</table:table-cell>"
        for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>"
