"""
A code by mail, which opens what the address of a private link alone does not.

The mail goes to the address of the link's reader, so that whoever was forwarded the private
address stays outside. The code is put into the mail only while it is sent.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office import outbox
from office.models import Code, Link, made_up

MOST_AN_HOUR = 5
OPEN_FOR = timedelta(minutes=30)
KEPT_FOR = timedelta(days=1)
COOKIE = "opened"


class TooMany(Exception):
    """So many codes were sent for this link within the hour that no more is sent now."""


@transaction.atomic
def send_code(link, by=None):
    """
    Make a code and queue the mail that brings it; returns the code, whose figures nobody is told.

    The one before counts no longer. Raises TooMany, and ValueError for a link whose reader has
    no e-mail address.
    """
    if not link.reader_email:
        raise ValueError("the reader of the link has no e-mail address")
    # Whoever asks in the same second waits, so that the limit is one for all of them.
    Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    since = timezone.now() - timedelta(hours=1)
    if Code.objects.filter(link=link, made_at__gt=since).count() >= MOST_AN_HOUR:
        raise TooMany
    code = Code.objects.create(link=link, is_demo=made_up(by, link))
    outbox.queue(
        "code",
        to=outbox.Reader(link.reader_name, link.reader_email, link.language),
        about=link.target,
        by=by,
        link=link,
        once=f"code:{code.pk}",
    )
    return code


def code_of(link):
    """The figures of the link's newest code; "" without one."""
    code = Code.objects.newest_of(link) if link else None
    return code.figures if code else ""


def secret(mail):
    """What stands in the mail for the code. Raises NotToBeSent for one that is good no more."""
    if mail.link is None or not is_waiting(mail.link):
        raise outbox.NotToBeSent(_("The code of this mail is no longer good."))
    return code_of(mail.link)


secret.says = gettext_lazy("The code, on a line of its own.")


def check(link, typed):
    """
    Whether that is the newest code of the link, and is still good; it is not good twice.

    Each call is a try, and the fifth is the last: it is counted before the code is looked at, so
    that many at once have no more of them.
    """
    code = Code.objects.newest_of(link)
    if code is None or not Code.objects.filter(pk=code.pk).take_a_try():
        return False
    figures = "".join(sign for sign in typed if sign.isascii() and sign.isdecimal())
    if not constant_time_compare(figures, code.figures):
        return False
    return bool(Code.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()))


def is_waiting(link):
    """Whether a code was sent that is still good: the page asks for it."""
    code = Code.objects.newest_of(link)
    return code is not None and Code.objects.good().filter(pk=code.pk).exists()


# ---------------------------------------------------------------- what is open


def signer(link):
    # A new address of the link shuts what the old one had opened.
    return signing.TimestampSigner(salt=f"office.codes:{link.signature}")


def open_for(response, link):
    """Let this browser see all of the link's page for half an hour."""
    response.set_cookie(
        COOKIE,
        signer(link).sign(str(link.pk)),
        max_age=OPEN_FOR,
        path=link.get_absolute_url(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def opened(request, link):
    """Whether this browser gave a right code of the link within half an hour."""
    try:
        key = signer(link).unsign(request.COOKIES.get(COOKIE, ""), max_age=OPEN_FOR)
    except signing.BadSignature:
        return False
    return key == str(link.pk)


def shut(response, link):
    """Ask for a code again, from now on."""
    response.delete_cookie(COOKIE, path=link.get_absolute_url(), samesite="Lax")


def forget():
    """Delete the codes that are of no use any more; returns the count."""
    return Code.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()[0]
