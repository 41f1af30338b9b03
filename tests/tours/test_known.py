"""What the database knows of guides becomes a proposal with reasons."""

from datetime import timedelta

import pytest

from tests import factories, tour_factories
from tours.known import Known
from tours.proposal.judging import rank

pytestmark = pytest.mark.django_db
NAMES = {"ja": "Japanese", "fr": "French"}


@pytest.fixture
def user():
    return factories.make_user("guide_coordinator")


def ranked(tour, user):
    known = Known([tour], user)
    (facts,) = known.tours()
    return rank(facts, known.guides(), known.weights, language_name=lambda code: NAMES[code])


def faults(tour, user):
    (found,) = ranked(tour, user).cannot
    return [str(one) for one in found[1]]


@pytest.fixture
def route():
    return tour_factories.make_route()


@pytest.fixture
def tour(route):
    city = factories.make_city("Kyoto")
    return tour_factories.make_tour(factories.make_visit(city=city), route=route)


def test_the_better_speaker_who_led_the_city_stands_first_with_the_reasons(tour, route, user):
    tour_factories.make_guide("Abe", languages=[("ja", "B2")], routes=[route])
    best = tour_factories.make_guide("Ito", languages=[("ja", "C1")], routes=[route])
    last = factories.at(9).date() - timedelta(days=365)
    visit = factories.make_visit(city=tour.booking.visit.city)
    tour_factories.make_tour(visit, route=route, guide=best, day=last)

    found = ranked(tour, user).can

    assert [one.guide.name for one in found] == ["Ito", "Abe"]
    assert [str(one) for one in found[0].reasons] == [
        "speaks Japanese: C1",
        "is free the whole time, 08:50–10:10 with the walk",
        "0 tours that month, the others 0 on average",
        "has led guests of this city before, last on 12 May 2026",
        "is cleared for the route",
    ]


@pytest.mark.parametrize(
    ("guide", "fault"),
    [
        ({"languages": [("fr", "C1")]}, "does not speak Japanese"),
        ({"languages": [("ja", "A2")]}, "speaks Japanese A2, B2 is asked"),
        ({"groups": ["students"]}, "does not take groups of this kind"),
        ({"week_tours": 1, "works": True}, "tours that week would be 2, the limit is 1"),
        ({"is_busy": True}, "is busy 08:00–10:00"),
        ({"is_elsewhere": True}, "is busy 09:00–10:00"),
        ({"leads": True}, "leads another tour 10:00–11:00"),
        ({"weekly": (14, 18)}, "is not available then, but 14:00–18:00 that day"),
    ],
)
def test_who_cannot_stands_there_with_why(tour, route, user, guide, fault):
    said = {
        name: guide.pop(name)
        for name in ("works", "is_busy", "is_elsewhere", "leads", "weekly")
        if name in guide
    }
    found = tour_factories.make_guide("Ito", routes=[route], **guide)
    day = factories.at(9).date()
    if "works" in said:
        tour_factories.make_tour(guide=found, day=day + timedelta(days=1))
    if "is_busy" in said:
        tour_factories.make_other_time(found, 8, 10)
    if "is_elsewhere" in said:
        factories.make_booking(found.person.resource, factories.make_appointment("Meeting", 9, 10))
    if "leads" in said:
        tour_factories.make_tour(None, 10, 11, guide=found)
    if "weekly" in said:
        tour_factories.make_weekly_hours(found, day.weekday(), *said["weekly"])

    assert faults(tour, user) == [fault]


def test_a_route_for_which_the_guide_is_not_cleared_is_said(tour, user):
    tour_factories.make_guide("Ito")

    assert faults(tour, user) == ["is not cleared for the route"]


def test_hours_offered_besides_the_weekly_ones_count(tour, route, user):
    guide = tour_factories.make_guide("Ito", routes=[route])
    tour_factories.make_weekly_hours(guide, 0)
    tour_factories.make_other_time(guide, 8, 12, is_free=True)

    assert [one.guide.name for one in ranked(tour, user).can] == ["Ito"]


def test_a_guide_whom_one_may_not_know_is_not_proposed(tour, route, user):
    tour_factories.make_guide("Ito", routes=[route], level="quiet")

    assert not ranked(tour, user).can
    assert not ranked(tour, user).cannot


@pytest.mark.parametrize("count", [1, 3])
def test_guides_are_read_with_as_many_queries_for_one_as_for_three(
    tour, route, user, count, django_assert_num_queries
):
    for _number in range(count):
        guide = tour_factories.make_guide(routes=[route])
        tour_factories.make_weekly_hours(guide)
        tour_factories.make_other_time(guide, 8, 9)

    with django_assert_num_queries(12):
        Known([tour], user).guides()
