"""What is asked of a full calendar goes by its indexes: the plans, not the seconds."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agenda import free, periods
from agenda.findings import Scene
from agenda.models import Appointment, Booking, Resource
from relint.management.commands.fill_calendar import fill
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

FIRST_DAY = date(2024, 1, 1)
DAY = date(2024, 2, 14)
MANY = 3_000


@pytest.fixture
def full():
    fill(MANY, FIRST_DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def indexes_of(plan):
    assert "Seq Scan on agenda_booking" not in plan
    assert "Seq Scan on agenda_appointment" not in plan
    return {*re.findall(r"Index(?: Only)? Scan (?:using|on) (\w+)", plan)}


def test_the_search_for_free_time_goes_by_the_index_that_keeps_bookings_apart(full, people):
    room, person, _car = Resource.objects.select_related("place__building", "person")[:3]
    wish = free.Wish(
        minutes=45,
        first=DAY,
        last=DAY + timedelta(days=13),
        resources=[room],
        one_of=[free.OneOf("somebody", [person])],
    )
    now = datetime.combine(FIRST_DAY, datetime.min.time(), periods.here())

    plan = free.plan_of(wish, people["officer"], now=now)

    assert indexes_of(plan) & {"agenda_booking_never_twice", "agenda_booking_by_time"}


def test_what_is_around_appointments_goes_by_the_index_of_time(full, people):
    day = periods.days(DAY, DAY, periods.here())
    scene = Scene(Appointment.objects.during(day), people["officer"])
    assert "agenda_appointment_by_period" in indexes_of(Appointment.objects.during(day).explain())

    around = Booking.objects.filter(scene._around("busy"), resource__in=scene._resources)

    assert indexes_of(around.explain()) & {"agenda_booking_never_twice", "agenda_booking_by_time"}


def test_the_filled_calendar_is_the_same_each_time_and_books_three_things_each():
    fill(40, FIRST_DAY)

    assert (Appointment.objects.count(), Booking.objects.count()) == (40, 120)
    assert {*Appointment.objects.values_list("state", flat=True)} == {
        "pencilled",
        "confirmed",
        "cancelled",
    }
    last = Appointment.objects.order_by("-pk").first()
    assert (last.title_en, last.starts_at.isoformat()) == (
        "Appointment 40",
        "2024-01-02T09:00:00+01:00",
    )


def test_a_real_office_is_not_filled(settings):
    settings.DEMONSTRATION = False
    factories.make_user("officer")

    with pytest.raises(CommandError):
        call_command("fill_calendar", appointments=1)


def test_the_calendar_is_filled_once(settings):
    settings.DEMONSTRATION = True
    call_command("fill_calendar", appointments=1)

    with pytest.raises(CommandError):
        call_command("fill_calendar", appointments=1)
