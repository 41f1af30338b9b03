"""What one day brings: who is where, who comes by what, who is here, what is not as it was."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from agenda import clashes, facets, periods
from agenda.models import Appointment, Place, Resource
from delegations.findings import parts_seen, scene_of
from delegations.models import (
    Arrangements,
    Leg,
    Member,
    Print,
    ProgrammeItem,
    ProgrammeVersion,
    Recipient,
    Stay,
    Visit,
)
from delegations.models.choices import TAKES_PLACE
from office import telephones


@dataclass(frozen=True)
class Call:
    """Whom one can ring, and what for."""

    what: str
    name: str
    telephone: str

    @property
    def url(self):
        return f"tel:{telephones.normalised(self.telephone)}"


@dataclass
class Item:
    """One item as it stands on that day, with who has a part in it."""

    item: ProgrammeItem
    hours: str
    is_now: bool = False
    is_over: bool = False
    url: str = ""
    findings: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    vehicles: list = field(default_factory=list)

    @property
    def appointment(self):
        return self.item.appointment


@dataclass(frozen=True)
class Changed:
    """That an item is not as it was published, or as it was when the day began."""

    title: str
    was: str
    now: str
    url: str = ""


@dataclass
class OfVisit:
    """The day of one visit."""

    visit: Visit
    items: list = field(default_factory=list)
    legs: list = field(default_factory=list)
    members: list = field(default_factory=list)
    calls: list = field(default_factory=list)
    changes: list = field(default_factory=list)

    @property
    def now(self):
        return [one for one in self.items if one.is_now]

    @property
    def next(self):
        """What begins next, and all that begins with it."""
        coming = [one for one in self.items if not one.is_now and not one.is_over]
        first = coming[0].appointment.period.lower if coming else None
        return [one for one in coming if one.appointment.period.lower == first]

    @property
    def heads(self):
        """(state, its label, how many) of the members, in the order of the states."""
        counted = Counter(one.today for one in self.members)
        return [(one.value, one.label, counted[one]) for one in Member.Attendance if counted[one]]

    @property
    def here(self):
        return sum(one.today == Member.Attendance.HERE for one in self.members)

    @property
    def expected(self):
        """How many are still waited for."""
        waited = (Member.Attendance.EXPECTED, Member.Attendance.LATE)
        return sum(one.today in waited for one in self.members)


class Day:
    """
    The visits of one day that the user may see, or `only` the one of that key.

    The queries are as many for ten visits as for one; each is asked at the first look.
    """

    def __init__(self, user, day, only=None, now=None):
        self.user, self.day, self.only = user, day, only
        self.now = now or timezone.now()
        self.span = periods.days(day, day, periods.here())

    @property
    def is_today(self):
        return self.day == timezone.localdate(self.now)

    @cached_property
    def visits(self):
        rows = Visit.objects.visible_to(self.user).filter(state__in=TAKES_PLACE)
        rows = rows.filter(pk=self.only) if self.only else rows.filter(self._touches)
        rows = rows.annotate(published_at=self._published_at, hotels=self._hotels)
        rows = rows.with_names().select_related("arrangements")
        return list(rows.order_by("first_day", "pk"))

    @property
    def _published_at(self):
        """When its programme was published: last before this morning, else for the first time."""
        rows = ProgrammeVersion.objects.filter(visit=OuterRef("pk")).values("published_at")
        before = rows.filter(published_at__lte=self.morning).order_by("-number")
        return Coalesce(Subquery(before[:1]), Subquery(rows.order_by("number")[:1]))

    @property
    def _touches(self):
        """Its days do, or a flight that comes the evening before, or an item outside them."""
        legs = Leg.objects.filter(self._on_the_day, visit=OuterRef("pk"))
        items = ProgrammeItem.objects.filter(
            visit=OuterRef("pk"), appointment__period__overlap=self.span
        ).exclude(appointment__state=Appointment.State.CANCELLED)
        lasts = Q(first_day__lte=self.day, last_day__gte=self.day)
        return lasts | Exists(legs) | Exists(items)

    @property
    def _on_the_day(self):
        ends = (self.span.lower, self.span.upper)
        planned = Q(at__gte=ends[0], at__lt=ends[1])
        return planned | Q(expected_at__gte=ends[0], expected_at__lt=ends[1])

    @property
    def _hotels(self):
        """Where its guests sleep in these days, as far as one can ring there."""
        comes = Q(arrives_on__isnull=True) | Q(arrives_on__lte=self.day)
        stays = Q(leaves_on__isnull=True) | Q(leaves_on__gte=self.day)
        rows = Stay.objects.filter(comes, stays, visit=OuterRef("pk")).exclude(telephone="")
        told = JSONObject(name="hotel", telephone="telephone")
        return ArraySubquery(rows.order_by("arrives_on", "pk").values(told=told))

    @cached_property
    def keys(self):
        return [one.pk for one in self.visits]

    def of_each(self):
        """An OfVisit for each."""
        if not self.visits:
            return []
        found = {one.pk: OfVisit(one) for one in self.visits}
        for item in self.items:
            found[item.item.visit_id].items.append(item)
        for leg in self.legs:
            found[leg.visit_id].legs.append(leg)
        for member in self.members:
            found[member.visit_id].members.append(member)
        for key, changed in self.changes:
            found[key].changes.append(changed)
        for key, call in self.calls():
            found[key].calls.append(call)
        return list(found.values())

    # ------------------------------------------------------------ the programme

    @cached_property
    def all_items(self):
        """Of all days and states: what was moved away from this one is told as well."""
        rows = ProgrammeItem.objects.visible_to(self.user).filter(visit__in=self.keys)
        others = [f"appointment__{name}" for name in facets.accessors()]
        found = list(rows.with_appointment().select_related(*others).in_order())
        visits = {one.pk: one for one in self.visits}
        for item in found:
            item.visit = visits[item.visit_id]
        return found

    @cached_property
    def items(self):
        today = [one for one in self.all_items if self._is_on(one.appointment)]
        if not today:
            return []
        scene = scene_of(today, self.user)
        return [self._told(item, scene) for item in today]

    def _told(self, item, scene):
        appointment = item.appointment
        parts = parts_seen(scene, item)
        for part in parts:
            if part.ask_telephone:
                name = part.ask_name or part.who
                part.call = Call(str(part.get_kind_display()), name, part.ask_telephone)
        may = facets.may_change(self.user, appointment)
        return Item(
            item,
            hours(appointment),
            is_now=self.is_today and self.now in appointment.period,
            is_over=appointment.period.upper <= self.now,
            url=facets.url_of(appointment) if may else "",
            findings=scene.findings(appointment),
            parts=parts,
            vehicles=vehicles_of(appointment, scene),
        )

    def _is_on(self, appointment):
        return not appointment.is_cancelled and periods.overlap(appointment.period, self.span)

    # ------------------------------------------------------------ what is not as it was

    @cached_property
    def changes(self):
        """(key of the visit, Changed) of what was on this day, or is now, and is not as it was."""
        items = {one.appointment_id: one for one in self.all_items}
        before = self._as_they_were(items)
        places = self._places(
            row.place_id
            for key, row in before.items()
            if row.place_id != items[key].appointment.place_id
        )
        return [
            (item.visit_id, changed)
            for key, item in items.items()
            if (changed := self._changed(item, before.get(key), places))
        ]

    @property
    def morning(self):
        return datetime.combine(timezone.localdate(self.now), time.min, periods.here())

    def _as_they_were(self, items):
        """Key of an appointment -> its row of the history when it was published, or this morning.

        Without a key it was not there yet.
        """
        if not items:
            return {}
        of_visit = defaultdict(list)
        for key, item in items.items():
            of_visit[item.visit_id].append(key)
        then = Q()
        for visit in self.visits:
            moment = visit.published_at or self.morning
            then |= Q(id__in=of_visit[visit.pk], history_date__lte=moment)
        rows = Appointment.history.filter(then).distinct("id")
        rows = rows.order_by("id", "-history_date", "-history_id")
        return {row.id: row for row in rows}

    def _places(self, keys):
        keys = {*keys} - {None}
        rows = Place.objects.visible_to(self.user).select_related("building")
        return {one.pk: one for one in rows.filter(pk__in=keys)} if keys else {}

    def _changed(self, item, before, places):
        appointment = item.appointment
        is_on, was_on = self._is_on(appointment), bool(before) and self._is_on(Was(before))
        if not (is_on or was_on):
            return None
        told = {"title": str(appointment), "url": facets.url_of(appointment)}
        if before is None:
            # While nothing is published everything is new.
            if item.visit.published_at is None:
                return None
            return Changed(was=_("not there yet"), now=self._when(appointment), **told)
        was = Was(before, self._zone_then(appointment, before, places))
        if appointment.is_cancelled:
            return Changed(was=self._when(was), now=_("does not take place"), **told)
        then, now = [], []
        if was.period != appointment.period:
            then.append(self._when(was))
            now.append(self._when(appointment))
        if before.place_id != appointment.place_id:
            place = places.get(before.place_id)
            then.append(str(place) if place else _("another place"))
            now.append(str(appointment.place) if appointment.place_id else _("no place"))
        return Changed(was=", ".join(then), now=", ".join(now), **told) if then else None

    def _zone_then(self, appointment, before, places):
        if before.place_id == appointment.place_id:
            return appointment.zone
        place = places.get(before.place_id)
        return place.zone if place else periods.here()

    def _when(self, one):
        """Its hours; with the day, where that is another one."""
        if periods.overlap(one.period, self.span):
            return hours(one)
        return clashes.when(one.period, one.zone, all_day=one.all_day)

    # ------------------------------------------------------------ the guests

    @cached_property
    def members(self):
        rows = Member.objects.visible_to(self.user).filter(visit__in=self.keys)
        rows = rows.select_related("person", "attendance_by", "stay").in_order()
        return [self.told(one) for one in rows]

    def told(self, member):
        """With what is known of them on this day."""
        member.today = member.attendance_on(self.day)
        member.own_said, member.own_said_in = member.own
        return member

    @cached_property
    def legs(self):
        rows = Leg.objects.visible_to(self.user).filter(self._on_the_day, visit__in=self.keys)
        found = list(rows.select_related("noted_by").order_by("at", "pk"))
        on = defaultdict(list)
        for member in self.members:
            on[member.arrives_by_id].append(member)
            on[member.leaves_by_id].append(member)
        for leg in found:
            leg.members_on = on[leg.pk]
            leg.waited_for = [
                one
                for one in leg.members_on
                if one.today in (Member.Attendance.EXPECTED, Member.Attendance.LATE)
            ]
        return sorted(found, key=lambda leg: (leg.now_at, leg.pk))

    # ------------------------------------------------------------ whom to call

    def calls(self):
        """(key of the visit, Call): the office's own, the guests, hotels, drivers and others."""
        for visit in self.visits:
            one = getattr(visit, "arrangements", None) or Arrangements()
            found = (
                Call(_("guests on the way"), "", one.guests_telephone),
                Call(_("focal point"), visit.contact_name, visit.contact_telephone),
                Call(_("whom to call on the day"), one.call_name, one.call_telephone),
            )
            yield from ((visit.pk, call) for call in found if call.telephone)
            yield from ((visit.pk, Call(_("hotel"), **told)) for told in visit.hotels)
        recipients = Recipient.objects.visible_to(self.user).filter(visit__in=self.keys)
        for one in recipients.exclude(telephone="").exclude(print=Print.HOST):
            yield one.visit_id, Call(str(one.get_print_display()), one.name, one.telephone)


def vehicles_of(appointment, scene):
    """Those that it books and that the reader of the scene may know."""
    booked = (one.resource for one in scene.bookings(appointment))
    return [one for one in booked if one.kind == Resource.Kind.VEHICLE and scene.sees_resource(one)]


class Was:
    """What the history keeps of an appointment, as far as one reads it like one."""

    def __init__(self, row, zone=None):
        self.period, self.all_day, self.place_id = row.period, row.all_day, row.place_id
        self.state, self.zone = row.state, zone or periods.here()

    @property
    def is_cancelled(self):
        return self.state == Appointment.State.CANCELLED

    @property
    def starts_at(self):
        return self.period.lower.astimezone(self.zone)

    @property
    def ends_at(self):
        return self.period.upper.astimezone(self.zone)


def hours(one):
    """“09:00–10:30”, with the zone's name where it is not ours."""
    if one.all_day:
        return _("all day")
    told = "–".join(time_format(end, "TIME_FORMAT") for end in (one.starts_at, one.ends_at))
    return clashes.named(told, one.period, one.zone)


def later_than(planned, clock):
    """The moment at that clock time which comes next after what was planned, or shortly before."""
    here = periods.here()
    day = planned.astimezone(here).date()
    found = datetime.combine(day, clock, here)
    return found + timedelta(days=1) if found < planned - timedelta(hours=6) else found


def is_on_today(user):
    """Whether a visit is on today that the user may see: one query."""
    today = timezone.localdate()
    rows = Visit.objects.visible_to(user).filter(state__in=TAKES_PLACE).during(today, today)
    return rows.exists()
