"""A report as a workbook: what it says in one sheet, and each of its tables in one of its own."""

import re

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from office.dates import PartialDate
from office.exchange.tables.writing import workbook
from office.papers import identity
from office.papers.report import is_number, plain, with_addresses

LONGEST_NAME = 31
# A workbook knows no earlier day.
FIRST_YEAR = 1900
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s]+")


def of_report(report, *, language):
    """The bytes of an XLSX file; no cell of it is ever a formula."""
    with translation.override(language):
        name = capfirst(pgettext("paper", "report"))
        said = (name, [_("Part"), _("Term"), _("Text")], list(lines(report)))
        tables = [sheet_of(section) for section in report.sections if section.table]
        return workbook(distinct([said, *tables]))


def lines(report):
    """Everything but the tables, a row for each paragraph and each fact."""
    if report.is_demo:
        yield ["", "", identity.made_up()]
    yield ["", "", plain(report.title)]
    if plain(report.subtitle):
        yield ["", "", plain(report.subtitle)]
    for paragraph in report.intro:
        yield ["", "", plain(paragraph)]
    for section in report.sections:
        heading = plain(section.heading)
        rows = [("", paragraph) for paragraph in section.paragraphs]
        rows += [*section.facts, *([("", section.note)] if plain(section.note) else [])]
        yield from ([heading, plain(term), as_cell(said)] for term, said in rows)
    for source in report.sources:
        yield [_("Sources"), "", with_addresses(source)]


def sheet_of(section):
    table = section.table
    name = plain(table.caption) or plain(section.heading)
    return (
        name,
        [plain(one) for one in table.header],
        [list(map(as_cell, row)) for row in table.rows],
    )


def as_cell(words):
    """Numbers and days stay what they are, so that they can be added up and sorted."""
    if isinstance(words, PartialDate) and words.day and words.year >= FIRST_YEAR:
        return words.first
    return words if is_number(words) else plain(words)


def cut(words, length):
    """The beginning of a text that is too long, up to the end of a word where it has several."""
    if len(words) <= length:
        return words
    whole, _space, _rest = words[: length + 1].rpartition(" ")
    return whole.rstrip(" ,;:–-(") or words[:length]


def distinct(sheets):
    """The sheets under names that a workbook takes, each once."""
    taken = set()
    for name, header, rows in sheets:
        stem = NOT_IN_A_NAME.sub(" ", name).strip(" '")
        stem = stem or capfirst(pgettext("document", "table"))
        found, number = cut(stem, LONGEST_NAME), 1
        while found.casefold() in taken:
            number += 1
            end = f" {number}"
            found = cut(stem, LONGEST_NAME - len(end)) + end
        taken.add(found.casefold())
        yield found, header, rows
