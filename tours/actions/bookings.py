"""A booking of a route, and the groups that it is split into: items of the visit's programme."""

from django.db import transaction

from agenda import periods
from agenda.models import Appointment
from delegations import actions as visits
from delegations.actions.shared import locked
from delegations.models import ProgrammeItem
from office.languages import in_every_language
from tours.models import Tour


@transaction.atomic
def book(*, booking, groups, by):
    """
    Save a booking with one tour for each of the groups (splitting.Group); returns the tours.

    Each is a pencilled item of the programme of its visit. Raises agenda.clashes.Clash where the
    route is taken, and delegations.lifecycle.NotAllowed where nothing is held for the visit, with
    nothing saved.
    """
    visit = locked(booking.visit)
    booking.is_demo = booking.is_demo or visit.is_demo
    booking._history_user = by
    booking.save()
    tours = planned(booking=booking, groups=groups)
    for tour in tours:
        visits.save_item(item=tour.appointment.item_planned, by=by)
        # Anew, with the key that the appointment has now.
        tour.appointment, tour.booking, tour._history_user = tour.appointment, booking, by
        tour.save()
    return tours


def planned(*, booking, groups):
    """
    The tours that a booking would make, unsaved, each with its appointment and its item.

    For what is asked before it is saved (agenda.findings), and for the saving.
    """
    return [_planned(booking, group, len(groups)) for group in groups]


def _planned(booking, group, count):
    route = booking.route
    appointment = Appointment(
        kind=Appointment.Kind.TOUR,
        period=periods.period(group.start, group.end),
        place=route.place_of_groups,
        party=booking.visit.party,
        people=group.size,
        **titles(route, group.number, count),
    )
    appointment.item_planned = ProgrammeItem(
        visit=booking.visit, appointment=appointment, language=group.language
    )
    appointment.tour_planned = Tour(
        appointment=appointment,
        booking=booking,
        route=route,
        number=group.number,
        size=group.size,
        language=group.language,
        is_demo=booking.is_demo,
    )
    return appointment.tour_planned


def titles(route, number, count):
    """The name of the route in every language, with the number of the group: “Tower (2/5)”."""
    known = {name: getattr(route, name) for name in in_every_language("name")}
    suffix = f" ({number}/{count})" if count > 1 else ""
    return {
        f"title_{name.removeprefix('name_')}": f"{text}{suffix}"
        for name, text in known.items()
        if text
    }


@transaction.atomic
def call_off(*, booking, by):
    """The groups of a booking do not take place: their items leave the programme."""
    for tour in booking.tours.standing().select_related("appointment").in_order():
        item = ProgrammeItem.objects.filter(appointment=tour.appointment_id).first()
        if item is not None:
            visits.take_away_item(item=item, by=by)
        else:
            tour._history_user = by
            tour.delete()
