"""
Files that people upload: judged by their content, whatever their names say.

Pictures have their own rules (office/pictures.py). What cannot be looked into, because it is
encrypted or of a kind that is not known here, is refused: a file that is handed on to citizens
must be one that can be checked.
"""

import hashlib
import re
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office import mails, pictures
from office.numbers import file_size
from office.uploads import KeepingFileInput

LARGEST_FILE = 25 * 1024 * 1024
# What an office file may unfold to: workbooks of public data are large, bombs are larger.
LARGEST_UNFOLDED = 300 * 1024 * 1024
UNSUSPICIOUS = 20 * 1024 * 1024
LARGEST_RATIO = 100
MOST_PARTS = 5000
LONGEST_NAME = 100


@dataclass(frozen=True)
class Format:
    """A kind of file that is accepted; the label is what people call it."""

    label: str
    media_type: str
    extension: str

    @property
    def is_picture(self):
        return self.media_type.startswith("image/")


OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
PDF = Format("PDF", "application/pdf", "pdf")
DOCX = Format("DOCX", f"{OOXML}.wordprocessingml.document", "docx")
XLSX = Format("XLSX", f"{OOXML}.spreadsheetml.sheet", "xlsx")
ODT = Format("ODT", f"{ODF}.text", "odt")
ODS = Format("ODS", f"{ODF}.spreadsheet", "ods")
JPEG = Format("JPEG", "image/jpeg", "jpg")
PNG = Format("PNG", "image/png", "png")
WEBP = Format("WebP", "image/webp", "webp")
TEXT = Format("TXT", "text/plain", "txt")
CSV = Format("CSV", "text/csv", "csv")
EML = Format("EML", "message/rfc822", "eml")
ALL = (PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, WEBP, TEXT, CSV, EML)
FORMATS = {one.media_type: one for one in ALL}

MESSAGES = {
    "too_large": gettext_lazy("The file has %(size)s; at most %(limit)s are accepted."),
    "not_accepted": gettext_lazy(
        "This kind of file is not accepted. Accepted are PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, "
        "WebP, mails (EML), and plain text or CSV in UTF-8."
    ),
    "not_among": gettext_lazy(
        "This kind of file is not accepted here, whatever its name says. Accepted are %(kinds)s."
    ),
    "web_page": gettext_lazy(
        "This is a web page or a drawing that could run programs, whatever its name says: save it "
        "as PDF."
    ),
    "old_office": gettext_lazy(
        "This is an office file of the old kind, or one locked by a password: save it as DOCX, "
        "XLSX or PDF, without a password."
    ),
    "encrypted": gettext_lazy(
        "This file is locked or encrypted, so nobody could check or search it: save it without a "
        "password or restrictions."
    ),
    "archive": gettext_lazy(
        "This is an archive (ZIP), not an office file: take the documents out and add each."
    ),
    "damaged": gettext_lazy("This file is damaged or incomplete: save or scan it again."),
    "macros": gettext_lazy(
        "This file contains macros or embedded programs (%(part)s): save it without them, or as "
        "PDF."
    ),
    "bomb": gettext_lazy(
        "This file unfolds to far more than it says: it is not a normal office file."
    ),
    "active_pdf": gettext_lazy(
        "This PDF contains a program, an attachment or a command (%(part)s): print it to PDF "
        "again, and add attachments as documents of their own."
    ),
    "outlook": gettext_lazy(
        "This is a mail as Outlook alone reads it (MSG): save it as EML or print it to PDF."
    ),
    "mail": gettext_lazy(
        "This mail holds something that is not accepted (%(part)s): take it out, or print the "
        "mail to PDF."
    ),
    "two_in_one": gettext_lazy(
        "This file is of two kinds at once (PDF and ZIP): print it to PDF again."
    ),
}


def fault(code, **params):
    return ValidationError(MESSAGES[code], code=code, params=params)


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


# ---------------------------------------------------------------- PDF


def named(*names):
    """A pattern of these names of a PDF, each letter as itself or as its code (#4A)."""
    spelled = ["".join(f"(?:{one}|#(?i:{ord(one):x}))" for one in name) for name in names]
    return f"/(?:{'|'.join(spelled)})(?![A-Za-z0-9])".encode()


# A program, a command, an attachment. The long names only: three letters such as /JS stand by
# chance in any compressed picture, and an action cannot do without its long name.
ACTIVE = re.compile(
    named("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "ImportData")
)
LOCKED = re.compile(named("Encrypt"))
OBJECT_STREAM = re.compile(named("ObjStm") + rb".{0,400}?stream\r?\n", re.DOTALL)
CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
PIECE = 64 * 1024


def look_into_pdf(file):
    """
    Refuse a PDF that does more than show pages.

    Seen: names written plainly or by codes, also within compressed object streams. Not
    seen: what other filters than Flate hide there, which no common program writes.
    """
    content = file.read()
    if b"%%EOF" not in content[-1024:]:
        raise fault("damaged")
    if zipfile.is_zipfile(file):
        raise fault("two_in_one")
    if LOCKED.search(content):
        raise fault("encrypted")
    left = LARGEST_UNFOLDED
    for part in chain([content], object_streams(content)):
        left -= len(part)
        if left < 0:
            raise fault("bomb")
        if found := ACTIVE.search(part):
            raise fault("active_pdf", part=plain(found[0]))
    return PDF


def object_streams(content):
    view = memoryview(content)
    return (unfolded(view[match.end() :]) for match in OBJECT_STREAM.finditer(content))


def unfolded(view):
    """What is compressed at the beginning of the bytes; up to the first fault in it."""
    unpacker, part = zlib.decompressobj(), bytearray()
    with suppress(zlib.error):
        for start in range(0, len(view), PIECE):
            part += unpacker.decompress(view[start : start + PIECE], UNSUSPICIOUS - len(part))
            if unpacker.eof:
                break
            if len(part) >= UNSUSPICIOUS:
                raise fault("bomb")
    return part


def plain(name):
    return CODE.sub(lambda code: bytes([int(code[1], 16)]), name).decode()


# ---------------------------------------------------------------- office files

PROGRAMS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/.+|activeX/.+|oleObject[^/]*\.bin)$"
    r"|^(Basic|Scripts|Dialogs)/",
    re.IGNORECASE,
)


def look_into_zip(file):
    """The format of an office file whose parts are all there, and none of which is a program."""
    try:
        with zipfile.ZipFile(file) as archive:
            refuse_bomb(archive, file.size)
            refuse_locked(archive)
            found = office_format(archive)
            refuse_programs(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise fault("damaged") from error
    return found


def refuse_bomb(archive, size):
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    twice = len({part.filename for part in parts}) < len(parts)
    too_dense = total > UNSUSPICIOUS and total > LARGEST_RATIO * size
    if len(parts) > MOST_PARTS or total > LARGEST_UNFOLDED or too_dense or twice:
        raise fault("bomb")


def refuse_locked(archive):
    manifest = beginning(archive, "META-INF/manifest.xml")
    if any(part.flag_bits & 1 for part in archive.infolist()) or b"encryption-data" in manifest:
        raise fault("encrypted")


def office_format(archive):
    names = set(archive.namelist())
    kind = beginning(archive, "mimetype").decode("ascii", "replace").strip()
    if kind in (ODT.media_type, ODS.media_type):
        if not {"content.xml", "META-INF/manifest.xml"} <= names:
            raise fault("damaged")
        return FORMATS[kind]
    types = beginning(archive, "[Content_Types].xml")
    for one, part in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
        if f"{one.media_type}.main+xml".encode() in types and part in names:
            return one
    if re.search(rb"macroEnabled", types, re.IGNORECASE):
        raise fault("macros", part="macroEnabled")
    raise fault("not_accepted" if types or kind else "archive")


def refuse_programs(archive):
    for name in archive.namelist():
        if PROGRAMS.search(name):
            raise fault("macros", part=PurePosixPath(name).name or name)
    # The part may have any name: its type gives it away.
    types = beginning(archive, "[Content_Types].xml")
    if found := re.search(rb"vbaProject|macroEnabled|activeX", types, re.IGNORECASE):
        raise fault("macros", part=found[0].decode())


def beginning(archive, name):
    """The first megabyte of a part; empty where there is none."""
    if name not in archive.namelist() or archive.getinfo(name).flag_bits & 1:
        return b""
    with archive.open(name) as part:
        return part.read(1024 * 1024)


# ---------------------------------------------------------------- pictures, text, the others


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


# ---------------------------------------------------------------- names and hashes


def safe_name(name, found):
    """
    The name under which the file is handed out again: readable, and nothing but a name.

    Without folders, signs that a system forbids, and invisible ones that turn the reading
    direction ("gpj.exe" shown as "exe.jpg"); its ending is that of the content.
    """
    stem = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).stem
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    stem = re.sub(r'[<>:"/|?*\s]+', " ", stem).strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or 'document'}.{found.extension}"


def sha256_of(file):
    """The hash of the content as it was handed in."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


# ---------------------------------------------------------------- the field of a form


# What is wrong with a file of a kind that is accepted, whatever kinds these are.
OF_ANY_KIND = {
    "too_large",
    "too_many_pixels",
    "encrypted",
    "damaged",
    "bomb",
    "two_in_one",
    "active_pdf",
}


def limits():
    said = _(
        "PDF, DOCX, XLSX, ODT, ODS, TXT, CSV, mails (EML) up to %(file)s; JPEG, PNG, WebP up to "
        "%(picture)s."
    )
    return said % {
        "file": file_size(LARGEST_FILE),
        "picture": file_size(pictures.LARGEST_FILE),
    }


def limits_of(accepts, largest):
    """What is accepted where that is less than everything: “PDF, JPEG, PNG up to 10 MB.”"""
    of_pictures = min(largest, pictures.LARGEST_FILE)
    documents = [one.label for one in accepts if not one.is_picture]
    shown = [one.label for one in accepts if one.is_picture]
    if not (documents and shown) or of_pictures == largest:
        size = largest if documents else of_pictures
        said = {"kinds": ", ".join(documents + shown), "size": file_size(size)}
        return _("%(kinds)s up to %(size)s.") % said
    said = _("%(files)s up to %(file)s; %(pictures)s up to %(picture)s.")
    return said % {
        "files": ", ".join(documents),
        "file": file_size(largest),
        "pictures": ", ".join(shown),
        "picture": file_size(of_pictures),
    }


class DocumentFormField(forms.FileField):
    """
    A file of an accepted format; its limits are told beside it.

    `accepts` narrows the formats, `largest` the size in bytes. The cleaned value is the upload,
    with `format` as its content says. It need not be chosen again after an error elsewhere in
    the form.
    """

    widget = KeepingFileInput

    def __init__(self, *, accepts=ALL, largest=LARGEST_FILE, **kwargs):
        self.accepts, self.largest = tuple(accepts), largest
        is_narrow = (self.accepts, largest) != (ALL, LARGEST_FILE)
        said = partial(limits_of, self.accepts, largest) if is_narrow else limits
        kwargs.setdefault("help_text", lazy(said, str)())
        super().__init__(**kwargs)
        extensions = [f".{one.extension}" for one in self.accepts]
        self.widget.attrs["accept"] = ",".join(
            [*extensions, *([".jpeg"] if JPEG in self.accepts else [])]
        )

    def to_python(self, data):
        file = super().to_python(data)
        if file is not None:
            file.format = self.judged(file)
        return file

    def judged(self, file):
        """The format of the content; the message names what this field accepts."""
        if file.size > self.largest:
            sizes = {"size": file_size(file.size), "limit": file_size(self.largest)}
            raise fault("too_large", **sizes)
        try:
            found = format_of(file)
        except ValidationError as error:
            if self.accepts == ALL or error.code in OF_ANY_KIND:
                raise
            found = None
        if found not in self.accepts:
            kinds = ", ".join(one.label for one in self.accepts)
            raise fault("not_among", kinds=kinds)
        return found

    def bound_data(self, data, initial):
        """What was chosen, so that the input can say so."""
        return data or initial
