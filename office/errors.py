"""What goes wrong in a way that the reader can be told."""

from django.http import Http404


class NotHere(Http404):
    """Nothing at this address; the message, in the reader's language, says what to do instead."""
