"""Many tours at once: no rule is broken, nothing better is possible, and the rest is explained."""

# ruff: noqa: S311 (chance makes the instances, and guards nothing)

import random
import threading
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from django.utils.translation import override

from tests.tours.made import ZONE, at, guide, tour, work
from tours.proposal.assigning import assign
from tours.proposal.facts import Guide, Limits, Tour, Weights, Work
from tours.proposal.judging import rank

LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2", "native"]
LEVEL_POINTS = dict(zip(LEVELS, [4, 8, 12, 17, 21, 25, 30], strict=True))
SMALL, LARGE = 170, 30
ALL_WEIGHTS = [
    Weights(),
    Weights(),
    Weights(continuity=120, fairness=35),
    Weights(cover=40, fairness=30, continuity=50),
    Weights(keep=400, unknown_level=18, least_level="A2"),
]


# The rules and the points, written again, plainly.


def kept(one):
    return one.start - timedelta(minutes=one.before), one.end + timedelta(minutes=one.after)


def clash(one, other):
    return kept(one)[0] < kept(other)[1] and kept(other)[0] < kept(one)[1]


def minutes(one):
    return (one.end - one.start).total_seconds() / 60


def same_unit(unit, one, other):
    one, other = (moment.start.astimezone(ZONE).date() for moment in (one, other))
    if unit == "day":
        return one == other
    if unit == "week":
        return one - timedelta(days=one.weekday()) == other - timedelta(days=other.weekday())
    return (one.year, one.month) == (other.year, other.month)


def is_within_limits(one, about, led):
    for unit in ("day", "week", "month"):
        inside = [about, *(other for other in led if same_unit(unit, about, other))]
        tours = getattr(one.limits, f"{unit}_tours")
        time = getattr(one.limits, f"{unit}_minutes")
        if tours is not None and len(inside) > tours:
            return False
        if time is not None and sum(minutes(other) for other in inside) > time:
            return False
    return True


def is_allowed(one, about, led, weights):
    """Whether the guide, who leads all these, can lead that tour as well."""
    level = one.languages.get(about.language)
    if level is None or (level and LEVELS.index(level) < LEVELS.index(weights.least_level)):
        return False
    if about.route not in one.routes or (one.kinds and about.kind not in one.kinds):
        return False
    first, last = kept(about)
    if not any(start <= first and last <= end for start, end in one.free):
        return False
    if any(start < last and first < end for start, end in one.busy):
        return False
    return not any(clash(about, other) for other in led) and is_within_limits(one, about, led)


def led_besides(one, tours):
    keys = {about.key for about in tours}
    return [other for other in one.work if other.tour not in keys]


def points(tours, guides, weights, assigned):
    total = 0
    for one in guides:
        led = [about for about in tours if assigned.get(about.key) == one.key]
        before = led_besides(one, tours)
        for about in led:
            total += weights.cover
            level = one.languages.get(about.language)
            total += weights.unknown_level if level == "" else 0
            total += LEVEL_POINTS[level] if level else 0
            total += weights.continuity if about.city in one.last_led else 0
            total += weights.keep if about.guide == one.key else 0
        for group in {about.group for about in led if about.group is not None}:
            known = any(other.group == group for other in before)
            others = sum(about.group == group for about in led) - (0 if known else 1)
            total += weights.continuity * others
        for number, about in enumerate(led):
            earlier = [
                other for other in [*before, *led[:number]] if same_unit("month", about, other)
            ]
            total -= weights.fairness * len(earlier)
    return total


def fixed_of(tours, *, move_agreed):
    return {
        about.key: about.guide
        for about in tours
        if about.guide and (about.is_pinned or (about.is_agreed and not move_agreed))
    }


def brute_force(tours, guides, weights, *, move_agreed):
    """The most points that any assignment has: all of them are tried."""
    fixed = fixed_of(tours, move_agreed=move_agreed)
    rest = [about for about in tours if about.key not in fixed]
    led = {one.key: led_besides(one, tours) for one in guides}
    for about in tours:
        if about.key in fixed:
            led[fixed[about.key]].append(about)

    def best(number, assigned):
        if number == len(rest):
            return points(tours, guides, weights, assigned)
        about = rest[number]
        found = best(number + 1, assigned)
        for one in guides:
            if is_allowed(one, about, led[one.key], weights):
                led[one.key].append(about)
                found = max(found, best(number + 1, {**assigned, about.key: one.key}))
                led[one.key].remove(about)
        return found

    return best(0, fixed)


def broken_rules(tours, guides, weights, assigned, *, move_agreed):
    """The tours that were given to somebody who could not lead them beside the others."""
    fixed = fixed_of(tours, move_agreed=move_agreed)
    broken = [key for key, one in fixed.items() if assigned.get(key) != one]
    for one in guides:
        led = [about for about in tours if assigned.get(about.key) == one.key]
        for about in led:
            others = [*led_besides(one, tours), *(other for other in led if other is not about)]
            if about.key not in fixed and not is_allowed(one, about, others, weights):
                broken.append(about.key)
    return broken


# Instances by chance: around the end of a month, some of it at night.


def some(chance, values, least=0):
    return chance.sample(values, chance.randint(least, len(values)))


def moment(chance, days):
    hours = chance.choice([0, 9, 9, 10, 10, 11, 12, 14, 15, 23])
    start = at(hours, chance.choice([0, 30]), day=29) + timedelta(days=chance.randrange(days))
    return start.astimezone(UTC)


def chance_tour(chance, number, guides, days):
    start = moment(chance, days)
    asked = chance.choice(guides).key if chance.random() < 0.4 else None
    return Tour(
        key=f"t{number:02}",
        name=f"Tour {number}",
        route=chance.choice("xyz"),
        language=chance.choice(["ja", "fr"]),
        kind=chance.choice("kl"),
        start=start,
        end=start + timedelta(minutes=chance.choice([60, 90, 120])),
        before=chance.choice([0, 15, 30]),
        after=chance.choice([0, 15]),
        city=chance.choice(["kyoto", "rome", None]),
        group=chance.choice([*"abcdefgh"[: max(2, days)], None]),
        guide=asked,
        is_agreed=bool(asked) and chance.random() < 0.5,
        is_pinned=bool(asked) and chance.random() < 0.2,
    )


def chance_guide(chance, number, days):
    first = at(0, day=28)
    free = [(first, first + timedelta(days=days + 2))]
    if chance.random() < 0.5:
        free = [
            (day + timedelta(hours=8), day + timedelta(hours=chance.choice([12, 16, 24])))
            for day in (at(0, day=29) + timedelta(days=one) for one in range(days))
        ]
    busy = [moment(chance, days) for _n in range(chance.choice([0, 0, 1]))]
    return Guide(
        key=f"g{number:02}",
        name=f"Guide {number}",
        languages={
            code: chance.choice(["", *LEVELS[1:]]) for code in some(chance, ["ja", "fr"], 1)
        },
        routes=frozenset(some(chance, list("xyz"), 1)),
        kinds=frozenset(some(chance, list("kl"))),
        free=tuple(free),
        busy=tuple((start, start + timedelta(hours=1)) for start in busy),
        limits=Limits(
            day_tours=chance.choice([None, None, 1, 2]),
            day_minutes=chance.choice([None, None, 150, 200]),
            week_tours=chance.choice([None, None, 2, 3]),
            week_minutes=chance.choice([None, None, 240]),
            month_tours=chance.choice([None, None, 0, 1, 2, 3]),
            month_minutes=chance.choice([None, None, 200, 300]),
        ),
        work=tuple(
            Work(start, start + timedelta(hours=1), after=15, group=chance.choice(["a", None]))
            for start in (moment(chance, days) for _n in range(chance.choice([0, 0, 1, 2])))
        ),
        last_led=dict.fromkeys(some(chance, ["kyoto", "rome"])),
        zone=ZONE,
    )


def with_agreed_work(guides, tours):
    """As the database tells it: an agreed tour is work of who agreed as well."""
    return [
        replace(
            one,
            work=one.work
            + tuple(
                about.as_work() for about in tours if about.is_agreed and about.guide == one.key
            ),
        )
        for one in guides
    ]


def instance(chance, tours, guides, days):
    guides = [chance_guide(chance, number, days) for number in range(guides)]
    tours = [chance_tour(chance, number, guides, days) for number in range(tours)]
    return tours, with_agreed_work(guides, tours)


@pytest.mark.parametrize("seeds", [range(n, n + 10) for n in range(0, SMALL, 10)], ids=str)
def test_no_assignment_of_a_few_tours_has_more_points(seeds):
    for seed in seeds:
        chance = random.Random(seed)
        tours, guides = instance(chance, chance.randint(1, 6), chance.randint(1, 4), days=4)
        weights, move = chance.choice(ALL_WEIGHTS), chance.random() < 0.4

        found = assign(tours, guides, weights, move_agreed=move)

        best = brute_force(tours, guides, weights, move_agreed=move)
        assert (seed, found.objective, found.bound, found.gap) == (seed, best, best, 0)
        assert points(tours, guides, weights, found.guides) == best
        assert not broken_rules(tours, guides, weights, found.guides, move_agreed=move)
        assert {*found.guides, *found.uncovered} == {about.key for about in tours}


@pytest.mark.parametrize("seed", range(1000, 1000 + LARGE))
def test_no_rule_is_broken_among_many(seed):
    chance = random.Random(seed)
    tours, guides = instance(chance, 60, 25, days=chance.choice([6, 15]))
    weights, move = chance.choice(ALL_WEIGHTS), chance.random() < 0.4

    found = assign(tours, guides, weights, move_agreed=move)

    assert not broken_rules(tours, guides, weights, found.guides, move_agreed=move)
    assert points(tours, guides, weights, found.guides) == found.objective <= found.bound
    assert found.gap < 0.005
    assert len({*found.guides, *found.uncovered}) == len(found.guides) + len(found.uncovered) == 60


@pytest.mark.parametrize("seed", range(2000, 2005))
def test_the_answer_is_the_same_whatever_the_order_and_each_time(seed):
    chance = random.Random(seed)
    tours, guides = instance(chance, 40, 15, days=6)
    found = assign(tours, guides)

    for _time in range(3):
        mixed = [
            replace(one, **{name: tuple(some_of(chance, one, name)) for name in ("free", "work")})
            for one in guides
        ]
        chance.shuffle(mixed)
        chance.shuffle(tours)
        again = assign(tours, mixed)

        assert list(again.guides.items()) == list(found.guides.items())
        assert list(again.uncovered) == list(found.uncovered)
        assert (again.objective, again.bound) == (found.objective, found.bound)


def some_of(chance, one, name):
    return chance.sample(getattr(one, name), len(getattr(one, name)))


@pytest.mark.parametrize("seed", range(3000, 3020))
def test_a_single_tour_goes_to_the_first_of_its_ranking(seed):
    chance = random.Random(seed)
    (about,), guides = instance(chance, 1, 12, days=2)
    about = replace(about, is_agreed=False, is_pinned=False)
    guides = [replace(one, languages={"ja": "C1", "fr": "B2"}) for one in guides]

    found, ranking = assign([about], guides), rank(about, guides)

    if ranking.can:
        assert found.guides == {about.key: ranking.can[0].guide.key}
        assert found.objective == ranking.can[0].score
    else:
        assert found.uncovered == {about.key: ranking.cannot}


def test_equals_are_taken_in_the_order_of_their_keys():
    tours = [tour("t", 10), tour("u", 10), tour("v", 10)]

    found = assign(tours, [guide(key) for key in "dbcea"])

    assert sorted(found.guides.values()) == ["a", "b", "c"]


def test_who_is_pinned_or_has_agreed_stays_whatever_speaks_against_it():
    unable = guide("a", languages={}, routes=frozenset(), free=(), limits=Limits(day_tours=0))
    pinned = tour("t", 10, guide="a", is_pinned=True)
    agreed = tour("u", 12, guide="a", is_agreed=True)

    found = assign([pinned, agreed], [unable, guide("b")])
    moved = assign([pinned, agreed], [unable, guide("b")], move_agreed=True)

    assert found.guides == {"t": "a", "u": "a"}
    assert moved.guides == {"t": "a", "u": "b"}


def test_two_pinned_tours_may_contradict_each_other():
    tours = [tour(key, 10, guide="a", is_pinned=True) for key in "tu"]

    found = assign([*tours, tour("v", 10), tour("w", 12)], [guide("a", limits=Limits(day_tours=1))])

    assert found.guides == {"t": "a", "u": "a"}
    assert [[fault.code for fault in faults] for [(_one, faults)] in found.uncovered.values()] == [
        ["leads", "leads", "day_tours"],
        ["day_tours"],
    ]


def test_a_pinned_tour_of_somebody_unknown_is_left_alone():
    found = assign([tour(guide="elsewhere", is_pinned=True)], [guide()])

    assert (found.guides, found.uncovered, found.objective) == ({"t": "elsewhere"}, {}, 0)


def test_what_is_fixed_counts_for_overlaps_and_limits_of_the_rest():
    one = guide("a", limits=Limits(day_tours=2))
    tours = [tour("t", 10, guide="a", is_pinned=True), *(tour(key, 14) for key in "uv")]

    found = assign([*tours, tour("w", 10), tour("x", 17)], [one])

    assert len(found.guides) == 2
    assert "w" not in found.guides


def test_who_has_agreed_moves_only_for_a_gain():
    agreed = tour("t", 10, guide="a", is_agreed=True)
    harbour = tour("u", 10, route="harbour")
    both = frozenset({"old town", "harbour"})

    alone = assign([agreed], [guide("a"), guide("b", languages={"ja": "C2"})], move_agreed=True)
    for_another = assign([agreed, harbour], [guide("a", routes=both), guide("b")], move_agreed=True)

    assert alone.guides == {"t": "a"}
    assert for_another.guides == {"t": "b", "u": "a"}


def test_tours_are_shared_fairly_with_what_each_leads_in_that_month_already():
    tours = [tour(f"t{day}", 10, day=day) for day in range(10, 16)]
    guides = [
        guide("a", work=(work(day=1), work(day=2))),
        guide("b", work=(work(day=3),)),
        guide("c"),
    ]

    found = assign(tours, guides)

    led = [list(found.guides.values()).count(key) for key in "abc"]
    assert led == [1, 2, 3]


def test_fairness_gives_way_to_covering_a_tour():
    tours = [tour(f"t{day}", 10, day=day) for day in range(1, 31)]

    assert len(assign(tours, [guide()]).guides) == 30


def test_who_led_guests_of_the_city_leads_them_again():
    found = assign(
        [tour("t", city="kyoto"), tour("u", city="rome")],
        [guide("a", last_led={"rome": None}), guide("b", last_led={"kyoto": None})],
    )

    assert found.guides == {"t": "b", "u": "a"}


def test_guests_in_waves_keep_their_guide_where_fairness_weighs_less():
    waves = [tour("t", 9, group="class"), tour("u", 11, group="class")]

    together = assign(waves, [guide("a"), guide("b")], Weights(continuity=30))
    apart = assign(waves, [guide("a"), guide("b")], Weights(continuity=10))

    assert len(set(together.guides.values())) == 1
    assert len(set(apart.guides.values())) == 2


def test_guests_who_go_at_once_have_a_guide_for_each_tour():
    at_once = [tour(key, 10, group="class") for key in "tuv"]

    found = assign(at_once, [guide(key) for key in "abc"], Weights(continuity=500))

    assert sorted(found.guides.values()) == ["a", "b", "c"]


def test_the_walk_between_two_tours_is_kept_free():
    tours = [tour("t", 10, after=15), tour("u", 11, before=15)]

    assert len(assign(tours, [guide()]).guides) == 1
    assert len(assign([replace(one, before=0, after=0) for one in tours], [guide()]).guides) == 2


def test_a_tour_that_nobody_can_lead_says_why_of_each():
    found = assign([tour("t")], [guide("b", languages={"ja": "A2"}), guide("a", free=())])

    assert found.guides == {}
    assert [
        (one.key, [fault.code for fault in faults]) for one, faults in found.uncovered["t"]
    ] == [("a", ["never"]), ("b", ["level"])]


def test_a_tour_that_others_could_lead_says_that_they_are_taken():
    found = assign([tour("t"), tour("u", route=None)], [guide("a"), guide("b", free=())])

    (why,) = found.uncovered.values()
    with override("en"):
        assert str(why) == "all who could are taken by other tours: A"


def test_a_tour_that_is_not_worth_its_points_says_so():
    led = guide("a", work=(work(day=1), work(day=2)))

    found = assign([tour("t")], [led], Weights(cover=0, level=0, fairness=10))

    with override("en"):
        assert str(found.uncovered["t"]) == (
            "costs more points than it wins with those who could: A"
        )


def test_limits_that_contradict_each_other_still_give_an_answer():
    limits = Limits(day_tours=5, week_tours=3, month_tours=2, month_minutes=30, day_minutes=600)
    tours = [tour(f"t{hour}", hour) for hour in range(8, 14)]

    none = assign(tours, [guide("a", limits=limits)])
    some = assign(tours, [guide("a", limits=replace(limits, month_minutes=None))])

    assert (len(none.guides), len(some.guides)) == (0, 2)


def test_only_what_needs_guides_is_given_one():
    found = assign([tour("t", needs=("interpreters",)), tour("u", 14)], [guide()])

    assert (found.guides, found.uncovered) == ({"u": "g"}, {})


def test_no_tours_and_no_guides_are_answered_too():
    assert assign([], [guide()]).guides == {}
    assert assign([tour("t")], []).uncovered == {"t": []}


def test_without_time_whoever_is_free_is_taken_and_the_gap_tells_it():
    tours, guides = instance(random.Random(5), 60, 25, days=6)

    hurried, found = assign(tours, guides, seconds=0), assign(tours, guides)

    assert not broken_rules(tours, guides, Weights(), hurried.guides, move_agreed=False)
    assert len(hurried.guides) > len(found.guides) * 0.9
    assert hurried.objective <= found.objective <= hurried.bound
    assert hurried.gap > 0


def test_it_prints_nothing(capfd):
    assign([tour("t")], [guide("a"), guide("b")])

    assert capfd.readouterr() == ("", "")


def test_two_can_be_worked_out_at_the_same_time():
    tours, guides = instance(random.Random(6), 30, 12, days=6)
    alone, answers = assign(tours, guides).guides, []

    threads = [
        threading.Thread(target=lambda: answers.append(assign(tours, guides).guides))
        for _n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [alone] * 4
