"""PDFs: refused where they do more than show pages."""

import re
import zipfile
import zlib
from contextlib import suppress
from itertools import chain

from office.files.formats import LARGEST_UNFOLDED, PDF, UNSUSPICIOUS, fault


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
