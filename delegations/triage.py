"""
What speaks for a visit and what against it, and at which level it would be received.

The criteria in force on the day of the request are asked one by one; their sum and the levels
propose, a person decides. Everything is of what the reader may see: an earlier visit that they
may not know of is not counted, named or hinted at.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Prefetch, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.models import Criterion, Decision, GiftClass, Level, RoomOfLevel, Visit
from delegations.models.choices import DROPPED, PUBLIC_BODIES, GuestRank, Requester
from office.dates import PartialDate
from office.models import Citation, Office
from office.text import Fold, fold
from office.working_days import is_working_day
from partnerships.anniversaries import months_after
from partnerships.models import Agreement

# Fewer of the points than this part speak for the visit: then something speaks against it.
HALF = 0.5


class AnyColleague:
    """Who reads what the whole office reads, and is named by nothing."""

    pk = 0
    is_authenticated = reads_internal = True
    knows_quiet = False


@dataclass(frozen=True)
class Weighed:
    """One criterion asked of one visit; `met` is None where nobody knows."""

    criterion: Criterion
    met: bool | None
    said: str

    @property
    def points(self):
        return self.criterion.weight if self.met else 0


@dataclass(frozen=True)
class Suggestion:
    """What the criteria propose, and why; `level` is None where they propose to decline."""

    verdict: str
    level: Level | None = None
    room: object = None
    gift: str = ""
    with_tour: bool = False
    reasons: tuple = ()

    @property
    def host(self):
        return self.level.host if self.level else ""

    @property
    def gift_in_words(self):
        return GiftClass(self.gift).label

    @property
    def in_words(self):
        return Decision.Verdict(self.verdict).label


@dataclass
class Card:
    """The triage card of one visit, for one reader: about ten queries, however much there is."""

    visit: Visit
    reader: object
    weighed: list = field(init=False)

    def __post_init__(self):
        day = timezone.localdate(self.visit.received_at)
        cited = Prefetch("citations", Citation.objects.select_related("source"))
        criteria = Criterion.objects.in_force_on(day).order_by("kind").prefetch_related(cited)
        self.weighed = [self._weigh(one) for one in criteria]

    # ---------------------------------------------------------------- what is known

    @cached_property
    def bonds(self):
        """The agreements in force with the visitor's city that the reader may see."""
        if self.visit.city_id is None:
            return []
        rows = Agreement.objects.visible_to(self.reader).filter(city=self.visit.city_id)
        return [one for one in rows.select_related("bond_type", "city") if one.binds]

    @cached_property
    def earlier(self):
        """Earlier visits of the same body, or of its city, that came about, the latest first."""
        rows = Visit.objects.visible_to(self.reader).exclude(pk=self.visit.pk)
        rows = rows.exclude(state__in=DROPPED).filter(first_day__isnull=False)
        limit = self.visit.first_day or timezone.localdate()
        rows = rows.filter(first_day__lt=limit).order_by("-first_day", "-pk")
        rows = rows.filter(self._same_guests())
        rows = rows.select_related("theme", "level", "organisation", "city")
        decisions = Decision.objects.visible_to(self.reader).select_related("level", "decided_by")
        return list(rows.prefetch_related(Prefetch("decisions", decisions))[:20])

    def _same_guests(self):
        same = Q(pk__in=[])
        if self.visit.organisation_id:
            same |= Q(organisation=self.visit.organisation_id)
        if self.visit.body_name:
            alike = Visit.objects.alias(body=Fold("body_name"))
            alike = alike.filter(body=Fold(Value(self.visit.body_name)))
            same |= Q(pk__in=alike.values("pk"))
        if self.visit.city_id:
            same |= Q(city=self.visit.city_id)
        return same

    @cached_property
    def same_body(self):
        return [one for one in self.earlier if is_same_body(one, self.visit)]

    @cached_property
    def last(self):
        """The last visit of the same body on the same topic; None where there was none."""
        return next((one for one in self.same_body if is_same_topic(one, self.visit)), None)

    @cached_property
    def decided_then(self):
        """What was decided on it; None where nothing was written down."""
        decisions = self.last.decisions.all() if self.last else ()
        return next((one for one in decisions if one.stage == Decision.Stage.FINAL), None)

    @cached_property
    def twins(self):
        """Other open requests that may be the same one, sent twice or taken by a colleague."""
        rows = Visit.objects.visible_to(self.reader).exclude(pk=self.visit.pk).to_decide()
        rows = rows.filter(self._same_guests())
        if self.visit.first_day:
            rows = rows.during(self.visit.first_day, self.visit.last_day)
        return list(rows.select_related("city", "organisation").in_order()[:5])

    @cached_property
    def levels(self):
        """All of them, the most solemn first."""
        return list(Level.objects.order_by("rank"))

    @property
    def points(self):
        return sum(one.points for one in self.weighed)

    @property
    def points_known(self):
        return sum(one.criterion.weight for one in self.weighed if one.met is not None)

    # ---------------------------------------------------------------- the criteria

    def _weigh(self, criterion):
        met, said = getattr(self, f"_{Criterion.Kind(criterion.kind).name.lower()}")(criterion)
        return Weighed(criterion, met, said)

    def _notice(self, criterion):
        days = self.visit.days_of_notice
        if days is None:
            return None, _("The days of the visit are not known.")
        words = ngettext("%(count)d day before it", "%(count)d days before it", days)
        wanted = ngettext("%(count)d is asked for", "%(count)d are asked for", criterion.figure)
        said = f"{words % {'count': days}}; {wanted % {'count': criterion.figure}}"
        return days >= criterion.figure, said

    def _repeat(self, criterion):
        if self.last is None:
            return True, _("No earlier visit on this topic is recorded.")
        day = self.visit.first_day or timezone.localdate()
        met = months_after(self.last.last_day, criterion.figure) <= day
        words = _("Last on %(day)s: %(visit)s.")
        return met, words % {"day": _day(self.last.first_day), "visit": self.last}

    def _public_body(self, criterion):
        if self.visit.requester == Requester.NOT_SAID:
            return None, _("It is not said who asks.")
        recognised = (*PUBLIC_BODIES, Requester.UNIVERSITY, Requester.ASSOCIATION)
        return self.visit.requester in recognised, self.visit.get_requester_display()

    def _in_writing(self, criterion):
        if self.visit.documents.exists():
            return True, _("There is a letter.")
        return False, _("There is no letter.")

    def _length(self, criterion):
        if self.visit.first_day is None:
            return None, _("The days of the visit are not known.")
        days = (self.visit.last_day - self.visit.first_day).days + 1
        words = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        return days <= criterion.figure, words

    def _office_hours(self, criterion):
        if self.visit.first_day is None:
            return None, _("The days of the visit are not known.")
        country, day, off = Office.objects.current().country, self.visit.first_day, []
        # A visit of many weeks has days off; two of them are told.
        while day <= self.visit.last_day and len(off) < 2:
            if not is_working_day(day, country):
                off.append(_day(day))
            day += timedelta(days=1)
        if off:
            return False, _("Not a working day: %(days)s") % {"days": ", ".join(off)}
        return True, _("On working days.")

    def _bond(self, criterion):
        if self.visit.city_id is None:
            return None, _("The city is not in the directory.")
        if not self.bonds:
            return False, _("No pact in force with this city.")
        return True, ", ".join(str(one.bond_type) for one in self.bonds)

    def _rank(self, criterion):
        if self.visit.head_rank is None:
            return None, _("It is not said who leads the delegation.")
        return self.visit.head_rank <= criterion.figure, self.visit.get_head_rank_display()

    def _size(self, criterion):
        if self.visit.size is None:
            return None, _("It is not said how many come.")
        words = ngettext("%(count)d person", "%(count)d people", self.visit.size)
        return self.visit.size <= criterion.figure, words % {"count": self.visit.size}

    def _benefit(self, criterion):
        return None, _("For you to judge.")

    def _no_cost(self, criterion):
        return None, _("For you to judge.")

    def _fails(self, kind):
        return any(one.criterion.kind == kind and one.met is False for one in self.weighed)

    # ---------------------------------------------------------------- the suggestion

    @cached_property
    def suggestion(self):
        if self._fails(Criterion.Kind.PUBLIC_BODY) and self.visit.requester == Requester.AGENCY:
            return Suggestion(
                Decision.Verdict.DECLINED,
                reasons=(_("Travel agencies are not received: the body itself may ask."),),
            )
        if not self.levels:
            return Suggestion(Decision.Verdict.ACCEPTED, reasons=(_("There are no levels yet."),))
        level, reasons = self._level(self.levels)
        if self.points_known and self.points < HALF * self.points_known:
            reasons.append(
                _("Of %(all)d points that are known, %(points)d speak for it.")
                % {"all": self.points_known, "points": self.points}
            )
            return Suggestion(Decision.Verdict.DECLINED, reasons=tuple(reasons))
        room, said = self._room(level)
        return Suggestion(
            Decision.Verdict.ACCEPTED,
            level=level,
            room=room,
            gift=level.gift,
            with_tour=level.with_tour,
            reasons=tuple(reasons + said),
        )

    def _level(self, levels):
        """The level wanted, or that of the guest's rank; one simpler for each rule not kept."""
        at, reasons = self._entitled(levels)
        for kind, words in (
            (Criterion.Kind.NOTICE, _("Asked for too late: one level simpler.")),
            (Criterion.Kind.REPEAT, _("They came on this topic not long ago: one level simpler.")),
        ):
            if self._fails(kind) and at + 1 < len(levels):
                at += 1
                reasons.append(words)
        return levels[at], reasons

    def _entitled(self, levels):
        rank = self.visit.head_rank or GuestRank.OTHER
        of_rank = [one.for_rank is None or rank <= one.for_rank for one in levels]
        at = of_rank.index(True) if True in of_rank else len(levels) - 1
        wanted = self.visit.level_wanted
        if wanted is None:
            words = _("The level for guests of this rank: %(rank)s.")
            return at, [words % {"rank": GuestRank(rank).label}]
        if wanted.rank < levels[at].rank:
            words = _("“%(level)s” was asked for, which is for guests of a higher rank.")
            return at, [words % {"level": wanted}]
        chosen = next((i for i, one in enumerate(levels) if one.pk == wanted.pk), at)
        return chosen, [_("The level that was asked for.")]

    def _room(self, level):
        """The level's first room that is large enough, of those that the reader may see."""
        rows = RoomOfLevel.objects.visible_to(self.reader).filter(level=level)
        rooms = [one.place for one in rows.select_related("place__building").order_by("position")]
        if not rooms:
            return None, []
        people = self.visit.size or 0
        for place in rooms:
            if place.capacity is None or people <= place.capacity:
                words = [] if place == rooms[0] else [self._larger(rooms[0], place)]
                return place, words
        return None, [_("None of the rooms of this level is large enough.")]

    def _larger(self, first, place):
        words = _("%(first)s holds %(capacity)d: %(room)s is large enough.")
        return words % {"first": first, "capacity": first.capacity, "room": place}

    def as_json(self):
        """What is kept with the decision: the criteria as they were told."""
        return {
            "suggestion": str(self.suggestion.in_words),
            "level": str(self.suggestion.level or ""),
            "reasons": [str(one) for one in self.suggestion.reasons],
            "criteria": [
                {"criterion": str(one.criterion), "met": one.met, "said": str(one.said)}
                for one in self.weighed
            ],
        }


def is_same_body(one, other):
    if one.organisation_id and one.organisation_id == other.organisation_id:
        return True
    names = [fold(visit.body_name) for visit in (one, other)]
    return bool(names[0]) and names[0] == names[1]


def is_same_topic(one, other):
    """A visit without a topic may have been about anything: it counts."""
    return other.theme_id is None or one.theme_id in (None, other.theme_id)


def _day(day):
    return str(PartialDate.of(day))
