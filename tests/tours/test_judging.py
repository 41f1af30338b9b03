"""Why a guide can or cannot lead a tour, in words, and who comes first for it."""

from datetime import UTC, date

import pytest
from django.utils.translation import override

from tests.tours.made import at, guide, tour, work
from tours.proposal.facts import LEVELS, Limits, Weights, Work
from tours.proposal.judging import (
    FAULTS,
    REASONS,
    Fault,
    Reason,
    can_lead,
    faults_of,
    rank,
    reasons_of,
    score,
)

NAMES = {"ja": "Japanese", "fr": "French"}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def faults(one, about, more=(), **fields):
    found = faults_of(one, about, more, language_name=NAMES.get, **fields)
    assert can_lead(one.beside(about, more), about, fields.get("weights") or Weights()) == (
        not found
    )
    return [str(fault) for fault in found]


def reasons(one, about, guides=()):
    return [str(reason) for reason in reasons_of(one, about, guides, language_name=NAMES.get)]


def limited(**limits):
    return guide(limits=Limits(**limits), work=(work(8), work(9, day=10), work(9, day=3)))


def test_a_guide_who_is_free_able_and_cleared_has_no_fault():
    assert faults(guide(), tour()) == []


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ({}, ["does not speak Japanese"]),
        ({"fr": "native"}, ["does not speak Japanese"]),
        ({"ja": "A2"}, ["speaks Japanese A2, B2 is asked"]),
        ({"ja": "B1"}, ["speaks Japanese B1, B2 is asked"]),
        ({"ja": "B2"}, []),
        ({"ja": "native"}, []),
        ({"ja": ""}, []),
    ],
)
def test_the_language_is_asked_at_a_level_and_an_unknown_level_is_able(languages, said):
    assert faults(guide(languages=languages), tour()) == said


def test_staff_choose_the_least_level():
    beginner = guide(languages={"ja": "A2"})

    assert faults(beginner, tour(), weights=Weights(least_level="A2")) == []
    assert faults(guide(), tour(), weights=Weights(least_level="C2")) == [
        "speaks Japanese C1, C2 is asked"
    ]


def test_routes_are_cleared_one_by_one_and_kinds_are_all_taken_where_none_is_named():
    assert faults(guide(routes=frozenset({"harbour"})), tour()) == ["is not cleared for the route"]
    assert faults(guide(kinds=frozenset({"delegation"})), tour()) == [
        "does not take groups of this kind"
    ]
    assert faults(guide(kinds=frozenset({"school", "delegation"})), tour()) == []


def test_a_tour_that_asks_for_nothing_is_for_everybody():
    stranger = guide(languages={}, routes=frozenset())

    assert faults(stranger, tour(route=None, language="", kind=None)) == []


def test_availability_holds_the_walk_as_well_and_goes_on_over_adjacent_periods():
    halves = guide(free=((at(11), at(14)), (at(9), at(11))))

    assert faults(halves, tour(start=10, hours=2, before=60, after=60)) == []
    assert faults(halves, tour(start=10, hours=2, before=61)) == [
        "is not available then, but 09:00–14:00 that day"
    ]


def test_the_nearest_window_of_the_day_is_told():
    some = guide(free=((at(8), at(9)), (at(14), at(18)), (at(10, day=13), at(12, day=13))))

    assert faults(some, tour(start=10)) == ["is not available then, but 08:00–09:00 that day"]
    assert faults(some, tour(start=12)) == ["is not available then, but 14:00–18:00 that day"]
    assert faults(some, tour(day=14)) == ["is not available that day"]


def test_hours_are_told_on_the_clocks_of_the_guide():
    start = at(10).astimezone(UTC)
    away = guide(free=((at(14).astimezone(UTC), at(18).astimezone(UTC)),))

    assert faults(away, tour(start=start)) == ["is not available then, but 14:00–18:00 that day"]


def test_what_else_takes_the_guide_is_told_with_the_walk_of_both():
    taken = guide(busy=((at(11), at(12)),), work=(work(8, after=30), work(15)))

    assert faults(taken, tour(start=10)) == []
    assert faults(taken, tour(start=10, after=1)) == ["is busy 11:00–12:00"]
    assert faults(taken, tour(start=10, before=31, after=1)) == [
        "is busy 11:00–12:00",
        "leads another tour 08:00–09:00",
    ]
    assert faults(guide(), tour(), [work(9, hours=2)]) == ["leads another tour 09:00–11:00"]


def test_a_period_of_several_days_is_told_with_its_days():
    away = guide(busy=((at(20, day=11), at(12, day=13)),))

    assert faults(away, tour()) == ["is busy 11 May 2027, 20:00 – 13 May 2027, 12:00"]


def test_a_tour_does_not_stand_in_its_own_way():
    agreed = guide(work=(work(10, tour="t"),), limits=Limits(day_tours=1))

    assert faults(agreed, tour()) == []
    assert faults(agreed, tour("u")) == [
        "leads another tour 10:00–11:00",
        "tours that day would be 2, the limit is 1",
    ]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"day_tours": 1}, ["tours that day would be 2, the limit is 1"]),
        ({"day_tours": 2}, []),
        ({"day_minutes": 119}, ["hours that day would be 2:00, the limit is 1:59"]),
        ({"day_minutes": 120}, []),
        ({"week_tours": 2}, ["tours that week would be 3, the limit is 2"]),
        ({"week_minutes": 150}, ["hours that week would be 3:00, the limit is 2:30"]),
        ({"month_tours": 3}, ["tours that month would be 4, the limit is 3"]),
        ({"month_minutes": 200}, ["hours that month would be 4:00, the limit is 3:20"]),
        ({"month_tours": 0, "month_minutes": 240}, ["tours that month would be 4, the limit is 0"]),
    ],
)
def test_limits_count_what_is_led_already_and_the_tour(limits, said):
    assert faults(limited(**limits), tour()) == said


def test_a_tour_is_of_the_day_in_which_it_begins_on_the_clocks_of_the_guide():
    first = work(0, day=13)  # still the 12th in UTC
    night = tour(start=at(23), hours=2)

    assert faults(guide(work=(first,), limits=Limits(day_tours=1)), night) == [
        "leads another tour 00:00–01:00"
    ]
    assert faults(guide(work=(first,), limits=Limits(day_tours=1), zone=UTC), night) == [
        "leads another tour 22:00–23:00",
        "tours that day would be 2, the limit is 1",
    ]


def test_an_hour_lasts_an_hour_in_the_night_in_which_the_clocks_change():
    long = tour(start=at(1, day=28, month=3), hours=3)
    always = guide(free=((at(0, day=1, month=1), at(0, day=1)),), limits=Limits(day_minutes=120))

    assert faults(always, long) == []


def test_all_faults_are_told_in_their_order():
    nobody = guide(
        languages={},
        routes=frozenset(),
        kinds=frozenset({"delegation"}),
        free=(),
        busy=((at(10), at(11)),),
        work=(work(10),),
        limits=Limits(1, 60, 1, 60, 1, 60),
    )

    assert [fault.code for fault in faults_of(nobody, tour())] == [
        *("language", "route", "kind", "never", "busy", "leads"),
        *("day_tours", "day_minutes", "week_tours", "week_minutes", "month_tours", "month_minutes"),
    ]


def test_reasons_tell_level_time_load_and_what_was_before():
    known = guide(
        work=(work(8), work(9, day=20), work(9, day=21, group="class")),
        last_led={"kyoto": date(2026, 11, 3)},
    )
    others = [guide("b", work=tuple(work(day=day) for day in range(1, 6))), guide("c")]
    asked = tour(before=15, after=15, city="kyoto", group="class", guide="g")

    assert reasons(known, asked, [known, *others]) == [
        "speaks Japanese: C1",
        "is free the whole time, 09:45–11:15 with the walk",
        "3 tours that month, the others 2.5 on average",
        "has led guests of this city before, last on 3 November 2026",
        "leads these guests already",
        "has been asked already",
        "is cleared for the route",
    ]


def test_reasons_tell_only_what_is_known():
    native = guide(languages={"ja": "native"}, work=(work(8), work(10, tour="t")))
    agreed = tour(route=None, guide="g", is_agreed=True)

    assert reasons(native, agreed) == [
        "speaks Japanese: mother tongue",
        "is free the whole time, 10:00–11:00 with the walk",
        "1 tour that month",
        "has agreed already",
    ]
    assert reasons(guide(languages={"ja": ""}, last_led={"kyoto": None}), tour(city="kyoto")) == [
        "speaks Japanese: level not known",
        "is free the whole time, 10:00–11:00 with the walk",
        "0 tours that month",
        "has led guests of this city before",
        "is cleared for the route",
    ]


def test_words_come_only_when_they_are_shown():
    fault = Fault("level", {"language": "Japanese", "level": "A2", "asked": "B2"})

    assert fault == Fault("level", {"language": "Japanese", "level": "A2", "asked": "B2"})
    assert str(fault) == "speaks Japanese A2, B2 is asked"
    with override("de"):
        assert str(Reason("level", {"language": "Japanisch", "level": "native"})).endswith(
            "Muttersprache"
        )


def test_every_code_has_words_whose_places_are_named():
    for words in [*FAULTS.values(), *REASONS.values()]:
        assert "%s" not in str(words)


def test_the_better_level_comes_first_and_an_unknown_one_last():
    levels = ["B2", "", "native", "C2", "C1"]
    ranking = rank(tour(), [guide(level or "unknown", languages={"ja": level}) for level in levels])

    assert [one.guide.key for one in ranking.can] == ["native", "C2", "C1", "B2", "unknown"]
    assert [one.score for one in ranking.can] == sorted(
        (one.score for one in ranking.can), reverse=True
    )


def test_every_level_is_worth_more_than_the_one_below():
    scores = [score(guide(languages={"ja": one}), tour(), Weights()) for one in ("", *LEVELS)]

    assert scores == sorted(set(scores))
    assert scores[-1] == 1030


def test_who_leads_less_in_the_month_of_the_tour_comes_first():
    busy = guide("a", work=(work(8, day=2), work(8, day=3)))
    idle = guide("b", work=(work(8, day=2),))
    other_month = guide("c", work=tuple(Work(at(9, month=6), at(10, month=6)) for _n in range(5)))

    ranking = rank(tour(), [busy, idle, other_month])

    assert [(one.guide.key, one.score) for one in ranking.can] == [
        ("c", 1021),
        ("b", 1001),
        ("a", 981),
    ]


def test_who_knows_city_or_guests_or_was_asked_comes_before_an_equal():
    before = (work(8),)
    plain, knows = guide("a", work=before), guide("b", work=before, last_led={"kyoto": None})
    leads, asked = guide("c", work=(work(8, group="class"),)), guide("d", work=before)
    ranking = rank(tour(city="kyoto", group="class", guide="d"), [plain, knows, leads, asked])

    assert [(one.guide.key, one.score) for one in ranking.can] == [
        ("d", 1041),
        ("b", 1016),
        ("c", 1016),
        ("a", 1001),
    ]


def test_equals_stand_in_the_order_of_their_keys_whatever_order_they_came_in():
    guides = [guide(key) for key in "bdac"]

    assert [one.guide.key for one in rank(tour(), guides).can] == ["a", "b", "c", "d"]
    assert rank(tour(), guides) == rank(tour(), guides[::-1])


def test_who_cannot_is_named_with_all_faults():
    ranking = rank(tour(), [guide("b"), guide("a", languages={}, free=())])

    assert [one.guide.key for one in ranking.can] == ["b"]
    assert [(one.key, [fault.code for fault in faults]) for one, faults in ranking.cannot] == [
        ("a", ["language", "never"])
    ]


def test_a_ranking_gives_back_the_guides_that_came():
    agreed = guide(work=(work(10, tour="t"),))
    ranking = rank(tour(guide="g", is_agreed=True), [agreed])

    assert ranking.can[0].guide is agreed
    assert "0 tours that month" in [str(reason) for reason in ranking.can[0].reasons]
