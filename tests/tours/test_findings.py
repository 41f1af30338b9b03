"""What speaks against a tour: groups that meet, stops that are closed, rain, nobody to lead it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.findings import findings
from tests import factories, tour_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return factories.make_user("officer")


def kinds_of(tour, reader):
    return [one.kind for one in findings(tour.appointment, reader)]


def texts_of(tour, reader, kind):
    return [one.text for one in findings(tour.appointment, reader) if one.kind == kind]


@pytest.fixture
def route():
    return tour_factories.make_route()


def test_two_groups_may_not_meet_in_a_small_room(reader, route):
    studiolo = factories.make_place("Studiolo", level="public", capacity=15)
    tour_factories.make_stop(route, studiolo)
    mine = tour_factories.make_tour(route=route)
    tour_factories.make_tour(route=route)

    (text,) = texts_of(mine, reader, "groups_meet")

    assert text == (
        "Studiolo has room for 15: there “Secret passages” (10 people) meets this group "
        "(10 people)."
    )


def test_groups_that_follow_each_other_do_not_meet(reader, route):
    studiolo = factories.make_place("Studiolo", level="public", capacity=15)
    tour_factories.make_stop(route, studiolo)
    mine = tour_factories.make_tour(route=route)
    tour_factories.make_tour(None, 10, 11, route=route)

    assert "groups_meet" not in kinds_of(mine, reader)


def test_groups_side_by_side_meet_only_where_they_are_at_the_same_time(reader, route):
    """Half an hour in each of two rooms: who starts half an hour later is in the other room."""
    for name in ("Studiolo", "Tesoretto"):
        tour_factories.make_stop(route, factories.make_place(name, level="public", capacity=15))
    mine = tour_factories.make_tour(None, 9, 10, route=route)
    tour_factories.make_tour(None, (9, 30), (10, 30), route=route)

    assert "groups_meet" not in kinds_of(mine, reader)


def test_a_group_of_guests_whom_one_may_not_know_is_not_named(reader, route):
    studiolo = factories.make_place("Studiolo", level="public", capacity=15)
    tour_factories.make_stop(route, studiolo)
    mine = tour_factories.make_tour(route=route)
    tour_factories.make_tour(factories.make_visit(level="quiet"), route=route)

    (text,) = texts_of(mine, reader, "groups_meet")

    assert text == "Studiolo is not available at that time."


def test_a_ceremony_at_a_stop_is_told_with_the_route_instead(reader):
    other = tour_factories.make_route("Museum")
    route = tour_factories.make_route(instead=other)
    hall = factories.make_place("Salone", level="public")
    tour_factories.make_stop(route, hall)
    factories.make_appointment("Wedding", 9, 10, kind="ceremony", place=hall)
    tour = tour_factories.make_tour(route=route)

    assert texts_of(tour, reader, "stop_closed") == [
        "In Salone there is “Wedding” then. Instead: Museum."
    ]


def test_a_stop_that_heat_closes_is_told(reader, route):
    studiolo = factories.make_place("Studiolo", level="public")
    tour_factories.make_stop(route, studiolo)
    factories.make_closure(studiolo, period=factories.between(9, 20), reason="heat")
    tour = tour_factories.make_tour(route=route)

    assert texts_of(tour, reader, "stop_closed") == ["Studiolo is closed: heat."]


def test_why_a_stop_is_closed_is_told_to_who_may_know_it_alone(reader, route):
    studiolo = factories.make_place("Studiolo", level="public")
    tour_factories.make_stop(route, studiolo)
    when = factories.between(9, 20)
    factories.make_closure(studiolo, period=when, reason="wedding", level="quiet")
    tour = tour_factories.make_tour(route=route)

    assert texts_of(tour, reader, "stop_closed") == ["Studiolo is not available at that time."]


def test_on_thursday_afternoon_the_museum_is_shut(reader, route):
    palace = factories.make_place("Palace", level="public")
    studiolo = factories.make_place("Studiolo", level="public", building=palace, is_museum=True)
    factories.make_opening_hours(palace, 9, 14, weekdays=[3], rooms="museum")
    tour_factories.make_stop(route, studiolo)
    thursday = factories.at(9).date() + timedelta(days=1)
    morning = tour_factories.make_tour(None, 9, 10, route=route, day=thursday)
    afternoon = tour_factories.make_tour(None, 15, 16, route=route, day=thursday)

    assert "stop_closed" not in kinds_of(morning, reader)
    (text,) = texts_of(afternoon, reader, "stop_closed")
    assert text.startswith("Studiolo is not open then (13 May 2027, 15:00–16:00).")


def test_rain_is_told_of_the_next_days_with_what_stays_open(reader):
    walk = tour_factories.make_route("Patrol walk")
    tower = tour_factories.make_route("Tower", closes_in_rain=True, instead=walk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    soon = tour_factories.make_tour(route=tower, day=tomorrow)
    later = tour_factories.make_tour(route=tower, day=tomorrow + timedelta(days=30))

    assert texts_of(soon, reader, "rain") == ["Rain closes Tower. Instead: Patrol walk."]
    assert texts_of(later, reader, "rain") == []


def test_that_nobody_leads_it_is_said_and_keeps_no_programme_back(reader):
    tour = tour_factories.make_tour()
    led = tour_factories.make_tour(None, 12, 13, guide=tour_factories.make_guide())

    (found,) = [one for one in findings(tour.appointment, reader) if one.kind == "no_guide"]

    assert found.text == "Nobody leads this tour yet."
    assert not found.forbids_publishing
    assert "no_guide" not in kinds_of(led, reader)


@pytest.mark.parametrize("count", [1, 3])
def test_findings_ask_as_often_for_one_tour_as_for_three(
    reader, route, count, django_assert_num_queries
):
    from agenda.findings import findings_of

    tour_factories.make_stop(route)
    tours = [
        tour_factories.make_tour(None, 9 + number, 10 + number, route=route)
        for number in range(count)
    ]
    appointments = [one.appointment for one in tours]

    with django_assert_num_queries(14):
        findings_of(appointments, reader)


def test_another_time_is_proposed_at_which_the_stop_is_free(reader):
    route = tour_factories.make_route()
    hall = factories.make_place("Salone", level="public")
    tour_factories.make_stop(route, hall)
    day = timezone.localdate() + timedelta(days=20)
    wedding = {"kind": "ceremony", "place": hall, "day": day}
    factories.make_appointment("Wedding", 9, 10, **wedding)
    factories.make_appointment("Concert", 10, 11, **wedding)
    tour = tour_factories.make_tour(None, 9, 10, route=route, day=day)

    (found,) = [one for one in findings(tour.appointment, reader) if one.kind == "stop_closed"]

    times = [one.period for one in found.proposals if one.period]
    assert times
    taken = factories.between(9, 11, day=day)
    assert not any(one.lower < taken.upper and taken.lower < one.upper for one in times)
