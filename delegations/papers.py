"""The letters about a visit as papers on the office's letterhead."""

import re

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from delegations.days import written_day
from office.mail_words import without_secrets
from office.papers.pdf import pdf, words_of

SECRET = re.compile(r"\{\{\s*private_link\s*\}\}")


def letter(mail):
    """The mail as a Paper in its reader's language."""
    language = mail.language
    with translation.override(language):
        content = {
            "to": words_of(mail.reader_name, language),
            "date": words_of(written_day(timezone.localdate(mail.queued_at)), language),
            "paragraphs": [
                [words_of(line, language) for line in one.split("\n")] for one in paragraphs(mail)
            ],
        }
    return pdf("letter.typ", content, language=language, title=mail.subject, is_demo=mail.is_demo)


def paragraphs(mail):
    """
    What the mail says, without its private address: who is handed the paper is not to act by it.

    A paragraph in which that stands on a line of its own is about nothing else.
    """
    found = [one.strip() for one in re.split(r"\n\s*\n", mail.text.replace("\r\n", "\n"))]
    return [said(one) for one in found if one and not is_about_the_address(one)]


def is_about_the_address(paragraph):
    return any(SECRET.fullmatch(line.strip()) for line in paragraph.split("\n"))


def said(paragraph):
    return without_secrets(SECRET.sub(_("[your private page]"), paragraph))
