"""What XLSX and ODS have in common: both are archives, which may unfold to anything."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from office.exchange.tables.reading import Unreadable
from office.files import look_into_zip

# Less than of a document: a table is read as a whole.
LARGEST_UNFOLDED = 150 * 1024 * 1024


def opened(file, kind):
    """The archive of a workbook of that kind in which nothing runs and nothing bursts."""
    try:
        found = look_into_zip(file)
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error
    if found is not kind:
        raise damaged()
    archive = zipfile.ZipFile(file)
    if sum(part.file_size for part in archive.infolist()) > LARGEST_UNFOLDED:
        raise Unreadable(_("The file unfolds to more than is accepted."))
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
