"""The formats that are accepted, how large a file may be, and what is said of one that is not."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

LARGEST_FILE = 25 * 1024 * 1024
# What an office file may unfold to: workbooks of public data are large, bombs are larger.
LARGEST_UNFOLDED = 300 * 1024 * 1024
UNSUSPICIOUS = 20 * 1024 * 1024


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
