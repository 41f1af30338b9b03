"""
Who leads which of many tours at once, so that the points of all together are the most.

A mixed-integer program, solved by HiGHS: a variable for each guide who can lead a tour, at most
one of which is chosen for each tour, and of the tours that overlap for each guide. The points are
those of tours.proposal.judging, so that a single tour goes to the first of its ranking.
"""

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor

from tours.proposal.facts import GUIDES, UNITS, Guide, Key, Weights
from tours.proposal.judging import Fault, Reason, can_lead, faults_of, points, score

TIES = 0.5  # all tie-breaks together stay below one point


@dataclass(frozen=True)
class Assignment:
    """
    Who leads which tour; for each that nobody leads, all guides with their faults, or the Reason
    why none of those who could is left.

    `bound` is what no assignment can exceed, `gap` how far below it the points of this one are,
    as a share of them.
    """

    guides: Mapping[Key, Key]
    uncovered: Mapping[Key, list[tuple[Guide, list[Fault]]] | Reason]
    objective: int
    bound: int
    gap: float
    seconds: float


def assign(tours, guides, weights=None, *, move_agreed=False, seconds=10, language_name=str):
    """
    The best assignment that is found in so many seconds.

    Who is pinned keeps the tour, and who has agreed to it unless `move_agreed`, whatever speaks
    against it. Work of the guides for one of these tours is not counted besides the tour. The
    answer does not depend on the order in which tours and guides come, and is the same each time
    that the seconds are enough.
    """
    began = time.monotonic()
    weights = weights or Weights()
    plan = _Plan(tours, guides, weights, move_agreed=move_agreed)
    fixed = plan.points_of(plan.fixed)
    left = max(0.0, seconds - (time.monotonic() - began))
    chosen, bound = _solved(plan, left) if plan.pairs else ({}, 0)
    assigned = _filled(plan, {**plan.fixed, **chosen})
    objective, bound = plan.points_of(assigned), fixed + bound
    return Assignment(
        guides={tour.key: assigned[tour.key] for tour in plan.tours if tour.key in assigned},
        uncovered=_uncovered(plan, assigned, language_name),
        objective=objective,
        bound=bound,
        gap=(bound - objective) / max(1, abs(objective)),
        seconds=time.monotonic() - began,
    )


class _Plan:
    """Tours and guides in the order of their keys: what is fixed, and who could lead the rest."""

    def __init__(self, tours, guides, weights, *, move_agreed):
        self.weights = weights
        self.tours = sorted(tours, key=lambda tour: tour.key)
        self.tour_of = {tour.key: tour for tour in self.tours}
        self.given = sorted(guides, key=lambda guide: guide.key)
        # With what is led besides these tours, later with what is fixed as well.
        self.before = {guide.key: self._without_tours(guide) for guide in self.given}
        self.fixed = {
            tour.key: tour.guide
            for tour in self.tours
            if tour.guide is not None and (tour.is_pinned or (tour.is_agreed and not move_agreed))
        }
        self.guides = self.with_work(self.fixed)
        self.open = [
            tour for tour in self.tours if tour.key not in self.fixed and GUIDES in tour.needs
        ]
        self.could = {
            tour.key: [guide for guide in self.guides.values() if can_lead(guide, tour, weights)]
            for tour in self.open
        }
        self.pairs = [(tour, guide) for tour in self.open for guide in self.could[tour.key]]

    def _without_tours(self, guide):
        work = tuple(one for one in guide.work if one.tour not in self.tour_of)
        return replace(guide, work=work)

    def with_work(self, assigned):
        """The guides by key, with the work that they would have then."""
        more = defaultdict(list)
        for tour, guide in assigned.items():
            more[guide].append(self.tour_of[tour].as_work())
        return {
            key: replace(guide, work=(*guide.work, *more[key]))
            for key, guide in self.before.items()
        }

    def points_of(self, assigned):
        """The points of an assignment: what is made the most of."""
        total, guides = 0, dict(self.before)
        for key, guide in assigned.items():
            if guide in guides:
                tour, leader = self.tour_of[key], guides[guide]
                total += score(leader, tour, self.weights)
                guides[guide] = replace(leader, work=(*leader.work, tour.as_work()))
        return total


def _filled(plan, assigned):
    """
    The same, and whoever could still lead a tour, the tours that fewest can lead first.

    It adds to what was found when the seconds were over: to the best nothing can be added.
    """
    assigned, could = dict(assigned), plan.could
    guides = plan.with_work(assigned)
    for tour in sorted(plan.open, key=lambda tour: len(could[tour.key])):
        idle = [guides[guide.key] for guide in could[tour.key] if tour.key not in assigned]
        able = [guide for guide in idle if can_lead(guide, tour, plan.weights)]
        best = max(able, key=lambda guide: score(guide, tour, plan.weights), default=None)
        if best and score(best, tour, plan.weights) > 0:
            assigned[tour.key] = best.key
            guides[best.key] = replace(best, work=(*best.work, tour.as_work()))
    return assigned


def _uncovered(plan, assigned, language_name):
    guides = plan.with_work(assigned)
    return {
        tour.key: _why(tour, plan.could[tour.key], guides, plan, language_name)
        for tour in plan.open
        if tour.key not in assigned
    }


def _why(tour, could, guides, plan, language_name):
    if not could:
        told = {"weights": plan.weights, "language_name": language_name}
        return [(guide, faults_of(plan.guides[guide.key], tour, **told)) for guide in plan.given]
    idle = [guide for guide in could if can_lead(guides[guide.key], tour, plan.weights)]
    code = "left" if idle else "taken"
    return Reason(code, {"guides": ", ".join(guide.name for guide in idle or could)})


def _solved(plan, seconds):
    """({tour key: guide key}, bound) of the tours that are open."""
    model = _Model()
    columns = defaultdict(dict)  # guide key -> {tour key: column}
    leads, led = defaultdict(list), defaultdict(list)  # guide key -> tours, tour key -> columns
    tie = TIES / len(plan.guides) / len(plan.open)
    place = {key: number for number, key in enumerate(reversed(plan.guides))}
    for tour, guide in plan.pairs:
        won = points(guide, tour, plan.weights)
        if tour.group in guide.groups:
            won += plan.weights.continuity
        column = model.column(won + tie * place[guide.key], is_whole=True)
        columns[guide.key][tour.key] = column
        leads[guide.key].append(tour)
        led[tour.key].append(column)
    for chosen in led.values():
        model.at_most(1, chosen)
    for key, tours in leads.items():
        guide, column_of = plan.guides[key], columns[key]
        for clique in _cliques(tours):
            model.at_most(1, [column_of[tour.key] for tour in clique])
        _keep_limits(model, guide, tours, column_of)
        _be_fair(model, guide, tours, column_of, plan.weights)
        _keep_together(model, guide, tours, column_of, plan.weights)
    each_its_best = sum(max(model.points[column] for column in chosen) for chosen in led.values())
    values, bound = model.solved(seconds)
    chosen = {
        tour: guide
        for guide, column_of in columns.items()
        for tour, column in column_of.items()
        if values and values[column] > 0.5
    }
    return chosen, floor(min(bound, each_its_best) + 1e-6)


def _cliques(tours):
    """The largest sets of tours that all go on at one moment, the walk included."""
    # What ends at a moment does so before anything begins.
    moments = [(tour.kept[0], True, number) for number, tour in enumerate(tours)]
    moments += [(tour.kept[1], False, number) for number, tour in enumerate(tours)]
    going, has_grown = {}, False
    for _moment, is_start, number in sorted(moments):
        if is_start:
            going[number], has_grown = tours[number], True
            continue
        if has_grown and len(going) > 1:
            yield list(going.values())
        del going[number]
        has_grown = False


def _by_unit(guide, tours, unit):
    """The tours of each day, week or month, as lists."""
    found = defaultdict(list)
    for tour in tours:
        found[guide.units_of(tour)[unit]].append(tour)
    return found.values()


def _keep_limits(model, guide, tours, column_of):
    for unit in UNITS:
        limits = guide.limits.of(unit)
        if limits == (None, None):
            continue
        for some in _by_unit(guide, tours, unit):
            load, chosen = guide.load(some[0], unit), [column_of[tour.key] for tour in some]
            if limits.tours is not None:
                model.at_most(limits.tours - load.tours, chosen)
            if limits.minutes is not None:
                minutes = [tour.minutes for tour in some]
                model.at_most(limits.minutes - load.minutes, chosen, minutes)


def _be_fair(model, guide, tours, column_of, weights):
    """A column for each tour more in a month; it takes more points than the one before it."""
    if not weights.fairness:
        return
    for some in _by_unit(guide, tours, "month"):
        load = guide.load(some[0]).tours
        steps = [model.column(-weights.fairness * (load + more)) for more in range(len(some))]
        chosen = [column_of[tour.key] for tour in some]
        model.at_most(0, chosen + steps, [1] * len(chosen) + [-1] * len(steps))


def _keep_together(model, guide, tours, column_of, weights):
    """All tours of a group win the points, and a column gives those of the first one back."""
    groups = defaultdict(list)
    for tour in tours:
        if tour.group is not None and tour.group not in guide.groups:
            groups[tour.group].append(tour)
    for some in groups.values():
        if len(some) == 1 or not weights.continuity:
            continue
        first = model.column(-weights.continuity)
        for tour in some:
            model.add_points(column_of[tour.key], weights.continuity)
        for clique in [*_cliques(some), *([tour] for tour in some)]:
            chosen = [column_of[tour.key] for tour in clique]
            model.at_most(0, [*chosen, first], [1] * len(chosen) + [-1])


class _Model:
    """Columns between 0 and 1 with the points that they win, and rows that hold them down."""

    def __init__(self):
        self.points, self.is_whole = [], []
        self.limits, self.starts, self.columns, self.factors = [], [0], [], []

    def column(self, points, *, is_whole=False):
        self.points.append(points)
        self.is_whole.append(is_whole)
        return len(self.points) - 1

    def add_points(self, column, points):
        self.points[column] += points

    def at_most(self, limit, columns, factors=None):
        """A row; none where all of the columns together cannot exceed it."""
        factors = factors or [1] * len(columns)
        if sum(factor for factor in factors if factor > 0) <= limit:
            return
        self.limits.append(limit)
        self.columns += columns
        self.factors += factors
        self.starts.append(len(self.columns))

    def solved(self, seconds):
        """(the values of the columns, the bound); no values where the time did not suffice."""
        import highspy

        class Quiet(highspy.Highs):
            def enableCallbacks(self):  # noqa: N802 (the name that HiGHS gave it)
                """Enable none: there are none, and it would print who HiGHS is."""

        solver = Quiet()
        options = {
            "output_flag": False,
            "threads": 1,
            "random_seed": 1,
            "time_limit": seconds,
            # Until nothing better is possible, or the seconds are over.
            "mip_rel_gap": 0,
            "mip_abs_gap": 1e-6,
        }
        for option, value in options.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._for_highs(highspy))
        solver.run()
        return list(solver.getSolution().col_value), solver.getInfo().mip_dual_bound

    def _for_highs(self, highspy):
        kinds = highspy.HighsVarType
        program = highspy.HighsLp()
        program.sense_ = highspy.ObjSense.kMaximize
        program.num_col_, program.num_row_ = len(self.points), len(self.limits)
        program.col_cost_ = self.points
        program.col_lower_ = [0.0] * len(self.points)
        program.col_upper_ = [1.0] * len(self.points)
        program.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in self.is_whole
        ]
        program.row_lower_ = [-highspy.kHighsInf] * len(self.limits)
        program.row_upper_ = self.limits
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = self.starts
        program.a_matrix_.index_ = self.columns
        program.a_matrix_.value_ = self.factors
        return program
