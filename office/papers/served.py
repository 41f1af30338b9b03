"""A report on its way to a reader, in the format asked for."""

import io

from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import get_language

from office.files import DOCX, PDF, XLSX
from office.papers import docx, pdf, workbook
from office.served import PRIVATE, served

FORMATS = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}


def answer(request, report, ending):
    """
    The report as a file to download, in the active language; 404 for another ending.

    Nobody on the way keeps it: the caller has asked what this reader may see.
    """
    if ending not in FORMATS:
        raise Http404
    content = content_of(report, ending, get_language())
    name = slugify(name_of(report), allow_unicode=True) or "report"
    return answer_paper(content, name, ending)


def answer_paper(content, name, ending="pdf"):
    """
    The bytes of a paper as a file of that name to download.

    Nobody on the way keeps it: the caller has asked what this reader may see.
    """
    return served(
        lambda: io.BytesIO(content),
        kept=PRIVATE,
        as_attachment=True,
        filename=f"{name}.{ending}",
        content_type=FORMATS[ending].media_type,
    )


def content_of(report, ending, language):
    """The bytes of the report in that format."""
    match ending:
        case "pdf":
            return pdf.of_report(report, language=language).content
        case "docx":
            return docx.of_report(report, language=language)
    return workbook.of_report(report, language=language)


def name_of(report):
    from office.papers.report import plain

    return " ".join([plain(report.title), plain(report.subtitle)]).strip()[:100]
