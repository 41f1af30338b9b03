"""
ODS, as LibreOffice writes it.

Read as a stream, row by row: a library that holds the document whole would unfold a
million repeated rows before anybody could refuse them.
"""

from django.utils.translation import gettext as _

from office.exchange.tables import archives
from office.exchange.tables.reading import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableRow,
    gathered,
    letters,
    too_many_rows,
)
from office.files import ODS

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
NOT_TEXT = (f"{OFFICE}annotation",)


def read(file, sheet=""):
    archive = archives.opened(file, ODS)
    sheets, merged = all_sheets(archive)
    if not sheets:
        raise archives.damaged()
    if sheet:
        name = archives.chosen(list(sheets), sheet)
    else:
        name = next((name for name, rows in sheets.items() if rows), next(iter(sheets)))
    archives.refuse_merged(merged[name])
    others = [other for other in sheets if other != name]
    return gathered(sheets[name], archives.note_on_sheets(name, others))


def all_sheets(archive):
    """Name of each sheet -> its rows that are not empty, and -> its merged areas."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    sheets, merged = {}, {}
    try:
        with archive.open("content.xml") as content:
            for event, element in iterparse(content, ("start", "end")):
                if event == "start" and element.tag == f"{TABLE}table":
                    rows = sheets.setdefault(element.get(f"{TABLE}name", ""), [])
                    areas = merged.setdefault(element.get(f"{TABLE}name", ""), [])
                    number = 1
                elif event == "end" and element.tag == f"{TABLE}table-row":
                    number = add_row(element, number, rows, areas)
                    element.clear()
    except (ParseError, DefusedXmlException, UnboundLocalError, ValueError) as error:
        raise archives.damaged() from error
    return sheets, merged


def add_row(element, number, rows, areas):
    """Add the row as often as it stands there, unless it is empty; returns the next number."""
    times = int(element.get(f"{TABLE}number-rows-repeated", 1))
    row = row_of(element, number, areas)
    if any(row.cells) or row.problems:
        # One more than is accepted, with the header, is enough to be refused.
        if len(rows) + times > MOST_ROWS + 1:
            raise too_many_rows()
        rows += [TableRow(number + n, list(row.cells), dict(row.problems)) for n in range(times)]
    return number + times


def row_of(element, number, areas):
    row = TableRow(number, [])
    for cell in element:
        if cell.tag not in CELLS or len(row.cells) > MOST_COLUMNS:
            continue
        place = len(row.cells)
        across = int(cell.get(f"{TABLE}number-columns-spanned", 1))
        down = int(cell.get(f"{TABLE}number-rows-spanned", 1))
        if across > 1 or down > 1:
            end = f"{letters(place + across - 1)}{number + down - 1}"
            areas.append(f"{letters(place)}{number}:{end}")
        text, problem = as_text(cell)
        times = min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), MOST_COLUMNS + 1)
        row.cells += [text] * times
        if problem:
            row.problems |= dict.fromkeys(range(place, place + times), problem)
    while row.cells and not row.cells[-1] and len(row.cells) - 1 not in row.problems:
        row.cells.pop()
    return row


def as_text(cell):
    """The cell as text, and what is wrong with it."""
    if cell.get(f"{TABLE}formula"):
        return "", _("This cell holds a formula: write the value itself.")
    match cell.get(f"{OFFICE}value-type"):
        case "float" | "currency" | "percentage":
            return format(float(cell.get(f"{OFFICE}value", "0")), ".15g"), ""
        case "date":
            return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00"), ""
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value", ""), ""
    return "\n".join(spelled(line) for line in cell if line.tag == f"{TEXT}p"), ""


def spelled(element):
    """The text of a paragraph, with the signs that ODF writes as elements."""
    text = element.text or ""
    for part in element:
        if part.tag == f"{TEXT}s":
            text += " " * min(int(part.get(f"{TEXT}c", 1)), 1000)
        elif part.tag == f"{TEXT}tab":
            text += "\t"
        elif part.tag == f"{TEXT}line-break":
            text += "\n"
        elif part.tag not in NOT_TEXT:
            text += spelled(part)
        text += part.tail or ""
    return text
