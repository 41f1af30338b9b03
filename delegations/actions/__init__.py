"""
What changes a visit together with its log, its letters and its appointments: all of it, or nothing.

Every action locks the visit first. Where two people act at once, the second is told what the
first one did (lifecycle.NotAllowed, Decided), and nothing of theirs is saved. A letter is a
row of the outbox in the language of the focal point; without an e-mail address there is none.
"""

from delegations.actions.asking import NoAddress, answer, ask, hours_token
from delegations.actions.guests import (
    change_members,
    correct,
    hear,
    hear_by_page,
    note_reply,
    say,
    take_note,
)
from delegations.actions.holds import hold, release
from delegations.actions.programme import fill_part, save_item
from delegations.actions.requests import (
    attach,
    receive,
    save_other_days,
    save_request,
    send_link,
    send_request,
)
from delegations.actions.shared import Changed, Decided
from delegations.actions.states import approve, begin, decide, move, refuse_to_approve, withdraw
from delegations.models.decisions import Letter

__all__ = [
    "Changed",
    "Decided",
    "Letter",
    "NoAddress",
    "answer",
    "approve",
    "ask",
    "attach",
    "begin",
    "change_members",
    "correct",
    "decide",
    "fill_part",
    "hear",
    "hear_by_page",
    "hold",
    "hours_token",
    "move",
    "note_reply",
    "receive",
    "refuse_to_approve",
    "release",
    "save_item",
    "save_other_days",
    "save_request",
    "say",
    "send_link",
    "send_request",
    "take_note",
    "withdraw",
]
