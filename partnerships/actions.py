"""
What changes an agreement and its history at once: all of it, or nothing.

Each action takes, beside what it names, what is `said` of the step: why, act, rule, exception.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import lifecycle
from partnerships.models import Agreement, Move, Notice, Signature, Status, Step
from partnerships.models.signatures import SIGNED_THAT_DAY


class NotAllowed(ValidationError):
    """A step that cannot be taken in the state that the agreement is in now."""


@transaction.atomic
def propose(*, agreement, on, by, **said):
    """Save a new agreement as proposed, with its first step; returns the agreement."""
    agreement.status = Status.PROPOSED
    agreement.save()
    _record(agreement, Move.PROPOSE, Status.NOT_DOCUMENTED, on=on, by=by, **said)
    return agreement


@transaction.atomic
def take_step(*, agreement, move, on, by, **said):
    """
    Record what happened and bring the agreement into the state that follows; returns the step.

    Raises NotAllowed where it cannot follow. Clerks who do it in the same second wait for
    each other: the second one is told what the first one did.
    """
    now = _locked(agreement)
    taken = {step.move for step in now.steps.all()}
    if not lifecycle.may(move, now, taken):
        raise NotAllowed(
            _("“%(step)s” cannot follow: the agreement is %(state)s.")
            % {"step": Move(move).label, "state": now.get_status_display()}
        )
    before = now.status
    agreement.status = lifecycle.state_after(move, now, taken, _before_suspension(now))
    if agreement.is_over:
        agreement.ended_on = on
    elif move == Move.REVIVE:
        agreement.ended_on = None
    step = _record(agreement, move, before, on=on, by=by, **said)
    # No more than that: a colleague may have saved the form of the agreement meanwhile.
    agreement.save(update_fields=["status", "ended_on"])
    return step


@transaction.atomic
def sign(*, agreement, signature, signatories, by, move=Move.SIGN, **said):
    """
    Record a signature or a renewal with those who signed; returns the signature.

    The earliest signature dates the agreement, where no other date is known. Raises NotAllowed
    for a second one of the same day.
    """
    take_step(agreement=agreement, move=move, on=signature.signed_on, by=by, **said)
    signature.agreement = agreement
    signature.is_demo = _is_made_up(agreement, by)
    signature.kind = Signature.Kind.RENEWAL if move == Move.RENEW else Signature.Kind.FIRST
    before = [one.signed_on for one in agreement.signatures.filter(kind=signature.kind)]
    if signature.signed_on in before:
        # Sent twice, or by two clerks: the agreement is locked, so the first one is seen here.
        raise NotAllowed({"on": SIGNED_THAT_DAY})
    signature.save()
    for signatory in signatories:
        signatory.signature = signature
        signatory.is_demo = signature.is_demo
        signatory.save()
    if move == Move.SIGN and agreement.signed_on in (None, *before):
        agreement.signed_on = min([signature.signed_on, *before])
        agreement.save(update_fields=["signed_on"])
    return signature


@transaction.atomic
def notify(*, agreement, notices, on, by, **said):
    """Record the notices that were sent to the State, and the step."""
    step = take_step(agreement=agreement, move=Move.NOTIFY, on=on, by=by, **said)
    for notice in notices:
        notice.agreement = agreement
        notice.is_demo = _is_made_up(agreement, by)
        notice.save()
    return step


@transaction.atomic
def take_back(*, agreement, by, seen=None):
    """
    Undo the last step, which was recorded by mistake; returns it.

    What it brought with it goes too: the notices, or the signature of that day. Raises
    NotAllowed where no step was taken after the proposal, or where the last one is not the
    one that was `seen`, given by its key: sent twice, only one step is taken back.
    """
    now = _locked(agreement)
    step = now.steps.last()
    if step is None or step.move == Move.PROPOSE or seen not in (None, step.pk):
        raise NotAllowed(_("There is no step to take back."))
    if step.move == Move.NOTIFY:
        Notice.objects.filter(agreement=agreement).delete()
    if step.move in (Move.SIGN, Move.RENEW):
        _forget_signature(agreement, step)
    agreement.status = step.from_status
    if not agreement.is_over:
        agreement.ended_on = None
    step.delete()
    agreement.save(update_fields=["status", "ended_on", "signed_on"])
    return step


def _forget_signature(agreement, step):
    kind = Signature.Kind.RENEWAL if step.move == Move.RENEW else Signature.Kind.FIRST
    agreement.signatures.filter(kind=kind, signed_on=step.on).delete()
    if step.move == Move.SIGN and agreement.signed_on == step.on:
        first = agreement.signatures.filter(kind=Signature.Kind.FIRST).in_order().first()
        agreement.signed_on = first and first.signed_on


def _locked(agreement):
    """The agreement as it is saved now; nobody else changes its state until the end."""
    return (
        Agreement.objects.select_for_update(no_key=True, of=["self"])
        .select_related("bond_type")
        .get(pk=agreement.pk)
    )


def _before_suspension(agreement):
    last = agreement.steps.filter(move=Move.SUSPEND).last()
    return last.from_status if last else Status.NOT_DOCUMENTED


def _record(agreement, move, before, *, by, **said):
    step = Step(
        agreement=agreement,
        move=move,
        from_status=before,
        to_status=agreement.status,
        by=by,
        is_demo=_is_made_up(agreement, by),
        **said,
    )
    step.full_clean(exclude=["agreement"])
    step.save()
    return step


def _is_made_up(agreement, by):
    """What is tried out in the demonstration goes with it."""
    return agreement.is_demo or bool(by and by.is_demo)
