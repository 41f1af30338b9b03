"""The files of the office's templates, in the protected storage."""

from datetime import timedelta

from django.utils import timezone

from office.models import PaperTemplate
from office.models.papers import FOLDER
from office.pictures import protected_storage

# How long a file may lie without a row: an upload writes the file before its row.
WITHOUT_ROW = timedelta(days=1)


def sweep():
    """Delete the files that no template names any more; returns the count."""
    storage = protected_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    named = set(PaperTemplate.objects.values_list("file", flat=True))
    old = timezone.now() - WITHOUT_ROW
    paths = [f"{FOLDER}/{name}" for name in names if f"{FOLDER}/{name}" not in named]
    gone = [path for path in paths if storage.get_modified_time(path) < old]
    for path in gone:
        storage.delete(path)
    return len(gone)
