"""Routes that everybody reads: what guests see, how long, in what groups, and where it begins."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from tests import factories, tour_factories
from tests.pages import section, text
from tests.test_query_counts import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
LIST = "/en/guided-tours/"


def test_the_list_tells_how_long_for_how_many_and_whether_there_are_steps(client):
    tour_factories.make_route("Tower", minutes=30, smallest=5, largest=12, access="steps")

    page = text(client.get(LIST).text)

    assert "Tower 30 minutes, groups of 5 to 12 people, only by steps" in page


def test_a_route_shows_its_stops_in_order_and_the_one_for_rain(client):
    walk = tour_factories.make_route("Patrol walk")
    route = tour_factories.make_route(
        "Tower",
        closes_in_rain=True,
        instead=walk,
        meeting_point_en="At the gate",
        languages=["it", "ja"],
    )
    tour_factories.make_stop(route, factories.make_place("Second room", level="public"))
    tour_factories.make_stop(route, factories.make_place("First room", level="public"), position=0)

    page = client.get(route.get_absolute_url()).text

    assert section(page, "stops") == "Where the tour stops First room Second room"
    facts = section(page, "facts")
    assert "At the gate" in facts
    assert "Italian, Japanese; others on request" in facts
    assert "Closed. Instead of it: Patrol walk" in facts


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_what_is_not_public_is_not_there(client, level):
    route = tour_factories.make_route(level=level)

    assert route.name not in client.get(LIST).text
    assert client.get(route.get_absolute_url()).status_code == 404


def test_a_route_that_is_offered_no_more_is_not_there(client):
    route = tour_factories.make_route(last_day="2020-01-01")

    assert client.get(route.get_absolute_url()).status_code == 404


def test_the_pages_open_in_every_language(client):
    route = tour_factories.make_route()

    for language in ("it", "en", "fr", "de", "es"):
        with translation.override(language):
            urls = [reverse("tours:route_list"), route.get_absolute_url()]
        assert [client.get(url).status_code for url in urls] == [200, 200]


def test_a_list_asks_as_often_for_one_route_as_for_three(client):
    tour_factories.make_route()
    client.get(LIST)
    one = queries_of(client, LIST)
    tour_factories.make_route("Museum")
    tour_factories.make_route("Tower")

    assert queries_of(client, LIST) == one


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"smallest": 13}, "tours_route_smallest_is_no_larger"),
        ({"smallest": 0}, "tours_route_groups_have_people"),
        ({"largest": 501}, "tours_route_groups_have_people"),
        ({"minutes": 0}, "tours_route_lasts"),
        ({"at_once": 0}, "tours_route_takes_a_group"),
        ({"starts_every": 0}, "tours_route_starts_later"),
        (
            {"first_day": "2027-05-02", "last_day": "2027-05-01"},
            "tours_route_ends_after_it_begins",
        ),
    ],
)
def test_the_database_refuses_a_route_that_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        tour_factories.make_route(**fields)
