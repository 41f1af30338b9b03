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


def test_a_stop_whose_place_one_may_not_know_is_not_named(reader, route):
    vault = factories.make_place("Vault", level="quiet")
    tour_factories.make_stop(route, vault)
    factories.make_closure(vault, period=factories.between(9, 20), reason="heat")
    tour = tour_factories.make_tour(route=route)

    (text,) = texts_of(tour, reader, "stop_closed")

    assert text == "A stop of the route is not available at that time."


def test_of_a_tour_whose_route_one_may_not_know_it_is_said_only_that_it_does_not_fit(reader):
    route = tour_factories.make_route("Vault", level="quiet", closes_in_rain=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    tour = tour_factories.make_tour(route=route, day=tomorrow, title="A walk")

    assert texts_of(tour, reader, "rain") == ["A walk is not available at that time."]


@pytest.mark.parametrize(
    ("access", "words"),
    [
        ("steps", ["Access needs are noted, and Secret passages has only steps."]),
        (
            "",
            [
                "Access needs are noted, and nobody has noted whether Secret passages has steps.",
            ],
        ),
        ("by_lift", []),
    ],
)
def test_access_needs_on_a_route_with_steps_are_told_and_not_which(reader, access, words):
    route = tour_factories.make_route(access=access)
    booking = tour_factories.make_booking(route=route, needs="One wheelchair")
    tour = tour_factories.make_tour(booking=booking)

    assert texts_of(tour, reader, "steps_on_route") == words


def test_more_people_than_come_are_told(reader):
    visit = factories.make_visit(size=9)
    booking = tour_factories.make_booking(visit, size=20)
    other = tour_factories.make_booking(visit, size=9)
    more = tour_factories.make_tour(booking=booking)
    all_of_them = tour_factories.make_tour(None, 12, 13, booking=other)

    assert texts_of(more, reader, "more_than_come") == ["20 are booked, and 9 people come."]
    assert texts_of(all_of_them, reader, "more_than_come") == []


def test_the_same_guests_on_two_tours_at_once_are_told(reader, route):
    visit = factories.make_visit(size=10)
    mine = tour_factories.make_tour(visit, route=route)
    tour_factories.make_tour(visit, route=tour_factories.make_route("Tower"))

    assert texts_of(mine, reader, "guests_twice") == [
        "At that time “Tower” guides 10 of the same guests."
    ]


def test_other_guests_of_the_visit_and_groups_of_one_booking_are_not_the_same(reader, route):
    visit = factories.make_visit(size=20)
    mine = tour_factories.make_tour(visit, route=route)
    tour_factories.make_tour(visit, route=tour_factories.make_route("Tower"))
    alone = tour_factories.make_booking(factories.make_visit(size=10))
    one, _other = (tour_factories.make_tour(booking=alone) for _n in range(2))

    assert texts_of(mine, reader, "guests_twice") == []
    assert texts_of(one, reader, "guests_twice") == []


def test_a_guide_who_is_busy_then_is_to_be_asked_and_another_time_is_proposed(reader):
    guide = tour_factories.make_guide("Ito")
    tour = tour_factories.make_tour(guide=guide)
    tour_factories.make_other_time(guide, 8, 12)
    tour_factories.make_other_time(guide, 14, 15)

    (found,) = [one for one in findings(tour.appointment, reader) if one.kind == "guide_busy"]

    assert found.text == "Ito is busy 12 May 2027, 08:00–12:00: ask them."
    assert "12:00" in found.proposals[0].label


def test_hours_that_a_guide_offers_besides_speak_against_nothing(reader):
    guide = tour_factories.make_guide()
    tour = tour_factories.make_tour(guide=guide)
    tour_factories.make_other_time(guide, 8, 12, is_free=True)

    assert "guide_busy" not in kinds_of(tour, reader)


def test_another_time_is_proposed_only_while_the_guests_are_there(reader, route):
    studiolo = factories.make_place("Studiolo", level="public")
    tour_factories.make_stop(route, studiolo)
    factories.make_closure(studiolo, period=factories.between(9, 11), reason="heat")
    visit = factories.make_visit(days=(factories.at(9).date(),) * 2)
    factories.make_leg(visit, number="AZ 1", at=factories.at(9))
    tour = tour_factories.make_tour(visit, route=route)

    (found,) = [one for one in findings(tour.appointment, reader) if one.kind == "stop_closed"]

    assert [one.label for one in found.proposals] == ["12 May 2027, 11:00–12:00"]


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

    with django_assert_num_queries(16):
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
