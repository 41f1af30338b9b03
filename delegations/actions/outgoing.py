"""The office's letters: written, signed, sent under their number, kept as papers."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from delegations import letter_papers, lifecycle, links, outgoing
from delegations.actions.shared import Changed, locked
from delegations.guest_documents import mark_for_guests
from delegations.models import OutgoingLetter, field_of
from directory.actions import documents
from directory.models import Document, DocumentLink
from office import outbox
from office.languages import offered_languages, original_language
from office.outbox import Reader

State = OutgoingLetter.State


@transaction.atomic
def write_letter(
    *,
    occasion,
    kind,
    to,
    by,
    language="",
    words="",
    signatory=("", ""),
    day=None,
    form_id=None,
):
    """
    A draft from the office's words, in the language of whom it is to; returns it.

    The same form (`form_id`) makes one letter, however often it is sent. It names nobody whom
    `by` may not see. Raises NotAllowed for an invitation for a visa where none is written, and
    for a programme that `by` may not see all of.
    """
    if why := outgoing.refusal(kind, occasion, by):
        raise lifecycle.NotAllowed(str(why))
    if form_id:
        locked(occasion)
        if there := OutgoingLetter.objects.of(occasion).filter(form_id=form_id).first():
            return there
    language = language if language in dict(offered_languages()) else original_language()
    subject, text = outgoing.written(occasion, kind, to, language, by=by, words=words)
    letter = OutgoingLetter(
        kind=kind,
        language=language,
        addressee_name=to.name[:200],
        addressee_office=to.office[:200],
        email=to.email,
        subject=subject,
        text=text,
        signatory_name=signatory[0],
        signatory_office=signatory[1],
        day=day,
        form_id=form_id,
        is_demo=occasion.is_demo,
        **{field_of(occasion): occasion},
    )
    letter._history_user = by
    letter.save()
    return letter


@transaction.atomic
def thank(*, occasion, people, by, words="", signatory=("", "")):
    """
    Draft thanks to each of them in their language; returns the new letters.

    Whoever is thanked already, in a draft or in a letter that went out, is not thanked twice.
    """
    locked(occasion)
    there = OutgoingLetter.objects.of(occasion).filter(kind=OutgoingLetter.Type.THANKS)
    thanked = {name.lower() for name in there.values_list("addressee_name", flat=True)}
    new = [one for one in people if one.name[:200].lower() not in thanked]
    return [
        write_letter(
            occasion=occasion,
            kind=OutgoingLetter.Type.THANKS,
            to=one,
            by=by,
            language=one.language,
            words=words,
            signatory=signatory,
        )
        for one in new
    ]


@transaction.atomic
def sign(*, letter, by):
    """Somebody signed it on paper; its words may still be changed, which makes it a draft again."""
    row = _open(letter)
    row.state, row._history_user = State.SIGNED, by
    row.save()
    return row


@transaction.atomic
def send(*, letter, number, by, day=None, mail=False):
    """
    File the letter under its number and keep its paper on the visit or mission; returns it.

    With `mail` it is drafted into the outbox too, where somebody reads and releases it; the
    focal point of a visit finds the paper on the private page. Raises NotAllowed without a number,
    for a letter that went out already, and for a mail without an address.
    """
    row = _open(letter)
    number = number.strip()
    if not number:
        raise lifecycle.NotAllowed(_("Write the number under which it stands in the register."))
    if mail and not row.email:
        raise lifecycle.NotAllowed(_("No e-mail address is known: send it by post, or write one."))
    row.register_number, row.day = number, day or row.day or timezone.localdate()
    row.state, row._history_user = State.SENT, by
    row.document = _keep(row, by)
    if mail:
        row.mail = _mail(row, by)
    row.save()
    return row


def _open(letter):
    row = OutgoingLetter.objects.select_for_update(no_key=True, of=("self",)).get(pk=letter.pk)
    if row.is_sent:
        words = _("It went out already, under number %(number)s.")
        raise lifecycle.NotAllowed(words % {"number": row.register_number})
    if row.version != letter.version:
        raise Changed(_("Somebody changed this meanwhile: look at it again, and save once more."))
    return row


def _keep(letter, by):
    """Its paper as a document of the visit or mission, seen by who sees that."""
    name = slugify(f"{letter.register_number} {letter.addressee_name}") or "letter"
    content = letter_papers.letter(letter).content
    file = SimpleUploadedFile(f"{name}.pdf", content, content_type="application/pdf")
    document = Document(
        kind=Document.Kind.LETTER,
        audience=letter.audience,
        languages=[letter.language],
        date=letter.day,
        is_demo=letter.is_demo,
    )
    document.title = f"{letter.subject} ({letter.register_number})"[:250]
    document._history_user = by
    document.save()
    documents.add_version(document=document, file=file, by=by)
    DocumentLink.objects.create(document=document, record=letter.occasion, is_demo=letter.is_demo)
    return document


def _mail(letter, by):
    visit, link = letter.visit, None
    to_focal_point = visit and letter.email.lower() == visit.contact_email.lower()
    if to_focal_point:
        mark_for_guests(letter.document, visit, by=by)
        link = links.give(visit, by=by)
    return outbox.queue(
        "letter_by_mail_page" if to_focal_point else "letter_by_mail",
        to=Reader(letter.addressee_name, letter.email, letter.language),
        about=letter.occasion,
        by=by,
        link=link,
        held=True,
        letter=letter,
    )
