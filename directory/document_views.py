"""The files of documents, handed out to those who may see them; to the others nothing is there."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directory.models import Document
from office.accounts import needs_second_factor
from office.served import PRIVATE, PUBLIC, served

SIZES = ("small", "large")


@require_safe
def current(request, pk):
    """The newest version, at the address that stays."""
    return whole(*found(request, pk))


@require_safe
def file(request, pk, number, name):
    """One version; the name in the address is for people alone."""
    return whole(*found(request, pk, number))


@require_safe
def picture(request, pk, number, size):
    """One version of a picture, as large as a page shows it."""
    version, is_public = found(request, pk, number)
    if size not in SIZES or not version.is_picture:
        raise Http404
    return handed_out(getattr(version, size), is_public, content_type="image/webp")


def found(request, pk, number=None):
    """
    (version, whether everybody may see it), or 404 as for one that was never there.

    A version that was superseded is for staff, also of a public document.
    """
    documents = Document.objects.with_file()
    document = documents.public().filter(pk=pk).first()
    is_public = document is not None
    reader = AnonymousUser() if needs_second_factor(request.user) else request.user
    if not is_public:
        document = get_object_or_404(documents.visible_to(reader), pk=pk)
    newest = document.current
    if number in (None, newest.number):
        return newest, is_public
    return get_object_or_404(document.files.visible_to(reader), number=number), False


def whole(version, is_public):
    media_type = version.media_type
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return handed_out(
        version.file,
        is_public,
        content_type=media_type,
        as_attachment=True,
        filename=version.name,
    )


def handed_out(file, is_public, **options):
    return served(file.open, kept=PUBLIC if is_public else PRIVATE, **options)
