"""Guides, and what books them."""

from django.db import transaction
from django.utils import timezone

from agenda import periods
from agenda.models import Resource
from tours import news
from tours.actions.asking import answer, withdraw
from tours.models import Ask, HoursNote, OtherTime, Tour


@transaction.atomic
def enrol(*, guide, by):
    """
    Save a guide, and let them be booked: who may see the guide may see the resource.

    Returns the guide.
    """
    guide._history_user = by
    guide.save()
    rows = Resource.objects.select_for_update(no_key=True, of=("self",))
    resource = rows.filter(person=guide.person_id).first()
    if resource is None:
        resource = Resource(
            kind=Resource.Kind.PERSON,
            person=guide.person,
            audience=guide.audience,
            is_demo=guide.is_demo,
        )
    elif resource.is_active or not guide.is_active:
        return guide
    resource.is_active = True
    resource._history_user = by
    resource.save()
    return guide


@transaction.atomic
def note_busy(*, guide, period, cannot="", by=None):
    """
    A guide is not to be had from when to when.

    With why they `cannot`, they withdraw from all that they lead then; without, they lead it all
    the same, and its hours are not among those that are noted. What they are asked for then they
    answer with no. Hours that are noted already are not noted twice.
    """
    tours = list(led_during(guide, period))
    for tour in tours if cannot else ():
        withdraw(tour=tour, words=cannot, by=by)
    stay = [] if cannot else [one.appointment.period for one in tours]
    waiting = Ask.objects.waiting().filter(guide=guide)
    for question in waiting.filter(tour__appointment__period__overlap=period).with_names():
        answer(question=question, accepts=False, by=by)
    noted = OtherTime.objects.filter(guide=guide, is_free=False).during(period)
    stay += noted.order_by().values_list("period", flat=True)
    for span in periods.without(period, stay):
        row = OtherTime(guide=guide, period=span, is_demo=guide.is_demo)
        row._history_user = by
        row.save()


def led_during(guide, period):
    """What the guide leads at that time and is not over yet, in order."""
    rows = Tour.objects.standing().filter(guide=guide, appointment__period__overlap=period)
    return rows.to_come().with_names().in_order()


@transaction.atomic
def correct_hours(*, guide, year, words):
    """A guide says what is wrong in their statement of a year; whoever asks guides is told."""
    note = HoursNote(guide=guide, year=year, words=words, is_demo=guide.is_demo)
    note.save()
    news.tell_of_correction(note)
    return note


def settle(*, note, by):
    """What a guide said of their hours is put right, or answered."""
    note.done_on, note.done_by, note._history_user = timezone.localdate(), by, by
    note.save(update_fields=["done_on", "done_by"])
