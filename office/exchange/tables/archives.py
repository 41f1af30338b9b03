"""What XLSX and ODS have in common: both are archives, which may unfold to anything."""

import zipfile

from django.utils.translation import gettext as _

from office.exchange.tables.reading import Unreadable

LARGEST_UNFOLDED = 150 * 1024 * 1024
MOST_PARTS = 2_000


def opened(file, *, must_hold, macros):
    """The archive, once it is known to be of the kind, small enough and without macros."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise damaged() from error
    parts = archive.infolist()
    if must_hold not in {part.filename for part in parts}:
        raise damaged()
    unfolded = sum(part.file_size for part in parts)
    if unfolded > LARGEST_UNFOLDED or len(parts) > MOST_PARTS:
        raise Unreadable(_("The file unfolds to more than is accepted."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("The file is locked with a password."))
    if any(macros(part.filename) for part in parts):
        raise Unreadable(_("The file holds macros: save it without them, then send it again."))
    return archive


def damaged():
    return Unreadable(_("The file is damaged, or is not what the ending of its name says."))


def chosen(names, sheet):
    """The sheet of that name; raises Unreadable with the names that there are."""
    for name in names:
        if name.casefold() == sheet.strip().casefold():
            return name
    text = _("There is no sheet “%(sheet)s”. The sheets are: %(names)s.")
    raise Unreadable(text % {"sheet": sheet, "names": ", ".join(names)})


def note_on_sheets(read, others):
    if not others:
        return []
    text = _("Only the sheet “%(read)s” is read; not read: %(others)s.")
    return [text % {"read": read, "others": ", ".join(others)}]


def refuse_merged(areas):
    """Merged cells hide which row a value belongs to, so they are never guessed at."""
    if areas:
        text = _("There are merged cells: %s. Split them, so that each row has its own values.")
        shown = [*areas[:10], *(["…"] if len(areas) > 10 else [])]
        raise Unreadable(text % ", ".join(shown))
