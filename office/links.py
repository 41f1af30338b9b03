"""
Pages for readers without an account, by private links (office.models.Link).

Each app hands in its purposes. A page is shown in the reader's language, is kept by nobody
and tells no other site where its reader comes from; looking at it changes nothing, because
programs that check mail look as well.
"""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from office.languages import offered_languages, original_language
from office.models import Link, LinkUse, made_up
from office.registry import Registry
from office.served import PRIVATE

# Name -> Purpose.
purposes = Registry()

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": PRIVATE,
    "X-Robots-Tag": "noindex, nofollow",
}


KEEPS_USES = timedelta(days=365)
USES = {
    LinkUse.VIEWED: pgettext_lazy("private link", "opened"),
    LinkUse.SENT: _("something sent"),
    LinkUse.OVER: _("tried after its end"),
}


class Purpose:
    """What a link is for, in the app that answers it."""

    # What staff call it: "Corrections to the city's page".
    label: str | Promise = ""
    # How many days a link is valid where nobody says otherwise.
    days = 90
    # Where a reader whose address is lost or over gets a new one; "" where the office is asked.
    # A property where it depends on the active language.
    lost_url = ""
    # Why a link that is good leads to nothing any more, where that is known.
    gone = ""
    # What was sent -> what staff call it, beside those of USES.
    uses = {}

    @property
    def model(self):
        """The kind of record that such a link is about."""
        raise NotImplementedError  # each purpose's own

    def may_make(self, user, record):
        """Whether the person may give out such links; that they may see the record is known."""
        raise NotImplementedError  # each purpose's own

    def language_for(self, record):
        """In which language the page is first offered."""
        return original_language()

    def last_day(self, link):
        """
        Until when such a link is valid, where that is tied to its record; None where it is not.

        It counts then, whatever day the link itself names, and may lie after that one.
        """

    def use_of(self, request, link):
        """What it is called that somebody sent the page's form: one of USES or of `uses`."""
        return LinkUse.SENT

    def letter(self, link, address):
        """(subject, text) of the mail that brings the address, in the active language."""
        return str(self.label), address

    def answer(self, request, link):
        """
        The page of a valid link. Http404 where there is nothing to show any more.

        What the answer says of HEADERS itself, such as who may keep it, holds.
        """
        raise NotImplementedError  # each purpose's own


# The address itself proves who sends the form: nobody else knows it, and no cookie is asked.
# (Without a referrer browsers send no origin either, which the usual check would refuse.)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def private_link(request, token):
    response = answer(request, token)
    for name, value in HEADERS.items():
        response.setdefault(name, value)
    return response


def answer(request, token):
    link = Link.objects.of_token(token)
    purpose = purpose_of(link) if link else None
    if purpose is None:
        return over(request, status=404)
    if (language := language_of(request, link)) in dict(offered_languages()):
        translation.activate(language)
        request.LANGUAGE_CODE = language
    if link.is_over:
        note_use(link, LinkUse.OVER)
        return over(request, status=410, link=link, lost_url=purpose.lost_url)
    try:
        response = purpose.answer(request, link)
    except Http404:
        return over(request, status=410, lost_url=purpose.lost_url, gone=purpose.gone)
    posted = request.method == "POST"
    note_use(link, purpose.use_of(request, link) if posted else LinkUse.VIEWED)
    return response


def language_of(request, link):
    """The language in which the reader asks for the page; else the one of the link."""
    return chosen_language(request) or link.language


def chosen_language(request):
    """What `?language=` says where it is one of the office's; "" for any other."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(offered_languages()) else ""


def over(request, *, status, link=None, lost_url="", gone=""):
    """That the address opens nothing; of a link that was good once, why and since when."""
    context = {"canonical_url": "", "link": link, "lost_url": lost_url, "gone": gone}
    return render(request, "office/link_over.html", context, status=status)


# ---------------------------------------------------------------- how long, and who has one


def purpose_of(link):
    """The Purpose of a link; None for one that no app hands in any more."""
    return dict(purposes.items()).get(link.purpose)


def last_day(link):
    """The last day on which the link opens its page, unless it was revoked."""
    purpose = purpose_of(link)
    return (purpose and purpose.last_day(link)) or link.expires_on


@transaction.atomic
def give(purpose, record, *, name, email, language, by=None):
    """
    The link by which that reader opens the record's page for that purpose (its name).

    The one they have stays theirs, with its address, and is valid from now on for as long as a
    new one; one that was ended or is over is not given again. Without an e-mail address the
    reader is told by name. It is valid, unless its purpose says that its time is past.
    """
    # Whoever asks in the same second waits, and gets the same link.
    type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)
    reader = {"reader_email__iexact": email} if email else {"reader_email": "", "reader_name": name}
    found = Link.objects.about(record, purpose).filter(revoked_at=None, **reader)
    link = next((one for one in found if not one.is_over), None)
    if link is None:
        link = Link(purpose=purpose, target=record, made_by=by, is_demo=made_up(by, record))
    lasts = timezone.localdate() + timedelta(days=purposes.get(purpose).days)
    said = {
        "reader_name": name,
        "reader_email": email,
        "language": language,
        "expires_on": max(link.expires_on or lasts, lasts),
    }
    if link.pk is None or any(getattr(link, field) != value for field, value in said.items()):
        for field, value in said.items():
            setattr(link, field, value)
        link.save()
    return link


# ---------------------------------------------------------------- what they were used for


def note_use(link, what):
    """Write down that the link was used: one insert, which does nothing for a second look."""
    now = timezone.now()
    hour = now.replace(minute=0, second=0, microsecond=0) if what in LinkUse.RARE else None
    use = LinkUse(link=link, what=what, at=now, hour=hour, is_demo=link.is_demo)
    LinkUse.objects.bulk_create([use], ignore_conflicts=True)


def label_of_use(purpose, what):
    """What staff call a use; as it stands where no purpose names it."""
    return {**USES, **purpose.uses}.get(what, what)


def forget_uses():
    """Delete the uses of more than a year ago; returns the count."""
    return LinkUse.objects.filter(at__lt=timezone.now() - KEEPS_USES).delete()[0]
