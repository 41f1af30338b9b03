"""Routes, guides and tours for the tests, each with the least that makes a valid one."""

from datetime import date, time, timedelta

from django.utils import timezone

from agenda.models import Resource
from tests import factories
from tours.models import (
    Ask,
    Clearance,
    Fee,
    GroupBooking,
    Guide,
    OtherTime,
    Route,
    Stop,
    Surcharge,
    Tour,
    WeeklyHours,
)


def make_route(name="Secret passages", *, level="public", place=None, **fields):
    """A route of an hour and a quarter for groups of up to twelve."""
    place = place or factories.make_place(f"Where {name} is", level=level)
    values = {"minutes": 75, "largest": 12, "slug": f"route-{next(factories.number)}"}
    return Route.objects.create(
        audience=factories.make_audience(level),
        place=place,
        name_it=name,
        name_en=name,
        **values | fields,
    )


def make_stop(route=None, place=None, **fields):
    route = route or make_route()
    place = place or factories.make_place("Small room", level="public")
    fields.setdefault("position", route.stops.count() + 1)
    return Stop.objects.create(route=route, place=place, **fields)


def make_guide(
    family_name="Tanaka",
    *,
    languages=(("ja", "C1"),),
    routes=(),
    email="",
    level="internal",
    **fields,
):
    """Somebody who can be booked, speaks these languages and knows these routes."""
    person = fields.pop("person", None) or factories.make_person(
        family_name, level=level, language=fields.pop("writes", "")
    )
    for language, of_level in languages:
        factories.make_language(person, language, level=of_level, guides_in=True)
    if email:
        factories.make_contact_detail(person, email)
    guide = Guide.objects.create(person=person, audience=factories.make_audience(level), **fields)
    known = {"kind": "person", "audience": guide.audience}
    Resource.objects.get_or_create(person=person, defaults=known)
    for route in routes:
        make_clearance(guide, route)
    return guide


def make_clearance(guide=None, route=None):
    return Clearance.objects.create(guide=guide or make_guide(), route=route or make_route())


def make_weekly_hours(guide, weekday=0, starts=9, ends=18, **fields):
    hours = {"starts": time(starts), "ends": time(ends)}
    return WeeklyHours.objects.create(guide=guide, weekday=weekday, **hours, **fields)


def make_other_time(guide=None, start=9, end=18, *, day=date(2027, 5, 12), **fields):
    period = factories.between(start, end, day=day)
    return OtherTime.objects.create(guide=guide or make_guide(), period=period, **fields)


def make_booking(visit=None, route=None, **fields):
    values = {"size": 10, "languages": ["ja"]}
    return GroupBooking.objects.create(
        visit=visit or factories.make_visit(), route=route or make_route(), **values | fields
    )


def make_tour(visit=None, start=9, end=10, *, booking=None, route=None, guide=None, **fields):
    """A tour with its item in the programme; the guide is booked with it."""
    booking = booking or make_booking(visit, route)
    of_appointment = {
        name: fields.pop(name) for name in ("day", "place", "state", "title") if name in fields
    }
    title = of_appointment.pop("title", booking.route.name)
    item = factories.make_item(booking.visit, title, start, end, kind="tour", **of_appointment)
    if guide is not None:
        factories.make_booking(guide.person.resource, item.appointment)
    values = {"number": booking.tours.count() + 1, "size": booking.size, "language": "ja"}
    return Tour.objects.create(
        appointment=item.appointment,
        booking=booking,
        route=booking.route,
        guide=guide,
        **values | fields,
    )


def make_ask(tour=None, guide=None, **fields):
    tour = tour or make_tour()
    values = {
        "asked_for": tour.appointment.period,
        "answer_by": timezone.now() + timedelta(days=1),
    }
    return Ask.objects.create(tour=tour, guide=guide or make_guide(), **values | fields)


def make_fee(guide=None, first_day=date(2026, 1, 1), **fields):
    return Fee.objects.create(guide=guide, first_day=first_day, **{"a_tour": 50} | fields)


def make_surcharge(language="ja", first_day=date(2026, 1, 1), amount=20):
    return Surcharge.objects.create(language=language, first_day=first_day, amount=amount)
