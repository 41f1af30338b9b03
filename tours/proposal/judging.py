"""
Whether a guide can lead a tour, why not, what speaks for it, and who is the best for one.

Faults and reasons are told in the reader's language when they are shown. Languages are told by
their codes, unless `language_name` makes a name of a code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tours.proposal.facts import (
    LEVELS,
    UNITS,
    Guide,
    Tour,
    Weights,
    overlap,
)

ONE_DAY = timedelta(days=1)
FAULTS = {
    "language": gettext_lazy("does not speak %(language)s"),
    "level": gettext_lazy("speaks %(language)s %(level)s, %(asked)s is asked"),
    "route": gettext_lazy("is not cleared for the route"),
    "kind": gettext_lazy("does not take groups of this kind"),
    "never": gettext_lazy("is not available that day"),
    "window": gettext_lazy("is not available then, but %(window)s that day"),
    "busy": gettext_lazy("is busy %(period)s"),
    "leads": gettext_lazy("leads another tour %(period)s"),
    "day_tours": gettext_lazy("tours that day would be %(would)s, the limit is %(limit)s"),
    "day_minutes": gettext_lazy("hours that day would be %(would)s, the limit is %(limit)s"),
    "week_tours": gettext_lazy("tours that week would be %(would)s, the limit is %(limit)s"),
    "week_minutes": gettext_lazy("hours that week would be %(would)s, the limit is %(limit)s"),
    "month_tours": gettext_lazy("tours that month would be %(would)s, the limit is %(limit)s"),
    "month_minutes": gettext_lazy("hours that month would be %(would)s, the limit is %(limit)s"),
}
REASONS = {
    "level": gettext_lazy("speaks %(language)s: %(level)s"),
    "free": gettext_lazy("is free the whole time, %(period)s with the walk"),
    "led_on": gettext_lazy("has led guests of this city before, last on %(day)s"),
    "led": gettext_lazy("has led guests of this city before"),
    "group": gettext_lazy("leads these guests already"),
    "asked": gettext_lazy("has been asked already"),
    "agreed": gettext_lazy("has agreed already"),
    "route": gettext_lazy("is cleared for the route"),
    "taken": gettext_lazy("all who could are taken by other tours: %(guides)s"),
    "left": gettext_lazy("costs more points than it wins with those who could: %(guides)s"),
}


@dataclass(frozen=True)
class Fault:
    """One thing for which a guide cannot lead a tour."""

    code: str
    values: Mapping = field(default_factory=dict)

    def __str__(self):
        return FAULTS[self.code] % in_words(self.values)


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a guide, or that explains what was proposed."""

    code: str
    values: Mapping = field(default_factory=dict)

    def __str__(self):
        told = in_words(self.values)
        if self.code == "load_alone":
            words = ngettext(
                "%(tours)s tour that month", "%(tours)s tours that month", self.values["tours"]
            )
        elif self.code == "load":
            words = ngettext(
                "%(tours)s tour that month, the others %(mean)s on average",
                "%(tours)s tours that month, the others %(mean)s on average",
                self.values["tours"],
            )
        else:
            words = REASONS[self.code]
        return words % told


@dataclass(frozen=True)
class Candidate:
    """Somebody who can, with the points (see Weights) and what speaks for it."""

    guide: Guide
    score: int
    reasons: list[Reason]


@dataclass(frozen=True)
class Ranking:
    """Who can lead the tour, the best first; who cannot, with all their faults."""

    tour: Tour
    can: list[Candidate]
    cannot: list[tuple[Guide, list[Fault]]]


def rank(tour, guides, weights=None, *, language_name=str):
    """All guides for one tour. Who has the same points is ordered by key."""
    weights = weights or Weights()
    guides = sorted(guides, key=lambda guide: guide.key)
    loads = [guide.beside(tour).load(tour).tours for guide in guides]
    can, cannot = [], []
    for guide, load in zip(guides, loads, strict=True):
        if faults := faults_of(guide, tour, weights=weights, language_name=language_name):
            cannot.append((guide, faults))
            continue
        mean = (sum(loads) - load) / (len(loads) - 1) if len(loads) > 1 else None
        reasons = list(_reasons(guide.beside(tour), tour, mean, language_name))
        can.append(Candidate(guide, score(guide, tour, weights), reasons))
    can.sort(key=lambda candidate: -candidate.score)
    return Ranking(tour, can, cannot)


def score(guide, tour, weights):
    """The points of one who can: what assign() would gain by this tour alone."""
    guide = guide.beside(tour)
    known = weights.continuity if tour.group in guide.groups else 0
    return points(guide, tour, weights) + known - weights.fairness * guide.load(tour).tours


def points(guide, tour, weights):
    """The part of the points for which it does not matter what else the guide leads."""
    total = weights.cover + _level_points(guide, tour, weights)
    if tour.city in guide.last_led:
        total += weights.continuity
    if tour.guide == guide.key:
        total += weights.keep
    return total


def _level_points(guide, tour, weights):
    level = guide.languages.get(tour.language)
    if level:
        return weights.level * (LEVELS.index(level) + 1) // len(LEVELS)
    return weights.unknown_level if level == "" else 0


def faults_of(guide, tour, work=(), *, weights=None, language_name=str):
    """Everything for which the guide cannot lead the tour; `work` is led besides the guide's."""
    return list(_faults(guide.beside(tour, work), tour, weights or Weights(), language_name))


def can_lead(guide, tour, weights):
    """Whether there is no fault; tells of none, and so is quicker."""
    return next(_faults(guide.beside(tour), tour, weights, str), None) is None


def _faults(guide, tour, weights, language_name):
    """Of a guide without this tour; first what is looked up the quickest."""
    yield from _language_faults(guide, tour, weights, language_name)
    if tour.route and tour.route not in guide.routes:
        yield Fault("route", {"route": tour.route})
    if tour.kind and guide.kinds and tour.kind not in guide.kinds:
        yield Fault("kind", {"kind": tour.kind})
    yield from _window_faults(guide, tour)
    yield from _busy_faults(guide, tour)
    yield from _limit_faults(guide, tour)


def _language_faults(guide, tour, weights, language_name):
    if not tour.language:
        return
    level = guide.languages.get(tour.language)
    values = {"language": language_name(tour.language)}
    if level is None:
        yield Fault("language", values)
    elif level and LEVELS.index(level) < LEVELS.index(weights.least_level):
        yield Fault("level", {**values, "level": level, "asked": weights.least_level})


def _window_faults(guide, tour):
    start, end = tour.kept
    if any(first <= start and end <= last for first, last in guide.windows):
        return
    if window := _nearest_window(guide, tour):
        yield Fault("window", {"window": window})
    else:
        yield Fault("never")


def _nearest_window(guide, tour):
    """What the guide offers on the day of the tour, the nearest to it; None where nothing."""
    day = tour.start.astimezone(guide.zone).date()
    midnights = [datetime.combine(one, time.min, guide.zone) for one in (day, day + ONE_DAY)]
    windows = [
        tuple(moment.astimezone(guide.zone) for moment in window)
        for window in guide.windows
        if overlap(window, midnights)
    ]

    def distance(window):
        return max(tour.start - window[1], window[0] - tour.end, timedelta())

    return min(windows, key=distance, default=None)


def _busy_faults(guide, tour):
    for period in sorted(period for period in guide.busy if overlap(period, tour.kept)):
        yield Fault("busy", {"period": _on_clocks(period, guide)})
    clashing = (work for work in guide.work if overlap(work.kept, tour.kept))
    for work in sorted(clashing, key=lambda work: (work.start, work.end)):
        yield Fault("leads", {"period": _on_clocks((work.start, work.end), guide)})


def _limit_faults(guide, tour):
    for unit in UNITS:
        limits = guide.limits.of(unit)
        if limits == (None, None):
            continue
        would = guide.load(tour, unit).and_one_of(tour.minutes)
        if limits.tours is not None and would.tours > limits.tours:
            yield Fault(f"{unit}_tours", {"would": would.tours, "limit": limits.tours})
        if limits.minutes is not None and would.minutes > limits.minutes:
            hours = {"would": would.minutes, "limit": limits.minutes}
            yield Fault(
                f"{unit}_minutes", {name: timedelta(minutes=one) for name, one in hours.items()}
            )


def reasons_of(guide, tour, guides=(), *, language_name=str):
    """What speaks for somebody who can; their tours are compared with those of the `guides`."""
    others = [one.beside(tour).load(tour).tours for one in guides if one.key != guide.key]
    mean = sum(others) / len(others) if others else None
    return list(_reasons(guide.beside(tour), tour, mean, language_name))


def _reasons(guide, tour, mean, language_name):
    if tour.language in guide.languages:
        level = guide.languages[tour.language]
        yield Reason("level", {"language": language_name(tour.language), "level": level})
    yield Reason("free", {"period": _on_clocks(tour.kept, guide)})
    tours = guide.load(tour).tours
    if mean is None:
        yield Reason("load_alone", {"tours": tours})
    else:
        yield Reason("load", {"tours": tours, "mean": mean})
    if tour.city in guide.last_led:
        day = guide.last_led[tour.city]
        yield Reason("led_on", {"day": day}) if day else Reason("led")
    if tour.group in guide.groups:
        yield Reason("group")
    if tour.guide == guide.key:
        yield Reason("agreed" if tour.is_agreed else "asked")
    if tour.route:
        yield Reason("route")


def _on_clocks(period, guide):
    return tuple(moment.astimezone(guide.zone) for moment in period)


def in_words(values):
    """The values of a fault or a reason, as they are told in the active language."""
    return {name: _told(name, value) for name, value in values.items()}


def _told(name, value):
    if name == "level":
        return {"native": _("mother tongue"), "": _("level not known")}.get(value, value)
    if isinstance(value, tuple):
        return _hours(*value)
    if isinstance(value, timedelta):
        hours, minutes = divmod(value // timedelta(minutes=1), 60)
        return f"{hours}:{minutes:02}"
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, float):
        return number_format(value, decimal_pos=0 if value.is_integer() else 1)
    return value


def _hours(start, end):
    """Without the day, where both are of one."""
    times = [time_format(one.time(), "TIME_FORMAT") for one in (start, end)]
    days = [date_format(one, "DATE_FORMAT") for one in (start, end)]
    if start.date() == end.date():
        return "–".join(times)
    return " – ".join(f"{day}, {hour}" for day, hour in zip(days, times, strict=True))
