"""
What must be said of a step, and on which day it can lie.

The same for who types it and for the action that records it, which asks once more while
nobody else can change the agreement.
"""

from django.utils.translation import gettext as _

from partnerships import clock
from partnerships.lifecycle import STEPS
from partnerships.models import Agreement, Move

# A step does not lie before the one that it builds on.
BUILDS_ON = {
    Move.CLEAR: Move.PROPOSE,
    Move.NOTIFY: Move.PROPOSE,
    Move.APPROVE: Move.CLEAR,
    Move.SIGN: Move.APPROVE,
    Move.RESUME: Move.SUSPEND,
}
AFTER_SIGNATURE = {Move.CONFIRM, Move.RENEW, Move.ENTER, Move.END, Move.EXPIRE}
# Whose decision a step is: its act is of one of our bodies, or of one of the partner's.
OUR_DECISION = {Move.APPROVE, Move.CONFIRM, Move.END, Move.REVIVE}
THEIR_DECISION = {Move.PARTNER_APPROVE}


def faults(move, agreement, *, on, act, why):
    """{field of the step: what is wrong with it}; `on` is a PartialDate or None."""
    found = {}
    if STEPS[move].needs_act and act is None:
        found["act"] = _("Name the act.")
    if STEPS[move].needs_why and not why:
        found["why"] = _("Write why.")
    if act and (wrong := _of_another_body(move, agreement, act)):
        found["act"] = wrong
    if on and (wrong := _on_another_day(move, agreement, on, act)):
        found["on"] = wrong
    return found


def _of_another_body(move, agreement, act):
    """Each side decides by an act of its own."""
    if move in OUR_DECISION and act.body.city_id:
        return _("This act is of another city: name one of ours.")
    if move in THEIR_DECISION and act.body.city_id != agreement.city_id:
        return _("This act is not of the partner city.")
    return ""


def _on_another_day(move, agreement, on, act):
    signed = agreement.signed_on
    if move in AFTER_SIGNATURE and signed and on.is_certainly_before(signed):
        return _("This lies before the signature (%(day)s).") % {"day": signed}
    builds_on = agreement.steps.filter(move=BUILDS_ON.get(move)).last()
    if builds_on and builds_on.on and on.is_certainly_before(builds_on.on):
        told = {"step": builds_on.get_move_display(), "day": builds_on.on}
        return _("This lies before “%(step)s” (%(day)s).") % told
    if move == Move.CONFIRM and (wrong := _confirmed_already(agreement, on)):
        return wrong
    adopted = act and act.adopted_on
    if adopted and move in OUR_DECISION | THEIR_DECISION and _differ(adopted, on):
        return _("The act was adopted on another day: %(day)s.") % {"day": adopted}
    return ""


def _differ(one, other):
    """Whether two days, as far as they are known, cannot be the same."""
    return one.is_certainly_before(other) or other.is_certainly_before(one)


def _confirmed_already(agreement, on):
    """One confirmation a term: the next one can come when the end is near."""
    agreements = Agreement.objects.filter(pk=agreement.pk)
    term = clock.terms(clock.with_confirmations(agreements)).get(agreement.pk)
    if term is None or term.may_be_confirmed_on(on.last):
        return ""
    return _(
        "This term is confirmed already: it began on %(began)s and runs until "
        "%(ends)s. The next confirmation can come from %(opens)s on."
    ) % {"began": term.began, "ends": term.ends, "opens": type(term.ends).of(term.opens_on())}
