"""Guides, and what books them."""

from django.db import transaction
from django.utils import timezone

from agenda.models import Resource
from tours import news
from tours.models import HoursNote, OtherTime


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


def note_busy(*, guide, period, by=None):
    """A guide is not to be had from when to when; what they lead already stays theirs."""
    row = OtherTime(guide=guide, period=period, is_demo=guide.is_demo)
    row._history_user = by
    row.save()
    return row


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
