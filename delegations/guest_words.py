"""What the private page says of a visit: what its state means, and what comes next."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations import lifecycle
from delegations.days import written_day
from delegations.models import State, StateChange, Visit
from office.models.outbox import State as MailState

# A letter that is held, or was given up, is not theirs to read.
UNREAD = (MailState.HELD, MailState.DROPPED)
# The states that are the office's own work look to the guests like the one before.
LOOKS_LIKE = {
    State.PLANNING: State.ACCEPTED,
    State.APPROVED: State.ACCEPTED,
    State.FOLLOWED_UP: State.COMPLETED,
    State.ARCHIVED: State.COMPLETED,
}
TITLES = {
    State.RECEIVED: gettext_lazy("We have your request"),
    State.INCOMPLETE: gettext_lazy("We need to know more"),
    State.EVALUATION: gettext_lazy("We are weighing your request"),
    State.ACCEPTED: gettext_lazy("Your visit is accepted"),
    State.REDIRECTED: gettext_lazy("Another office will help you"),
    State.DECLINED: gettext_lazy("We cannot receive you"),
    State.CONFIRMED: gettext_lazy("Your visit is confirmed"),
    State.IN_PROGRESS: gettext_lazy("Your visit is taking place"),
    State.COMPLETED: gettext_lazy("Your visit has taken place"),
    State.POSTPONED: gettext_lazy("Your visit is postponed"),
    State.CANCELLED: gettext_lazy("Your visit cannot take place"),
    State.WITHDRAWN: gettext_lazy("You have withdrawn your request"),
}
NEXT = {
    State.INCOMPLETE: gettext_lazy(
        "What is missing stands in our letter below. Answer with a message or correct your "
        "request: we go on as soon as we have it."
    ),
    State.CONFIRMED: gettext_lazy("We look forward to seeing you. Tell us what still changes."),
    State.IN_PROGRESS: gettext_lazy("Welcome. What is urgent, tell us by telephone."),
    State.COMPLETED: gettext_lazy("Thank you for having been with us. There is nothing to do."),
    State.POSTPONED: gettext_lazy(
        "Nothing is held for you on the days that were foreseen. Tell us when you could come "
        "instead."
    ),
    State.REDIRECTED: gettext_lazy(
        "Whom you can turn to stands in our letter below. Nothing is held for you here."
    ),
    State.DECLINED: gettext_lazy(
        "Why stands in our letter below. Nothing is held for you. You can ask for another visit at "
        "any time."
    ),
    State.CANCELLED: gettext_lazy("Why stands in our letter below. Nothing is held for you."),
    State.WITHDRAWN: gettext_lazy(
        "We hold nothing for it any more, and there is nothing to do. You can ask for another "
        "visit at any time."
    ),
}


@dataclass
class Standing:
    """How a visit stands, as far as its guests have been told."""

    visit: Visit
    state: State
    # The changes that they know of, in order, each with its `title`.
    changes: list

    @property
    def title(self):
        return str(TITLES[self.state])

    @property
    def next(self):
        match self.state:
            case State.RECEIVED | State.EVALUATION:
                return answer_comes(self.visit)
            case State.ACCEPTED:
                return programme_comes(self.visit)
        return str(NEXT[self.state])

    @property
    def is_coming(self):
        return self.state in (State.ACCEPTED, State.CONFIRMED, State.IN_PROGRESS)

    @property
    def is_over(self):
        return self.state in (*lifecycle.RELEASES, State.COMPLETED) and not self.is_postponed

    @property
    def is_postponed(self):
        return self.state == State.POSTPONED

    @property
    def letters(self):
        """The changes whose letter is theirs to read."""
        return [one for one in self.changes if one.letter and one.letter.state not in UNREAD]


def standing(visit):
    """
    How the visit stands for its guests.

    While the letter that tells of a state is held back in the outbox, the page does not tell of
    it either. The visit comes with its changes (with_changes).
    """
    changes = list(visit.changes.all())
    known = told(changes)
    state = State(known[-1].new if known else State.RECEIVED if changes else visit.state)
    return Standing(visit, LOOKS_LIKE.get(state, state), shown(known))


def with_changes():
    """What `standing` asks of each visit."""
    return Prefetch("changes", StateChange.objects.select_related("letter"))


def told(changes):
    known, is_held = [], False
    for change in changes:
        if change.letter and change.letter.state == MailState.HELD:
            is_held = True
        elif change.new in lifecycle.WITH_LETTER:
            is_held = False
        if not is_held:
            known.append(change)
    return known


def shown(changes):
    """Each with its `title`, without those that are the office's own work."""
    for change in changes:
        change.title = TITLES.get(change.new)
    return [change for change in changes if change.title]


def answer_comes(visit):
    if visit.answer_by < timezone.localdate():
        said = _(
            "You should have had an answer by %(day)s. We are sorry that it takes longer: write to "
            "us below if it is urgent."
        )
    else:
        said = _(
            "You will have an answer by %(day)s. Until then nothing is promised: please make no "
            "bookings that cannot be changed."
        )
    return said % {"day": written_day(visit.answer_by)}


def programme_comes(visit):
    if visit.list_closes_on is None:
        return _("We are preparing your programme. Please enter the members of your delegation.")
    said = _(
        "We are preparing your programme. Please enter the members of your delegation by %(day)s."
    )
    return said % {"day": written_day(visit.list_closes_on)}
