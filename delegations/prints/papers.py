"""A print as a file: PDF, Word document, workbook."""

from django.http import Http404
from django.utils import translation
from django.utils.text import slugify

from delegations.prints.words import active, say
from office.papers import pdf
from office.papers.pdf import section_of, words_of
from office.papers.report import Report, Section, Table, Text, plain
from office.papers.served import FORMATS, answer_paper, content_of


def report_of(printed):
    """The print as a report, from which the Word document and the workbook are made."""
    header = [say(name, printed.language) for name in ("at_hours", "what", "more")]
    days = [
        Section(day.heading, table=Table(header, [row_of(item) for item in day.items]))
        for day in printed.days
    ]
    first = Section("", facts=printed.facts)
    nothing = [Section("", paragraphs=[printed.nothing])] if printed.nothing else []
    return Report(
        printed.title,
        printed.subtitle,
        intro=[printed.edition],
        sections=[first, *days, *nothing, *printed.sections],
        is_demo=printed.is_demo,
    )


def row_of(item):
    tentative = [f" ({item.tentative})"] if item.tentative else []
    lines = [[f"{line.label}: ", line.words] for line in item.lines]
    return [item.hours, [item.title, *tentative], [x for one in lines for x in ("\n", one)][1:]]


def pdf_of(printed):
    """The print as a Paper: a day after the other, each item with its hours beside it."""
    language = printed.language
    with translation.override(active(language)):
        data = {
            "subtitle": words_of(Text(printed.subtitle), language),
            "edition": words_of(printed.edition, language),
            "facts": [[words_of(a, language), words_of(b, language)] for a, b in printed.facts],
            "days": [
                {
                    "heading": words_of(day.heading, language),
                    "items": [item_of(item, language) for item in day.items],
                }
                for day in printed.days
            ],
            "nothing": words_of(printed.nothing, language),
            "sections": [section_of(one, language) for one in printed.sections],
        }
    return pdf.pdf(
        "timetable.typ",
        data,
        language=active(language),
        title=printed.title,
        is_demo=printed.is_demo,
    )


def item_of(item, language):
    return {
        "hours": words_of(item.hours, language),
        "title": words_of(item.title, language),
        "tentative": item.tentative,
        "lines": [
            [words_of(line.label, language), words_of(line.words, language)] for line in item.lines
        ],
    }


def answer(printed, ending):
    """The print as a file to download; 404 for an ending that there is not."""
    if ending not in FORMATS:
        raise Http404
    language = active(printed.language)
    if ending == "pdf":
        content = pdf_of(printed).content
    else:
        with translation.override(language):
            content = content_of(report_of(printed), ending, language)
    said = f"{plain(printed.title)} {printed.subtitle} {printed.edition} {printed.language}"
    name = slugify(said, allow_unicode=True)[:120]
    return answer_paper(content, name or "programme", ending)
