"""The guests of a tour are asked about another language, and say what they thought of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import letters
from delegations import links as visit_links
from delegations.actions.shared import locked
from delegations.models import Part, ProgrammeItem
from office import outbox
from tours import news
from tours.actions.asking import Refused
from tours.models import Feedback, LanguageOffer


@transaction.atomic
def offer(*, booking, language, offered, with_interpreter=False, held=False, by):
    """
    Ask the guests of a booking whether another language will do; returns the LanguageOffer.

    By mail to their focal point, who answers on the page of the visit; without an e-mail address
    somebody rings them up. Raises Refused where they are asked already, or by the same language
    without an interpreter.
    """
    visit = locked(booking.visit)
    if language == offered and not with_interpreter:
        raise Refused(_("Choose another language, or an interpreter."))
    if booking.offers.filter(language=language, answer="").exists():
        raise Refused(_("The guests are asked about this language already."))
    made = LanguageOffer(
        booking=booking,
        language=language,
        offered=offered,
        with_interpreter=with_interpreter,
        is_demo=booking.is_demo,
    )
    _save(made, by)
    if visit.contact_email:
        outbox.queue(
            "tour_language",
            to=letters.reader_of(visit),
            about=visit,
            by=by,
            link=visit_links.give(visit, by=by),
            held=held,
            offer=made,
        )
    return made


@transaction.atomic
def reply(*, offer, accepts, words="", by=None):
    """
    Write down what the guests said: on their page, or by telephone to `by`; returns the offer.

    Where another language will do, the groups without a guide get it, in the programme as well;
    with an interpreter their items ask for one. Raises Refused where they answered already.
    """
    visit = locked(offer.booking.visit)
    row = LanguageOffer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if row.answer:
        raise Refused(_("You have answered this already. Write to us if something changed."))
    answers = LanguageOffer.Answer
    row.answer = answers.ACCEPTED if accepts else answers.REFUSED
    row.answered_at, row.words, row.noted_by = timezone.now(), words, by
    _save(row, by)
    if accepts:
        for tour in row.booking.tours.open().filter(language=row.language).with_names():
            _change_language(tour, row, by)
    if by is None:
        news.tell_of_reply(visit, row)
    return row


def _change_language(tour, offer, by):
    tour.language = offer.offered
    _save(tour, by, "language")
    item = ProgrammeItem.objects.filter(appointment=tour.appointment_id).first()
    if item is None:
        return
    item.language = offer.offered
    _save(item, by, "language")
    pair = {"source": offer.offered, "target": offer.language}
    is_there = item.parts.filter(kind=Part.Kind.INTERPRETER, **pair).exists()
    if offer.with_interpreter and offer.offered != offer.language and not is_there:
        count = item.parts.count()
        part = Part(item=item, kind=Part.Kind.INTERPRETER, position=count, **pair)
        part.is_demo = item.is_demo
        _save(part, by)


@transaction.atomic
def rate(*, booking, rating, words, language):
    """What the guests thought of their tour; what they say later takes the place of it."""
    locked(booking.visit)
    found = Feedback.objects.filter(booking=booking).first()
    found = found or Feedback(booking=booking, is_demo=booking.is_demo)
    found.rating, found.words, found.language = rating, words, language
    found.given_at = timezone.now()
    _save(found, None)
    return found


def _save(row, by, *fields):
    row._history_user = by
    row.save(update_fields=fields or None)
