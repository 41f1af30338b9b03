"""Word documents for the tests: made from lines, and read back."""

import io
import zipfile

from docx import Document


def template(*lines, rows=(), header="", settle=None):
    """The bytes of a document with these paragraphs, and a table of these rows."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if settle:
        settle(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def opened(content):
    return Document(io.BytesIO(content))


def text_of(content):
    """The text of the body, the tables and the headers, a line for each paragraph."""
    document = opened(content)
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        for head in (section.first_page_header, section.header, section.footer):
            lines += [one.text for one in head.paragraphs]
            lines += [c.text for table in head.tables for row in table.rows for c in row.cells]
    return "\n".join(lines)


def xml_of(content, part="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def with_part(content, name, replaced):
    """The file with one part changed by a function of its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, replaced(text.decode()) if part == name else text)
    return out.getvalue()
