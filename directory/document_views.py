"""The files of documents, handed out to those who may see them; to the others nothing is there."""

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from directory.models import Document
from office.accounts import needs_second_factor

# How long others may keep a public file: what is withdrawn is gone everywhere an hour later.
KEPT_BY_OTHERS = "public, max-age=3600"
SIZES = ("small", "large")


@require_safe
def current(request, pk):
    """The newest version, at the address that stays."""
    return handed_out(*found(request, pk))


@require_safe
def file(request, pk, number, name):
    """One version; the name in the address is for people alone."""
    return handed_out(*found(request, pk, number))


@require_safe
def picture(request, pk, number, size):
    """One version of a picture, as large as a page shows it."""
    version, is_public = found(request, pk, number)
    if size not in SIZES or not version.is_picture:
        raise Http404
    content = getattr(version, size).open()
    return harmless(FileResponse(content, content_type="image/webp"), is_public)


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
    if not (reader.is_authenticated and reader.reads_internal):
        raise Http404
    return get_object_or_404(document.files, number=number), False


def handed_out(version, is_public):
    media_type = version.media_type
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    response = FileResponse(
        version.file.open(), as_attachment=True, filename=version.name, content_type=media_type
    )
    return harmless(response, is_public)


def harmless(response, is_public):
    """Nothing in the file can run, whatever it holds and whatever a browser takes it for."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = KEPT_BY_OTHERS if is_public else "private, no-store"
    return response
