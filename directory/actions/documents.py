"""Documents: a new version, a place where one hangs, and what is swept up."""

from datetime import timedelta
from pathlib import PurePath

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from directory.models import Document, DocumentFile, DocumentLink
from directory.models.documents import FOLDER, SMALL_SIDE
from office import mails, pictures
from office.files import EML, format_of, safe_name, sha256_of
from office.languages import original_language
from office.models import made_up

SAME_CONTENT = _("This is the same file as the current version: nothing new to keep.")
# How long a file may lie without a row: an upload writes the file before its row.
WITHOUT_ROW = timedelta(days=1)


@transaction.atomic
def add_version(*, document, file, by):
    """
    Keep the file as the document's newest version and return that.

    Raises ValidationError for a file that is not accepted, that is the current version
    already, or that is a picture which everybody would see without its author. Clerks who
    do it in the same second wait for each other, and both files are kept.
    """
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    found, sha256 = format_of(file), sha256_of(file)
    newest = DocumentFile.objects.filter(document=document).first()
    if newest and newest.sha256 == sha256:
        raise ValidationError(SAME_CONTENT, code="same_content")
    document.next_media_type = found.media_type
    document.clean()
    version = DocumentFile(
        document=document,
        number=newest.number + 1 if newest else 1,
        name=safe_name(file.name, found),
        sha256=sha256,
        media_type=found.media_type,
        uploaded_by=by,
        tells_needs=tells_needs(file),
        is_demo=made_up(by, document),
    )
    fill(version, file)
    version.save()
    document.next_media_type = None
    document.__dict__.pop("current_files", None)
    return version


def tells_needs(file):
    """Whether some app knows it for a list of what guests eat and need."""
    from directory.erasing import lists_of_needs

    return any(is_one(file) for is_one in lists_of_needs.values())


def fill(version, file):
    """Put the content into the version: as it came, or a picture cleaned and in its sizes."""
    content = file
    if version.is_picture:
        content = pictures.stripped(file)
        large = pictures.cleaned(content)
        version.width, version.height = size_of(large)
        version.large.save("large.webp", large, save=False)
        small = pictures.cleaned(content, longest_side=SMALL_SIDE)
        version.small.save("small.webp", small, save=False)
    content.seek(0)
    version.size = content.size
    version.file.save(version.name, ContentFile(content.read()), save=False)


def size_of(picture):
    from PIL import Image

    picture.seek(0)
    with Image.open(picture) as image:
        return image.size


@transaction.atomic
def attach(*, document, record, by):
    """Hang the document on the record, once, as the last; returns the link."""
    kind = ContentType.objects.get_for_model(record)
    there = DocumentLink.objects.filter(content_type=kind, object_id=record.pk)
    last = there.order_by("position").last()
    link, _made = there.get_or_create(
        document=document,
        content_type=kind,
        object_id=record.pk,
        defaults={
            "position": last.position + 1 if last else 0,
            "is_demo": made_up(by, document, record),
        },
    )
    return link


@transaction.atomic
def attach_file(*, record, file, by):
    """
    Keep the file as a new document on the record, seen by those who see the record.

    It goes by the name of the file, or a mail by its subject, and is dated as a mail is.
    """
    title, day = mails.title_and_day(file) if file.format == EML else ("", None)
    document = Document(
        kind=Document.Kind.LETTER if file.format == EML else Document.Kind.OTHER,
        date=day,
        audience=record.audience,
        is_demo=made_up(by, record),
    )
    name = title or PurePath(safe_name(file.name, file.format)).stem
    setattr(document, f"title_{original_language()}", Truncator(name).chars(200))
    if file.format == EML:
        document.text = mails.words(file)
    document.save()
    add_version(document=document, file=file, by=by)
    attach(document=document, record=record, by=by)
    return document


def sweep_documents():
    """Delete the files that no row names, and the links to what is gone; returns the count."""
    links, _models = DocumentLink.objects.to_nothing().delete()
    return links + sum(map(delete_file, files_without_row()))


def files_without_row():
    """Left by documents that were deleted, and by uploads that came to nothing."""
    storage = pictures.protected_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    columns = DocumentFile.objects.values_list("file", "large", "small")
    named = {name for row in columns for name in row}
    old = timezone.now() - WITHOUT_ROW
    paths = [f"{FOLDER}/{name}" for name in names]
    return [path for path in paths if path not in named and storage.get_modified_time(path) < old]


def delete_file(path):
    pictures.protected_storage().delete(path)
    return 1
