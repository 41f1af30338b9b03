"""Files as people send them, made in the test."""

import csv
import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from office.exchange.tables import write

ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"


def named(name, content):
    return SimpleUploadedFile(name, content)


def csv_file(*rows, encoding="utf-8", delimiter=",", name="table.csv"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return named(name, out.getvalue().encode(encoding))


def xlsx_file(*rows, change=None, name="table.xlsx"):
    """A workbook of these rows; `change` may do to it whatever a person might."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if change:
        change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return named(name, out.getvalue())


def ods_file(*rows, name="table.ods"):
    header, *others = [[str(cell) for cell in row] for row in rows]
    return named(name, b"".join(write("ods", header, others, "Table")))


def raw_ods(tables):
    """An ODS with the XML of its tables as it stands."""
    return ods_of(ODS_HEAD + tables + ODS_FOOT)


def ods_of(content):
    """An ODS whose main part is that text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return named("table.ods", out.getvalue())


def with_part(file, part):
    """The archive with one more part."""
    out = io.BytesIO(file.read())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(part, "x")
    return named(file.name, out.getvalue())
