"""
The worker that sends the mails of the outbox, one by one.

Nobody can send exactly once over SMTP. So that nothing is sent twice by itself, a mail is
marked as being sent, for good, before a word is said to the server; where something breaks
after the server began to take its text in, nobody knows whether it arrived, and a person
decides. No transaction is open while the server is spoken to.
"""

import logging
import smtplib
import textwrap
import time
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from office import due
from office.languages import original_language
from office.mail_words import TAG, one_line
from office.models import Mail, Office
from office.outbox import NotToBeSent, secrets

logger = logging.getLogger(__name__)

# How many mails, and for how many seconds, one run sends: other jobs wait for it.
MOST, LONGEST = 200, 240
# How often it is tried, and after which pause: the pauses grow, and add up to more than a day.
TRIES = 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=6)
# Whoever was sending for so long is no longer there.
GIVEN_UP = timedelta(minutes=10)
LONGEST_LINE = 72
LONGEST_ERROR = 1000
REFUSED_FOR_GOOD = 500


class ServerDown(Exception):
    """The server takes no mail now: the others need not be tried in this run."""


@due.keeps_own_transactions
def send_due():
    """Send what waits; returns how many mails went out."""
    # A worker stays for days, and the office may be called otherwise by now.
    Office.objects.forget()
    doubt_what_broke()
    sent, ends = 0, time.monotonic() + LONGEST
    with translation.override(original_language()), Server() as server, suppress(ServerDown):
        while time.monotonic() < ends and sent < MOST and (mail := taken()):
            sent += sent_by(server, mail)
    return sent


@transaction.atomic(durable=True)
def doubt_what_broke():
    """What was being sent when the worker was stopped is for a person to decide upon."""
    broke = Mail.objects.filter(state="sending", tried_at__lt=timezone.now() - GIVEN_UP)
    count = broke.update(state="doubtful")
    if count:
        logger.error("%s mails were being sent when the worker broke off", count)


def doubt_what_waited():
    """
    After a backup is restored: what waits in it may have gone since it was made.

    What was held back, or had failed, stays so, and says that somebody may have sent it. Returns
    how many mails are doubtful by now; none where the backup is older than the outbox.
    """
    if Mail._meta.db_table not in connection.introspection.table_names():
        return 0
    with translation.override(original_language()):
        said = _("Restored from a backup, since which it may have been sent.")
    Mail.objects.filter(state__in=["held", "failed"]).update(last_error=said)
    waited = Mail.objects.filter(state__in=["queued", "sending"])
    return waited.update(state="doubtful", last_error=said)


@transaction.atomic(durable=True)
def taken():
    """The next mail, marked as being sent; another worker, and a clerk at its form, keep theirs."""
    now = timezone.now()
    waiting = Mail.objects.due(now).select_for_update(skip_locked=True, no_key=True)
    mail = waiting.first()
    if mail:
        mail.state, mail.tried_at, mail.tries = "sending", now, mail.tries + 1
        Mail.objects.filter(pk=mail.pk).update(state="sending", tried_at=now, tries=mail.tries)
    return mail


@transaction.atomic(durable=True)
def ended(mail, state, **values):
    """Say how it ended, unless somebody doubted the mail meanwhile."""
    Mail.objects.filter(pk=mail.pk, state="sending").update(state=state, **values)


# ---------------------------------------------------------------- one mail


def sent_by(server, mail):
    """Send one mail and write down how it ended; returns whether it went. Raises ServerDown."""
    try:
        message = message_of(mail)
    except NotToBeSent as error:
        ended(mail, "failed", last_error=str(error))
        return False
    except Exception:
        logger.exception("the mail %s cannot be put together", mail.pk)
        ended(mail, "failed", last_error=_("The mail cannot be put together: the log says why."))
        return False
    try:
        server.open()
    except Exception as error:
        later(mail, words_of(error))
        raise ServerDown from error
    try:
        server.send(message)
    except Exception as error:
        settle(server, mail, error)
        return False
    ended(mail, "sent", sent_at=timezone.now(), last_error="", not_before=None)
    return True


def settle(server, mail, error):
    """
    What becomes of a mail that did not go, or of which nobody knows. May raise ServerDown.

    A server that answered has not taken it; one that fell silent over the text may have.
    """
    said, answer = words_of(error), answer_of(error)
    logger.warning("the mail %s was not sent: %s", mail.pk, type(error).__name__)
    server.close()
    if server.heard_text and answer is None:
        ended(mail, "doubtful", last_error=said)
    elif is_about_the_mail(error) and (answer is None or answer >= REFUSED_FOR_GOOD):
        ended(mail, "failed", last_error=said)
    else:
        later(mail, said)
    if not is_about_the_mail(error):
        raise ServerDown from error


def later(mail, said):
    if mail.tries >= TRIES:
        ended(mail, "failed", last_error=said)
        return
    pause = min(FIRST_PAUSE * 2 ** (mail.tries - 1), LONGEST_PAUSE)
    ended(mail, "queued", last_error=said, not_before=timezone.now() + pause)


def is_about_the_mail(error):
    """Whether another mail could go all the same: its reader or its text was not taken."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return True
    # What no message can carry; trouble with a certificate is both.
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def answer_of(error):
    """The code with which the server answered, None where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _said in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def words_of(error):
    """What the server said, or what the machine says of the connection."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {text(line)}" for code, line in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {text(error.smtp_error)}"
    else:
        said = str(error) or type(error).__name__
    return said[:LONGEST_ERROR].replace("\0", "")


def text(line):
    return line.decode(errors="replace") if isinstance(line, bytes) else str(line)


class Server:
    """
    The connection to the mail server: opened for the first mail, closed after the last.

    `heard_text` says of the last mail whether the server began to take in its text.
    """

    def __init__(self):
        self.backend = django_mail.get_connection()
        self.heard_text = False

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        with suppress(Exception):
            self.backend.close()

    def open(self):
        if self.backend.open():
            self._listen(getattr(self.backend, "connection", None))

    def send(self, message):
        self.heard_text = False
        message.connection = self.backend
        message.send()

    def _listen(self, connection):
        """Have the new connection note when it goes from the addresses over to the text."""
        if not isinstance(connection, smtplib.SMTP):
            return
        say = connection.data

        def data(content):
            self.heard_text = True
            return say(content)

        connection.data = data


# ---------------------------------------------------------------- what is sent


class PlainMail(EmailMessage):
    """Plain text whose lines a reader's program may join again (RFC 3676)."""

    def message(self):
        message = super().message()
        message.set_param("format", "flowed")
        return message


def message_of(mail):
    """The message with its secrets. Raises NotToBeSent where one is not to be had."""
    office = Office.objects.current()
    with translation.override(mail.language):
        values = {
            name: secrets.get(name)(mail)
            for name in secrets.names()
            if any(found.strip() == name for found in TAG.findall(mail.text))
        }
        sender = from_office(office)
    body = TAG.sub(lambda found: values.get(found.group(1).strip(), found.group(0)), mail.text)
    return PlainMail(
        subject=one_line(mail.subject),
        body=flowed(body),
        from_email=sender,
        to=[addressed(mail.reader_name, mail.reader_email)],
        reply_to=[office.email] if office.email else None,
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
        },
    )


def from_office(office):
    """The address that the machine sends from, under the name of the office."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    named = ", ".join(part for part in (office.department, office.name) if part)
    return addressed(named, address)


def addressed(name, address):
    return sanitize_address((one_line(name), address), "utf-8")


def flowed(body):
    """Long lines broken where a program may join them again; an address is never broken."""
    return "\n".join(part for line in body.split("\n") for part in broken(line)) + "\n"


def broken(line):
    parts = textwrap.wrap(
        line,
        LONGEST_LINE,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    ) or [""]
    return [*(f"{stuffed(part)} " for part in parts[:-1]), stuffed(parts[-1])]


def stuffed(part):
    """A line that would be read as a quotation, or changed on its way, begins with a space."""
    return f" {part}" if part.startswith((" ", ">", "From ")) else part
