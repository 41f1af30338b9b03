"""The request for a visit: received, changed, its letter, its private address."""

from django.db import IntegrityError, transaction
from django.utils import translation

from delegations import drafts, links, matching, news
from delegations.actions.shared import locked, log, write
from delegations.guest_documents import mark_for_guests
from delegations.models import (
    Channel,
    State,
    Visit,
)
from directory.actions import documents
from directory.models import Document, DocumentLink
from office.languages import original_language
from office.models import made_up


@transaction.atomic
def receive(*, visit, other_days=(), letter=None, by=None):
    """
    Save a new request, with the letter that came with it; returns the visit.

    Whoever asked gets the reference number and the private address by mail, the office is told. A
    public form that was sent already (`form_id`) gives back the visit that it made.
    """
    if visit.form_id and (found := Visit.objects.filter(form_id=visit.form_id).first()):
        return found
    visit.is_demo = visit.is_demo or made_up(by, visit.city, visit.organisation, visit.contact)
    visit._history_user = by
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:
        # The same form, sent twice in the same second.
        found = visit.form_id and Visit.objects.filter(form_id=visit.form_id).first()
        if not found:
            raise
        return found
    save_other_days(visit=visit, days=other_days)
    if letter:
        attach(visit=visit, file=letter, by=by)
    log(visit, "", by=by, letter=write(visit, by=by))
    news.tell_of_request(visit, by=by)
    return visit


@transaction.atomic
def save_request(*, visit, by):
    """
    Save what was changed of a request.

    Where the focal point has another e-mail address than before, the old private address opens
    nothing any more, and the new one is mailed.
    """
    before = locked(visit).contact_email
    visit._history_user = by
    visit.save()
    if before.lower() != visit.contact_email.lower():
        links.end_those_of(visit, before)
        send_link(visit=visit, by=by)
    return visit


def save_other_days(*, visit, days):
    """Replace the other days on which the guests could come: pairs of first and last."""
    visit.other_days.all().delete()
    rows = [visit.other_days.model(visit=visit, first_day=a, last_day=b) for a, b in days]
    visit.other_days.bulk_create(rows)


@transaction.atomic
def attach(*, visit, file, by=None, kind=Document.Kind.LETTER):
    """
    Keep a file as a document of the visit, seen by who sees the visit; returns the document.

    It goes by the guests and the file's name: what kind it is each reader's language says.

    What the guests sent themselves (`by` is None) they may download again.
    Raises ValidationError for a file that is not accepted.
    """
    title = f"{visit.guests_in_calendar}: {file.name}"
    document = Document(kind=kind, audience=visit.audience, is_demo=visit.is_demo)
    document.title = title[:200]
    document._history_user = by
    document.save()
    documents.add_version(document=document, file=file, by=by)
    DocumentLink.objects.create(document=document, record=visit, is_demo=visit.is_demo)
    if by is None:
        mark_for_guests(document, visit, by=None)
    return document


def send_link(*, visit, by=None):
    """
    Mail the private address to the focal point; returns the mail, None without an address.

    Of a request that has gone on since it came, no more than that is said.
    """
    kind = "visit_received" if visit.state == State.RECEIVED else "visit_lost_link"
    return write(visit, kind=kind, by=by)


@transaction.atomic
def send_request(*, visit, other_days=(), letter=None):
    """
    Take in a request of the public form; returns the visit, and deletes what was put aside of it.

    Its city and body become those of the directory where the public ones are clear.
    """
    visit.channel = Channel.WEB
    visit.city = matching.public_city(visit.city_name, visit.country)
    visit.country = visit.country or (visit.city.country if visit.city else None)
    visit.organisation = matching.public_organisation(visit.body_name, visit.city)
    visit.read_notice()
    # What is kept of it is for the office to read; mails are in the language of each reader.
    with translation.override(original_language()):
        visit = receive(visit=visit, other_days=other_days, letter=letter)
    drafts.forget(visit.form_id)
    return visit
