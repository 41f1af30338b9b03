"""
A chosen file is not lost when its form comes back with errors.

A browser never fills a file field again. So an accepted file waits in the protected storage
for a day, and the form carries a signed reference to it, which is of use to that person alone.

The person is an account or, on a form that anybody may send, the form itself: a UUID
(office.guards). Strangers may keep so much in a day, all together; after that a form goes on
without keeping files.
"""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.files.base import ContentFile, File
from django.template.loader import render_to_string
from django.utils import timezone

from office.pictures import protected_storage

FOLDER = "kept"
STRANGERS_FOLDER = "kept-for-strangers"
MOST_OF_STRANGERS = 500
MOST_BYTES_OF_STRANGERS = 1024**3
SALT = "office.uploads"
KEPT_FOR = timedelta(days=1)


class Full(Exception):
    """Strangers have put aside as much as is kept for them in a day."""


def key_of(by):
    """What tells the person from all others. Raises ValueError for nobody."""
    if isinstance(by, UUID):
        return str(by)
    if getattr(by, "pk", None) is None:
        raise ValueError("a file is kept for an account or for a form")
    return by.pk


def keep(file, *, by):
    """
    Put the file aside; returns the reference under which take() finds it for that person.

    Raises Full for a stranger where no more is kept.
    """
    key_of(by)  # for nobody nothing is written
    folder = FOLDER
    if isinstance(by, UUID):
        folder = STRANGERS_FOLDER
        refuse_if_full(file)
    file.seek(0)
    path = protected_storage().save(f"{folder}/{uuid4().hex}", File(file))
    return signing.dumps({"path": path, "name": file.name, "by": key_of(by)}, salt=SALT)


def refuse_if_full(file):
    storage, paths = protected_storage(), paths_in(STRANGERS_FOLDER)
    if len(paths) >= MOST_OF_STRANGERS:
        raise Full
    kept = 0
    for path in paths:
        with suppress(FileNotFoundError):  # swept meanwhile
            kept += storage.size(path)
    if kept + file.size > MOST_BYTES_OF_STRANGERS:
        raise Full


def paths_in(folder):
    try:
        _folders, names = protected_storage().listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in names]


def take(reference, *, by):
    """The file that was put aside, under its own name; None for a reference that is not good."""
    try:
        kept = signing.loads(reference, salt=SALT, max_age=KEPT_FOR)
        if kept.get("by") != key_of(by):
            return None
        with protected_storage().open(kept["path"]) as stored:
            file = ContentFile(stored.read(), name=kept["name"])
    except (signing.BadSignature, FileNotFoundError):
        return None
    file.reference = reference
    return file


def sweep():
    """Delete what nobody came back for; returns the count."""
    storage, now = protected_storage(), timezone.now()
    paths = [*paths_in(FOLDER), *paths_in(STRANGERS_FOLDER)]
    old = [path for path in paths if storage.get_modified_time(path) < now - KEPT_FOR]
    for path in old:
        storage.delete(path)
    return len(old)


class KeepingFileInput(forms.FileInput):
    """
    The input of a file, which says beneath it what was chosen before and is still there.

    The form names the person who fills it in, as `user`: an account, or a form's UUID.
    """

    template_name = "office/widgets/kept_file.html"
    user = None
    # The last day, where what was chosen is kept longer than files of forms are.
    kept_until = None

    def value_from_datadict(self, data, files, name):
        upload = super().value_from_datadict(data, files, name)
        if upload or data.get(f"{name}-drop"):
            return upload
        return take(data.get(f"{name}-kept", ""), by=self.user)

    def value_omitted_from_data(self, data, files, name):
        return name not in files and f"{name}-kept" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        reference = getattr(value, "reference", None)
        # Only a file that was found good is worth keeping, and what is kept is kept once.
        if reference is None and getattr(value, "format", None):
            try:
                reference = keep(value, by=self.user)
            except Full:
                context["widget"]["not_kept"] = value.name
        if reference:
            context["widget"] |= {"kept": reference, "kept_name": value.name}
            context["widget"]["kept_until"] = self.kept_until
            context["widget"]["attrs"].pop("required", None)
        return context

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        context["input"] = super()._render("django/forms/widgets/file.html", context, renderer)
        return render_to_string(template_name, context)
