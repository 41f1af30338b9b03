"""
A chosen file is not lost when its form comes back with errors.

A browser never fills a file field again. So an accepted file waits in the protected storage
for a day, and the form carries a signed reference to it, which is of use to that person alone.
"""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.files.base import File
from django.template.loader import render_to_string
from django.utils import timezone

from office.pictures import protected_storage

FOLDER = "kept"
SALT = "office.uploads"
KEPT_FOR = timedelta(days=1)


def keep(file, *, by):
    """Put the file aside; returns the reference under which take() finds it for that person."""
    file.seek(0)
    path = protected_storage().save(f"{FOLDER}/{uuid4().hex}", File(file))
    return signing.dumps({"path": path, "name": file.name, "by": by.pk}, salt=SALT)


def take(reference, *, by):
    """The file that was put aside, under its own name; None for a reference that is not good."""
    try:
        kept = signing.loads(reference, salt=SALT, max_age=KEPT_FOR)
        if kept.get("by") != by.pk:
            return None
        file = File(protected_storage().open(kept["path"]), name=kept["name"])
    except (signing.BadSignature, FileNotFoundError):
        return None
    file.reference = reference
    return file


def sweep():
    """Delete what nobody came back for; returns the count."""
    storage = protected_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    now = timezone.now()
    paths = [f"{FOLDER}/{name}" for name in names]
    old = [path for path in paths if storage.get_modified_time(path) < now - KEPT_FOR]
    for path in old:
        storage.delete(path)
    return len(old)


class KeepingFileInput(forms.FileInput):
    """
    The input of a file, which says beneath it what was chosen before and is still there.

    The form names the person who fills it in, as `user`.
    """

    template_name = "office/widgets/kept_file.html"
    user = None

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
            reference = keep(value, by=self.user)
        if reference:
            context["widget"] |= {"kept": reference, "kept_name": value.name}
            context["widget"]["attrs"].pop("required", None)
        return context

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        context["input"] = super()._render("django/forms/widgets/file.html", context, renderer)
        return render_to_string(template_name, context)
