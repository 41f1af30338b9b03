"""
A paper as PDF, set by typst: every script in its own face, tagged for those who do not see it.

The data go in as plain values and are never read as markup; a template reads nothing but its
own folder, and no typeface but ours.
"""

import json
import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from office.papers import identity
from office.papers.report import direction_of, pieces, plain
from office.text import holdable

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
FONTS = FOLDER / "fonts"
LONGEST = 60  # seconds; a report of 300 cities takes a third of one
# A column none of whose cells is longer never breaks, such as one of dates; where there are many
# columns it is half as much. The others share the rest, by their longest cell up to a limit.
SHORT_CELL = 20
MANY_COLUMNS = 6
LONGEST_SHARE = 60


class Unset(Exception):
    """The paper could not be set; the message says where in the template."""


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
    """The paper as typst sets it. Raises Unset where the template is at fault."""
    job = {
        "template": str(template),
        "root": str(template.parent),
        "fonts": str(FONTS),
        "data": json.dumps(paper, ensure_ascii=False),
    }
    try:
        # Without our environment: the settings, and what is secret there, are not its business.
        done = subprocess.run(  # noqa: S603 (our own script)
            [sys.executable, "-P", str(FOLDER / "typesetter.py")],
            input=json.dumps(job).encode(),
            capture_output=True,
            env={},
            timeout=LONGEST,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise Unset((error.stderr or b"").decode(errors="replace") or str(error)) from error
    head, _line, content = done.stdout.partition(b"\n")
    said = json.loads(head)
    if "error" in said:
        raise Unset(said["error"])
    missing = tuple(said["missing"])
    if "inaccessible" in said:
        reason = said["inaccessible"]
        log.warning("A paper is not accessible: %s", reason, extra={"missing": missing})
    return Paper(content, is_accessible="inaccessible" not in said, missing=missing)


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
        title=holdable(plain(report.title)),
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
        "caption": holdable(plain(table.caption)),
        "numeric": table.numeric_columns(),
        "widths": shares([table.header, *table.rows]),
    }


def shares(rows):
    """How the columns share the width: 0 for one that is as wide as its longest cell."""
    longest = [max(len(plain(cell)) for cell in column) for column in zip(*rows, strict=True)]
    short = SHORT_CELL if len(longest) < MANY_COLUMNS else SHORT_CELL // 2
    wide = [0 if length <= short else min(length, LONGEST_SHARE) for length in longest]
    # A table without a long column is as wide as the page all the same.
    return wide if any(wide) else [*wide[:-1], 1]


# A telephone number or a date in figures: its groups keep their order wherever they stand.
FIGURES = re.compile(r"\+?\d[\d\s()./-]*")


def turns(text, paper_runs):
    """Whether a text runs another way than the paper around it."""
    if FIGURES.fullmatch(text):
        return paper_runs == "rtl"
    return direction_of(text, otherwise=paper_runs) != paper_runs


def words_of(words, language):
    """Texts as the templates take them: pieces, each with what it needs to be set rightly."""
    paper_runs = identity.runs(language)
    return [
        {
            "text": holdable(one.text).replace("\t", " ").replace("\r", ""),
            "language": one.language.split("-")[0],
            "turns": turns(one.text, paper_runs),
            "url": one.link,
        }
        for one in pieces(words)
    ]
