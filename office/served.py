"""Uploaded files on their way to a reader: nothing in them runs, whatever they hold."""

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404

# How long others may keep what everybody may see: what is withdrawn is gone an hour later.
PUBLIC = "public, max-age=3600"
# A name that is never given to another file; what it holds was published for good.
PUBLIC_FOR_LONG = "public, max-age=86400"
PRIVATE = "private, no-store"


def served(opened, *, kept, **options):
    """
    The answer that holds a file; the caller has asked who may see it.

    `opened` opens it, `kept` says who may keep it and for how long. 404 where there is no
    file, or none any more.
    """
    try:
        file = opened()
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response = FileResponse(file, **options)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = kept
    return response
