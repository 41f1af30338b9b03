"""
News for the people of the office: each app hands in its kinds, and tells with `tell`.

Each person chooses (`User.told`) whether a mail brings each at once, one mail a day brings them
all, or they stand on the start page alone.
"""

import logging
from dataclasses import dataclass
from datetime import time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from office.backoffice import frame
from office.backoffice.rights import readable_records, visible
from office.models import Notice, User
from office.readership import StaffAtLarge
from office.registry import Registry

logger = logging.getLogger(__name__)

# Name -> NoticeKind.
kinds = Registry()

# The mail of the day waits until somebody reads it.
FIRST_MAIL = time(6)
FORGOTTEN_AFTER = timedelta(days=365)


class NoticeKind:
    """What people are told of, in the app that knows of it."""

    # What staff call it: "A request has come in".
    label: str | Promise = ""
    # False for what the start page shows by itself: it is told on the page of news, and by mail.
    on_start_page = True

    def text(self, notice):
        """
        The news in one line, in the active language; "" where there is nothing to say any more.

        `notice.record` is there and may be read; `notice.extra` is what `tell` was given.
        """
        raise NotImplementedError  # each kind's own

    def address(self, notice):
        """Where it is read, below the name of the site; "" where there is no such page."""
        return frame.way_to(notice.record)


@dataclass(frozen=True)
class News:
    """One notice as its reader meets it."""

    notice: Notice
    label: str | Promise
    text: str
    url: str


@transaction.atomic
def tell(kind, *, users, about, key, by=None, **extra):
    """
    Tell people something of a record, each of them once; returns the new notices.

    `key` tells it from all else of its kind, also of other records ("12:2027-05-01"). Nobody is
    told what they did themselves (`by`), nor of what they may not know to exist, nor who has no
    account any more (None is nobody). It shows once they may also read the record. `extra`, of
    plain values, is kept for the kind's words. Raises KeyError for a kind that nobody handed in.
    """
    kinds.get(kind)
    told = []
    for person in who_is_told(users, about, by):
        values = {"record": about, "extra": extra}
        notice, is_new = Notice.objects.get_or_create(
            user=person, kind=kind, key=key, defaults=values
        )
        if is_new:
            told.append(notice)
            if person.told == User.Told.AT_ONCE:
                mail_at_once(notice, by)
    return told


def who_is_told(users, about, by=None):
    """Each person once, in the order given."""
    rows = type(about)._default_manager.filter(pk=about.pk)
    for person in dict.fromkeys(one for one in users if one and one != by):
        if has_account(person) and may_know(rows, person):
            yield person


def may_know(rows, person):
    return not hasattr(rows, "known_to") or rows.known_to(person).exists()


def has_account(person):
    return person.is_active and (settings.DEMONSTRATION or not person.is_demo)


def news_of(rows, user):
    """
    The notices in words, with as many queries for a thousand as for one of each kind.

    What is gone, or may not be read any more, is left out.
    """
    records = readable_records(rows, user)
    known = dict(kinds.items())
    found = []
    for notice in rows:
        record = records.get((notice.content_type_id, notice.object_id))
        kind = known.get(notice.kind)
        if record is None or kind is None:
            continue
        notice.record = record
        if text := kind.text(notice):
            found.append(News(notice, kind.label, text, kind.address(notice)))
    return found


# ---------------------------------------------------------------- by mail


def mail_at_once(notice, by):
    from office import notice_mails

    person = notice.user
    if not news_of([notice], person):
        return  # Of what one only knows to exist, a mail has nothing to say.
    notice_mails.send_one(notice, by=by)
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def mail_daily():
    """
    Send each person who wants it one mail with all that is new: once a day, from six on.

    Returns how many people get one: nobody for whom there is nothing.
    """
    now = timezone.localtime()
    if now.time() < FIRST_MAIL:
        return 0
    begin_of_day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    had_it = Notice.objects.filter(mailed_at__gte=begin_of_day)
    people = User.objects.filter(
        pk__in=unmailed().values("user"), told=User.Told.DAILY, is_active=True
    ).exclude(pk__in=had_it.values("user"))
    return sum(_mailed(person, now) for person in people if has_account(person))


def unmailed():
    return Notice.objects.unread().filter(mailed_at=None)


def _mailed(person, now):
    from office import notice_mails

    try:
        with transaction.atomic():
            rows = list(unmailed().of(person).select_related("content_type"))
            news = news_of(rows, person)
            if not news:
                return 0
            notice_mails.send_all([one.notice for one in news], person, now.date())
            keys = [one.notice.pk for one in news]
            return min(1, Notice.objects.filter(pk__in=keys).update(mailed_at=timezone.now()))
    except Exception:
        # What cannot be said to one person must not keep the others from theirs.
        logger.exception("the daily mail to the account %s failed", person.pk)
        return 0


def open_to_all_staff(notices, user):
    """
    The keys of those whose record is open to whoever reads what is internal.

    A mail is read without signing in, and by who looks after the outbox: it names no other.
    """
    at_large = StaffAtLarge(user)
    found = set()
    for model in {type(one.record) for one in notices}:
        theirs = {one.record.pk: one for one in notices if type(one.record) is model}
        rows = visible(model._default_manager.filter(pk__in=theirs), at_large)
        keys = set(rows.values_list("pk", flat=True))
        found |= {one.pk for one in notices if type(one.record) is model and one.record.pk in keys}
    return found


# ---------------------------------------------------------------- in the end


def forget():
    """Delete what was told more than a year ago."""
    count, _models = Notice.objects.filter(made_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    return count
