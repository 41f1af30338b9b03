"""What names somebody and is no column of text: sessions, files put aside, files of papers."""

import re
import zipfile
from html import unescape
from io import BytesIO
from threading import Lock

import pypdfium2
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from office import mails, uploads
from office.backoffice import kept
from office.pictures import protected_storage

ONE_AT_A_TIME = Lock()
TAGS = re.compile(r"<[^>]*>")


def sessions(identity):
    """Forms that wait in a session for somebody to sign in again: those that name the person."""
    scrubbed = []
    for session in Session.objects.iterator(chunk_size=200):
        data = session.get_decoded()
        if kept.KEY in data and identity.words.named_in(_typed(data[kept.KEY])):
            del data[kept.KEY]
            session.session_data = SessionStore().encode(data)
            session.save(update_fields=["session_data"])
            scrubbed.append(session.pk)
    return [("sessions", scrubbed)]


def _typed(form):
    from urllib.parse import unquote_plus

    return unquote_plus(form.get("form", ""))


def put_aside(identity):
    """
    Files that wait for a form to come back, of those that can be read: those that name the person.

    The others are swept within a day by themselves, and may be anybody's.
    """
    storage, gone = protected_storage(), []
    for path in [*uploads.paths_in(uploads.FOLDER), *uploads.paths_in(uploads.STRANGERS_FOLDER)]:
        with storage.open(path) as stored:
            content = stored.read()
        if names(content, identity.words):
            storage.delete(path)
            gone.append(path)
    return [("kept files", gone)]


# ---------------------------------------------------------------- what a file says


def names(content, words):
    """Whether the file names the person; None where its text cannot be read here."""
    text = text_of(content)
    return None if text is None else words.named_in(text)


def text_of(content):
    """The text of plain text, mails, office files and PDF; None of pictures and scans."""
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            return "\n".join(plain(archive.read(name)) for name in parts)
    if content[:4] == b"%PDF":
        return text_of_pdf(content)
    if content[:4] in (b"\x89PNG", b"RIFF") or content[:2] == b"\xff\xd8":
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return f"{text}\n{mails.words(BytesIO(content))}" if mails.is_mail(content) else text


def text_of_pdf(content):
    """What can be selected in it; None of a scan, and of what is no proper PDF."""
    # Its engine is one for the whole process.
    with ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(content) as document:
                pages = [page.get_textpage().get_text_bounded() for page in document]
        except pypdfium2.PdfiumError:
            return None
    # A line may end within a name.
    text = " ".join("\n".join(pages).split())
    return text or None


def plain(part):
    # Word cuts a name into pieces as it likes, and in a table two cells stand side by side.
    text = unescape(part.decode("utf-8", "replace"))
    return f"{TAGS.sub('', text)}\n{TAGS.sub(' ', text)}"


def without(content, words, stamp):
    """
    The file without the person and with the stamp; None where that cannot be done.

    What is of lines keeps all lines but theirs; an office file or a PDF is not written anew.
    """
    is_whole = zipfile.is_zipfile(BytesIO(content)) or content[:4] == b"%PDF"
    if is_whole or mails.is_mail(content) or text_of(content) is None:
        return None
    lines = [line for line in content.decode().splitlines() if not words.named_in(line)]
    return "\n".join([stamp, *lines, ""]).encode()
