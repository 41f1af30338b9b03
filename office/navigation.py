"""What stands in the head of every public page, handed in by each app."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from office.registry import Registry

# name of the URL -> label; the home page is always first.
entries = Registry()


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    current: bool


def navigation(request):
    """The entries in the reader's language, the one that the reader is at marked."""
    lines = [(reverse(name), label) for name, label in entries.items()]
    return [Entry(label, url, request.path.startswith(url)) for url, label in lines]
