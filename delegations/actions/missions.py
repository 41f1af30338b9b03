"""Missions out: the days on which our people are away stand in the one calendar."""

from django.db import transaction

from agenda import actions as calendar
from agenda import periods
from agenda.actions import Wanted
from agenda.models import Appointment, Resource
from delegations.models import Mission
from office.languages import in_every_language

# The state of its appointment in each state of a mission.
STATES = {
    Mission.State.PLANNED: Appointment.State.PENCILLED,
    Mission.State.APPROVED: Appointment.State.CONFIRMED,
    Mission.State.OVER: Appointment.State.CONFIRMED,
    Mission.State.CANCELLED: Appointment.State.CANCELLED,
}


@transaction.atomic
def save_mission(*, mission, by):
    """
    Save a mission, whose travellers are saved already, with its appointment.

    Whoever travels and can be booked is booked for all its days, as firmly as the mission is
    certain. Returns it. Raises agenda.clashes.Clash with nothing saved.
    """
    appointment = mission.appointment or Appointment(kind=Appointment.Kind.OTHER, all_day=True)
    is_new = appointment.pk is None
    appointment.state = STATES[mission.state]
    appointment.blocks = appointment.state != Appointment.State.CANCELLED
    appointment.period = periods.days(mission.first_day, mission.last_day, periods.here())
    appointment.audience, appointment.is_demo = mission.audience, mission.is_demo
    for name in in_every_language("title"):
        setattr(appointment, name, getattr(mission, name))
    wanted = who_are_away(mission)
    save = calendar.schedule if is_new else calendar.change
    save(appointment=appointment, wanted=wanted, by=by)
    mission.appointment = appointment
    mission._history_user = by
    mission.save()
    return mission


def who_are_away(mission):
    """What the appointment books: the travellers who can be booked."""
    people = mission.travellers.filter(person__isnull=False).values("person")
    return [Wanted(one) for one in Resource.objects.in_use().named().filter(person__in=people)]
