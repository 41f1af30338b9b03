"""Guides are asked, and answer: by their private page, or by telephone."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import actions as calendar
from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.models import Appointment, Resource
from office import outbox
from tours import news
from tours.links import give as link_of
from tours.mails import reader_of
from tours.models import Ask, LanguageOffer, Tour, TourSettings

LEAST = timedelta(hours=1)
Answer = Ask.Answer


class Refused(ValidationError):
    """It cannot be done any more; the words say why to people."""


@transaction.atomic
def ask(*, tour, guides, by, in_turn=False, held=False):
    """
    Ask guides to lead a tour: all at once, or `in_turn`, each when the one before says no.

    Whoever has no e-mail address is asked as well, and rung up. Returns the new questions.
    Raises Refused where the tour does not take place, is over, or has its guide.
    """
    tour = _locked(tour)
    _refuse_over(tour)
    if tour.guide_id:
        raise Refused(_("%(who)s leads this tour already.") % {"who": tour.guide})
    open_ones = {*tour.asks.filter(answer__in=Ask.OPEN).values_list("guide", flat=True)}
    new = [one for one in guides if one.pk not in open_ones]
    made = [_put_in_line(tour, guide, by) for guide in new]
    is_asked = tour.asks.waiting().exists()
    for position, question in enumerate(made):
        if not in_turn or (position == 0 and not is_asked):
            _ask_now(tour, question, by=by, held=held)
    return made


@transaction.atomic
def answer(*, question, accepts, words="", by=None):
    """
    Write down what a guide said to a question: on their page, or by telephone to `by`.

    A yes books the guide and tells all others who were asked; after a no the next in line is
    asked. The same said twice is one answer. Raises Refused where another was first, where the
    guide leads another tour then, or where the tour is over or does not take place.
    """
    tour = _locked(question.tour)
    question = tour.asks.select_for_update(no_key=True).get(pk=question.pk)
    question.tour = tour
    said = Answer.ACCEPTED if accepts else Answer.DECLINED
    if question.answer == said and not question.was_moved:
        return question
    _refuse_over(tour)
    if accepts and tour.guide_id not in (None, question.guide_id):
        raise Refused(_("Another guide was first: this tour has its guide. Thank you."))
    if question.answer == Answer.NOT_NEEDED:
        raise Refused(_("You are not needed for this tour any more. Thank you."))
    if not accepts and question.answer == Answer.ACCEPTED:
        return withdraw(tour=tour, words=words, by=by)
    if accepts:
        _take_on(tour, question.guide, by)
    question.answer, question.answered_at, question.words = said, timezone.now(), words
    question.asked_for, question.noted_by = tour.appointment.period, by
    _save(question, by)
    if accepts:
        _let_go(tour, by=by, kind="tour_not_needed")
        _drop_offers(tour, by)
    else:
        _next(tour, by)
    if by is None:
        news.tell(tour, question)
    return question


@transaction.atomic
def give(*, tour, guide, by):
    """Somebody leads the tour, as was agreed by word of mouth; returns the question, answered."""
    row = _locked(tour)
    _refuse_over(row)
    question = row.asks.filter(guide=guide, answer__in=Ask.OPEN).first()
    question = question or _put_in_line(row, guide, by)
    return answer(question=question, accepts=True, by=by)


@transaction.atomic
def withdraw(*, tour, words, by=None):
    """
    The guide of a tour cannot lead it after all, and says why; the office asks anew.

    Nobody is in line any more, since whoever was heard that somebody leads it. Returns the
    question. Raises Refused where nobody leads it, or it is over.
    """
    tour = _locked(tour)
    _refuse_over(tour)
    question = tour.asks.select_for_update(no_key=True).filter(answer=Answer.ACCEPTED).first()
    if question is None:
        raise Refused(_("Nobody leads this tour."))
    _take_from(tour, by)
    question.answer, question.answered_at, question.words = (
        Answer.WITHDRAWN,
        timezone.now(),
        words,
    )
    question.noted_by = by
    _save(question, by)
    if by is None:
        news.tell(tour, question)
    return question


@transaction.atomic
def take_off(*, tour, by):
    """The office takes a tour from its guide, who is told by a draft."""
    tour = _locked(tour)
    _refuse_over(tour)
    _take_from(tour, by)
    _let_go(tour, by=by, kind="tour_not_needed", answers=(Answer.ACCEPTED,))
    return tour


def pin(*, tour, is_pinned, by):
    """Whether a proposal may give the tour to another guide."""
    tour.is_pinned = is_pinned
    tour._history_user = by
    tour.save(update_fields=["is_pinned"])


def note_outcome(*, tour, outcome, came, by, guide=None):
    """
    What became of a tour that is over: it took place, for so many, or nobody came.

    `guide` is who led it, where nobody had been noted before.
    """
    tour.outcome, tour.came, tour._history_user = outcome, came, by
    tour.guide = tour.guide or guide
    tour.full_clean(exclude=["audience", "appointment"])
    tour.save(update_fields=["outcome", "came", "guide"])


def ask_next():
    """
    Whoever has not answered in time is not waited for, and the next in line is asked.

    Returns how many were late. Run by `manage.py due`.
    """
    late = Ask.objects.waiting().filter(answer_by__lte=timezone.now()).select_related("tour")
    count = 0
    for found in late.order_by("pk"):
        tour = _locked(found.tour)
        question = tour.asks.waiting().filter(pk=found.pk).first()
        if question is None:
            continue
        in_line = tour.asks.filter(answer=Answer.IN_LINE).exists()
        question.answer = Answer.LATE
        _save(question, None)
        news.tell(tour, question)
        if in_line and not tour.guide_id and not _is_over(tour):
            _next(tour, None)
        count += 1
    return count


# ---------------------------------------------------------------- what the calendar tells


def tell_moved(tour, was, by):
    """Whoever was asked, or leads it, is told of the new hours by a draft."""
    for question in tour.asks.filter(answer__in=(Answer.WAITING, Answer.ACCEPTED)).with_names():
        _write("tour_moved", tour, question, by=by, held=True, was=was)


def tell_off(tour, by):
    """It does not take place: whoever was asked, or leads it, is told by a draft, and is free."""
    _take_from(tour, by)
    _let_go(tour, by=by, kind="tour_off", answers=(Answer.IN_LINE, Answer.WAITING, Answer.ACCEPTED))


# ---------------------------------------------------------------- inside


def _locked(tour):
    """The tour as it stands, with its appointment, and nobody else changes either."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    appointment = rows.get(pk=tour.appointment_id)
    found = Tour.objects.select_for_update(no_key=True, of=("self",)).with_names().get(pk=tour.pk)
    found.appointment = appointment
    return found


def _is_over(tour):
    one = tour.appointment
    return one.is_cancelled or one.period.upper <= timezone.now()


def _refuse_over(tour):
    if _is_over(tour):
        words = _("“%(title)s” is over, or does not take place.")
        raise Refused(words % {"title": tour.appointment})


def _put_in_line(tour, guide, by):
    question = Ask(
        tour=tour,
        guide=guide,
        answer=Answer.IN_LINE,
        asked_for=tour.appointment.period,
        is_demo=tour.is_demo,
    )
    _save(question, by)
    return question


def _ask_now(tour, question, *, by, held=False):
    question.answer, question.asked_at = Answer.WAITING, timezone.now()
    question.asked_for = tour.appointment.period
    question.answer_by = answer_by(tour, question.asked_at)
    _save(question, by)
    _write("tour_ask", tour, question, by=by, held=held)


def answer_by(tour, now):
    """The moment until which a guide is waited for: sooner, the nearer the tour is."""
    settings = TourSettings.objects.current()
    left = (tour.appointment.period.lower - now) * settings.answer_share / 100
    most = timedelta(hours=settings.answer_hours)
    return now + max(LEAST, min(left, most))


def _next(tour, by):
    """The next in line is asked, where nobody else is waited for."""
    if tour.asks.waiting().exists():
        return
    question = tour.asks.filter(answer=Answer.IN_LINE).with_names().order_by("pk").first()
    if question is not None:
        _ask_now(tour, question, by=by)


def _take_on(tour, guide, by):
    resource = Resource.objects.filter(person=guide.person_id).first()
    if resource is None:
        words = _("%(who)s cannot be booked: save them once more among the guides.")
        raise Refused(words % {"who": guide})
    bookings = tour.appointment.bookings.select_related("resource__place", "resource__person")
    walk = TourSettings.objects.current().walk_minutes
    wanted = [Wanted(one.resource, one.before, one.after) for one in bookings]
    if resource.pk not in {one.resource.pk for one in wanted}:
        wanted.append(Wanted(resource, walk, walk))
    try:
        calendar.change(appointment=tour.appointment, wanted=wanted, by=by)
    except Clash as clash:
        if by is not None:
            raise
        # Nobody is told what else somebody does.
        raise Refused(_("You lead another group at that time, or have something else.")) from clash
    tour.guide = guide
    tour._history_user = by
    tour.save(update_fields=["guide"])


def _take_from(tour, by):
    if tour.guide_id is None:
        return
    for booking in tour.appointment.bookings.filter(resource__person=tour.guide.person_id):
        booking._history_user = by
        booking.delete()
    tour.guide, tour.is_pinned, tour._history_user = None, False, by
    tour.save(update_fields=["guide", "is_pinned"])


def _let_go(tour, *, by, kind, answers=(Answer.IN_LINE, Answer.WAITING)):
    """Whoever is not needed any more: told by a mail, where they had been asked."""
    for question in tour.asks.filter(answer__in=answers).with_names():
        was_asked = question.answer != Answer.IN_LINE
        question.answer = Answer.NOT_NEEDED
        _save(question, by)
        if was_asked:
            _write(kind, tour, question, by=by, held=by is not None)


def _drop_offers(tour, by):
    """Somebody guides them in their language: they are not asked about another one any more."""
    if tour.booking.tours.open().filter(language=tour.language).exists():
        return
    waiting = LanguageOffer.objects.filter(booking=tour.booking_id, language=tour.language)
    for offer in waiting.filter(answer=""):
        offer._history_user = by
        offer.delete()


def _write(kind, tour, question, *, by, held, **extra):
    """The mail in the language of its reader; none without an e-mail address."""
    to = reader_of(question.guide)
    if not to.email:
        return None
    return outbox.queue(
        kind,
        to=to,
        about=tour,
        by=by,
        link=link_of(question.guide, by=by),
        held=held,
        question=question,
        tour=tour,
        **extra,
    )


def _save(question, by):
    question._history_user = by
    question.save()
