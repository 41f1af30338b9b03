"""Ways between appointments: too short, or the guests in two places at once."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes, periods
from agenda.findings.contract import FindingKind, Level
from agenda.findings.scene import Stay
from agenda.travel import Leg, is_elsewhere, is_same_site


@dataclass(frozen=True)
class Gap:
    """The time between an appointment and the one before or after it, elsewhere on that day."""

    stay: Stay  # of who goes, in the appointment in question
    other: Stay
    leg: Leg
    minutes: int
    is_before: bool

    @property
    def is_of_guests_between_sites(self):
        places = self.stay.place, self.other.place
        return self.stay.resource is None and not is_same_site(*places)


def gaps(scene, appointment, stays):
    """The Gaps of these stays that are shorter than the way."""
    if appointment.place is None or appointment.all_day:
        return
    for stay in stays:
        around = [one for one in scene.around(stay) if not periods.overlap(one.span, stay.span)]
        before = [one for one in around if one.span.upper <= stay.span.lower]
        after = [one for one in around if one.span.lower >= stay.span.upper]
        if before:
            last = max(before, key=lambda one: one.span.upper)
            yield from _gap(scene, stay, last, last.span.upper, stay.span.lower, is_before=True)
        if after:
            first = min(after, key=lambda one: one.span.lower)
            yield from _gap(scene, stay, first, stay.span.upper, first.span.lower, is_before=False)


def _gap(scene, stay, other, start, end, *, is_before):
    zone = stay.appointment.zone
    if start.astimezone(zone).date() != end.astimezone(zone).date():
        return
    if not is_elsewhere(stay.place, other.place):
        return
    minutes = int((end - start).total_seconds() // 60)
    ends = (other.place, stay.place) if is_before else (stay.place, other.place)
    leg = scene.leg(stay, *ends)
    if leg and leg.minutes > minutes:
        yield Gap(stay, other, leg, minutes, is_before)


def told(scene, found):
    """
    What kinds yield of the gaps: those with one other appointment are said in one.

    Where the reader may not know that other appointment, no more than that who goes is not
    available.
    """
    groups = {}
    for gap in found:
        other = gap.other.appointment
        groups.setdefault((other.pk or id(other), gap.is_before), []).append(gap)
    said = set()
    for group in groups.values():
        longest = max(group, key=lambda gap: gap.leg.minutes - gap.minutes)
        names = list(dict.fromkeys(scene.name(gap.stay) for gap in group))
        other = longest.other.appointment
        if scene.sees(other):
            yield in_words(longest, names), other, scene.url(other), ()
            continue
        for name in names:
            if name not in said:
                said.add(name)
                yield clashes.not_available(name), None, "", ()


def in_words(gap, names):
    other = gap.other.appointment
    words = (
        _(
            "%(who)s: from “%(title)s” (%(place)s, %(hours)s) it takes %(needed)s min, but only "
            "%(there)s min are left (%(how)s)."
        )
        if gap.is_before
        else _(
            "%(who)s: to “%(title)s” (%(place)s, %(hours)s) it takes %(needed)s min, but only "
            "%(there)s min are left (%(how)s)."
        )
    )
    return words % {
        "who": ", ".join(names),
        "title": other,
        "place": other.place,
        "hours": clashes.hours(gap.other.span, other.zone),
        "needed": gap.leg.minutes,
        "there": gap.minutes,
        "how": gap.leg.how,
    }


class WayTooShort(FindingKind):
    """Somebody comes from elsewhere, or goes elsewhere, in fewer minutes than the way needs."""

    label = gettext_lazy("the way before or after it is too short")
    proposes = ("rooms", "times")
    judges = True

    def found(self, scene, appointment):
        short = gaps(scene, appointment, scene.movers(appointment))
        yield from told(scene, [one for one in short if not one.is_of_guests_between_sites])


class PartyTwice(FindingKind):
    """The guests are in two places at once, or cannot be in time from one site to the other."""

    label = gettext_lazy("the guests in two places at once")
    level = Level.BLOCK_PUBLISHING
    proposes = ("times",)
    judges = True

    def found(self, scene, appointment):
        if appointment.party is None or appointment.all_day:
            return
        guests = Stay(appointment, appointment.period)
        yield from self._overlaps(scene, guests)
        short = gaps(scene, appointment, [guests])
        yield from told(scene, [one for one in short if one.is_of_guests_between_sites])

    def _overlaps(self, scene, stay):
        others = sorted(scene.around(stay), key=lambda one: one.span.lower)
        for one in others:
            other = one.appointment
            if other.all_day or not periods.overlap(one.span, stay.span):
                continue
            if not is_elsewhere(stay.place, one.place):
                continue
            if not scene.sees(other):
                yield clashes.not_available(stay.name), None, "", ()
                continue
            words = _("%(who)s: at the same time at “%(title)s” (%(place)s, %(hours)s).")
            known = {
                "who": stay.name,
                "title": other,
                "place": other.place,
                "hours": clashes.hours(one.span, other.zone),
            }
            yield words % known, other, scene.url(other), ()


way_too_short = WayTooShort()
party_twice = PartyTwice()
