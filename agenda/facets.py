"""
What an appointment is for: an item of a visit's programme, a session, a tour, a meeting.

A facet points one-to-one at its appointment (on_delete PROTECT), in the app that knows of it;
that app hands in its Facet. Taking the facet away cancels the appointment, nobody deletes it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from office.registry import Registry

# Name -> Facet.
facets = Registry()
# Name -> function(party): what a group of guests belongs to, None where it does not. That gives
# the group its name, its size and its audience.
owners_of_parties = Registry()


def url_of_record(record):
    # The actions are read with the models, before the back-office can be.
    from office.backoffice import frame

    return frame.url_of(record)


@dataclass(frozen=True)
class Facet:
    """
    One kind of facet: the accessor of the one-to-one from Appointment ("network_meeting").

    `label` says what it is. `permission` is needed to move or cancel its appointment, beside
    the right to change appointments: whoever may not touch the visit moves nothing of it.
    `name` says what the appointment is part of, `url` where that opens: both are shown to who
    sees the appointment. `page(record)` is the address where it stands with its like.
    What `is_fixed` is moved and cancelled where it belongs alone, not in the calendar.
    `cancelled(record, by)` does what else follows, in the same transaction, when the appointment
    is cancelled by itself, `taken_up(record, by)` when it takes place after all, and
    `moved(record, was, by)` when it has another period than it had. `keeps(record)` are the keys
    of resources that it books itself: whoever changes the appointment by its form leaves them.
    """

    accessor: str
    label: str | Promise
    permission: str
    name: Callable = str
    page: Callable | None = None
    url: Callable = url_of_record
    is_fixed: bool = False
    cancelled: Callable | None = None
    taken_up: Callable | None = None
    moved: Callable | None = None
    keeps: Callable | None = None

    def of(self, appointment):
        """The facet of that appointment; None where it has none of this kind."""
        return getattr(appointment, self.accessor, None)


def tell_cancelled(appointment, by, *, but=None):
    """To all but one record, for which whoever cancels does what follows."""
    for facet, record in of(appointment):
        if facet.cancelled and record != but:
            facet.cancelled(record, by)


def tell_taken_up(appointment, by):
    for facet, record in of(appointment):
        if facet.taken_up:
            facet.taken_up(record, by)


def tell_moved(appointment, was, by):
    for facet, record in of(appointment):
        if facet.moved:
            facet.moved(record, was, by)


def kept(appointment):
    """The keys of the resources that facets of the appointment book themselves."""
    return {key for facet, record in of(appointment) if facet.keeps for key in facet.keeps(record)}


def accessors():
    """For select_related: all facets of a list of appointments without a query per row."""
    return [facet.accessor for facet in facets.values()]


def of(appointment):
    """(Facet, its record) of each facet that the appointment has."""
    found = ((facet, facet.of(appointment)) for facet in facets.values())
    return [(facet, record) for facet, record in found if record is not None]


def may_change(user, appointment):
    """Whether the person may move, confirm or cancel it, where they may see it."""
    if not user.has_perm("agenda.change_appointment"):
        return False
    return all(
        user.has_perm(facet.permission) and not facet.is_fixed for facet, _record in of(appointment)
    )


def url_of(appointment):
    """What its reader opens: where the first facet leads, or its own form."""
    led_to = (facet.url(record) for facet, record in of(appointment))
    return next((url for url in led_to if url), "") or url_of_record(appointment)


def belongs_to(party) -> models.Model | None:
    """What a group of guests belongs to; None for a group of its own."""
    found = (owner_of(party) for owner_of in owners_of_parties.values())
    return next((one for one in found if one is not None), None)
