"""Office files, which are archives: whole, and without programs."""

import re
import zipfile
import zlib
from pathlib import PurePosixPath

from office.files.formats import (
    DOCX,
    FORMATS,
    LARGEST_UNFOLDED,
    ODS,
    ODT,
    UNSUSPICIOUS,
    XLSX,
    fault,
)

LARGEST_RATIO = 100
MOST_PARTS = 5000
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
