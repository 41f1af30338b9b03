"""What a reader gets of a PDF: its words, the typeface of each sign, and the ink on the paper."""

import ctypes
import re
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw

from office.papers.report import plain

ISOLATES = re.compile("[\u2066-\u2069\u200b]")


@contextmanager
def opened(content):
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def text_of(content):
    """All pages, without what only turns the direction."""
    with opened(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return ISOLATES.sub("", "\n".join(pages))


def typefaces(content):
    """{sign: names of the typefaces in which the first page shows it}"""
    found = {}
    with opened(content) as document:
        page = document[0].get_textpage()
        for place in range(page.count_chars()):
            name = ctypes.create_string_buffer(200)
            raw.FPDFText_GetFontInfo(page, place, name, 200, None)
            sign = chr(raw.FPDFText_GetUnicode(page, place))
            found.setdefault(sign, set()).add(name.value.decode().split("+")[-1])
    return found


def picture_of(content, page=0):
    with opened(content) as document:
        return document[page].render(scale=1).to_pil().convert("L")


def ink(content):
    """How many dots of the first page are dark."""
    return sum(picture_of(content).histogram()[:128])


def page_count(content):
    with opened(content) as document:
        return len(document)


def words_of(report):
    """Every word that a report was given."""
    texts = [report.title, report.subtitle, *report.intro, *report.sources]
    for section in report.sections:
        texts += [section.heading, *section.paragraphs, section.note]
        texts += [text for fact in section.facts for text in fact]
        if section.table:
            texts += [section.table.caption, *section.table.header]
            texts += [cell for row in section.table.rows for cell in row]
    return [word for text in texts for word in plain(text).split()]
