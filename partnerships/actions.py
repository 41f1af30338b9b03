"""
What changes an agreement and its history at once: all of it, or nothing.

Each action takes, beside what it names, what is `said` of the step: why, act, rule, exception.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import City
from office.models import made_up
from partnerships import lifecycle, step_rules
from partnerships.models import Agreement, Move, Notice, Signature, Status, Step
from partnerships.models.signatures import SIGNED_THAT_DAY

THERE_IS_ONE = gettext_lazy("There is a pact of this kind with this city already.")


class NotAllowed(ValidationError):
    """A step that cannot be taken in the state that the agreement is in now."""


@transaction.atomic
def propose(*, agreement, on, by, **said):
    """
    Save a new agreement as proposed, with its first step; returns the agreement.

    Raises NotAllowed where one of the kind stands with the city, as far as `by` may see it:
    sent twice, it is proposed once.
    """
    City.objects.select_for_update(no_key=True).get(pk=agreement.city_id)
    seen = Agreement.objects.visible_to(by)
    if seen.that_stands(agreement.city, agreement.bond_type):
        raise NotAllowed({"bond_type": THERE_IS_ONE})
    agreement.status = Status.PROPOSED
    agreement.save()
    before = {"from_status": Status.NOT_DOCUMENTED}
    _record(agreement, Move.PROPOSE, on=on, by=by, **before, **said)
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
        raise NotAllowed(lifecycle.why_not(move, now))
    wrong = step_rules.faults(move, now, on=on, act=said.get("act"), why=said.get("why", ""))
    if wrong:
        raise NotAllowed(wrong)
    before = {"from_status": now.status, "from_ended_on": now.ended_on}
    now.status = lifecycle.state_after(move, now, taken, _before_suspension(now))
    if now.is_over:
        now.ended_on = on
    elif move == Move.REVIVE:
        now.ended_on = None
    step = _record(now, move, on=on, by=by, **before, **said)
    _save(now, agreement, "status", "ended_on")
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
    signature.is_demo = made_up(by, agreement)
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
    now = _locked(agreement)
    if move == Move.SIGN and now.signed_on in (None, *before):
        now.signed_on = min([signature.signed_on, *before])
        _save(now, agreement, "signed_on")
    return signature


@transaction.atomic
def notify(*, agreement, notices, on, by, **said):
    """Record the notices that were sent to the State, and the step."""
    step = take_step(agreement=agreement, move=Move.NOTIFY, on=on, by=by, **said)
    for notice in notices:
        notice.agreement = agreement
        notice.is_demo = made_up(by, agreement)
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
        _forget_signature(now, step)
    now.status, now.ended_on = step.from_status, step.from_ended_on
    step.delete()
    _save(now, agreement, "status", "ended_on", "signed_on")
    return step


def _forget_signature(agreement, step):
    kind = Signature.Kind.RENEWAL if step.move == Move.RENEW else Signature.Kind.FIRST
    agreement.signatures.filter(kind=kind, signed_on=step.on).delete()
    if step.move == Move.SIGN and agreement.signed_on == step.on:
        first = agreement.signatures.filter(kind=Signature.Kind.FIRST).in_order().first()
        agreement.signed_on = first and first.signed_on


def _save(now, agreement, *fields):
    """Save these fields of the locked row, and tell the caller's object what they are now."""
    now.save(update_fields=fields)
    for name in (*fields, "version"):
        setattr(agreement, name, getattr(now, name))


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


def _record(agreement, move, *, by, **said):
    step = Step(
        agreement=agreement,
        move=move,
        to_status=agreement.status,
        by=by,
        is_demo=made_up(by, agreement),
        **said,
    )
    step.full_clean(exclude=["agreement"])
    step.save()
    return step
