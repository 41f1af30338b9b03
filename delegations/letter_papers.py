"""The office's letters on its paper: as PDF, and as a Word document in a template of its own."""

import re
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from delegations.days import written_day
from delegations.outgoing import signature
from office.papers import docx
from office.papers.kinds import TEMPLATES, Field, Kind
from office.papers.pdf import pdf, words_of


def letter(one):
    """The letter as a Paper in its own language."""
    language = one.language
    with translation.override(language):
        content = {
            "to": [],
            "lines": [words_of(line, language) for line in address(one)],
            "date": words_of(day(one), language),
            "number": words_of(number(one), language),
            "paragraphs": [
                [words_of(line, language) for line in paragraph.split("\n")]
                for paragraph in paragraphs(one)
            ],
            "signature": [words_of(line, language) for line in signature(one)],
        }
    return pdf("letter.typ", content, language=language, title=one.subject, is_demo=one.is_demo)


def word(one):
    """The same as the bytes of a Word document, in the office's template where it has one."""
    with translation.override(one.language):
        context = context_of(one)
    return docx.paper("letter", context, language=one.language, is_demo=one.is_demo)


def context_of(one):
    """What a template of the kind "letter" finds; its labels are in the active language."""
    return {
        "title": docx.marked(one.subject),
        "to": [docx.marked(line) for line in address(one)],
        "day": docx.marked(day(one)),
        "number": docx.marked(number(one)),
        "paragraphs": [docx.marked(" ".join(p.split("\n"))) for p in as_lines(one)],
        "signature": [docx.marked(line) for line in signature(one)],
    }


def as_lines(one):
    """A paragraph for each line: a template repeats paragraphs, and breaks none."""
    return [line for paragraph in paragraphs(one) for line in paragraph.split("\n")]


def address(one):
    """To whom: name, office, and the lines of the postal address."""
    postal = [line.strip() for line in one.address.splitlines()]
    return [line for line in (one.addressee_name, one.addressee_office, *postal) if line]


def day(one):
    return written_day(one.day or timezone.localdate())


def number(one):
    if not one.register_number:
        return ""
    return _("Our number: %(number)s") % {"number": one.register_number}


def paragraphs(one):
    found = re.split(r"\n\s*\n", one.text.replace("\r\n", "\n"))
    return [paragraph.strip() for paragraph in found if paragraph.strip()]


def example():
    """A letter of everything; its names are those that templates stumble over."""
    return {
        "title": _("An invented subject: R&D, <draft>"),
        "to": [docx.marked("京都市長 & <x>"), _("Invented city")],
        "day": written_day(timezone.localdate()),
        "number": _("Our number: %(number)s") % {"number": "1234/2027"},
        "paragraphs": [_("An invented paragraph: R&D, <draft>, “quotes”.")],
        "signature": [_("Invented signature")],
    }


LETTER = Kind(
    label=pgettext_lazy("paper", "letter"),
    template=Path(TEMPLATES) / "letter.docx",
    example=example,
    fields=(
        Field("{{ title }}", gettext_lazy("The subject of the letter.")),
        Field(
            "{%p for line in to %} {{ line }} {%p endfor %}",
            gettext_lazy("To whom: the name, the office and the postal address, line by line."),
            "to[0]",
        ),
        Field("{{ day }}", gettext_lazy("The day of the letter.")),
        Field(
            "{%p if number %} {{ number }} {%p endif %}",
            gettext_lazy("Its number in the public register; a draft has none."),
            "number",
        ),
        Field(
            "{%p for paragraph in paragraphs %} {{ paragraph }} {%p endfor %}",
            gettext_lazy("The paragraphs of the letter, one after the other."),
            "paragraphs[0]",
        ),
        Field(
            "{%p for line in signature %} {{ line }} {%p endfor %}",
            gettext_lazy("Who signs, with the office, line by line."),
            "signature[0]",
        ),
    ),
)
