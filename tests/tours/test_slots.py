"""When groups can still start: by hours, by what is taken, by how early one has to ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from delegations import links
from tests import factories, tour_factories
from tests.pages import section, text
from tours import slots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=20)


@pytest.fixture
def place():
    place = factories.make_place("Tower", level="public")
    factories.make_opening_hours(place, 9, 12)
    return place


def of(route, day):
    (found,) = slots.Slots([route], [day]).of(route)
    return found


def starts(found):
    zone = timezone.get_default_timezone()
    return [f"{slot.start.astimezone(zone):%H:%M}" for slot in found.slots]


def test_of_a_visit_only_starts_while_its_guests_are_there_are_free(day, place):
    route = tour_factories.make_route(place=place, minutes=60)
    visit = factories.make_visit(days=(day, day))
    factories.make_leg(visit, at=factories.at(10, day=day))
    factories.make_leg(visit, direction="departure", at=factories.at(11, 30, day=day))

    ((found,),) = slots.of_visit(visit, [route])

    assert starts(found) == ["10:00"]


def test_groups_start_one_after_the_other_as_long_as_it_is_open(day, place):
    route = tour_factories.make_route(place=place, minutes=60, largest=12)

    found = of(route, day)

    assert starts(found) == ["09:00", "10:00", "11:00"]
    assert found.places == 36


def test_groups_start_as_often_as_the_route_says(day, place):
    route = tour_factories.make_route(place=place, minutes=60, starts_every=30)

    assert starts(of(route, day)) == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_what_is_taken_is_not_free(day, place):
    route = tour_factories.make_route(place=place, minutes=60)
    tour_factories.make_tour(None, 10, 11, route=route, day=day)
    factories.make_appointment("Wedding", 9, 10, place=place, day=day)

    assert starts(of(route, day)) == ["11:00"]


def test_as_many_groups_as_the_route_takes_at_once(day, place):
    route = tour_factories.make_route(place=place, minutes=60, at_once=3, largest=10)
    tour_factories.make_tour(None, 9, 10, route=route, day=day)

    assert [(slot.groups, slot.places) for slot in of(route, day).slots] == [
        (2, 20),
        (3, 30),
        (3, 30),
    ]


def test_a_closure_takes_the_hours_it_lasts(day, place):
    route = tour_factories.make_route(place=place, minutes=60)
    factories.make_closure(place, period=factories.between(9, 11, day=day))

    assert starts(of(route, day)) == ["11:00"]


def test_without_hours_nobody_says_what_is_free(day):
    found = of(tour_factories.make_route(), day)

    assert (found.slots, found.places) == (None, None)


def test_nearer_than_the_days_in_advance_it_is_late(day, place):
    route = tour_factories.make_route(place=place, lead_days=30)

    assert of(route, day).is_late
    assert not of(route, day + timedelta(days=30)).is_late


def test_a_route_that_is_not_offered_that_day_has_none(day):
    route = tour_factories.make_route(last_day=day - timedelta(days=1))

    assert slots.Slots([route], [day]).of(route) == []


def test_guests_read_what_is_free_on_their_days(client, day, place):
    tour_factories.make_route("Tower", place=place, minutes=60, largest=12, lead_days=7)
    tour_factories.make_route("Hidden", level="internal")
    visit = factories.make_visit(state="accepted", days=(day, day), contact_email="a@example.org")

    page = section(client.get(f"{links.give(visit).get_absolute_url()}?language=en").text, "tours")

    assert "36 places free; ask by" in page
    assert "Hidden" not in page


def test_staff_read_the_hours_that_are_free(clerk, day, place):
    tour_factories.make_route("Tower", place=place, minutes=60, largest=12)
    visit = factories.make_visit(state="planning", days=(day, day))

    page = text(clerk.get(reverse("admin:visit_tours", args=[visit.pk])).text)

    assert "09:00 (12), 10:00 (12), 11:00 (12)" in page
