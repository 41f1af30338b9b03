"""
Pages for readers without an account, by private links (office.models.Link).

Each app hands in its purposes. A page is shown in the reader's language, is kept by nobody
and tells no other site where its reader comes from; looking at it changes nothing, because
programs that check mail look as well.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from office.languages import offered_languages, original_language
from office.models import Link
from office.registry import Registry
from office.served import PRIVATE

# Name -> Purpose.
purposes = Registry()

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": PRIVATE,
    "X-Robots-Tag": "noindex, nofollow",
}


class Purpose:
    """What a link is for, in the app that answers it."""

    # What staff call it: "Corrections to the city's page".
    label: str | Promise = ""
    # How many days a link is valid where nobody says otherwise.
    days = 90

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
    purpose = dict(purposes.items()).get(link.purpose) if link else None
    if purpose is None:
        return over(request, status=404)
    if link.language in dict(offered_languages()):
        translation.activate(link.language)
        request.LANGUAGE_CODE = link.language
    if link.is_over:
        return over(request, status=410)
    try:
        return purpose.answer(request, link)
    except Http404:
        return over(request, status=410)


def over(request, *, status):
    return render(request, "office/link_over.html", {"canonical_url": ""}, status=status)
