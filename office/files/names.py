"""The name under which a file is handed out again, and its hash."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 100


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
