"""
A paper as PDF, set by typst: every script in its own face, tagged for those who do not see it.

The data go in as plain values and are never read as markup; a template reads nothing but its
own folder, and no typeface but ours.
"""

import json
import logging
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from office.papers import identity
from office.papers.report import pieces, plain

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
FONTS = FOLDER / "fonts"
ACCESSIBLE = "ua-1"
NOT_SHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')
# A column none of whose cells is longer never breaks, such as one of dates; where there are many
# columns it is half as much. The others share the rest, by their longest cell up to a limit.
SHORT_CELL = 20
MANY_COLUMNS = 6
LONGEST_SHARE = 60


@dataclass(frozen=True)
class Paper:
    """
    A finished PDF.

    `missing` are the signs that none of our typefaces has: they are left blank, and the paper
    does not call itself accessible (PDF/UA) then.
    """

    content: bytes
    is_accessible: bool = True
    missing: tuple[str, ...] = ()


def pdf(template, data, *, language, title, is_demo=False, landscape=False):
    """
    The template filled with the data, as a Paper with the office's head in that language.

    The template finds the data (whatever JSON can hold) as `data.content`, and texts in it as
    `words_of` gives them.
    """
    with translation.override(language):
        paper = {
            **identity.of_paper(language),
            "title": title,
            "made_up": identity.made_up() if is_demo else "",
            "landscape": landscape,
            "content": data,
        }
    return compiled(TEMPLATES / template, paper)


def compiled(template, paper):
    from typst import Compiler, TypstError

    compiler = Compiler(
        str(template),
        root=str(template.parent),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(paper, ensure_ascii=False)},
    )
    try:
        return Paper(compiler.compile(format="pdf", pdf_standards=[ACCESSIBLE]))
    except TypstError as error:
        if "PDF/UA" not in error.diagnostic:
            raise
        missing = tuple(dict.fromkeys(NOT_SHOWN.findall(error.diagnostic)))
        log.warning("A paper is not accessible: %s", error.message, extra={"missing": missing})
    return Paper(compiler.compile(format="pdf"), is_accessible=False, missing=missing)


@cache
def fonts():
    """The typefaces, looked through once in the life of a process."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


# ---------------------------------------------------------------- a report


def of_report(report, *, language):
    """The report as a Paper."""
    with translation.override(language):
        data = {
            "subtitle": words_of(report.subtitle, language),
            "intro": [words_of(one, language) for one in report.intro],
            "sections": [section_of(one, language) for one in report.sections],
            "sources": [words_of(one, language) for one in report.sources],
            "sources_heading": _("Sources"),
        }
    return pdf(
        "report.typ",
        data,
        language=language,
        title=report.title,
        is_demo=report.is_demo,
        landscape=report.landscape,
    )


def section_of(section, language):
    return {
        "heading": words_of(section.heading, language),
        "level": section.level,
        "paragraphs": [words_of(one, language) for one in section.paragraphs],
        "facts": [
            [words_of(term, language), words_of(said, language)] for term, said in section.facts
        ],
        "table": section.table and table_of(section.table, language),
        "note": words_of(section.note, language),
    }


def table_of(table, language):
    return {
        "header": [words_of(one, language) for one in table.header],
        "rows": [[words_of(one, language) for one in row] for row in table.rows],
        "caption": table.caption,
        "numeric": list(table.numeric),
        "widths": shares([table.header, *table.rows]),
    }


def shares(rows):
    """How the columns share the width: 0 for one that is as wide as its longest cell."""
    longest = [max(len(plain(cell)) for cell in column) for column in zip(*rows, strict=True)]
    short = SHORT_CELL if len(longest) < MANY_COLUMNS else SHORT_CELL // 2
    wide = [0 if length <= short else min(length, LONGEST_SHARE) for length in longest]
    # A table without a long column is as wide as the page all the same.
    return wide if any(wide) else [*wide[:-1], 1]


def words_of(words, language):
    """Texts as the templates take them: pieces, each with what it needs to be set rightly."""
    paper_runs = identity.runs(language)
    return [
        {
            "text": one.text,
            "language": one.language.split("-")[0],
            "turns": bool(one.language) and one.direction != paper_runs,
            "url": one.url,
        }
        for one in pieces(words)
    ]
