"""What stands on the calendar between two days, as one reader sees it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes, facets, marks, periods
from agenda.models import Appointment, Booking, Closure, OutsideEntry, Place, Resource
from office.backoffice import frame

A_DAY = timedelta(days=1)
DAY_OF_MINUTES = 24 * 60
LOOKS = {
    "closure": gettext_lazy("closed"),
    "outside": gettext_lazy("outside calendar"),
    "hidden": gettext_lazy("not available"),
    "mark": gettext_lazy("date to know"),
}


@dataclass(frozen=True)
class Entry:
    """
    One thing on the calendar. `look` is what it is: appointment, closure, outside, hidden, mark.

    `first` and `last` are its days on the office's calendar, `lines` the keys of the resources
    on whose line it stands, `notes` what is said of it besides. What a reader may know to
    exist, and no more, has the words of a closed room for its title and nothing else.
    """

    key: str
    look: str
    title: str
    first: date
    last: date
    period: object = None
    all_day: bool = False
    lines: tuple = ()
    notes: tuple = ()
    url: str = ""
    appointment: Appointment | None = None
    place: str = ""
    who: tuple = ()
    # (key of the resource, its busy time) where it is busy longer or shorter than that.
    busy: tuple = ()
    may_change: bool = False
    record: models.Model | None = field(default=None, compare=False, repr=False)

    @property
    def hours(self):
        """From when to when, on the office's clocks; "" for whole days."""
        if self.all_day or self.period is None:
            return ""
        start, end = (
            one.astimezone(periods.here()) for one in (self.period.lower, self.period.upper)
        )
        return f"{start:%H:%M}–{end:%H:%M}"

    @property
    def classes(self):
        """How it looks: its kind is a colour, its state a pattern."""
        if self.appointment is None:
            return f"look-{self.look}"
        one = self.appointment
        holds = "" if one.blocks or one.is_cancelled else " holds-nothing"
        return f"kind-{one.kind} state-{one.state}{holds}"

    @property
    def words(self):
        """Kind and state in words, for who does not see the colour or the pattern."""
        if self.appointment is None:
            return str(LOOKS[self.look])
        one = self.appointment
        return f"{one.get_kind_display()}, {one.get_state_display()}"

    @property
    def days(self):
        days = dict.fromkeys(date_format(day, "DATE_FORMAT") for day in (self.first, self.last))
        return " – ".join(days)

    @property
    def form_url(self):
        """The form of the appointment itself, where that is what the address opens."""
        return self.url if self.appointment and self.url == _url_of(self.appointment) else ""

    @property
    def may_move(self):
        return self.may_change and not self.appointment.is_cancelled

    @property
    def is_demo(self):
        return getattr(self.record, "is_demo", False)

    def stands_on(self, day):
        return self.first <= day <= self.last

    @property
    def in_order(self):
        begins = self.period.lower.timestamp() if self.period and not self.all_day else 0
        return (self.first, begins, self.key)


def between(reader, first, last, *, narrowed=None, marked=()):
    """
    The Entries from the first day to the last, both included, in their order.

    `narrowed` is a filters.CalendarFilter, `marked` are the marks of these days, which a
    narrow calendar leaves out. As many queries for a thousand as for one.
    """
    scene = _Board(reader, first, last, narrowed)
    found = [*scene.appointments(), *scene.hidden(), *scene.closures(), *scene.outside()]
    if not scene.is_narrow:
        found += _on_their_days(marked)
    return sorted(
        (one for one in found if one.first <= last and first <= one.last),
        key=lambda one: one.in_order,
    )


def of(reader, appointments):
    """The Entries of these appointments, in their order; as many queries for forty as for one."""
    rows = Booking.objects.visible_to(reader).filter(
        appointment__in=[one.pk for one in appointments]
    )
    booked = _by_appointment(rows)
    return [_of_appointment(one, booked.get(one.pk, []), reader) for one in appointments]


def _by_appointment(rows):
    """{key of the appointment: its bookings}."""
    found = {}
    for booking in rows.select_related("resource__place", "resource__person").order_by("pk"):
        found.setdefault(booking.appointment_id, []).append(booking)
    return found


def _of_appointment(one, bookings, reader):
    zone = one.zone
    first, last = one.days if one.all_day else periods.days_of(one.period, periods.here())
    notes = []
    if zone.key != periods.here().key and not one.all_day:
        told = {"hours": clashes.on_clocks(one.period, zone), "place": one.place}
        notes.append(_("There: %(hours)s, on the clocks of %(place)s.") % told)
    return Entry(
        key=f"a{one.pk}",
        look="appointment",
        title=str(one),
        first=first,
        last=last,
        period=one.period,
        all_day=one.all_day,
        lines=tuple(booking.resource_id for booking in bookings),
        notes=tuple(notes),
        url=facets.url_of(one),
        appointment=one,
        place=str(one.place) if one.place_id else "",
        who=tuple(
            str(booking.resource)
            for booking in bookings
            if booking.resource.place_id is None or booking.resource.place_id != one.place_id
        ),
        busy=tuple(
            (booking.resource_id, booking.busy)
            for booking in bookings
            if booking.blocks and booking.busy != one.period
        ),
        may_change=facets.may_change(reader, one),
        record=one,
    )


class _Board:
    """Reads what overlaps the days, a day more at both ends: elsewhere it may be that day yet."""

    def __init__(self, reader, first, last, narrowed):
        self.reader, self.narrowed = reader, narrowed
        self.here = periods.here()
        self.window = periods.days(first - A_DAY, last + A_DAY, self.here)
        asked = narrowed.cleaned_data if narrowed and narrowed.is_valid() else {}
        # Kind and state are of appointments alone: whoever asks for them asks for nothing else.
        of_appointments = asked.get("kind") or asked.get("state")
        not_understood = narrowed is not None and not narrowed.is_valid()
        self.no_others = bool(of_appointments or not_understood)
        self.resources = {one.pk for one in asked.get("resource") or ()}
        self.places = {one.pk for one in asked.get("place") or ()}
        self.is_narrow = narrowed is not None and narrowed.is_narrow

    # ------------------------------------------------------------ appointments

    def appointments(self):
        rows = Appointment.objects.visible_to(self.reader).during(self.window)
        if self.is_narrow:
            # By key: a narrowing that joins must not make the ordering's columns distinct.
            keys = self.narrowed.narrow(rows).order_by().values("pk")
            rows = Appointment.objects.filter(pk__in=keys)
        rows = rows.select_related("place__building", "party", *facets.accessors())
        found = list(rows.in_order())
        booked = self._booked()
        return [_of_appointment(one, booked.get(one.pk, []), self.reader) for one in found]

    def _booked(self):
        """{appointment: its bookings} of what the reader may see."""
        rows = Booking.objects.visible_to(self.reader).filter(
            appointment__period__overlap=self.window
        )
        return _by_appointment(rows)

    def hidden(self):
        """Bookings of appointments that the reader may know of, and not read."""
        if self.no_others:
            return
        # A booking can lie so much beside its appointment; all others need not be asked about.
        around = periods.stretched(self.window, DAY_OF_MINUTES, DAY_OF_MINUTES)
        readable = Appointment.objects.visible_to(self.reader).during(around).values("pk")
        known = Appointment.objects.known_to(self.reader).during(around)
        known = known.exclude(pk__in=readable)
        rows = (
            Booking.objects.that_block()
            .during(self.window)
            .filter(
                appointment__in=known.values("pk"),
                resource__in=Resource.objects.visible_to(self.reader).values("pk"),
            )
        )
        if self.resources:
            rows = rows.filter(resource__in=self.resources)
        if self.places:
            rows = rows.filter(self._of_places("resource__place"))
        rows = rows.select_related("resource__place", "resource__person")
        for booking in rows.order_by("pk"):
            first, last = periods.days_of(booking.busy, self.here)
            yield Entry(
                key=f"h{booking.pk}",
                look="hidden",
                title=not_available(booking.resource),
                first=first,
                last=last,
                period=booking.busy,
                lines=(booking.resource_id,),
            )

    # ------------------------------------------------------------ closures, outside calendars

    def closures(self):
        if self.no_others:
            return
        readable = Closure.objects.visible_to(self.reader).filter(pk=OuterRef("pk"))
        rows = Closure.objects.known_to(self.reader).during(self.window)
        rows = rows.annotate(is_readable=Exists(readable)).select_related("place__building")
        if (places := self._places_asked()) is not None:
            rows = rows.filter(place__in=places)
        for one in rows.order_by("period", "pk"):
            zone = one.place.zone
            is_whole = periods.is_whole_days(one.period, zone)
            first, last = periods.days_of(one.period, zone if is_whole else self.here)
            words = {"place": one.place, "reason": one.get_reason_display()}
            yield Entry(
                key=f"c{one.pk}",
                look="closure" if one.is_readable else "hidden",
                title=_("%(place)s closed: %(reason)s") % words
                if one.is_readable
                else not_available(one.place),
                first=first,
                last=last,
                period=one.period,
                all_day=is_whole,
                lines=self._lines_of(one.place),
                notes=tuple(filter(None, (one.note, one.source))) if one.is_readable else (),
                url=_url_of(one) if one.is_readable else "",
                record=one if one.is_readable else None,
            )

    def outside(self):
        """What others' calendars say, with where it is from and as of when."""
        if self.no_others:
            return
        rows = OutsideEntry.objects.visible_to(self.reader).during(self.window)
        rows = rows.filter(calendar__is_active=True).select_related(
            "calendar__resource__place", "calendar__resource__person", "calendar__place__building"
        )
        if (places := self._places_asked()) is not None:
            asked = Q(calendar__resource__in=self.resources) | Q(calendar__place__in=places)
            asked |= Q(calendar__resource__place__in=places)
            rows = rows.filter(asked)
        for one in rows.order_by("period", "pk"):
            first, last = periods.days_of(one.period, self.here)
            of = one.calendar.resource or one.calendar.place
            title = one.title if one.calendar.shows_titles and one.title else _("busy")
            yield Entry(
                key=f"o{one.pk}",
                look="outside",
                title=_("%(whose)s: %(title)s") % {"whose": of, "title": title},
                first=first,
                last=last,
                period=one.period,
                all_day=one.all_day,
                lines=(of.pk,) if one.calendar.resource_id else self._lines_of(one.calendar.place),
                notes=(_read_at(one.calendar),),
            )

    # ------------------------------------------------------------ places and lines

    def _of_places(self, path):
        """That it is at one of the places asked for, or in one of their rooms."""
        return Q(**{f"{path}__in": self.places}) | Q(**{f"{path}__building__in": self.places})

    def _places_asked(self):
        """The places that matter to what is asked for, with building and rooms; None for all."""
        if not (self.resources or self.places):
            return None
        matters = Q(resource__in=self.resources) | Q(rooms__resource__in=self.resources)
        matters |= Q(pk__in=self.places) | Q(building__in=self.places) | Q(rooms__in=self.places)
        return Place.objects.filter(matters).order_by().values("pk")

    def _lines_of(self, place):
        """The lines on which a closed place stands: its own, and those of its rooms."""
        return tuple(self._rooms.get(place.pk, ()))

    @property
    def _rooms(self):
        if not hasattr(self, "_rooms_found"):
            self._rooms_found = {}
            rooms = Resource.objects.visible_to(self.reader).filter(place__isnull=False)
            for key, place, building in rooms.values_list("pk", "place", "place__building"):
                for one in filter(None, (place, building)):
                    self._rooms_found.setdefault(one, []).append(key)
        return self._rooms_found


def not_available(thing):
    """The same words for a room that is closed and for one that is booked, and nothing else."""
    return _("%(whose)s: %(title)s") % {"whose": thing, "title": LOOKS["hidden"]}


def _read_at(calendar):
    told = {"calendar": calendar}
    if calendar.read_at is None:
        return _("From the outside calendar “%(calendar)s”.") % told
    told["when"] = date_format(calendar.read_at.astimezone(periods.here()), "SHORT_DATETIME_FORMAT")
    return _("From the outside calendar “%(calendar)s”, read %(when)s.") % told


def _on_their_days(marked):
    for number, mark in enumerate(marked):
        if marks.is_exact(mark):
            yield Entry(
                key=f"m{number}",
                look="mark",
                title=capfirst(str(mark.text)),
                first=mark.on.first,
                last=mark.on.last,
                all_day=True,
                notes=tuple(map(str, (mark.kind, *mark.notes))),
                url=frame.way_to(mark.record),
                record=mark.record,
            )


def _url_of(record):
    meta = record._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""
