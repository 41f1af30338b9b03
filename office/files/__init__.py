"""
Files that people upload: judged by their content, whatever their names say.

Pictures have their own rules (office/pictures.py). What cannot be looked into, because it is
encrypted or of a kind that is not known here, is refused: a file that is handed on to citizens
must be one that can be checked.
"""

from office.files.content import format_of
from office.files.fields import DocumentFormField
from office.files.formats import (
    ALL,
    CSV,
    DOCX,
    EML,
    FORMATS,
    JPEG,
    LARGEST_FILE,
    MESSAGES,
    ODS,
    ODT,
    PDF,
    PNG,
    TEXT,
    UNSUSPICIOUS,
    WEBP,
    XLSX,
    Format,
    fault,
)
from office.files.names import safe_name, sha256_of
from office.files.office_files import MOST_PARTS, look_into_zip

__all__ = [
    "ALL",
    "CSV",
    "DOCX",
    "EML",
    "FORMATS",
    "JPEG",
    "LARGEST_FILE",
    "MESSAGES",
    "MOST_PARTS",
    "ODS",
    "ODT",
    "PDF",
    "PNG",
    "TEXT",
    "UNSUSPICIOUS",
    "WEBP",
    "XLSX",
    "DocumentFormField",
    "Format",
    "fault",
    "format_of",
    "look_into_zip",
    "safe_name",
    "sha256_of",
]
