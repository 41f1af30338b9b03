"""How pages print the pictures among the documents."""

from django import template
from django.urls import reverse

from office.templatetags.office import found

register = template.Library()


@register.simple_tag
def alternative(picture):
    """The words in place of a picture and their language; no words for a decorative one."""
    language, text = (None, "") if picture.is_decorative else found(picture, "alt_text")
    return {"language": language, "text": text}


@register.simple_tag
def picture_url(version, size):
    """The address of a version of a picture, "small" or "large"."""
    return reverse("documents:picture", args=[version.document_id, version.number, size])
