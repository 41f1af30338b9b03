from datetime import date, datetime, time, timedelta
from itertools import count, islice

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction

from agenda.models import Appointment, Booking, Party, Place, Resource
from agenda.periods import here, moment, period
from directory.models import Person
from office.models import Audience, User

FIRST_DAY = date(2024, 1, 1)
LANES = 10  # rooms, people and vehicles, of each so many
HOURS = (9, 12, 15)  # when appointments begin, each of which lasts two hours
BATCH = 5_000


class Command(BaseCommand):
    help = (
        "Fill the calendar with made-up appointments that never clash, thirty a day, the same "
        "each time: to try how fast it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("--appointments", type=int, default=100_000)
        parser.add_argument("--first-day", type=date.fromisoformat, default=FIRST_DAY)

    def handle(self, *, appointments, first_day, **options):
        is_empty = not User.objects.exists() and not Appointment.objects.exists()
        if not settings.DEMONSTRATION and not is_empty:
            raise CommandError(
                "Made-up appointments are for the demonstration, or for an empty database."
            )
        if Place.objects.filter(slug__startswith="filled-").exists():
            raise CommandError("The calendar was filled already.")
        fill(appointments, first_day)
        self.stdout.write(f"{appointments} appointments with {3 * appointments} bookings.")


@transaction.atomic
def fill(appointments, first_day=FIRST_DAY):
    """So many appointments from that day on, each with a room, a person and a vehicle."""
    audience = Audience.objects.create(is_demo=True)
    lanes = [make_lane(number, audience) for number in range(LANES)]
    days = (first_day + timedelta(days=number) for number in count())
    wanted = ((day, hour, lane) for day in days for hour in HOURS for lane in lanes)
    made = (appointment_of(number, *one, audience) for number, one in enumerate(wanted))
    made = islice(made, appointments)
    while batch := list(islice(made, BATCH)):
        # Not by our own QuerySet, which would have each of them taken into the search.
        models.QuerySet(Appointment).bulk_create(one for one, _lane in batch)
        models.QuerySet(Booking).bulk_create(
            Booking(
                appointment=appointment,
                resource=resource,
                period=appointment.period,
                blocks=appointment.blocks,
                is_demo=True,
            )
            for appointment, lane in batch
            for resource in lane["resources"]
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE agenda_appointment, agenda_booking")


def make_lane(number, audience):
    """A room, a person, a vehicle and guests who are always together."""
    common = {"audience": audience, "is_demo": True}
    name = {"name_it": f"Sala {number + 1}", "name_en": f"Room {number + 1}"}
    place = Place.objects.create(
        **common, **name, slug=f"filled-{number}", capacity=20 + 10 * number, floor=number % 3
    )
    person = Person.objects.create(**common, family_name=f"Persona {number + 1}")
    car = {"name_it": f"Vettura {number + 1}", "name_en": f"Car {number + 1}"}
    return {
        "place": place,
        "party": Party.objects.create(**common, name=f"Gruppo {number + 1}", size=25),
        "resources": [
            Resource.objects.create(**common, kind=Resource.Kind.ROOM, place=place),
            Resource.objects.create(**common, kind=Resource.Kind.PERSON, person=person),
            Resource.objects.create(**common, kind=Resource.Kind.VEHICLE, **car),
        ],
    }


def appointment_of(number, day, hour, lane, audience):
    """(appointment, its lane). Every eleventh is pencilled, every seventeenth cancelled."""
    state = Appointment.State.CONFIRMED
    if number % 11 == 0:
        state = Appointment.State.PENCILLED
    elif number % 17 == 0:
        state = Appointment.State.CANCELLED
    start = moment(datetime.combine(day, time(hour)), here())
    appointment = Appointment(
        audience=audience,
        is_demo=True,
        title_it=f"Appuntamento {number + 1}",
        title_en=f"Appointment {number + 1}",
        kind=Appointment.Kind.values[number % len(Appointment.Kind.values)],
        period=period(start, start + timedelta(hours=2)),
        place=lane["place"],
        party=lane["party"] if number % 5 == 0 else None,
        people=10 + number % 40,
        state=state,
        blocks=state != Appointment.State.CANCELLED,
    )
    return appointment, lane
