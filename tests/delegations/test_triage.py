"""What the criteria say of a request, and what they propose."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from delegations.triage import Card
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def reader(db):
    return factories.make_user("officer")


@pytest.fixture
def levels(db):
    """From the most solemn to the simplest."""
    reception = factories.make_level("reception", for_rank=4, needs_second=True, gift="official")
    courtesy = factories.make_level("courtesy", for_rank=6, gift="standard")
    return [reception, courtesy, factories.make_level("study", for_rank=8, with_tour=True)]


def mayor(levels, **fields):
    """The request of a city whose mayor comes, asked for well before."""
    values = {"requester": "city", "head_rank": 4, "days": (90, 90), "level_wanted": levels[0]}
    return factories.make_visit("City of Kyoto", **values | fields)


def proposed(visit, reader):
    suggestion = Card(visit, reader).suggestion
    return (suggestion.verdict, suggestion.level and suggestion.level.key)


def test_the_level_wanted_is_proposed_where_nothing_speaks_against_it(levels, reader):
    factories.make_criterion("NOTICE", 42)

    assert proposed(mayor(levels), reader) == ("accepted", "reception")


def test_short_notice_makes_it_one_level_simpler(levels, reader):
    factories.make_criterion("NOTICE", 42, weight=1)
    factories.make_criterion("PUBLIC_BODY", weight=3)

    card = Card(mayor(levels, days=(20, 20)), reader)

    assert card.suggestion.level.key == "courtesy"
    assert [(one.met, one.said) for one in card.weighed] == [
        (False, "20 days before it; 42 are asked for"),
        (True, "city or other local authority"),
    ]


def test_a_repeat_within_two_years_changes_the_suggestion_and_tells_of_the_last(levels, reader):
    factories.make_criterion("REPEAT", 24, weight=1)
    factories.make_criterion("PUBLIC_BODY", weight=3)
    theme = factories.make_theme("culture")
    last = factories.make_visit("City of Kyōto", state="completed", theme=theme, days=(-300, -299))
    decision = factories.make_decision(last, reason="A jubilee.", level=levels[0])

    card = Card(mayor(levels, theme=theme), reader)

    assert (card.last, card.decided_then) == (last, decision)
    assert card.suggestion.level.key == "courtesy"


@pytest.mark.parametrize(
    "other",
    [
        {"days": (-900, -899)},
        {"state": "declined"},
        {"theme": True},
        {"level": "quiet"},
        {"body_name": "City of Edinburgh"},
    ],
    ids=["long ago", "declined", "another topic", "quiet", "another body"],
)
def test_what_is_no_repeat_changes_nothing(levels, reader, other):
    factories.make_criterion("REPEAT", 24)
    values = {"body_name": "City of Kyoto", "state": "completed", "days": (-300, -299)} | other
    if "theme" in values:
        values["theme"] = factories.make_theme("youth")
    factories.make_visit(**values)

    visit = mayor(levels, theme=factories.make_theme("culture"))

    assert proposed(visit, reader) == ("accepted", "reception")


def test_a_guest_of_lower_rank_is_not_received_above_it(levels, reader):
    assert proposed(mayor(levels, head_rank=7), reader) == ("accepted", "study")


def test_a_travel_agency_is_declined(levels, reader):
    factories.make_criterion("PUBLIC_BODY", weight=3)

    assert proposed(mayor(levels, requester="agency"), reader) == ("declined", None)


def test_where_most_speaks_against_it_the_suggestion_is_to_decline(levels, reader):
    factories.make_criterion("NOTICE", 42, weight=3)
    factories.make_criterion("IN_WRITING", weight=2)
    factories.make_criterion("PUBLIC_BODY", weight=1)

    assert proposed(mayor(levels, days=(5, 5)), reader) == ("declined", None)


def test_what_nobody_knows_speaks_neither_for_nor_against(levels, reader):
    factories.make_criterion("BOND", weight=10)
    factories.make_criterion("BENEFIT", weight=10)
    factories.make_criterion("PUBLIC_BODY", weight=1)

    card = Card(mayor(levels), reader)

    assert (card.points, card.points_known) == (1, 1)


def test_the_first_room_that_is_large_enough_and_may_be_seen_is_proposed(levels, reader):
    small = factories.make_place("Study", capacity=8)
    hidden = factories.make_place("Bunker", capacity=90, level="quiet")
    hall = factories.make_place("Hall", capacity=60)
    for position, place in enumerate([small, hidden, hall]):
        levels[0].rooms.create(place=place, position=position)

    assert Card(mayor(levels, size=8), reader).suggestion.room == small
    card = Card(mayor(levels, size=40), reader)
    assert card.suggestion.room == hall
    assert "Study holds 8: Hall is large enough." in card.suggestion.reasons


def test_criteria_count_from_their_day_to_their_last(levels, reader):
    factories.make_criterion("NOTICE", 42, since="2020", in_force_to="2021")
    factories.make_criterion("NOTICE", 10, since="2022")

    card = Card(mayor(levels, days=(20, 20)), reader)

    assert [(one.criterion.figure, one.met) for one in card.weighed] == [(10, True)]


def test_days_off_are_told(levels, reader):
    factories.make_criterion("OFFICE_HOURS")
    saturday = timezone.localdate() + timedelta(days=60)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7)

    [weighed] = Card(mayor(levels, days=(saturday, saturday)), reader).weighed

    assert (weighed.met, weighed.said[:19]) == (False, "Not a working day: ")


def test_an_open_request_of_the_same_body_for_the_same_days_is_told(levels, reader):
    twin = factories.make_visit("CITY OF KYOTO", days=(90, 92))
    factories.make_visit("CITY OF KYOTO", days=(90, 92), level="quiet")

    assert Card(mayor(levels), reader).twins == [twin]


@pytest.mark.parametrize("count", [1, 12])
def test_a_card_takes_as_many_queries_for_many_visits_as_for_one(
    levels, reader, django_assert_num_queries, count
):
    for kind in ("NOTICE", "REPEAT", "PUBLIC_BODY", "IN_WRITING", "BOND"):
        factories.make_criterion(kind, 24)
    for _one in range(count):
        factories.make_decision(
            factories.make_visit("City of Kyoto", state="completed", days=(-90, -90)), by=reader
        )
    visit = mayor(levels, city=factories.make_city())

    with django_assert_num_queries(9):
        card = Card(visit, reader)
        assert (len(card.earlier), card.suggestion.verdict, card.twins) == (count, "declined", [])


def test_a_card_asks_on_the_day_of_the_request(levels, reader):
    factories.make_criterion("NOTICE", 42, since="2030")

    visit = mayor(levels)
    assert Card(visit, reader).weighed == []
    assert timezone.localdate(visit.received_at) < date(2030, 1, 1)
