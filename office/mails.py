"""
Mails as files (EML): judged part by part, and read for their subject, day and words.

What a mail program runs or a reader could start has no place in one: a mail is handed on with
all that it holds.
"""

import re
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from office.dates import PartialDate

MOST_PARTS = 200
DEEPEST = 10
# The first line of a mail, perhaps after the one that a mailbox writes before it.
BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?(?:From [^\r\n]*\r?\n)?[!-9;-~]{1,100}:[ \t]")
HEAD = 64 * 1024
# A web page in a mail may be dressed, and do nothing.
ACTIVE = re.compile(r"<(script|iframe|object|embed|applet|form|svg)\b|javascript:", re.IGNORECASE)
SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
PGP_SIGNATURE = "application/pgp-signature"
# What certified mail encloses beside its message, to be read by programs.
CERTIFICATE = "daticert.xml"
LARGEST_CERTIFICATE = 100_000
LONGEST_TEXT = 100_000


class Unfit(Exception):
    """A part of a mail that is not accepted; `part` names it."""

    def __init__(self, part):
        self.part = part
        super().__init__(part)


def is_mail(content):
    """Whether the bytes begin with the headers of a mail that was sent, not copied as text."""
    if not BEGINS.match(content):
        return False
    head = re.split(rb"\r?\n\r?\n", content[:HEAD], maxsplit=1)[0]
    names = {line.partition(b":")[0].strip().lower() for line in head.splitlines()}
    return b"from" in names and bool({b"message-id", b"mime-version", b"received"} & names)


def check(content, accept):
    """
    Look into every part of a mail; raises Unfit for what is not accepted.

    `accept` judges an enclosed file and raises ValueError with the reason.
    """
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        parts = list(leaves(message))
    except (MessageError, RecursionError, ValueError) as error:
        raise Unfit("") from error
    if len(parts) > MOST_PARTS:
        raise Unfit("")
    for part in parts:
        check_part(part, accept)


def leaves(message, depth=0):
    """The parts that hold something, also those of mails within the mail."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if message.is_multipart():
        for part in message.get_payload():
            yield from leaves(part, depth + 1)
    else:
        yield message


def check_part(part, accept):
    kind, name = part.get_content_type(), name_of(part)
    content = part.get_payload(decode=True) or b""
    if not content.strip() or is_harmless(kind, name, content):
        return
    if kind in ("text/plain", "text/html") and not name:
        if found := ACTIVE.search(decoded(part, content)):
            raise Unfit(found[0])
        return
    try:
        accept(ContentFile(content, name=name or kind))
    except ValueError as error:
        raise Unfit(name or kind) from error


def is_harmless(kind, name, content):
    """What is beside the words of most mails: a signature, its certificate, a small picture."""
    if kind in SIGNATURES or name.lower().endswith(".p7s"):
        return content.startswith(b"\x30")
    if kind == PGP_SIGNATURE:
        return content.lstrip().startswith(b"-----BEGIN PGP SIGNATURE-----")
    if name.lower() == CERTIFICATE:
        return content.lstrip().startswith(b"<?xml") and len(content) < LARGEST_CERTIFICATE
    return content.startswith((b"GIF87a", b"GIF89a"))


def name_of(part):
    """The name of an enclosed file; empty for the words of the mail."""
    return part.get_filename() or ""


def decoded(part, content):
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


# ---------------------------------------------------------------- what it says


def title_and_day(file):
    """The subject of a mail, "" without one, and the day it was sent, None without one."""
    message = parsed(file)
    title = " ".join(str(header(message, "Subject")).split())
    try:
        sent = parsedate_to_datetime(str(header(message, "Date")))
        day = PartialDate.of(timezone.localdate(sent) if sent.tzinfo else sent.date())
    except (TypeError, ValueError):
        day = None
    return title, day


def words(file):
    """What the mail says in plain letters, so that it can be searched; "" where it has none."""
    for part in leaves(parsed(file)):
        if part.get_content_type() == "text/plain" and not name_of(part):
            text = decoded(part, part.get_payload(decode=True) or b"")
            return text.replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    return ""


def parsed(file):
    file.seek(0)
    message = message_from_bytes(file.read(), policy=policy.compat32)
    file.seek(0)
    return message


def header(message, name):
    """A header in plain letters, whatever it was encoded in."""
    try:
        return make_header(decode_header(message.get(name, "")))
    except (LookupError, ValueError, HeaderParseError):
        return message.get(name, "")
