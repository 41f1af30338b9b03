"""
What was typed is kept when the session had run out.

A form of the back-office carries a signed note of who opened it. When it is sent
without a session, what it held waits in the new session, and the same person finds it
again after signing in.
"""

from django.core import signing
from django.http import QueryDict
from django.utils.crypto import constant_time_compare

SALT = "office.backoffice.kept"
SIGNED_BY = "filled_by"
RESTORED = "_restored"
KEY = "kept_form"
LARGEST = 200_000


def signature(user):
    return signing.dumps(user.pk, salt=SALT)


def signer(data):
    """The pk of the account that opened the form, or None when the note is missing or false."""
    try:
        return signing.loads(data.get(SIGNED_BY, ""), salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return None


def keep(request):
    """Keep what the form held, when someone of ours opened it. Says whether it was kept."""
    opened_by = signer(request.POST)
    text = request.POST.urlencode()
    if opened_by is None or len(text) > LARGEST:
        return False
    request.session[KEY] = {"path": request.get_full_path(), "by": opened_by, "form": text}
    return True


def take(request):
    """What was kept for this page and this person, once; else None."""
    kept = request.session.get(KEY)
    if not kept or request.method != "GET" or kept["path"] != request.get_full_path():
        return None
    del request.session[KEY]
    if not constant_time_compare(str(kept["by"]), str(request.user.pk)):
        return None
    form = QueryDict(kept["form"], mutable=True)
    form[SIGNED_BY] = signature(request.user)
    form[RESTORED] = "yes"
    return form
