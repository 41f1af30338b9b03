"""Interpreters as the proposal reads guides: the same engine, a pair of languages for one."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q

from agenda import periods
from agenda.models import Resource
from delegations.models import Part
from directory.models import PersonLanguage
from office.tongues import pair
from tours.known import ends, last_days, spans_of, taken, weights_of
from tours.models import TourSettings
from tours.proposal import facts

DAY = timedelta(days=1)


def named(code):
    """“Japanese → Italian” of a pair of languages."""
    return pair(*code.split(">"))


def code_of(source, target):
    return f"{source}>{target}"


class KnownInterpreters:
    """Some parts of interpreters, read with_names, and all who can be booked and interpret."""

    def __init__(self, parts, user):
        self.parts, self.zone = list(parts), periods.here()
        uses = Q(person__languages__interprets_from=True)
        uses |= Q(person__languages__interprets_into=True)
        rows = Resource.objects.visible_to(user).in_use().filter(uses).distinct()
        self.rows = list(rows.select_related("person").order_by("pk"))
        self.settings = TourSettings.objects.current()
        spans = [one.item.appointment.period for one in self.parts]
        first = min(span.lower for span in spans).astimezone(self.zone).date()
        last = max(span.upper for span in spans).astimezone(self.zone).date()
        self.window = periods.days(first - DAY, last + DAY, self.zone)
        month_after = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
        self.months = periods.days(first.replace(day=1), month_after - DAY, self.zone)

    @property
    def weights(self):
        return weights_of(self.settings)

    def parts_as_tours(self):
        """Each part as what somebody is to lead."""
        walk = self.settings.walk_minutes
        return [
            facts.Tour(
                key=one.pk,
                name=str(one.item),
                route=None,
                language=code_of(one.source, one.target),
                kind=None,
                start=one.item.appointment.period.lower,
                end=one.item.appointment.period.upper,
                before=walk,
                after=walk,
                city=one.item.visit.city_id,
                group=one.item.visit_id,
            )
            for one in self.parts
        ]

    def guides(self):
        """Whoever interprets as a guide, in the order of `rows`."""
        languages, busy, work, led = self._languages(), self._busy(), self._work(), self._led()
        return [
            facts.Guide(
                key=one.pk,
                name=str(one.person),
                languages=languages[one.person_id],
                free=(ends(self.window),),
                busy=tuple(busy[one.pk]),
                work=tuple(work[one.person_id]),
                last_led=led[one.person_id],
                zone=self.zone,
            )
            for one in self.rows
        ]

    @property
    def people(self):
        return [one.person_id for one in self.rows]

    def _languages(self):
        """Person -> {pair: the lower of the two levels, "" where one is not known}."""
        rows = PersonLanguage.objects.filter(person__in=self.people)
        sources, targets = defaultdict(dict), defaultdict(dict)
        for row in rows:
            if row.interprets_from:
                sources[row.person_id][row.language] = row.level
            if row.interprets_into:
                targets[row.person_id][row.language] = row.level
        return defaultdict(
            dict,
            {
                person: {
                    code_of(source, target): lower(level, other)
                    for source, level in found.items()
                    for target, other in targets[person].items()
                    if source != target
                }
                for person, found in sources.items()
            },
        )

    def _busy(self):
        return spans_of(*taken(self.window, "resource", self.rows))

    def _interpreted(self):
        rows = Part.objects.standing().filter(kind=Part.Kind.INTERPRETER, person__in=self.people)
        return rows.exclude(pk__in=[one.pk for one in self.parts]).order_by()

    def _work(self):
        """What they interpret that month; that they are busy then, the calendar says."""
        found = defaultdict(list)
        rows = self._interpreted().filter(item__appointment__period__overlap=self.months)
        named_ones = ("person", "item__appointment__period", "pk", "item__visit")
        for person, span, key, visit in rows.values_list(*named_ones):
            start, end = ends(span)
            found[person].append(facts.Work(start, end, f"part-{key}", group=visit))
        return found

    def _led(self):
        """For which guests' cities they interpreted before, and when last."""
        cities = {one.item.visit.city_id for one in self.parts} - {None}
        before = min(one.item.appointment.period.lower for one in self.parts)
        rows = self._interpreted().filter(
            item__visit__city__in=cities, item__appointment__period__endswith__lt=before
        )
        paths = ("person", "item__visit__city", "item__appointment__period")
        return last_days(rows if cities else Part.objects.none(), *paths, zone=self.zone)


def lower(level, other):
    """The lower of two levels; "" where one of them is not known."""
    return min(level, other, key=facts.LEVELS.index) if level and other else ""
