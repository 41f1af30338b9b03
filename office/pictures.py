"""Pictures that people upload: judged by their content, made small, cleaned."""

import io
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from office.numbers import file_size

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ["JPEG", "PNG", "WEBP"]


def public_storage():
    return storages["public"]


def protected_storage():
    return storages["default"]


class PictureFormField(forms.ImageField):
    """An image whose content says JPEG, PNG or WebP, whatever its name says."""

    default_error_messages = {
        "too_large": _("The picture has %(size)s; at most %(limit)s are accepted."),
        "too_many_pixels": _("The picture is too large; at most 40 megapixels are accepted."),
        "wrong_format": _(
            "Only JPEG, PNG and WebP pictures are accepted; this is not one of them."
        ),
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp"

    def to_python(self, data):
        if data in self.empty_values:
            return None
        if data.size > LARGEST_FILE:
            sizes = {"size": file_size(data.size), "limit": file_size(LARGEST_FILE)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=sizes)
        self._look_inside(data)
        return super().to_python(data)

    def _look_inside(self, data):
        """Read the header only: a small file may unfold to gigabytes."""
        from PIL import Image

        try:
            with Image.open(data) as image:
                width, height = image.size
        except Image.DecompressionBombError:
            width = height = LARGEST_PIXELS
        except (OSError, ValueError, SyntaxError):
            raise ValidationError(
                self.error_messages["wrong_format"], code="invalid_image"
            ) from None
        else:
            if image.format not in FORMATS:
                raise ValidationError(self.error_messages["wrong_format"], code="invalid_image")
        if width * height > LARGEST_PIXELS:
            raise ValidationError(self.error_messages["too_many_pixels"], code="too_many_pixels")
        data.seek(0)


class PictureField(models.ImageField):
    """
    An image kept as WebP, no side longer than 1600 pixels, without what the camera wrote into it.

    Public unless told otherwise: use `storage=protected_storage` for what not everybody may see.
    """

    def __init__(self, verbose_name=None, *, storage=public_storage, **kwargs):
        kwargs.setdefault("max_length", 255)
        super().__init__(verbose_name, storage=storage, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})

    def pre_save(self, instance, add):
        picture = getattr(instance, self.attname)
        if picture and not picture._committed:
            name = Path(picture.name).with_suffix(".webp").name
            picture.save(name, cleaned(picture.file), save=False)
        return super().pre_save(instance, add)


def cleaned(file, *, longest_side=LONGEST_SIDE):
    """The picture as WebP: turned upright, made small, nothing but its pixels kept."""
    from PIL import Image, ImageOps

    file.seek(0)
    with Image.open(file) as image:
        image = ImageOps.exif_transpose(image)
        image.thumbnail((longest_side, longest_side))
        if image.mode not in ("RGB", "RGBA"):
            image = image.convert("RGBA")
        return only_pixels(image, "WEBP", quality=85)


def stripped(file):
    """The picture in its own format and size: turned upright, nothing but its pixels kept."""
    from PIL import Image, ImageOps

    file.seek(0)
    with Image.open(file) as image:
        kind = image.format
        image = ImageOps.exif_transpose(image)
        if image.mode not in ("L", "RGB", "RGBA"):
            image = image.convert("RGB" if kind == "JPEG" else "RGBA")
        return only_pixels(image, kind, quality=92)


def only_pixels(image, kind, **options):
    from PIL import Image

    out = io.BytesIO()
    # A new image has none of the old one's metadata.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(out, kind, **options)
    return ContentFile(out.getvalue())
