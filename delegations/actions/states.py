"""How a visit goes from state to state: moved, decided, approved, withdrawn."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import letters, lifecycle, news
from delegations.actions.holds import release
from delegations.actions.shared import Decided, locked, log, write
from delegations.models import (
    Decision,
    State,
    Visit,
)
from delegations.models.decisions import NOT_ONESELF, Letter


@transaction.atomic
def move(*, visit, to, by, why="", words="", letter=Letter.SEND):
    """
    Bring the visit into another state, without a decision.

    Raises NotAllowed where that state takes one, or a reason, or the visit is in another one by
    now. `why` is for the log, `words` for the guests. What is held for it is released where it
    does not come about.
    """
    row = locked(visit)
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
    approved; `letter` is then what is proposed to the second. Where nobody is in charge, whoever
    decides is from now on.
    """
    row = locked(decision.visit)
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
    decision.is_demo, decision.letter = row.is_demo, letter
    decision._history_user = by
    decision.save()
    if row.officer_id is None:
        _put_in_charge(row, by, visit=decision.visit)
    if row.state == State.RECEIVED and decision.state not in lifecycle.MOVES[State.RECEIVED]:
        _into(row, State.EVALUATION, visit=decision.visit, by=by, letter=Letter.NONE)
    if decision.is_waiting:
        news.tell_of_decision_to_approve(decision, by=by)
    else:
        _carry_out(decision, row, by=by, letter=letter)
    return decision


@transaction.atomic
def approve(*, decision, by, reason="", letter=None):
    """
    The second person approves; the letter is as whoever decided chose, or as `letter` says.

    Raises NotAllowed by oneself, where somebody was first, and where the visit was withdrawn or
    went elsewhere in the meantime.
    """
    row, decision = _waiting(decision, by)
    lifecycle.check(row, decision.state)
    decision.letter = letter or decision.letter
    _second(decision, Decision.Stage.FINAL, by, reason)
    _carry_out(decision, row, by=by, letter=decision.letter)
    news.tell_of_approval(decision, by=by)
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
    row = locked(visit)
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


def _waiting(decision, by):
    row = locked(decision.visit)
    decision = Decision.objects.select_related("level", "decided_by").get(pk=decision.pk)
    if not decision.is_waiting:
        raise lifecycle.NotAllowed(
            _("It is settled already: %(stage)s, by %(who)s.")
            % {"stage": decision.get_stage_display(), "who": decision.seconded_by}
        )
    if decision.decided_by_id == by.pk:
        raise lifecycle.NotAllowed(str(NOT_ONESELF))
    return row, decision


def _put_in_charge(row, officer, *, visit):
    row.officer, row._history_user = officer, officer
    row.save(update_fields=["officer"])
    visit.officer, visit.version = officer, row.version


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
        mail = write(row, kind=kind, by=by, held=letter == Letter.HOLD, words=words)
    return log(row, old, by=by, why=why, letter=mail)


def _let_lapse(row, by):
    """What a second person had still to approve is settled by what became of the visit."""
    for decision in row.decisions.waiting():
        decision.stage, decision._history_user = Decision.Stage.LAPSED, by
        decision.save(update_fields=["stage"])
