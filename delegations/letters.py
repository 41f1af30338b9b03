"""The mails about visits: each state that concerns the guests has its letter."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.days import written_day, written_days_of
from delegations.lifecycle import WITH_LETTER
from delegations.models import State
from office.outbox import MailKind, Reader, kinds

FIELDS = {
    "reference": gettext_lazy("the reference number"),
    "guests": gettext_lazy("the body and its city"),
    "purpose": gettext_lazy("the purpose of the visit"),
    "days": gettext_lazy("the days of the visit"),
    "level": gettext_lazy("the level that was decided"),
    "host": gettext_lazy("who receives them"),
    "room": gettext_lazy("the room"),
    "words": gettext_lazy("the words for the guests of whoever decided"),
    "answer_by": gettext_lazy("the day by which an answer is promised"),
    "list_until": gettext_lazy("the last day on which the list of members can be changed"),
}
GREETING = gettext_lazy("Dear {{ reader_name }},")
PAGE = gettext_lazy(
    "On your private page you see how things stand, write to us and find your papers:\n"
    "{{ private_link }}\n"
    "Please keep this address to yourself: whoever has it can act for you."
)
CLOSING = gettext_lazy("With kind regards\n{{ department }}\n{{ office_name }}")

WORDS = {
    State.RECEIVED: (
        gettext_lazy("Your request {{ reference }} has arrived"),
        gettext_lazy(
            "We have received your request for a visit ({{ guests }}, {{ days }}). Its number is "
            "{{ reference }}.\n\nYou will have an answer by {{ answer_by }}. Until then nothing is "
            "promised: please make no bookings that cannot be changed."
        ),
    ),
    State.INCOMPLETE: (
        gettext_lazy("Your request {{ reference }}: something is missing"),
        gettext_lazy(
            "Before we can weigh your request for a visit ({{ guests }}, {{ days }}) we need to "
            "know more:\n\n{{ words }}\n\nYou can answer on your private page."
        ),
    ),
    State.EVALUATION: (
        gettext_lazy("Your request {{ reference }} is being weighed"),
        gettext_lazy(
            "Your request for a visit ({{ guests }}, {{ days }}) is complete, and we are weighing "
            "it. You will have an answer by {{ answer_by }}.\n\n{{ words }}"
        ),
    ),
    State.ACCEPTED: (
        gettext_lazy("Your visit {{ reference }} is accepted"),
        gettext_lazy(
            "We are glad to receive you ({{ guests }}, {{ days }}).\n\n{{ words }}\n\nPlease enter "
            "the members of your delegation on your private page by {{ list_until }}."
        ),
    ),
    State.REDIRECTED: (
        gettext_lazy("Your request {{ reference }}: another office will help you"),
        gettext_lazy(
            "Your request for a visit ({{ guests }}, {{ days }}) is in better hands elsewhere:"
            "\n\n{{ words }}"
        ),
    ),
    State.DECLINED: (
        gettext_lazy("Your request {{ reference }}"),
        gettext_lazy(
            "Thank you for your wish to visit us ({{ guests }}, {{ days }}). To our regret we "
            "cannot receive you.\n\n{{ words }}"
        ),
    ),
    State.CONFIRMED: (
        gettext_lazy("Your visit {{ reference }} is confirmed"),
        gettext_lazy(
            "Your visit ({{ guests }}, {{ days }}) is confirmed. We look forward to seeing you."
            "\n\n{{ words }}"
        ),
    ),
    State.COMPLETED: (
        gettext_lazy("Thank you for your visit {{ reference }}"),
        gettext_lazy(
            "Thank you for having been with us ({{ guests }}, {{ days }}).\n\n{{ words }}"
        ),
    ),
    State.POSTPONED: (
        gettext_lazy("Your visit {{ reference }} is postponed"),
        gettext_lazy(
            "We cannot receive you on the days that were foreseen ({{ guests }}, {{ days }})."
            "\n\n{{ words }}\n\nPlease tell us on your private page when you could come instead."
        ),
    ),
    State.CANCELLED: (
        gettext_lazy("Your visit {{ reference }} is cancelled"),
        gettext_lazy(
            "To our great regret your visit ({{ guests }}, {{ days }}) cannot take place."
            "\n\n{{ words }}"
        ),
    ),
    State.WITHDRAWN: (
        gettext_lazy("Your request {{ reference }} is withdrawn"),
        gettext_lazy(
            "You have withdrawn your request for a visit ({{ guests }}, {{ days }}). We hold "
            "nothing for it any more.\n\n{{ words }}"
        ),
    ),
}


class VisitMail(MailKind):
    """A mail about a visit, with the fields that all of them have."""

    fields = FIELDS

    def values(self, record, **extra):
        known = {
            "reference": record.reference,
            "guests": record.guests,
            "purpose": record.purpose,
            "days": written_days_of(record),
            "answer_by": written_day(record.answer_by),
            "list_until": written_day(record.list_closes_on),
            "words": "",
            **decided(record),
        }
        return {name: str(value) for name, value in (known | extra).items()}

    def example(self):
        return {
            "reference": "2026-KTRWM",
            "guests": _("Municipality of Exampleville"),
            "purpose": _("Exchange on libraries"),
            "days": _("12–14 May"),
            "level": _("working visit"),
            "host": _("the Mayor"),
            "room": _("Council chamber"),
            "answer_by": _("30 April"),
            "list_until": _("9 May"),
            "words": _("Words that whoever decided wrote for the guests."),
        }


class Letter(VisitMail):
    """The letter of one state."""

    def __init__(self, state):
        self.state = state
        self.subject, body = WORDS[state]
        self.parts = (GREETING, body, PAGE, CLOSING)

    @property
    def label(self):
        return _("Visit: %(state)s") % {"state": State(self.state).label}

    @property
    def text(self):
        return "\n\n".join(str(part) for part in self.parts)


class Answer(VisitMail):
    """What staff write on the private page, brought to the guests by mail."""

    label = gettext_lazy("Visit: message to the guests")
    fields = FIELDS | {"message": gettext_lazy("the message")}
    subject = gettext_lazy("Your visit {{ reference }}: a message for you")

    @property
    def text(self):
        return "\n\n".join(str(part) for part in (GREETING, "{{ message }}", PAGE, CLOSING))

    def example(self):
        return super().example() | {"message": _("Could you tell us when your train arrives?")}


class LostLink(VisitMail):
    """The private address, sent again to who asked for it."""

    label = gettext_lazy("Visit: the private address again")
    subject = gettext_lazy("Your private page")

    @property
    def text(self):
        asked = _(
            "Somebody, probably you, asked for the address of your private page. All your "
            "requests are there. If it was not you, there is nothing to do."
        )
        return "\n\n".join(str(part) for part in (GREETING, asked, PAGE, CLOSING))


class Resume(MailKind):
    """The address at which an unfinished request is taken up again."""

    label = gettext_lazy("Visit: an unfinished request")
    fields = {"kept_until": gettext_lazy("the last day on which it is kept")}
    subject = gettext_lazy("Your unfinished request for a visit")

    def values(self, record, **extra):
        return {"kept_until": written_day(record.kept_until)}

    def example(self):
        return {"kept_until": _("30 April")}

    @property
    def text(self):
        kept = _(
            "What you have typed so far is kept until {{ kept_until }}, and nobody of the office "
            "reads it. Here you go on:\n{{ private_link }}"
        )
        return "\n\n".join(str(part) for part in (_("Good day,"), kept, CLOSING))


def decided(visit):
    """What the decision in force says of it; nothing while there is none."""
    decision = visit.decisions.in_force().select_related("level", "host", "room").first()
    if decision is None:
        return {"level": "", "host": "", "room": ""}
    host = decision.host or (decision.level.host if decision.level else "")
    return {"level": decision.level or "", "host": host, "room": decision.room or ""}


def kind_of(state):
    """The name of the letter of a state; None where the guests are not written to."""
    return f"visit_{state}" if state in WITH_LETTER else None


def reader_of(visit):
    name = visit.contact_name or visit.guests
    return Reader(name, visit.contact_email, visit.contact_language)


def hand_in():
    for state in WITH_LETTER:
        kinds.add(f"visit_{state.value}", Letter(state))
    kinds.add("visit_message", Answer())
    kinds.add("visit_lost_link", LostLink())
    kinds.add("visit_resume", Resume())
