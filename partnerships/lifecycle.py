"""
Which step may follow which in the life of an agreement.

What happened long ago is recorded as it was: two councils in either order, a second
signature in the other city, a ratification after fifty years. What the table refuses could
not have happened to an agreement in this state.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.models import OVER, UNDER_WAY, Move, Status

FOUND = (Status.NOT_DOCUMENTED, Status.SIGNED, Status.IN_FORCE)
# Of two approvals the second one makes it both; of all before, the farthest one counts.
FARTHEST = list(UNDER_WAY)


@dataclass(frozen=True)
class Rules:
    """
    When a step may be taken, and what must be said of it.

    `becomes` is the state after it; None where `state_after` works it out. `also_found`
    lets it be recorded of an agreement that is in force already, without changing that.
    """

    after: tuple = ()
    becomes: Status | None = None
    also_found: bool = False
    needs_why: bool = False
    needs_act: bool = False
    # What people usually do next stands first in what is offered.
    is_next: bool = False


STEPS = {
    Move.CLEAR: Rules((Status.PROPOSED,), Status.CLEARED, is_next=True),
    Move.NOTIFY: Rules(
        (Status.CLEARED, Status.APPROVED, Status.BOTH_APPROVED), Status.NOTIFIED, is_next=True
    ),
    Move.APPROVE: Rules(
        (Status.CLEARED, Status.NOTIFIED), also_found=True, needs_act=True, is_next=True
    ),
    Move.PARTNER_APPROVE: Rules(UNDER_WAY, also_found=True, is_next=True),
    Move.SIGN: Rules(
        (Status.APPROVED, Status.BOTH_APPROVED), Status.SIGNED, also_found=True, is_next=True
    ),
    Move.ENTER: Rules((Status.SIGNED, Status.NOT_DOCUMENTED), Status.IN_FORCE, is_next=True),
    Move.CONFIRM: Rules(
        (Status.IN_FORCE, Status.NOT_DOCUMENTED), Status.IN_FORCE, needs_act=True, is_next=True
    ),
    Move.RENEW: Rules(also_found=True),
    Move.DEBATE: Rules((*UNDER_WAY, Status.SUSPENDED), also_found=True, needs_why=True),
    Move.SUSPEND: Rules((*UNDER_WAY, *FOUND), Status.SUSPENDED, needs_why=True),
    Move.RESUME: Rules((Status.SUSPENDED,), needs_why=True, is_next=True),
    Move.EXPIRE: Rules((*FOUND, Status.SUSPENDED), Status.EXPIRED),
    Move.END: Rules((*FOUND, Status.SUSPENDED), Status.ENDED, needs_why=True, needs_act=True),
    Move.REVIVE: Rules(OVER, Status.IN_FORCE, needs_why=True, needs_act=True),
    Move.DROP: Rules((*UNDER_WAY, Status.SUSPENDED), Status.DROPPED, needs_why=True),
}

# Of what is suspended a proposal can be dropped, and a pact can end.
OF_PROPOSALS, OF_PACTS = {Move.DROP}, {Move.EXPIRE, Move.END}
# What can happen to one agreement only once (a constraint says so too).
ONCE = {Move.CLEAR, Move.NOTIFY, Move.APPROVE, Move.PARTNER_APPROVE, Move.ENTER}


def allowed(agreement, taken):
    """The steps that may be taken next, in the order of the table; `taken` are the Moves so far."""
    return [move for move in STEPS if may(move, agreement, taken)]


def may(move, agreement, taken):
    """Whether the step may be taken now."""
    rules = STEPS[move]
    if move in ONCE and move in taken:
        return False
    if agreement.status == Status.SUSPENDED and move in OF_PROPOSALS | OF_PACTS:
        is_proposal = Move.PROPOSE in taken and Move.SIGN not in taken
        return move in (OF_PROPOSALS if is_proposal else OF_PACTS)
    if move == Move.SIGN and not agreement.bond_type.needs_council and agreement.is_under_way:
        return True
    return agreement.status in rules.after or (rules.also_found and agreement.status in FOUND)


def why_not(move, agreement):
    """What is said where the step cannot be taken now."""
    return _("“%(step)s” cannot follow: the agreement is %(state)s.") % {
        "step": Move(move).label,
        "state": agreement.get_status_display(),
    }


def is_next(move, agreement):
    """Whether it is what usually comes next, and not recorded late of what is long in force."""
    rules = STEPS[move]
    on_the_way = agreement.is_under_way or agreement.status == Status.SIGNED
    return rules.is_next and (on_the_way or agreement.status in rules.after)


def state_after(move, agreement, taken, state_before_suspension):
    """The state that the step leads to."""
    rules, now = STEPS[move], agreement.status
    if move == Move.RESUME:
        return state_before_suspension
    if now in FOUND and rules.also_found:
        return now
    if move == Move.DEBATE:
        return now
    if move in (Move.APPROVE, Move.PARTNER_APPROVE):
        return approved({*taken, move}, now)
    if move == Move.NOTIFY:
        return max(now, rules.becomes, key=FARTHEST.index)
    return rules.becomes


def approved(moves, now):
    """Two councils decide in either order; the partner's decision alone is no state of ours."""
    if {Move.APPROVE, Move.PARTNER_APPROVE} <= moves:
        return Status.BOTH_APPROVED
    return Status.APPROVED if Move.APPROVE in moves else now
