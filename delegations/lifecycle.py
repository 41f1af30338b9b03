"""How a visit goes from state to state, and who is told of it by a letter."""

from django.utils.translation import gettext as _

from delegations.models import State

S = State
# What ends before it came about can be taken up again; what is archived stays so.
MOVES = {
    S.RECEIVED: (S.INCOMPLETE, S.EVALUATION, S.DECLINED, S.REDIRECTED, S.WITHDRAWN),
    S.INCOMPLETE: (S.EVALUATION, S.DECLINED, S.REDIRECTED, S.WITHDRAWN),
    S.EVALUATION: (
        S.INCOMPLETE,
        S.ACCEPTED,
        S.REDIRECTED,
        S.DECLINED,
        S.POSTPONED,
        S.WITHDRAWN,
    ),
    S.ACCEPTED: (S.PLANNING, S.POSTPONED, S.CANCELLED, S.WITHDRAWN),
    S.PLANNING: (S.APPROVED, S.POSTPONED, S.CANCELLED, S.WITHDRAWN),
    S.APPROVED: (S.CONFIRMED, S.PLANNING, S.POSTPONED, S.CANCELLED, S.WITHDRAWN),
    S.CONFIRMED: (S.IN_PROGRESS, S.PLANNING, S.POSTPONED, S.CANCELLED, S.WITHDRAWN),
    S.IN_PROGRESS: (S.COMPLETED, S.CANCELLED),
    S.COMPLETED: (S.FOLLOWED_UP, S.ARCHIVED),
    S.FOLLOWED_UP: (S.ARCHIVED,),
    S.POSTPONED: (S.EVALUATION, S.DECLINED, S.CANCELLED, S.WITHDRAWN),
    S.REDIRECTED: (S.EVALUATION, S.ARCHIVED),
    S.DECLINED: (S.EVALUATION, S.ARCHIVED),
    S.CANCELLED: (S.EVALUATION, S.ARCHIVED),
    S.WITHDRAWN: (S.EVALUATION, S.ARCHIVED),
    S.ARCHIVED: (),
}
# Into these a request goes by a decision alone, with its reason (delegations.actions.decide).
BY_DECISION = (S.ACCEPTED, S.REDIRECTED, S.DECLINED, S.POSTPONED)
# Of these the guests are told by a letter; the others are the office's own work.
WITH_LETTER = (
    S.RECEIVED,
    S.INCOMPLETE,
    S.EVALUATION,
    S.ACCEPTED,
    S.REDIRECTED,
    S.DECLINED,
    S.CONFIRMED,
    S.COMPLETED,
    S.POSTPONED,
    S.CANCELLED,
    S.WITHDRAWN,
)
# In these the office says why, whoever asks later.
NEEDS_REASON = (S.INCOMPLETE, S.CANCELLED)
# In these a decision may still wait for its second person.
BEING_WEIGHED = (S.RECEIVED, S.INCOMPLETE, S.EVALUATION)
# In these nothing is held for the visit any more.
RELEASES = (S.REDIRECTED, S.DECLINED, S.POSTPONED, S.CANCELLED, S.WITHDRAWN)
# In these what they correct is written into the request; later a person of the office does it.
CORRECTED_BY_GUESTS = (S.RECEIVED, S.INCOMPLETE)


class NotAllowed(Exception):
    """The visit cannot go into that state from the one it is in; the words say so to people."""


def moves_by_office(visit):
    """The states into which staff may bring it by themselves, without a decision."""
    return [to for to in MOVES[State(visit.state)] if to not in BY_DECISION]


def verdicts(visit):
    """The states into which a decision may bring it; a request that just came counts as weighed."""
    state = State(visit.state)
    moves = [*MOVES[state], *(MOVES[S.EVALUATION] if state == S.RECEIVED else ())]
    return [to for to in BY_DECISION if to in moves]


def check(visit, to):
    """Raises NotAllowed, which says in what state the visit is by now."""
    if to not in MOVES[State(visit.state)]:
        words = _("The visit is “%(state)s” by now: it cannot become “%(next)s”.")
        raise NotAllowed(words % {"state": visit.get_state_display(), "next": State(to).label})
