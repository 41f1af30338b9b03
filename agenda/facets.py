"""
What an appointment is for: an item of a visit's programme, a session, a tour, a meeting.

A facet points one-to-one at its appointment (on_delete PROTECT), in the app that knows of it;
that app hands in its Facet. Taking the facet away cancels the appointment, nobody deletes it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from office.registry import Registry

# Name -> Facet.
facets = Registry()


@dataclass(frozen=True)
class Facet:
    """
    One kind of facet: the accessor of the one-to-one from Appointment ("network_meeting").

    `label` says what it is. `permission` is needed to move or cancel its appointment, beside
    the right to change appointments: whoever may not touch the visit moves nothing of it.
    """

    accessor: str
    label: str | Promise
    permission: str

    def of(self, appointment):
        """The facet of that appointment; None where it has none of this kind."""
        return getattr(appointment, self.accessor, None)


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
    return all(user.has_perm(facet.permission) for facet, _record in of(appointment))


def record_of(appointment) -> models.Model:
    """What its reader opens: the first facet's record, or the appointment itself."""
    return next((record for _facet, record in of(appointment)), appointment)
