"""
What changes a visit together with its log, its letters and its appointments: all of it, or nothing.

Every action locks the visit first. Where two people act at once, the second is told what the
first one did (lifecycle.NotAllowed, Decided), and nothing of theirs is saved. A letter is a
row of the outbox in the language of the focal point; without an e-mail address there is none.
"""

from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import actions as calendar
from delegations import consent, drafts, letters, lifecycle, links, matching, news
from delegations.guest_documents import mark_for_guests
from delegations.models import (
    MOST_MEMBERS,
    Channel,
    Decision,
    Message,
    ProgrammeItem,
    State,
    StateChange,
    Visit,
)
from delegations.models.decisions import NOT_ONESELF
from directory.actions import documents
from directory.models import Document, DocumentLink
from office import outbox
from office.files import sha256_of
from office.languages import original_language
from office.models import made_up

# The same words of the guests within this time are one message: a button pressed twice.
SENT_TWICE = timedelta(minutes=10)


class Letter(TextChoices):
    """What becomes of the letter to the guests."""

    SEND = "send", gettext_lazy("send it")
    HOLD = "hold", gettext_lazy("hold it in the outbox, I want to read it first")
    NONE = "none", gettext_lazy("none: they are told otherwise")


class Changed(Exception):
    """Somebody else changed it in the meantime; the words say so to people."""


class Decided(Exception):
    """Somebody else decided on the visit in the meantime; the words say who and when."""

    def __init__(self, decision):
        self.decision = decision
        words = _("%(who)s decided on %(when)s: %(what)s.")
        told = {
            "who": decision.decided_by,
            "when": timezone.localtime(decision.decided_at).strftime("%d/%m %H:%M"),
            "what": decision.get_verdict_display(),
        }
        super().__init__(words % told)


# ---------------------------------------------------------------- the request


@transaction.atomic
def receive(*, visit, other_days=(), letter=None, by=None):
    """
    Save a new request, with the letter that came with it; returns the visit.

    Whoever asked gets the reference number and the private address by mail, the office is told. A
    public form that was sent already (`form_id`) gives back the visit that it made.
    """
    if visit.form_id and (found := Visit.objects.filter(form_id=visit.form_id).first()):
        return found
    visit.is_demo = visit.is_demo or made_up(by, visit.city, visit.organisation, visit.contact)
    visit._history_user = by
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError:
        # The same form, sent twice in the same second.
        found = visit.form_id and Visit.objects.filter(form_id=visit.form_id).first()
        if not found:
            raise
        return found
    save_other_days(visit=visit, days=other_days)
    if letter:
        attach(visit=visit, file=letter, by=by)
    _log(visit, "", by=by, letter=_write(visit, by=by))
    news.tell_of_request(visit, by=by)
    return visit


@transaction.atomic
def save_request(*, visit, by):
    """
    Save what was changed of a request.

    Where the focal point has another e-mail address than before, the old private address opens
    nothing any more, and the new one is mailed.
    """
    before = _locked(visit).contact_email
    visit._history_user = by
    visit.save()
    if before.lower() != visit.contact_email.lower():
        links.end_those_of(visit, before)
        send_link(visit=visit, by=by)
    return visit


def save_other_days(*, visit, days):
    """Replace the other days on which the guests could come: pairs of first and last."""
    visit.other_days.all().delete()
    rows = [visit.other_days.model(visit=visit, first_day=a, last_day=b) for a, b in days]
    visit.other_days.bulk_create(rows)


@transaction.atomic
def attach(*, visit, file, by=None, title=""):
    """
    Keep a file as a document of the visit, seen by who sees the visit; returns the document.

    What the guests sent themselves (`by` is None) they may download again.
    Raises ValidationError for a file that is not accepted.
    """
    title = title or _("Letter of %(guests)s") % {"guests": visit.guests_in_calendar}
    document = Document(kind=Document.Kind.LETTER, audience=visit.audience, is_demo=visit.is_demo)
    document.title = title[:200]
    document._history_user = by
    document.save()
    documents.add_version(document=document, file=file, by=by)
    DocumentLink.objects.create(document=document, record=visit, is_demo=visit.is_demo)
    if by is None:
        mark_for_guests(document, visit, by=None)
    return document


def send_link(*, visit, by=None):
    """
    Mail the private address to the focal point; returns the mail, None without an address.

    Of a request that has gone on since it came, no more than that is said.
    """
    kind = "visit_received" if visit.state == State.RECEIVED else "visit_lost_link"
    return _write(visit, kind=kind, by=by)


# ---------------------------------------------------------------- its states


@transaction.atomic
def move(*, visit, to, by, why="", words="", letter=Letter.SEND):
    """
    Bring the visit into another state, without a decision.

    Raises NotAllowed where that state takes one, or a reason, or the visit is in another one by
    now. `why` is for the log, `words` for the guests. What is held for it is released where it
    does not come about.
    """
    row = _locked(visit)
    lifecycle.check(row, to)
    if to in lifecycle.BY_DECISION:
        raise lifecycle.NotAllowed(_("This takes a decision, with its reason."))
    if to in lifecycle.NEEDS_REASON and not why.strip():
        raise lifecycle.NotAllowed(_("Say why."))
    return _into(row, to, visit=visit, by=by, why=why, words=words, letter=letter)


@transaction.atomic
def decide(*, decision, by, letter=Letter.SEND):
    """
    Decide on a visit; returns the decision. Raises Decided where another did in the meantime.

    Where the level wants a second person, the visit stays under evaluation until that one has
    approved; `letter` is then chosen by the second.
    """
    row = _locked(decision.visit)
    if waiting := row.decisions.waiting().select_related("decided_by").first():
        raise Decided(waiting)
    if decision.state not in lifecycle.verdicts(row):
        if last := row.decisions.in_force().select_related("decided_by").first():
            raise Decided(last)
        lifecycle.check(row, decision.state)
    accepts = decision.verdict == Decision.Verdict.ACCEPTED
    decision.needs_second = bool(accepts and decision.level and decision.level.needs_second)
    decision.stage = Decision.Stage.PROPOSED if decision.needs_second else Decision.Stage.FINAL
    decision.decided_by, decision.decided_at = by, timezone.now()
    decision.is_demo = row.is_demo
    decision._history_user = by
    decision.save()
    if row.state == State.RECEIVED and decision.state not in lifecycle.MOVES[State.RECEIVED]:
        _into(row, State.EVALUATION, visit=decision.visit, by=by, letter=Letter.NONE)
    if decision.is_waiting:
        news.tell_of_decision_to_approve(decision, by=by)
    else:
        _carry_out(decision, row, by=by, letter=letter)
    return decision


@transaction.atomic
def approve(*, decision, by, reason="", letter=Letter.SEND):
    """
    The second person approves. Raises NotAllowed by oneself, where somebody was first, and where
    the visit was withdrawn or went elsewhere in the meantime.
    """
    row, decision = _waiting(decision, by)
    lifecycle.check(row, decision.state)
    _second(decision, Decision.Stage.FINAL, by, reason)
    _carry_out(decision, row, by=by, letter=letter)
    return decision


@transaction.atomic
def refuse_to_approve(*, decision, by, reason):
    """The second person does not approve: the visit is still to be decided."""
    _row, decision = _waiting(decision, by)
    _second(decision, Decision.Stage.REFUSED, by, reason)
    news.tell_of_refused_approval(decision, by=by)
    return decision


@transaction.atomic
def withdraw(*, visit, why=""):
    """The guests withdraw their request by their link. Raises NotAllowed where it is too late."""
    row = _locked(visit)
    lifecycle.check(row, State.WITHDRAWN)
    change = _into(row, State.WITHDRAWN, visit=visit, by=None, why=why, words="")
    news.tell_of_withdrawal(visit)
    return change


def begin():
    """
    What begins today is in progress; returns the count. Run by `manage.py due`.

    That one is over somebody says, because its guests get a letter then (delegations.duties).
    """
    today = timezone.localdate()
    rows = Visit.objects.filter(state=State.CONFIRMED, first_day__lte=today)
    count = 0
    for visit in rows:
        # Somebody may have cancelled it in the same second.
        with suppress(lifecycle.NotAllowed):
            move(visit=visit, to=State.IN_PROGRESS, by=None)
            count += 1
    return count


# ---------------------------------------------------------------- its items in the calendar


@transaction.atomic
def hold(*, visit, appointment, wanted=(), by):
    """
    Put an appointment into the programme, and book what it wants; returns the item.

    A new one is pencilled as it is handed in. Raises agenda.clashes.Clash with nothing saved.
    """
    row = _locked(visit)
    if row.state in lifecycle.RELEASES:
        raise lifecycle.NotAllowed(
            _("The visit is “%(state)s”: nothing is held for it.")
            % {"state": row.get_state_display()}
        )
    appointment.audience, appointment.party = visit.audience, visit.party
    appointment.is_demo = appointment.is_demo or visit.is_demo
    if appointment.pk:
        calendar.change(appointment=appointment, wanted=wanted, by=by)
    else:
        calendar.schedule(appointment=appointment, wanted=wanted, by=by)
    item = ProgrammeItem(visit=visit, appointment=appointment, is_demo=visit.is_demo)
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def release(*, visit, by):
    """Cancel all that is held for the visit and still lies ahead; returns the count."""
    ahead = visit.items.standing().filter(appointment__period__endswith__gt=timezone.now())
    items = list(ahead.select_related("appointment").order_by("appointment"))
    for item in items:
        calendar.cancel(appointment=item.appointment, by=by)
    return len(items)


@transaction.atomic
def take_away(*, item, delete):
    """Delete the item by `delete`, the model's own; its appointment is cancelled."""
    appointment = item.appointment
    deleted = delete()
    if not appointment.is_cancelled:
        calendar.cancel(appointment=appointment, by=getattr(item, "_history_user", None))
    return deleted


# ---------------------------------------------------------------- its guests


@transaction.atomic
def change_members(*, visit, change, by=None):
    """
    Change some members of the list; returns how many were saved.

    `change` is given the members as they stand now, while nobody else changes them, and returns
    those to save and those to delete. New ones come last. By the focal point, `by` is None: the
    office is told. Raises NotAllowed where the list is closed to the focal point, or would be
    longer than any.
    """
    row = _locked(visit)
    if by is None and not row.list_is_open:
        raise lifecycle.NotAllowed(_("The list of members is closed."))
    members = list(row.members.in_order())
    agreed = consent.given(members)
    saved, gone = change(members)
    count = len(members) + sum(one.pk is None for one in saved) - len(gone)
    if count > MOST_MEMBERS:
        raise lifecycle.NotAllowed(_("The list has at most %d members.") % MOST_MEMBERS)
    for member in gone:
        member._history_user = by
        member.delete()
    if any(member.is_head for member in saved):
        row.members.filter(is_head=True).update(is_head=False)
    last = max([member.position for member in members], default=-1)
    for member in saved:
        if member.pk is None:
            last += 1
            member.visit, member.position, member.is_demo = row, last, row.is_demo
        member._history_user = by
        member.save()
    consent.follow(row, agreed, by=by)
    if by is None and (saved or gone):
        news.tell_of_members(row, row.members.count())
    return len(saved)


@transaction.atomic
def say(*, visit, text, by, up_to=None):
    """
    Write to the guests: on their page, and by mail where they have an address.

    What was sent twice in a row is one message and one mail. Who answers has read what was there,
    up to the key of the newest message that was shown.
    """
    row = _locked(visit)
    if up_to is not None:
        take_note(visit=row, by=by, up_to=up_to)
    since = timezone.now() - SENT_TWICE
    if twice := row.messages.filter(author=by, text=text, sent_at__gt=since).last():
        return twice
    message = Message(visit=visit, text=text, author=by, author_name=str(by))
    message.is_demo = visit.is_demo
    message.mail = _write(visit, kind="visit_message", by=by, message=text)
    message.save()
    return message


@transaction.atomic
def hear(*, visit, text, kind=Message.Kind.MESSAGE, by=None, mail=None):
    """
    Keep what the guests say: by their page, or as a reply by mail that `by` notes down.

    A reply that somebody of the office notes down is read by that.
    """
    message = Message(
        visit=visit, text=text, kind=kind, from_guests=True, mail=mail, is_demo=visit.is_demo
    )
    message.author_name = visit.contact_name or visit.guests
    if by:
        message.read_at, message.read_by = timezone.now(), by
    message.save()
    if by is None:
        news.tell_of_message(message)
    return message


@transaction.atomic
def hear_by_page(*, visit, text, file=None):
    """
    Keep what the guests write on their private page, with a document; returns the message.

    What was sent twice in a row is one message; another file of the same name is not the same.
    Raises ValidationError for a file that is not accepted.
    """
    row = _locked(visit)
    title = _("Document of %(guests)s") % {"guests": row.guests}
    if file:
        text = "\n\n".join(filter(None, [text, _("Attached: %s") % file.name]))
    since = timezone.now() - SENT_TWICE
    twice = row.messages.filter(from_guests=True, text=text, sent_at__gt=since).last()
    if twice and (
        not file or row.documents.filter(document__files__sha256=sha256_of(file)).exists()
    ):
        return twice
    if file:
        attach(visit=row, file=file, title=title)
    return hear(visit=row, text=text)


def _hangs_there(visit, file):
    return visit.documents.filter(document__files__sha256=sha256_of(file)).exists()


@transaction.atomic
def correct(*, visit, values, text):
    """
    What the guests correct of their request: kept as a message, `text`, and while nobody weighs
    the request written into it as well. Raises Changed where it was changed in the meantime.
    """
    row = _locked(visit)
    if row.version != visit.version:
        raise Changed(_("The request was changed in the meantime."))
    if row.state in lifecycle.CORRECTED_BY_GUESTS and values:
        for name, value in values.items():
            setattr(row, name, value)
        row._history_user = None
        row.save()
    return hear(visit=row, text=text, kind=Message.Kind.CORRECTION)


@transaction.atomic
def note_reply(mail, by):
    """That a reply to that mail has reached the office's own mailbox; noted once in a row."""
    row = _locked(mail.about)
    since = timezone.now() - SENT_TWICE
    if twice := row.messages.filter(mail=mail, from_guests=True, sent_at__gt=since).last():
        return twice
    return hear(
        visit=mail.about,
        text=_("Replied by mail."),
        kind=Message.Kind.REPLY,
        by=by,
        mail=mail,
    )


def take_note(*, visit, by, up_to=None):
    """
    The office has read what the guests wrote; returns how many messages.

    `up_to` is the key of the newest message that was shown: what came after it nobody has read.
    """
    unread = visit.messages.unread()
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=timezone.now(), read_by=by)


# ---------------------------------------------------------------- within the actions


def _locked(visit):
    return Visit.objects.select_for_update(no_key=True, of=("self",)).get(pk=visit.pk)


def _waiting(decision, by):
    row = _locked(decision.visit)
    decision = Decision.objects.select_related("level", "decided_by").get(pk=decision.pk)
    if not decision.is_waiting:
        raise lifecycle.NotAllowed(
            _("It is settled already: %(stage)s, by %(who)s.")
            % {"stage": decision.get_stage_display(), "who": decision.seconded_by}
        )
    if decision.decided_by_id == by.pk:
        raise lifecycle.NotAllowed(str(NOT_ONESELF))
    return row, decision


def _second(decision, stage, by, reason):
    decision.stage, decision.seconded_by = stage, by
    decision.seconded_at, decision.second_reason = timezone.now(), reason
    decision._history_user = by
    decision.save()


def _carry_out(decision, row, *, by, letter):
    decision.visit.level = row.level = decision.level
    _into(
        row,
        decision.state,
        visit=decision.visit,
        by=by,
        why=decision.reason,
        words=decision.words_for_guests,
        letter=letter,
    )


def _into(row, to, *, visit, by, why="", words="", letter=Letter.SEND):
    """The locked row into the state, which the caller's object then has as well."""
    old, row.state = row.state, to
    row._history_user = by
    row.save(update_fields=["state", "level"])
    visit.state, visit.version = row.state, row.version
    if to in lifecycle.RELEASES:
        release(visit=row, by=by)
    if to not in lifecycle.BEING_WEIGHED:
        _let_lapse(row, by)
    mail = None
    if letter != Letter.NONE and (kind := letters.kind_of(to)):
        mail = _write(row, kind=kind, by=by, held=letter == Letter.HOLD, words=words)
    return _log(row, old, by=by, why=why, letter=mail)


def _let_lapse(row, by):
    """What a second person had still to approve is settled by what became of the visit."""
    for decision in row.decisions.waiting():
        decision.stage, decision._history_user = Decision.Stage.LAPSED, by
        decision.save(update_fields=["stage"])


def _log(visit, old, *, by, why="", letter=None):
    return StateChange.objects.create(
        visit=visit,
        old=old,
        new=visit.state,
        by=by,
        why=why,
        letter=letter,
        is_demo=visit.is_demo,
    )


def _write(visit, *, kind="visit_received", by=None, held=False, **extra):
    if not visit.contact_email:
        return None
    return outbox.queue(
        kind,
        to=letters.reader_of(visit),
        about=visit,
        by=by,
        link=links.give(visit, by=by),
        held=held,
        **extra,
    )


# ---------------------------------------------------------------- the public form


@transaction.atomic
def send_request(*, visit, other_days=(), letter=None):
    """
    Take in a request of the public form; returns the visit, and deletes what was put aside of it.

    Its city and body become those of the directory where the public ones are clear.
    """
    visit.channel = Channel.WEB
    visit.city = matching.public_city(visit.city_name, visit.country)
    visit.country = visit.country or (visit.city.country if visit.city else None)
    visit.organisation = matching.public_organisation(visit.body_name, visit.city)
    visit.read_notice()
    # What is kept of it is for the office to read; mails are in the language of each reader.
    with translation.override(original_language()):
        visit = receive(visit=visit, other_days=other_days, letter=letter)
    drafts.forget(visit.form_id)
    return visit
