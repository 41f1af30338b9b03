"""
What changes tours, their guides and what guides are asked: all of it, or nothing.

Every action on one tour locks its appointment first, as the calendar does, then the tour, then
its questions: of two guides who say yes in the same second, the second waits and is told.
"""

from tours.actions.asking import (
    Refused,
    answer,
    ask,
    ask_next,
    give,
    note_outcome,
    pin,
    take_off,
    tell_moved,
    tell_off,
    withdraw,
)
from tours.actions.bookings import book, call_off, planned
from tours.actions.guests import offer, rate, reply
from tours.actions.guides import correct_hours, enrol, led_during, note_busy, settle

__all__ = [
    "Refused",
    "answer",
    "ask",
    "ask_next",
    "book",
    "call_off",
    "correct_hours",
    "enrol",
    "give",
    "led_during",
    "note_busy",
    "note_outcome",
    "offer",
    "pin",
    "planned",
    "rate",
    "reply",
    "settle",
    "take_off",
    "tell_moved",
    "tell_off",
    "withdraw",
]
