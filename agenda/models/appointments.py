"""Appointments and what they book: who and what is where, and when."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Deferrable, F, Func, GeneratedField, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda import periods
from agenda.models.places import NOT_SO_MANY, Place
from agenda.models.resources import Resource
from agenda.periods import period_constraint
from office.models import (
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData

BOOKED_TWICE = _("It is booked already at that time.")
PART_IS_EMPTY = _("Nothing would be left of the booking: it ends before it begins.")


class Party(VisibleRecord):
    """
    A group of guests that goes through the city together.

    Its size and whether some of it cannot take steps decide how long its ways are, and it
    should not be in two places at once. What belongs to its visit points at its audience.
    """

    personal_data = PersonalData(
        held=(Held(("name",), _("guests"), Kind.NAME, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(
        _("how many people"), blank=True, null=True, validators=[NOT_SO_MANY]
    )
    takes_lift = models.BooleanField(
        _("takes the lift way"), default=False, help_text=_("Someone of it cannot take steps.")
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("group of guests")
        verbose_name_plural = _("groups of guests")

    def __str__(self):
        return self.name


class Series(Record):
    """
    Appointments that were made together by one rule, each of which is changed alone.

    `rule` is a recurrence rule of RFC 5545 ("FREQ=WEEKLY;COUNT=6"): how they came about.
    """

    personal_data = NO_PERSONAL_DATA

    rule = models.CharField(_("rule"), max_length=250)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self):
        return self.rule


class AppointmentQuerySet(VisibleQuerySet):
    # An appointment names its place and its guests.
    optional_paths = ("place__audience", "place__building__audience", "party__audience")

    def update(self, **values):
        """Tells the feeds as well, which go by version and time of the last change."""
        values.setdefault("version", F("version") + 1)
        values.setdefault("changed_at", timezone.now())
        return super().update(**values)

    update.alters_data = True

    def during(self, period):
        return self.filter(period__overlap=period)

    def in_order(self):
        return self.order_by("period", "pk")

    def standing(self):
        """Those that are not cancelled."""
        return self.exclude(state=Appointment.State.CANCELLED)


class Appointment(TranslatedRecord, VisibleRecord):
    """
    That something happens from one moment to another: the only record of it.

    What it is for is said by a facet that points at it (agenda.facets). Nobody deletes one:
    it is cancelled. `blocks` says whether its bookings keep others out: always when it is
    confirmed, never when it is cancelled, as the clerk chose while it is pencilled.
    """

    awaits_translators = False

    personal_data = PersonalData(
        held=(
            Held(("title",), _("guests and their focal point"), Kind.NAME, Basis.ARCHIVE),
            Held(("note",), _("guests and their focal point"), Kind.WORDS, after="its day"),
        ),
        kept=_("what it was as an archive in the public interest"),
    )

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        RECEPTION = "reception", _("reception")
        CEREMONY = "ceremony", _("ceremony")
        TOUR = "tour", _("guided tour")
        MEAL = "meal", _("meal")
        TRANSFER = "transfer", _("transfer")
        PRESS = "press", _("press moment")
        EVENT = "event", _("event")
        NETWORK = "network", _("network meeting")
        ABSENCE = "absence", _("absence")
        OTHER = "other", _("other")

    class State(models.TextChoices):
        PENCILLED = "pencilled", pgettext_lazy("an appointment", "pencilled")
        CONFIRMED = "confirmed", pgettext_lazy("an appointment", "confirmed")
        CANCELLED = "cancelled", pgettext_lazy("an appointment", "cancelled")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.MEETING)
    period = DateTimeRangeField(_("from when to when"))
    all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Whole days on the calendar of its place.")
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("place"),
        blank=True,
        null=True,
        related_name="appointments",
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENCILLED)
    blocks = models.BooleanField(
        _("holds its rooms and people"),
        default=True,
        help_text=_("A confirmed one always does; a pencilled one as you choose."),
    )
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        verbose_name=_("group of guests"),
        blank=True,
        null=True,
        related_name="appointments",
    )
    people = models.PositiveIntegerField(
        _("people expected"),
        blank=True,
        null=True,
        validators=[NOT_SO_MANY],
        help_text=_("Ours and the guests together."),
    )
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        verbose_name=_("series"),
        blank=True,
        null=True,
        editable=False,
        related_name="appointments",
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["period", "pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [
            GistIndex(fields=["period"], name="agenda_appointment_by_period"),
            models.Index(fields=["period", "id"], name="agenda_appointment_in_order"),
            models.Index(fields=["changed_at"], name="agenda_appointment_by_change"),
        ]
        constraints = [
            period_constraint(),
            localized_check("title", _("Write the title in one language at least.")),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "meeting",
                        "reception",
                        "ceremony",
                        "tour",
                        "meal",
                        "transfer",
                        "press",
                        "event",
                        "network",
                        "absence",
                        "other",
                    ]
                ),
                name="agenda_appointment_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="pencilled")
                | Q(state="confirmed", blocks=True)
                | Q(state="cancelled", blocks=False),
                name="agenda_appointment_blocks_as_its_state_says",
                violation_error_message=_(
                    "A confirmed appointment holds its rooms and people, a cancelled one does not."
                ),
            ),
            # What the bookings repeat, tied to them by a foreign key of these three columns.
            models.UniqueConstraint(
                fields=["id", "period", "blocks"], name="agenda_appointment_for_its_bookings"
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None:
            update_fields = {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def zone(self):
        return self.place.zone if self.place_id else periods.here()

    @property
    def starts_at(self):
        """In the time zone of its place."""
        return self.period.lower.astimezone(self.zone)

    @property
    def ends_at(self):
        """In the time zone of its place; the first moment after it."""
        return self.period.upper.astimezone(self.zone)

    @property
    def days(self):
        """(first, last) of its days, on the calendar of its place."""
        return periods.days_of(self.period, self.zone)

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED


class FacetQuerySet(VisibleQuerySet):
    """
    Of what an appointment is for (agenda.facets): its time and state are the appointment's.

    Deleted one by one, since each cancels its appointment.
    """

    def delete(self):
        for facet in self:
            facet.delete()

    delete.alters_data = True
    delete.queryset_only = True

    def standing(self):
        """Those that are not cancelled."""
        return self.exclude(appointment__state=Appointment.State.CANCELLED)

    def in_order(self):
        return self.order_by("appointment__period", "pk")


class BookingQuerySet(VisibleQuerySet):
    # A booking names its appointment, with all that this hangs on, and its resource.
    audience_paths = ("appointment__audience", "resource__audience")
    optional_paths = (
        "appointment__place__audience",
        "appointment__place__building__audience",
        "appointment__party__audience",
        "resource__place__audience",
        "resource__place__building__audience",
        "resource__person__audience",
    )

    def during(self, period):
        return self.filter(busy__overlap=period)

    def that_block(self):
        return self.filter(blocks=True)


def _in_utc(moment, field):
    """The moment without or with its zone: timestamptz plus interval is not immutable."""
    return Func(Value("UTC"), moment, function="timezone", output_field=field)


def _shifted(bound, sign, minutes):
    """One end of the period, so many minutes earlier or later."""
    naive, aware = models.DateTimeField(), models.DateTimeField()
    end = _in_utc(Func(F("period"), function=bound, output_field=aware), naive)
    zero = (Value(0),) * 5
    by = Func(*zero, F(minutes), function="make_interval", output_field=models.DurationField())
    moved = Func(end, by, template="(%(expressions)s)", arg_joiner=sign, output_field=naive)
    return _in_utc(moved, aware)


BUSY_FROM, BUSY_UNTIL = _shifted("lower", " - ", "before"), _shifted("upper", " + ", "after")


class Booking(Record):
    """
    That an appointment takes a resource.

    `period` and `blocks` repeat those of the appointment and follow them whatever path a
    change takes: a foreign key of three columns with ON UPDATE CASCADE (migration 0001).
    `before` and `after` are minutes that the resource is busy besides, negative for somebody
    who comes later or leaves earlier. `busy` is all of its time.
    """

    personal_data = NO_PERSONAL_DATA

    appointment = models.ForeignKey(
        Appointment,
        on_delete=models.CASCADE,
        verbose_name=_("appointment"),
        related_name="bookings",
    )
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, verbose_name=_("resource"), related_name="bookings"
    )
    period = DateTimeRangeField(editable=False)
    blocks = models.BooleanField(editable=False)
    before = models.SmallIntegerField(
        _("minutes before"),
        default=0,
        help_text=_("Busy so much earlier; with a minus, it comes so much later."),
    )
    after = models.SmallIntegerField(
        _("minutes after"),
        default=0,
        help_text=_("Busy so much longer; with a minus, it leaves so much earlier."),
    )
    busy = GeneratedField(
        # Never an error but an empty range, which the constraint below explains.
        expression=Func(
            BUSY_FROM,
            Greatest(BUSY_FROM, BUSY_UNTIL),
            function="tstzrange",
            output_field=DateTimeRangeField(),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [GistIndex(fields=["busy"], name="agenda_booking_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "resource"],
                name="agenda_booking_is_unique",
                violation_error_message=_("The appointment books this already."),
            ),
            models.CheckConstraint(
                condition=Q(busy__isempty=False),
                name="agenda_booking_lasts",
                violation_error_message=PART_IS_EMPTY,
            ),
            # Asked at the end of each statement, so that several items of one room are moved
            # in one; actions put it off until they have moved them all.
            ExclusionConstraint(
                name="agenda_booking_never_twice",
                expressions=[
                    (
                        Func(F("resource"), F("resource"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("busy", RangeOperators.OVERLAPS),
                ],
                condition=Q(blocks=True),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=BOOKED_TWICE,
                violation_error_code="booked_twice",
            ),
        ]

    def __str__(self):
        return f"{self.resource}: {self.appointment}"

    def minutes_in(self, resource):
        """
        Minutes before and after with another resource instead: as that one has them.

        What somebody set for this booking alone, unlike those of the resource now, stays.
        """
        return {
            name: getattr(resource if own == getattr(self.resource, name) else self, name)
            for name, own in (("before", self.before), ("after", self.after))
        }

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.period, self.blocks = self.appointment.period, self.appointment.blocks
        super().save(*args, **kwargs)
