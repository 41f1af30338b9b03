"""Mails about a programme that nobody has sent yet, and that nobody should any more."""

from contextlib import suppress

from office.models import Mail
from office.models.outbox import OPEN

KINDS = ("programme_ask", "programme_first", "programme_changed")


def drop_drafts(visit, email="", by=None):
    """
    Drop what would still go out about the programme to that address, or to all; returns the count.

    One that is being sent in this second goes.
    """
    rows = Mail.objects.about(visit).filter(kind__in=KINDS, state__in=OPEN)
    rows = rows.filter(reader_email__iexact=email.strip()) if email else rows
    count = 0
    for mail in rows:
        with suppress(Mail.TooLate):
            mail.drop(by=by)
            count += 1
    return count
