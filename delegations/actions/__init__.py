"""
What changes a visit together with its log, its letters and its appointments: all of it, or nothing.

Every action locks the visit first, but for what is noted of single rows: an answer, who is here,
what is late. That locks the row alone, so that nobody at a door waits for the office; whoever
saves such rows together with others reads them locked, after the visit, or saves nothing but the
fields that they changed.

Where two people act at once, the second is told what the first one did (lifecycle.NotAllowed,
Changed, Decided), and nothing of theirs is saved; of who is here the last word holds. A letter is
a row of the outbox in the language of the focal point; without an e-mail address there is none.
"""

from delegations.actions.asking import (
    NoAddress,
    answer,
    ask,
    change_address,
    hours_token,
)
from delegations.actions.day import check_in, check_in_all, note_delay, note_done
from delegations.actions.gifts import give, receive_gift, take_gift_back
from delegations.actions.guests import (
    change_legs,
    change_members,
    correct,
    hear,
    hear_by_page,
    note_reply,
    say,
    take_note,
)
from delegations.actions.holds import release
from delegations.actions.informing import inform
from delegations.actions.missions import save_mission
from delegations.actions.off import take_away_item, take_back, tell_off
from delegations.actions.outgoing import send as send_letter
from delegations.actions.outgoing import sign, thank, write_letter
from delegations.actions.precedence import (
    NoReason,
    back_to_rule,
    bring_up_to_date,
    line_up,
    place,
    save_rules,
    save_standing,
    strike_off,
)
from delegations.actions.programme import fill_part, save_item
from delegations.actions.promises import close_promise
from delegations.actions.publishing import NotPublishable, publish, tellings
from delegations.actions.recipients import save_recipient, take_off
from delegations.actions.requests import (
    attach,
    receive,
    save_other_days,
    save_request,
    send_link,
    send_request,
)
from delegations.actions.seating import (
    NoSuchSeat,
    free_seat,
    save_plan,
    save_table,
    seat_by_rank,
    sit,
)
from delegations.actions.shared import Changed, Decided
from delegations.actions.states import approve, begin, decide, move, refuse_to_approve, withdraw
from delegations.actions.tasks import finish_task, make_tasks, reopen_task
from delegations.actions.travel import save_travel, travel_token
from delegations.models.decisions import Letter

__all__ = [
    "Changed",
    "Decided",
    "Letter",
    "NoAddress",
    "NoReason",
    "NoSuchSeat",
    "NotPublishable",
    "answer",
    "approve",
    "ask",
    "attach",
    "back_to_rule",
    "begin",
    "bring_up_to_date",
    "change_address",
    "change_legs",
    "change_members",
    "check_in",
    "check_in_all",
    "close_promise",
    "correct",
    "decide",
    "fill_part",
    "finish_task",
    "free_seat",
    "give",
    "hear",
    "hear_by_page",
    "hours_token",
    "inform",
    "line_up",
    "make_tasks",
    "move",
    "note_delay",
    "note_done",
    "note_reply",
    "place",
    "publish",
    "receive",
    "receive_gift",
    "refuse_to_approve",
    "release",
    "reopen_task",
    "save_item",
    "save_mission",
    "save_other_days",
    "save_plan",
    "save_recipient",
    "save_request",
    "save_rules",
    "save_standing",
    "save_table",
    "save_travel",
    "say",
    "seat_by_rank",
    "send_letter",
    "send_link",
    "send_request",
    "sign",
    "sit",
    "strike_off",
    "take_away_item",
    "take_back",
    "take_gift_back",
    "take_note",
    "take_off",
    "tell_off",
    "tellings",
    "thank",
    "travel_token",
    "withdraw",
    "write_letter",
]
