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
    return [_tour(booking, visit, group, len(groups), by) for group in groups]


def _tour(booking, visit, group, count, by):
    route = booking.route
    appointment = Appointment(
        kind=Appointment.Kind.TOUR,
        period=periods.period(group.start, group.end),
        place=place_of(route),
        people=group.size,
        **titles(route, group.number, count),
    )
    item = ProgrammeItem(visit=visit, appointment=appointment, language=group.language)
    visits.save_item(item=item, by=by)
    tour = Tour(
        appointment=item.appointment,
        booking=booking,
        route=route,
        number=group.number,
        size=group.size,
        language=group.language,
        is_demo=booking.is_demo,
    )
    tour._history_user = by
    tour.save()
    return tour


def titles(route, number, count):
    """The name of the route in every language, with the number of the group: “Tower (2/5)”."""
    known = {name: getattr(route, name) for name in in_every_language("name")}
    suffix = f" ({number}/{count})" if count > 1 else ""
    return {
        f"title_{name.removeprefix('name_')}": f"{text}{suffix}"
        for name, text in known.items()
        if text
    }


def place_of(route):
    """
    Where the appointment of a group stands: the route’s own place, where one group alone is there.

    Else the building, which several may be in: their stops say where they would meet.
    """
    place = route.place
    shared = route.at_once > 1 or bool(
        route.starts_every and route.starts_every < (route.minutes or 0)
    )
    return place.building or place if shared else place


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
