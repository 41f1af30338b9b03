"""What the database knows of guides and tours, as the proposal reads it (tours.proposal.facts)."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import chain

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DateTimeField as MomentField
from django.db.models import F, Func, Max

from agenda import periods
from agenda.models import Booking, OutsideEntry
from directory.models import PersonLanguage
from tours.models import Clearance, Guide, OtherTime, Tour, TourSettings, WeeklyHours
from tours.proposal import facts

DAY = timedelta(days=1)


def asked(tour):
    """The key of the guide whose answer is waited for; None without any."""
    return next((one.guide_id for one in getattr(tour, "waiting", ())), None)


class Known:
    """
    Some tours, and all that is known of the guides around them: the same queries for any number.

    The tours are read with_names, each with whoever is asked about it as `waiting` (of Ask).
    `rows` are the guides themselves, in the order of their keys.
    """

    def __init__(self, tours, user):
        self.rows_of_tours, self.zone = list(tours), periods.here()
        rows = Guide.objects.visible_to(user).in_use().select_related("person")
        self.rows = list(rows.order_by("pk"))
        self.settings = TourSettings.objects.current()
        self.walk = self.settings.walk_minutes
        days = [day for one in self.rows_of_tours for day in self._days(one)]
        self.first, self.last = min(days), max(days)

    def _days(self, tour):
        span = tour.appointment.period
        return (end.astimezone(self.zone).date() for end in (span.lower, span.upper))

    @property
    def window(self):
        """The days of the tours, and the ones beside them."""
        return periods.days(self.first - DAY, self.last + DAY, self.zone)

    @property
    def months(self):
        """The whole months of the tours, and the weeks at their edges."""
        first = self.first.replace(day=1) - timedelta(days=7)
        last = (self.last.replace(day=28) + timedelta(days=4)).replace(day=1) + timedelta(days=6)
        return periods.days(first, last, self.zone)

    @property
    def weights(self):
        return weights_of(self.settings)

    def tours(self):
        """The tours as facts, with the minutes of walk that the office wants."""
        return [
            facts.Tour(
                key=one.pk,
                name=str(one),
                route=one.route_id,
                language=one.language,
                kind=one.booking.group,
                start=one.appointment.period.lower,
                end=one.appointment.period.upper,
                before=self.walk,
                after=self.walk,
                city=one.booking.visit.city_id,
                group=one.booking_id,
                guide=one.guide_id or asked(one),
                is_agreed=one.guide_id is not None,
                is_pinned=one.is_pinned,
                size=one.size,
            )
            for one in self.rows_of_tours
        ]

    def guides(self):
        """The guides as facts, in the order of `rows`."""
        languages, routes = self._languages(), self._routes()
        free, busy, work, led = self._free(), self._busy(), self._work(), self._led()
        return [
            facts.Guide(
                key=one.pk,
                name=str(one),
                languages=languages[one.person_id],
                routes=frozenset(routes[one.pk]),
                kinds=frozenset(one.groups),
                free=tuple(free[one.pk]),
                busy=tuple(busy[one.pk]),
                limits=limits(one),
                work=tuple(work[one.pk]),
                last_led=led[one.pk],
                zone=self.zone,
            )
            for one in self.rows
        ]

    def _languages(self):
        rows = PersonLanguage.objects.filter(person__guide__in=self.rows, guides_in=True)
        found = defaultdict(dict)
        for person, language, level in rows.values_list("person", "language", "level"):
            found[person][language] = level
        return found

    def _routes(self):
        found = defaultdict(set)
        rows = Clearance.objects.filter(guide__in=self.rows)
        for guide, route in rows.values_list("guide", "route"):
            found[guide].add(route)
        return found

    def _free(self):
        """The weekly hours on the days in question and what is offered besides; else always."""
        weekly, found = defaultdict(list), defaultdict(list)
        for row in WeeklyHours.objects.filter(guide__in=self.rows):
            weekly[row.guide_id].append(row)
        count = (self.last - self.first).days + 1
        days = [self.first + DAY * number for number in range(count)]
        for one in self.rows:
            hours = weekly[one.pk]
            if not hours:
                found[one.pk].append(ends(self.window))
            for day in days if hours else ():
                found[one.pk] += [self._on(day, row) for row in hours if row.holds(day)]
        rows = OtherTime.objects.filter(guide__in=self.rows, is_free=True).during(self.window)
        for row in rows:
            found[row.guide_id].append(ends(row.period))
        return found

    def _on(self, day, row):
        start, end = (datetime.combine(day, at, self.zone) for at in (row.starts, row.ends))
        if row.ends.replace(second=0, microsecond=0) == time(23, 59):
            end = datetime.combine(day + DAY, time.min, self.zone)
        return start, end

    def _busy(self):
        """What they noted, what else books them, and what their own calendars say."""
        noted = OtherTime.objects.filter(guide__in=self.rows, is_free=False).during(self.window)
        bookings, entries = taken(self.window, "resource__person__guide", self.rows)
        bookings = bookings.exclude(appointment__tour__guide=F("resource__person__guide"))
        return spans_of(noted.values_list("guide", "period"), bookings, entries)

    def _work(self):
        found = defaultdict(list)
        rows = Tour.objects.standing().filter(
            guide__in=self.rows, appointment__period__overlap=self.months
        )
        named = ("guide", "appointment__period", "pk", "booking")
        for guide, span, key, booking in rows.order_by("pk").values_list(*named):
            start, end = ends(span)
            found[guide].append(facts.Work(start, end, key, self.walk, self.walk, booking))
        return found

    def _led(self):
        """Which guests' cities they led before these tours, and when last."""
        cities = {one.booking.visit.city_id for one in self.rows_of_tours} - {None}
        before = min(one.appointment.period.lower for one in self.rows_of_tours)
        rows = Tour.objects.standing().filter(
            guide__in=self.rows,
            booking__visit__city__in=cities,
            appointment__period__endswith__lt=before,
        )
        paths = ("guide", "booking__visit__city", "appointment__period")
        return last_days(rows if cities else Tour.objects.none(), *paths, zone=self.zone)


def taken(window, path, rows):
    """
    (key, span) of what books whom the path leads to, and of what their own calendars say.

    Two QuerySets, for the rows of that path from a resource's booking or calendar.
    """
    bookings = Booking.objects.that_block().during(window).filter(**{f"{path}__in": rows})
    entries = OutsideEntry.objects.filter(
        **{f"calendar__{path}__in": rows}, calendar__is_active=True, period__overlap=window
    )
    return bookings.values_list(path, "busy"), entries.values_list(f"calendar__{path}", "period")


def spans_of(*pairs):
    """Key -> [(start, end)] of all that (key, span) say of it."""
    found = defaultdict(list)
    for key, span in chain(*pairs):
        found[key].append(ends(span))
    return found


def last_days(rows, who, city, period, *, zone):
    """Key of who -> {city: the last day}; the three are the paths from a row."""
    start = Func(F(period), function="lower", output_field=MomentField())
    found = defaultdict(dict)
    for row in rows.order_by().values(who, city).annotate(at=Max(start)):
        found[row[who]][row[city]] = row["at"].astimezone(zone).date()
    return found


def weights_of(settings):
    """What counts how much here, and how well a language must be spoken."""
    return facts.Weights(
        level=settings.level_weight,
        fairness=settings.fairness_weight,
        continuity=settings.continuity_weight,
        keep=settings.keep_weight,
        least_level=settings.least_level,
    )


def ends(span: DateTimeTZRange):
    return span.lower, span.upper


def limits(guide):
    return facts.Limits(
        day_tours=guide.day_tours,
        day_minutes=in_minutes(guide.day_hours),
        week_tours=guide.week_tours,
        week_minutes=in_minutes(guide.week_hours),
        month_tours=guide.month_tours,
        month_minutes=in_minutes(guide.month_hours),
    )


def in_minutes(hours):
    return None if hours is None else hours * 60
