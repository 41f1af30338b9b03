"""What a file is, by its content: pictures, text and mails here, the others beside it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from office import mails, pictures
from office.files.formats import CSV, EML, FORMATS, LARGEST_FILE, TEXT, fault
from office.files.office_files import look_into_zip
from office.files.pdf import look_into_pdf
from office.numbers import file_size


def format_of(file):
    """
    The format that the content of the file has; its name is asked for CSV alone.

    Raises ValidationError, in words for whoever chose the file, for all that is not accepted.
    """
    if file.size > LARGEST_FILE:
        sizes = {"size": file_size(file.size), "limit": file_size(LARGEST_FILE)}
        raise fault("too_large", **sizes)
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    try:
        for begins, look in LOOKS:
            if begins.match(start):
                return look(file)
    finally:
        file.seek(0)
    raise fault("not_accepted")


def look_at_picture(file):
    """The format of a picture that can be unfolded to its last line."""
    from PIL import Image

    checked = pictures.PictureFormField().to_python(file)
    file.seek(0)
    try:
        with Image.open(file) as image:
            image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise fault("damaged") from error
    return FORMATS[checked.image.get_format_mimetype()]


PAGE = re.compile(r"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)\b", re.IGNORECASE)
# Written in plain letters, and yet not what a reader calls text.
OTHER_FORMAT = re.compile(r"\{\\rtf|%!PS|%FDF-")


def look_at_words(file):
    """A mail, or plain text."""
    content = file.read()
    file.seek(0)
    if not mails.is_mail(content):
        return look_at_text(file)
    try:
        mails.check(content, accept_enclosed)
    except mails.Unfit as error:
        raise fault("mail", part=error.part or _("in its structure")) from error
    return EML


def accept_enclosed(file):
    """Judge a file within a mail; ValueError where it would not be accepted by itself."""
    try:
        format_of(file)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from error


def look_at_text(file):
    """Plain text in UTF-8 that no browser could take for a page; CSV where its name says so."""
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fault("not_accepted") from None
    if PAGE.search(text):
        raise fault("web_page")
    strange = any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text)
    if strange or OTHER_FORMAT.match(text.lstrip()) or text.lstrip().startswith("<"):
        raise fault("not_accepted")
    return CSV if file.name.lower().endswith(".csv") else TEXT


def refuse_old_office(file):
    if file.name.lower().endswith(".msg"):
        raise fault("outlook")
    raise fault("old_office")


LOOKS = [
    (re.compile(rb"%PDF-"), look_into_pdf),
    (re.compile(rb"PK\x03\x04"), look_into_zip),
    (re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF.{4}WEBP", re.DOTALL), look_at_picture),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), refuse_old_office),
    (re.compile(rb""), look_at_words),
]
