"""By what letters, promises, minutes and pages of the guest book are found, for staff alone."""

from delegations.models import GuestBookPage, Minute, OutgoingLetter, Promise
from office import search
from office.search import Kind, Part


def letter_parts(letter):
    names = [letter.addressee_name, letter.addressee_office, letter.register_number]
    yield Part(title=str(letter), names=[*names, letter.email], text=letter.text, for_staff=True)


def promise_parts(promise):
    yield Part(title=promise.text, names=[promise.their_name], text=promise.outcome, for_staff=True)


def minute_parts(minute):
    text = "\n".join([minute.decided, minute.text, minute.present])
    yield Part(title=minute.subject, text=text, for_staff=True)


def page_parts(page):
    signed = " ".join(page.who_signed.split())
    yield Part(title=signed, names=[page.volume], text=page.words, for_staff=True)


for model, parts in (
    (OutgoingLetter, letter_parts),
    (Promise, promise_parts),
    (Minute, minute_parts),
    (GuestBookPage, page_parts),
):
    search.register(Kind(model, parts))
