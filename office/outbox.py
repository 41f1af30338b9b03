"""
The outbox: how the apps write mail.

Each app hands in its kinds of mail: `kinds.add("visit_confirmed", "delegations.mails.CONFIRMED")`.
A mail is a row that is saved with what it tells of, in the language of its reader; the
worker sends it later (office.sending). Nothing is ever sent from a request.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from office import mail_words
from office.languages import offered_languages, original_language
from office.models import Audience, Mail, User, made_up
from office.registry import Registry

# Key -> MailKind.
kinds = Registry()
# Name of a field -> function(mail): what is put in only while the mail is sent, so that a
# colleague who reads the outbox cannot act as its reader. May say what it is in `says`.
secrets = Registry()


class NotToBeSent(Exception):
    """What is put in while sending is not to be had; the message tells people why."""


class MailKind:
    """
    One kind of mail, in the app that writes it; an instance is handed in.

    `subject` and `text` are the program's own words with fields such as {{ city }}; a secret
    can be used by staff where `text` uses it.
    """

    # What staff call it: "Answer to a request".
    label: str | Promise = ""
    # {name: what it means}
    fields: dict = {}
    subject: str | Promise = ""
    text: str | Promise = ""

    def values(self, record, **extra):
        """{name: value} of the fields, read in the active language, which is the reader's."""
        return {}

    def example(self):
        """The values with which staff see what their words look like, of invented people."""
        return {}


@dataclass(frozen=True)
class Reader:
    """Who gets a mail, and in which language."""

    name: str
    email: str
    language: str


def label_of(key):
    """What staff call a kind of mail; its key where the program no longer has it."""
    return str(kinds.get(key).label) if key in kinds.names() else key


def queue(
    kind,
    *,
    to,
    about=None,
    by=None,
    link=None,
    held=False,
    not_before=None,
    once="",
    only_for=None,
    **extra,
):
    """
    Write one mail into the outbox, in the caller's transaction, and return it.

    It is seen by whom `about` is seen by, by all staff where it is about nothing, or, where
    it tells of more than one thing, by `only_for` alone: by nobody where that is empty. `link`
    is what {{ private_link }} becomes. A second mail with the same `once` is not written: the
    first one is returned. Raises ValueError for an address to which nothing can be sent, and
    KeyError for an unknown kind.
    """
    kinds.get(kind)
    if once and (found := Mail.objects.filter(once=once).first()):
        return found
    language = to.language if to.language in dict(offered_languages()) else original_language()
    name = mail_words.one_line(to.name or "", longest=200)
    subject, text = written(kind, language, name, about, extra)
    mail = Mail(
        kind=kind,
        reader_name=name,
        reader_email=checked_address(to.email),
        language=language,
        subject=subject,
        text=text,
        about=about,
        link=link,
        state="held" if held else "queued",
        not_before=not_before,
        once=once,
        made_by=by if isinstance(by, User) else None,
        is_demo=is_made_up(by, about, link),
    )
    return saved(mail, about, only_for)


def is_made_up(by, about, link):
    """A mail about a record is as invented as that is, whoever writes it."""
    if about is not None and hasattr(about, "is_demo"):
        return about.is_demo
    return made_up(by if isinstance(by, User) else None, link)


def written(kind, language, reader_name, about, extra):
    """Subject and text as they are stored: all filled in but the secrets."""
    with translation.override(language):
        own = kinds.get(kind).values(about, **extra)
        values = mail_words.plain({**mail_words.common(reader_name), **own})
        subject, text = mail_words.words_in_use(kind, language)
        return (
            mail_words.one_line(mail_words.fill(subject, values)),
            mail_words.fill(text, values),
        )


def checked_address(email):
    email = (email or "").strip()
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError("a mail needs an address to which it can be sent") from None
    return email


def saved(mail, about, only_for):
    try:
        with transaction.atomic():
            mail.audience = audience_of(mail, about, only_for)
            mail.save()
    except IntegrityError:
        # Another process wrote it in the same moment.
        found = Mail.objects.filter(once=mail.once).first() if mail.once else None
        if found is None:
            raise
        return found
    return mail


def audience_of(mail, about, only_for):
    """The very row of what the mail is about, so that both are made quiet by one update."""
    if only_for is not None:
        audience = Audience.objects.create(level=Audience.Level.QUIET, is_demo=mail.is_demo)
        audience.readers.set(only_for)
        return audience
    return own_audience(about) or Audience.objects.create(is_demo=mail.is_demo)


def own_audience(record):
    """The audience of the record itself; of what it hangs on, MailQuerySet asks as well."""
    paths = getattr(type(record)._default_manager.all(), "audience_paths", ()) if record else ()
    return followed(record, paths[0]) if paths else None


def followed(record, path):
    for name in path.split("__"):
        record = getattr(record, name, None)
    return record


def private_link(mail):
    """The address of the mail's private link. Raises NotToBeSent where it opens nothing."""
    if mail.link is None or mail.link.is_over:
        raise NotToBeSent(_("The private link of this mail opens nothing any more."))
    return full_address(mail.link.get_absolute_url())


private_link.says = _("The address of the reader’s own page, on a line of its own.")


def full_address(path):
    """The address of a page as a mail names it: the worker answers no request."""
    return f"{settings.SITE_URL}{path}"
