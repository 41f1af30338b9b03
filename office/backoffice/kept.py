"""
What was typed is kept when the session had run out.

A form of the back-office carries a signed note of who opened it. When it is sent
without a session, what it held waits in the new session, and the same person finds it
again after signing in.
"""

from django.core import signing
from django.http import QueryDict
from django.utils.crypto import constant_time_compare
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

SALT = "office.backoffice.kept"
SIGNED_BY = "filled_by"
RESTORED = "_restored"
KEY = "kept_form"
LARGEST = 200_000
# Why the form comes back filled, as RESTORED says it.
MESSAGES = {
    "session": _(
        "Your session had run out. Nothing is saved yet: look through what you had typed, choose "
        "any file again, and save."
    ),
    "gone": _(
        "The record is no longer there, perhaps someone deleted it. What you had typed stands "
        "below: saving makes a new record of it."
    ),
}


def signature(user):
    return signing.dumps(user.pk, salt=SALT)


def signer(data):
    """The pk of the account that opened the form, or None when the note is missing or false."""
    try:
        return signing.loads(data.get(SIGNED_BY, ""), salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return None


def keep(request, *, path=None, reason="session"):
    """
    Keep what the form held for the page at `path`, when someone of ours opened the form.

    Says whether it was kept. Passwords are not: a session is no place for them.
    """
    opened_by = signer(request.POST)
    form = request.POST.copy()
    for name in list(form):
        if "password" in name or name == "csrfmiddlewaretoken":
            del form[name]
    text = form.urlencode()
    if opened_by is None or len(text) > LARGEST:
        return False
    request.session[KEY] = {
        "path": path or request.get_full_path(),
        "by": opened_by,
        "form": text,
        "reason": reason,
    }
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
    form[RESTORED] = kept["reason"]
    return form


def send_again(request, form):
    """Make of the request for a page one that sends the form."""
    # Set first: reading them would fill POST anew, from the body that there is not.
    request._files = MultiValueDict()
    request.method, request.POST = "POST", form
