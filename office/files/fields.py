"""The field of a form in which a file is chosen."""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from office import pictures
from office.files.content import format_of
from office.files.formats import ALL, JPEG, LARGEST_FILE, fault
from office.numbers import file_size
from office.uploads import KeepingFileInput

# What is wrong with a file of a kind that is accepted, whatever kinds these are.
OF_ANY_KIND = {
    "too_large",
    "too_many_pixels",
    "encrypted",
    "damaged",
    "bomb",
    "two_in_one",
    "active_pdf",
}


def limits():
    said = _(
        "PDF, DOCX, XLSX, ODT, ODS, TXT, CSV, mails (EML) up to %(file)s; JPEG, PNG, WebP up to "
        "%(picture)s."
    )
    return said % {
        "file": file_size(LARGEST_FILE),
        "picture": file_size(pictures.LARGEST_FILE),
    }


def limits_of(accepts, largest):
    """What is accepted where that is less than everything: “PDF, JPEG, PNG up to 10 MB.”"""
    of_pictures = min(largest, pictures.LARGEST_FILE)
    documents = [one.label for one in accepts if not one.is_picture]
    shown = [one.label for one in accepts if one.is_picture]
    if not (documents and shown) or of_pictures == largest:
        size = largest if documents else of_pictures
        said = {"kinds": ", ".join(documents + shown), "size": file_size(size)}
        return _("%(kinds)s up to %(size)s.") % said
    said = _("%(files)s up to %(file)s; %(pictures)s up to %(picture)s.")
    return said % {
        "files": ", ".join(documents),
        "file": file_size(largest),
        "pictures": ", ".join(shown),
        "picture": file_size(of_pictures),
    }


class DocumentFormField(forms.FileField):
    """
    A file of an accepted format; its limits are told beside it.

    `accepts` narrows the formats, `largest` the size in bytes. The cleaned value is the upload,
    with `format` as its content says. It need not be chosen again after an error elsewhere in
    the form.
    """

    widget = KeepingFileInput

    def __init__(self, *, accepts=ALL, largest=LARGEST_FILE, **kwargs):
        self.accepts, self.largest = tuple(accepts), largest
        is_narrow = (self.accepts, largest) != (ALL, LARGEST_FILE)
        said = partial(limits_of, self.accepts, largest) if is_narrow else limits
        kwargs.setdefault("help_text", lazy(said, str)())
        super().__init__(**kwargs)
        extensions = [f".{one.extension}" for one in self.accepts]
        self.widget.attrs["accept"] = ",".join(
            [*extensions, *([".jpeg"] if JPEG in self.accepts else [])]
        )

    def to_python(self, data):
        file = super().to_python(data)
        if file is not None:
            file.format = self.judged(file)
        return file

    def judged(self, file):
        """The format of the content; the message names what this field accepts."""
        if file.size > self.largest:
            sizes = {"size": file_size(file.size), "limit": file_size(self.largest)}
            raise fault("too_large", **sizes)
        try:
            found = format_of(file)
        except ValidationError as error:
            if self.accepts == ALL or error.code in OF_ANY_KIND:
                raise
            found = None
        if found not in self.accepts:
            kinds = ", ".join(one.label for one in self.accepts)
            raise fault("not_among", kinds=kinds)
        return found

    def bound_data(self, data, initial):
        """What was chosen, so that the input can say so."""
        return data or initial
