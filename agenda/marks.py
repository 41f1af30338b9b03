"""
What stands on a day of the calendar without being an appointment: deadlines, anniversaries.

Each app hands in its marks through `entries`. What the radar and the duties tell already is
taken from there, so that no app says a thing twice.
"""

from datetime import date

from office import radar
from office.dates import PartialDate, PartialDateField
from office.radar import Mark
from office.registry import Registry
from office.text import fold

# Name -> function(user, first, last) that returns office.radar.Marks, of what the user may
# see, in as many queries for a thousand records as for one.
entries = Registry()


def marks(user, first, last):
    """All marks from the first day to the last, the earliest first; what two tell only once."""
    found = {}
    for entry in entries.values():
        fresh = [one for one in entry(user, first, last) if not told(one, found)]
        for one in fresh:
            found.setdefault(subject(one), []).append(one)
    everything = [one for of_record in found.values() for one in of_record]
    return sorted(everything, key=lambda one: (one.on, fold(str(one.text))))


def is_exact(mark):
    """Whether its very day is known, and not only its month or year."""
    return mark.on.first == mark.on.last


def told(mark, found):
    """Whether an entry before tells of the same record at a time that takes this one in."""
    return any(
        one.on.first <= mark.on.first and mark.on.last <= one.on.last
        for one in found.get(subject(mark), ())
    )


def subject(mark):
    return type(mark.record), mark.record.pk


def of_radar(user, first, last):
    """Anniversaries, confirmations, renewals, elections, ends of terms."""
    return radar.ahead(user, first, last)


def of_duties(user, first, last):
    """What is open and due in these days, whosever it is, of the records that the user may see."""
    from office.backoffice.duties import lines, open_duties

    # What is due in a year, or a month of it, is due on the last day of that.
    until = date(last.year, 12, 31)
    rows = open_duties().filter(due_on__range=(first, until)).visible_to(user).in_order()
    found = ((line, as_known(line.duty.due_on, line.record)) for line in lines(list(rows), user))
    return [
        Mark(on, line.label, line.text, line.record)
        for line, on in found
        if on.first <= last and on.last >= first
    ]


def as_known(day, record):
    """The day on which a duty is due, as exact as the date of the record that it comes from."""
    fields = (one for one in record._meta.concrete_fields if isinstance(one, PartialDateField))
    dates = (getattr(record, field.name) for field in fields)
    inexact = (one for one in dates if one and one.precision != "day" and one.last == day)
    return next(inexact, PartialDate.of(day))
