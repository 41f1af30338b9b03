"""Many clients who book the same half-hours of one room at once, each in its own process."""

import random
import traceback
from collections import Counter
from datetime import timedelta

from django.db import connection

from agenda import actions
from agenda.clashes import Clash
from agenda.models import Appointment, Resource
from agenda.periods import period
from office.models import User
from tests import factories, started

SLOTS = 25
HALF_AN_HOUR = timedelta(minutes=30)


def slot(number):
    start = factories.at(8) + number * HALF_AN_HOUR
    return period(start, start + HALF_AN_HOUR)


def book(database, client, tries, room, by, answers):
    """One client: so many tries, each at a half-hour of its own choice; tells what came of them."""
    connection.settings_dict |= database
    choice = random.Random(client)  # noqa: S311 (no secret)
    room, by = Resource.objects.get(pk=room), User.objects.get(pk=by)
    came_of = Counter()
    for _try in range(tries):
        number = choice.randrange(SLOTS)
        appointment = Appointment(title_en=f"{client}", title_it=f"{client}", period=slot(number))
        wanted = [actions.Wanted(room)]
        try:
            actions.schedule(appointment=appointment, wanted=wanted, by=by)
        except Clash:
            came_of["clash"] += 1
        except Exception:
            came_of[traceback.format_exc()] += 1
        else:
            came_of["booked"] += 1
    answers.put(came_of)
    connection.close()


def race(*, clients, tries, room, by):
    """What came of all tries together: {"booked": 25, "clash": …}, and faults by their text."""
    context, database = started.processes(), {"NAME": connection.settings_dict["NAME"]}
    answers = context.Queue()
    processes = [
        context.Process(
            target=book, args=(database, client, tries, room.pk, by.pk, answers), daemon=True
        )
        for client in range(clients)
    ]
    for process in processes:
        process.start()
    came_of = sum((answers.get(timeout=600) for _one in processes), Counter())
    for process in processes:
        process.join()
    return came_of
