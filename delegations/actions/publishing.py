"""
A programme is published as a version; who is touched by what changed gets a draft of a mail.

The drafts wait in the outbox, held back: somebody reads them, changes them, sends them.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.findings import findings_of
from delegations import lifecycle, links, prints, programme_links
from delegations.actions.off import NOT_NEEDED, OFF
from delegations.actions.shared import Changed, locked
from delegations.models import Print, ProgrammeItem, ProgrammeVersion, Recipient, Told
from delegations.models.choices import COMING
from delegations.prints.differences import REMOVED
from delegations.prints.made import language_of
from office import outbox
from office.models import Mail
from office.models.outbox import State as MailState
from office.outbox import Reader
from office.papers.report import plain

# Of such a mail nobody knows that it reached anybody.
NOT_REACHED = (MailState.HELD, MailState.DROPPED, MailState.FAILED)


class NotPublishable(Exception):
    """Something forbids it; `against` is [(item, finding)]."""

    def __init__(self, against):
        self.against = against
        super().__init__(
            _("The programme cannot be published while something serious speaks against it.")
        )


@dataclass(frozen=True)
class Target:
    """Somebody who is told of the programme: which print of it, where, in which language."""

    print: str
    name: str
    email: str
    language: str
    # None for the focal point, who has the page of the visit.
    recipient: Recipient | None = None

    @property
    def key(self):
        return self.print, self.email.strip().lower()


@dataclass(frozen=True)
class Telling:
    """What one of them would be told: `first` where it is all of it, else what changed."""

    target: Target
    printed: prints.Printed
    changes: list
    first: bool


def targets(visit):
    """The focal point, and every recipient who is told of changes."""
    found = {}
    if visit.contact_email:
        name = visit.contact_name or visit.guests
        focal = Target(Print.GUEST, name, visit.contact_email, visit.contact_language)
        found[focal.key] = focal
    for one in visit.recipients.filter(is_told=True).select_related("resource", "place"):
        target = Target(one.print, one.name, one.email, one.language, one)
        # The focal point may be written down as a recipient too: they are told once.
        found.setdefault(target.key, target)
    return list(found.values())


def tellings(visit, version=None):
    """
    What each would be told of the programme as it stands, or of a version: those touched alone.

    Compared with the last version that reached them.
    """
    last = last_told(visit)
    content = version.content if version else prints.snapshot(visit)
    found = [_telling(visit, target, content, last.get(target.key)) for target in targets(visit)]
    return [one for one in found if one.changes]


def _telling(visit, target, content, told):
    printed = _printed(visit, target, content, target.language)
    old = _printed(visit, target, told.content, target.language) if told else None
    changes = _changes(content, old, printed)
    own = language_of(visit, target.print, target.recipient)
    if told and not changes and own != target.language:
        # Words in the language of the print alone, which is not that of the mail.
        old, new = (_printed(visit, target, one, own) for one in (told.content, content))
        changes = _changes(content, old, new)
    if told and target.print == Print.HOST:
        changes = _without_told_off(visit, target, told, changes)
    return Telling(target, printed, changes, first=told is None)


def _printed(visit, target, content, language):
    return prints.printed(
        visit, target.print, language=language, recipient=target.recipient, content=content
    )


def _changes(content, old, new):
    return prints.changes(old, new, {one["key"] for one in content["items"]})


def _without_told_off(visit, target, told, changes):
    """Without what a mail of its own tells already: that it is off, or they are not needed."""
    mails = Mail.objects.about(visit).filter(
        kind__in=(OFF, NOT_NEEDED),
        reader_email__iexact=target.email,
        queued_at__gt=told.published_at,
    )
    texts = mails.exclude(state=MailState.DROPPED).values_list("text", flat=True)
    lines = [line for text in texts for line in text.splitlines()]
    return [
        one
        for one in changes
        if one.what != REMOVED or not any(_names(line, one.item) for line in lines)
    ]


def _names(line, item):
    """Whether a line of such a mail is about the item: its title on its day at its hours."""
    return all(one in line for one in (plain(item.title), item.hours, str(item.day.day)))


def last_told(visit):
    """{(print, e-mail): the last version of which a mail reached them}"""
    rows = Told.objects.filter(version__visit=visit).exclude(mail__state__in=NOT_REACHED)
    rows = rows.select_related("version").order_by("version__number")
    return {(one.print, one.email.lower()): one.version for one in rows}


def against(visit, by):
    """[(item, finding)] of what forbids publishing, of all that lies ahead."""
    rows = ProgrammeItem.objects.filter(visit=visit).standing().with_appointment()
    ahead = rows.filter(appointment__period__endswith__gt=timezone.now()).in_order()
    items = list(ahead.select_related("visit"))
    found = findings_of([one.appointment for one in items], by)
    return [
        (item, finding)
        for item, several in zip(items, found, strict=True)
        for finding in several
        if finding.forbids_publishing
    ]


@transaction.atomic
def publish(*, visit, seen, by, why=""):
    """
    Make the programme as it stands its next version; returns (version, drafts of mails).

    `seen` is the number of the last version that whoever publishes knew of, 0 for none. Drafts
    of earlier versions that nobody has sent are dropped: the new ones tell their changes too.
    Raises Changed where another was first, NotPublishable, and NotAllowed in words.
    """
    row = locked(visit)
    last = row.versions.select_related("published_by").first()
    if (last.number if last else 0) != seen:
        raise Changed(_published_meanwhile(last))
    content = prints.snapshot(visit)
    _check(row, visit, content, by)
    if last and last.content == content:
        words = _("Nothing has changed since version %(number)s.")
        raise lifecycle.NotAllowed(words % {"number": last.number})
    version = ProgrammeVersion.objects.create(
        visit=visit,
        number=seen + 1,
        published_by=by,
        why=why,
        content=content,
        is_demo=visit.is_demo,
    )
    _drop_drafts(visit)
    mails = [_draft(visit, version, telling, by) for telling in tellings(visit, version)]
    return version, mails


@transaction.atomic
def tell_newest(*, visit, keys, by):
    """
    Draft the newest version to those of these (print, e-mail) who have no mail of it yet.

    Returns the drafts, none while nothing is published. Raises NotAllowed where the version names
    what `by` may not see, and for a visit that does not come any more.
    """
    row = locked(visit)
    version = row.versions.first()
    if version is None:
        return []
    _check_coming(row)
    _check_readable(version.content, by)
    told = Told.objects.filter(version=version).values_list("print", "email")
    keys = keys - {(kind, email.lower()) for kind, email in told}
    found = [one for one in tellings(visit, version) if one.target.key in keys]
    return [_draft(visit, version, one, by) for one in found]


def _published_meanwhile(last):
    if last is None:
        return _("The programme was taken back meanwhile: look at it again.")
    told = {
        "who": last.published_by,
        "when": date_format(timezone.localtime(last.published_at), "SHORT_DATETIME_FORMAT"),
        "number": last.number,
    }
    words = _("%(who)s published version %(number)s on %(when)s: look at that first.")
    return words % told


def _check_coming(row):
    if row.state not in COMING:
        raise lifecycle.NotAllowed(
            _("The visit is “%(state)s”: its programme is published once it is accepted.")
            % {"state": row.get_state_display()}
        )


def _check(row, visit, content, by):
    _check_coming(row)
    if not content["items"]:
        raise lifecycle.NotAllowed(_("There is nothing in the programme yet."))
    _check_readable(content, by)
    if grave := against(visit, by):
        raise NotPublishable(grave)


def _check_readable(content, by):
    if len(prints.readable(content["items"], by)) < len(content["items"]):
        raise lifecycle.NotAllowed(
            _("Something in it is not for you to see: somebody who sees all of it publishes it.")
        )


def _drop_drafts(visit):
    """What earlier versions drafted and nobody sent is told by the new drafts."""
    rows = Mail.objects.filter(told_version__version__visit=visit, state=MailState.HELD)
    for mail in rows:
        # Somebody may send it in this very second: then it is told.
        with suppress(Mail.TooLate):
            mail.drop()


def _draft(visit, version, telling, by):
    target = telling.target
    recipient = target.recipient
    link = programme_links.give(recipient, by=by) if recipient else links.give(visit, by=by)
    mail = outbox.queue(
        "programme_first" if telling.first else "programme_changed",
        to=Reader(target.name, target.email, target.language),
        about=visit,
        by=by,
        link=link,
        held=True,
        telling=telling,
        version=version,
    )
    Told.objects.create(
        version=version, print=target.print, email=target.email, mail=mail, is_demo=visit.is_demo
    )
    return mail
