"""How much was guided in a year: counted and added up by the database."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, ExpressionWrapper, F, Func, IntegerField, Sum
from django.db.models import DateTimeField as MomentField
from django.db.models.functions import Extract, TruncMonth
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda import periods
from directory.models import Country
from office.papers.report import Report, Section, Table
from office.tongues import names
from tours.models import Fee, Guide, Route, Surcharge, Tour

MINUTES_OF_HOUR = 60


@dataclass(frozen=True)
class Line:
    """One line: what it counts, tours and people, and the list of what was counted."""

    words: str
    tours: int
    people: int
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """One way to cut the year."""

    key: str
    heading: str
    lines: list

    @property
    def most(self):
        return max((line.tours for line in self.lines), default=1)


def start_of(path):
    """The moment at which a tour begins."""
    return Func(F(path), function="lower", output_field=MomentField())


class Year:
    """The tours of a year that took place or will, of what the reader may see."""

    def __init__(self, user, year):
        self.user, self.year = user, year

    @cached_property
    def rows(self):
        span = periods.days(date(self.year, 1, 1), date(self.year, 12, 31), periods.here())
        rows = Tour.objects.visible_to(self.user).standing().exclude(outcome="no_show")
        rows = rows.filter(appointment__period__overlap=span).order_by()
        # Whoever may see it: the joins of that are asked once, and the figures of the rest.
        return Tour.objects.filter(pk__in=rows.values("pk")).order_by()

    @cached_property
    def totals(self):
        found = self.rows.aggregate(tours=Count("pk"), people=Sum("size"))
        return Line(_("All tours"), found["tours"], found["people"] or 0, self._list())

    @cached_property
    def charts(self):
        return [
            Chart("language", _("By language"), self._languages()),
            Chart("country", _("By country of the guests"), self._countries()),
            Chart("route", _("By route"), self._routes()),
            Chart("guide", _("By guide"), self._guides()),
            Chart("month", _("By month"), self._months()),
        ]

    def _list(self, **query):
        address = reverse("admin:tours_tour_changelist")
        return f"{address}?{urlencode({'year': self.year, **query})}"

    def _counted(self, *paths):
        return self.rows.values(*paths).annotate(tours=Count("pk"), people=Sum("size"))

    def _lines(self, path, labels, parameter):
        found = [
            Line(
                labels.get(one[path], pgettext("in statistics", "not known")),
                one["tours"],
                one["people"],
                self._list(**{parameter: one[path]}) if one[path] else "",
            )
            for one in self._counted(path)
        ]
        return sorted(found, key=lambda line: (-line.tours, line.words))

    def _languages(self):
        return self._lines("language", names(), "language")

    def _countries(self):
        path = "booking__visit__city__country"
        labels = {one.pk: str(one) for one in Country.objects.all()}
        return self._lines(path, labels, f"{path}__id__exact")

    def _routes(self):
        rows = Route.objects.visible_to(self.user)
        return self._lines("route", {one.pk: str(one) for one in rows}, "route__id__exact")

    def _guides(self):
        rows = Guide.objects.visible_to(self.user).select_related("person")
        labels = {one.pk: str(one) for one in rows} | {None: _("nobody yet")}
        found = self._lines("guide", labels, "guide__id__exact")
        return [one if one.url else replace(one, url=self._list(led="no")) for one in found]

    def _months(self):
        month = TruncMonth(start_of("appointment__period"), tzinfo=periods.here())
        rows = self.rows.annotate(month=month).values("month")
        counted = rows.annotate(tours=Count("pk"), people=Sum("size")).order_by("month")
        return [
            Line(
                capfirst(date_format(one["month"], "F")),
                one["tours"],
                one["people"],
                self._list(month=one["month"].month),
            )
            for one in counted
        ]


# ---------------------------------------------------------------- hours and fees


@dataclass(frozen=True)
class Earned:
    """What one guide led in a year: tours, minutes, and what it comes to, in euros."""

    guide: Guide
    tours: int
    minutes: int
    amount: Decimal

    @property
    def hours(self):
        return f"{self.minutes // MINUTES_OF_HOUR}:{self.minutes % MINUTES_OF_HOUR:02}"


def fee_of(fees, surcharges, guide, language, day, minutes):
    """
    What a tour of so many minutes costs, in euros.

    By the guide's own fee that holds on the day, else by everybody's; the hours are counted by
    the minute. Nothing where no fee holds.
    """
    held = [one for one in fees if one.first_day <= day and one.guide_id in (guide, None)]
    if not held:
        return Decimal(0)
    own = [one for one in held if one.guide_id == guide] or held
    fee = max(own, key=lambda one: one.first_day)
    more = [one for one in surcharges if one.language == language and one.first_day <= day]
    extra = max(more, key=lambda one: one.first_day).amount if more else 0
    hours = Decimal(minutes) / MINUTES_OF_HOUR
    return (fee.a_tour + fee.an_hour * hours + extra).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Led:
    """One tour that a guide led, and what it comes to, in euros."""

    guide: int
    route: int
    start: datetime
    minutes: int
    amount: Decimal

    @property
    def hours(self):
        return f"{self.minutes // MINUTES_OF_HOUR}:{self.minutes % MINUTES_OF_HOUR:02}"


def led(rows):
    """[Led] of the tours among `rows` that took place with a guide, as they were."""
    rows = rows.filter(guide__isnull=False, outcome="held")
    length = Func(F("appointment__period"), function="upper", output_field=MomentField())
    lasts = Extract(length - start_of("appointment__period"), "epoch")
    minutes = ExpressionWrapper(lasts / MINUTES_OF_HOUR, output_field=IntegerField())
    rows = rows.annotate(start=start_of("appointment__period"), minutes=minutes)
    fees, surcharges = list(Fee.objects.all()), list(Surcharge.objects.all())
    zone, found = periods.here(), []
    named = ("guide", "route", "language", "start", "minutes")
    for guide, route, language, start, lasted in rows.order_by("start", "pk").values_list(*named):
        at = start.astimezone(zone)
        cost = fee_of(fees, surcharges, guide, language, at.date(), lasted)
        found.append(Led(guide, route, at, lasted, cost))
    return found


def earned(user, year):
    """[Earned] of every guide who led a tour of the year that took place, by their names."""
    found = {}
    for one in led(Year(user, year).rows):
        tours, minutes, amount = found.get(one.guide, (0, 0, Decimal(0)))
        found[one.guide] = (tours + 1, minutes + one.minutes, amount + one.amount)
    guides = Guide.objects.visible_to(user).select_related("person").in_order()
    return [Earned(one, *found[one.pk]) for one in guides.filter(pk__in=found)]


def statement(user, year):
    """Hours and fees of all guides in a year, as a paper."""
    rows = earned(user, year)
    table = Table(
        [_("Guide"), _("Tours"), pgettext("how many", "Hours"), _("Fee (€)")],
        [[str(one.guide), one.tours, one.hours, number_format(one.amount, 2)] for one in rows],
        numeric=(2, 3),
    )
    total = number_format(sum((one.amount for one in rows), Decimal(0)), 2)
    return Report(
        _("Hours and fees of guides"),
        str(year),
        sections=[
            Section(
                _("Tours that took place"),
                table=table if rows else None,
                paragraphs=[] if rows else [_("No tour took place.")],
                note=_("Together: %(total)s €") % {"total": total},
            )
        ],
        is_demo=any(one.guide.is_demo for one in rows),
    )
