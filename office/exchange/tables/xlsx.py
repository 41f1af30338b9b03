"""XLSX, as Excel and its likes write it."""

import datetime
import re
import zipfile

from django.utils.translation import gettext as _

from office.exchange.tables import archives
from office.exchange.tables.reading import (
    MOST_COLUMNS,
    MOST_ROWS,
    TableRow,
    Unreadable,
    gathered,
    too_many_rows,
)
from office.files import XLSX

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')


def read(file, sheet=""):
    archive = archives.opened(file, XLSX)
    workbook = opened_workbook(file)
    try:
        names = [one.title for one in workbook.worksheets]
        worksheet = the_sheet(workbook, sheet, names)
        archives.refuse_merged(merged_areas(archive, worksheet))
        others = [name for name in names if name != worksheet.title]
        return gathered(rows_of(worksheet), archives.note_on_sheets(worksheet.title, others))
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        # openpyxl has no exception of its own for a part that is not as it should be.
        raise archives.damaged() from error
    finally:
        workbook.close()


def opened_workbook(file):
    from openpyxl import load_workbook

    try:
        # With formulas instead of what they last came to: that may be old, or stem from a
        # file that is not here, and nobody would see it. A formula is told at its cell.
        return load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        # Whatever a broken archive makes the library stumble over, nothing was read yet.
        raise archives.damaged() from error


def the_sheet(workbook, sheet, names):
    if not names:
        raise Unreadable(_("The file is empty."))
    if sheet:
        return workbook[archives.chosen(names, sheet)]
    for worksheet in workbook.worksheets:
        worksheet.reset_dimensions()  # what the file says of its size need not be true
        if any(any(row.cells) for row in rows_of(worksheet, at_most=50)):
            return worksheet
    return workbook.worksheets[0]


def merged_areas(archive, worksheet):
    """The merged areas of the sheet, which openpyxl does not tell while it streams."""
    content = archive.read(worksheet._worksheet_path.lstrip("/"))
    tail = content[max(content.rfind(b"sheetData>"), 0) :]
    return [area.decode() for area in MERGED.findall(tail)]


def rows_of(worksheet, at_most=None):
    worksheet.reset_dimensions()
    for number, cells in enumerate(worksheet.iter_rows(max_row=at_most), start=1):
        if number > 2 * MOST_ROWS:
            raise too_many_rows()
        # Rows that only bear a format may be as wide as the sheet can be.
        row = TableRow(number, [])
        for place, cell in enumerate(cells[: MOST_COLUMNS + 1]):
            text, problem = as_text(cell)
            row.cells.append(text)
            if problem:
                row.problems[place] = problem
        while row.cells and not row.cells[-1] and len(row.cells) - 1 not in row.problems:
            row.cells.pop()
        yield row


def as_text(cell):
    """The cell as text, and what is wrong with it."""
    value = cell.value
    if cell.data_type == "f":
        return "", _("This cell holds a formula: write the value itself.")
    if cell.data_type == "e":
        return "", _("This cell holds an error of a formula: write the value itself.")
    match value:
        case None:
            return "", ""
        case bool():
            return ("true" if value else "false"), ""
        case float():
            return format(value, ".15g"), ""
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat(), ""
        case datetime.datetime():
            return value.isoformat(" ", "minutes"), ""
        case datetime.date() | datetime.time():
            return value.isoformat(), ""
    return str(value), ""
