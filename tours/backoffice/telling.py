"""Of whom no mail tells anything: they are rung up, and the clerk is told so."""

from django.contrib import messages
from django.utils.translation import gettext as _

from tours.mails import without_address


def ring_up(request, guides):
    """Name those of the guides who have no e-mail address; returns their keys."""
    guides = list(guides)
    silent = without_address(guides)
    if names := dict.fromkeys(str(one) for one in guides if one.pk in silent):
        words = _("Without an e-mail address, to be rung up: %(who)s.")
        messages.warning(request, words % {"who": ", ".join(names)})
    return silent
