"""Requests that are put aside: kept for a while, and taken up again by a private link."""

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from delegations.models import RequestDraft
from delegations.models.drafts import FOLDER, KEPT_FOR
from office import links, outbox
from office.links import Purpose
from office.outbox import Reader
from office.pictures import protected_storage

DRAFT = "visit-draft"


class UnfinishedRequest(Purpose):
    """The public form, with what was typed before."""

    label = gettext_lazy("Unfinished request for a visit")
    days = KEPT_FOR.days
    # As long as its link is good a draft is deleted by nothing else.
    gone = gettext_lazy(
        "You have sent this request already. How it stands you see on your private page: have its "
        "address sent to you again."
    )

    @property
    def model(self):
        return RequestDraft

    @property
    def lost_url(self):
        return reverse("delegations:lost_link")

    def may_make(self, user, record):
        # Nobody of the office sees what is not sent yet.
        return False

    def last_day(self, link):
        return link.target.kept_until if link.target else None

    def answer(self, request, link):
        from delegations.views import resumed

        if link.target is None and request.method != "POST":
            raise Http404
        return resumed(request, link)


unfinished = UnfinishedRequest()


@transaction.atomic
def put_aside(*, form_id, email, language, typed, letter):
    """
    Keep what was typed into a form, and mail the way back to that address.

    A form that was put aside before changes its own row; it is mailed again only where the
    address is another one, and the link that went to the old one then opens nothing. Returns
    the draft.
    """
    # Whoever puts the same form aside in the same second waits.
    draft, is_new = RequestDraft.objects.select_for_update().get_or_create(
        form_id=form_id, defaults={"email": email, "language": language}
    )
    is_new = is_new or draft.email.lower() != email.lower()
    draft.email, draft.language, draft.typed = email, language, typed
    if letter is None or getattr(letter, "place", None) != draft.letter.name:
        draft.keep_letter(letter)
    draft.save()
    if is_new:
        end_links(draft)
        write(draft)
    return draft


def end_links(draft):
    for link in links.Link.objects.about(draft, DRAFT).filter(revoked_at=None):
        link.revoke()


def write(draft):
    """
    Mail the way back. Nobody of the office reads it, as nobody reads the draft; and by no name
    that was typed, which would bring anybody's words to any address.
    """
    reader = Reader(draft.email, draft.email, draft.language)
    link = links.give(DRAFT, draft, name=reader.name, email=reader.email, language=reader.language)
    outbox.queue("visit_resume", to=reader, about=draft, link=link, only_for=[])


def forget(form_id):
    """Delete what was put aside of a form that is sent now."""
    for draft in RequestDraft.objects.filter(form_id=form_id):
        draft.delete()


def sweep():
    """Delete what nobody came back for, and files that no draft names; returns the count."""
    old = list(RequestDraft.objects.old())
    for draft in old:
        draft.delete()
    return len(old) + sweep_files()


def sweep_files():
    storage, now = protected_storage(), timezone.now()
    try:
        _folders, found = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    named = set(RequestDraft.objects.values_list("letter", flat=True))
    paths = [path for path in (f"{FOLDER}/{one}" for one in found) if path not in named]
    # A file is written before its row is.
    left = [path for path in paths if storage.get_modified_time(path) < now - KEPT_FOR]
    for path in left:
        storage.delete(path)
    return len(left)
