"""Places: buildings, their rooms, and sites; when they are open, and how far they are apart."""

from zoneinfo import ZoneInfo

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.periods import period_constraint
from office.languages import localized
from office.models import (
    Citation,
    Record,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA
from office.text import Fold
from office.zones import zone_exists

BOTH_OR_NONE = _("Latitude and longitude belong together.")
NOT_IN_ITSELF = _("A place cannot lie in itself, or in one of its rooms.")
NOT_SO_MANY = MaxValueValidator(100_000, _("Write a number of people up to %(limit_value)d."))
CLOSES_AFTER = _("A place closes after it opens.")
UNTIL_AFTER = _("The last day lies before the first.")


class PlaceQuerySet(VisibleQuerySet):
    # A room would name its building.
    optional_paths = ("building__audience",)

    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")

    def rooms(self):
        return self.filter(building__isnull=False)


class Place(TranslatedRecord, VisibleRecord):
    """A building, a room of it, or a site: where something happens."""

    personal_data = NO_PERSONAL_DATA

    class Access(models.TextChoices):
        UNKNOWN = "", _("not known")
        STEP_FREE = "step_free", _("without steps")
        BY_LIFT = "by_lift", _("without steps, by lift")
        STEPS = "steps", _("only by steps")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=100, unique=True)
    building = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        verbose_name=_("lies in"),
        blank=True,
        null=True,
        related_name="rooms",
        help_text=_("The building of a room; empty for a building or a site of its own."),
    )
    floor = models.SmallIntegerField(
        _("floor"), blank=True, null=True, help_text=_("0 is the ground floor.")
    )
    stair = models.CharField(
        _("stair"),
        max_length=60,
        blank=True,
        help_text=_("By which one gets there: rooms of one stair need no change."),
    )
    capacity = models.PositiveIntegerField(
        _("people at most"),
        blank=True,
        null=True,
        validators=[NOT_SO_MANY],
        help_text=_("Empty where it is not known."),
    )
    access = models.CharField(
        _("access"), max_length=9, choices=Access, blank=True, default=Access.UNKNOWN
    )
    is_museum = models.BooleanField(
        _("room of the museum"),
        default=False,
        help_text=_("The opening hours of the museum hold for it; a ceremony closes it."),
    )
    is_ceremonial = models.BooleanField(
        _("room for ceremonies"),
        default=False,
        help_text=_("The city receives here, also outside the hours of the museum."),
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        blank=True,
        null=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        blank=True,
        null=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[zone_exists],
        help_text=_("As Asia/Tokyo; empty where it is ours."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What one must know of it."))
    citations = GenericRelation(Citation)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(access__in=["", "step_free", "by_lift", "steps"]),
                name="agenda_place_access_is_known",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="agenda_place_has_both_coordinates",
                violation_error_message=BOTH_OR_NONE,
            ),
            models.CheckConstraint(
                condition=~Q(building=F("pk")),
                name="agenda_place_lies_not_in_itself",
                violation_error_message=NOT_IN_ITSELF,
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if (self.latitude is None) != (self.longitude is None):
            empty = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({empty: BOTH_OR_NONE})
        if self.building_id and (self.building_id == self.pk or self.building.building_id):
            raise ValidationError({"building": _("Name the building: a room lies in no room.")})
        if self.building_id and self.pk and self.rooms.exists():
            raise ValidationError({"building": NOT_IN_ITSELF})

    @property
    def zone(self):
        """The time zone in which what happens here is told."""
        name = self.time_zone or (self.building_id and self.building.time_zone)
        return ZoneInfo(name) if name else timezone.get_default_timezone()

    @property
    def coordinates(self):
        """(latitude, longitude), a room's from its building; None where neither has any."""
        for place in filter(None, (self, self.building)):
            if place.latitude is not None:
                return float(place.latitude), float(place.longitude)
        return None


class WayQuerySet(VisibleQuerySet):
    audience_paths = ("start__audience", "end__audience")
    # A room would name its building.
    optional_paths = ("start__building__audience", "end__building__audience")


class Way(Record):
    """How many minutes the staff count from one place to another, there and back alike."""

    personal_data = NO_PERSONAL_DATA

    start = models.ForeignKey(
        Place, on_delete=models.CASCADE, verbose_name=_("from"), related_name="ways_from"
    )
    end = models.ForeignKey(
        Place,
        on_delete=models.CASCADE,
        verbose_name=pgettext_lazy("a place", "to"),
        related_name="ways_to",
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    lift_minutes = models.PositiveSmallIntegerField(
        _("minutes by the lift way"),
        blank=True,
        null=True,
        help_text=_("For guests who cannot take steps; empty where it is as long."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = WayQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("way")
        verbose_name_plural = _("ways")
        constraints = [
            models.UniqueConstraint(
                Least("start", "end"),
                Greatest("start", "end"),
                name="agenda_way_is_unique",
                violation_error_message=_("This way is in the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(start=F("end")),
                name="agenda_way_leads_elsewhere",
                violation_error_message=_("A way leads from one place to another."),
            ),
        ]

    def __str__(self):
        return f"{self.start} – {self.end}"


class OfPlaceQuerySet(VisibleQuerySet):
    audience_paths = ("place__audience",)
    optional_paths = ("place__building__audience",)


class OpeningHours(Record):
    """From when to when a place is open on one weekday, during some days or always."""

    personal_data = NO_PERSONAL_DATA

    class Rooms(models.TextChoices):
        ALL = "all", _("the place and all its rooms")
        MUSEUM = "museum", _("its rooms of the museum")

    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, verbose_name=_("place"), related_name="opening_hours"
    )
    rooms = models.CharField(_("hold for"), max_length=6, choices=Rooms, default=Rooms.ALL)
    weekday = models.PositiveSmallIntegerField(
        _("weekday"),
        choices=list(WEEKDAYS.items()),
        help_text=_("Two rows where it closes at noon."),
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("23:59 for midnight."))
    last_entry = models.PositiveSmallIntegerField(
        _("last entry, in minutes before it closes"), default=0
    )
    first_day = models.DateField(_("holds from"), blank=True, null=True)
    last_day = models.DateField(_("holds until"), blank=True, null=True)
    citations = GenericRelation(Citation)

    objects = OfPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["place", "weekday", "opens", "pk"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="agenda_openinghours_weekday_is_known"
            ),
            models.CheckConstraint(
                condition=Q(rooms__in=["all", "museum"]), name="agenda_openinghours_rooms_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="agenda_openinghours_closes_after_it_opens",
                violation_error_message=CLOSES_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="agenda_openinghours_ends_after_it_begins",
                violation_error_message=UNTIL_AFTER,
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": CLOSES_AFTER})
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": UNTIL_AFTER})


class ClosureQuerySet(VisibleQuerySet):
    # A closure would name its place.
    audience_paths = ("audience", "place__audience")
    optional_paths = ("place__building__audience",)

    def during(self, period):
        return self.filter(period__overlap=period)


class Closure(VisibleRecord):
    """That a place and its rooms are not to be had for some hours or days."""

    personal_data = NO_PERSONAL_DATA

    class Reason(models.TextChoices):
        COUNCIL = "council", _("sitting of the Council")
        HEAT = "heat", _("heat")
        RAIN = "rain", _("rain")
        WEDDING = "wedding", _("wedding")
        WORKS = "works", _("works")
        EVENT = "event", _("event of others")
        HOLIDAY = "holiday", _("holiday")
        OTHER = "other", _("other")

    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, verbose_name=_("place"), related_name="closures"
    )
    period = DateTimeRangeField(_("from when to when"))
    reason = models.CharField(_("reason"), max_length=7, choices=Reason, default=Reason.OTHER)
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(_("from where we know"), max_length=250, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "-pk"]
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        indexes = [
            GistIndex(fields=["period"], name="agenda_closure_by_period"),
            models.Index(fields=["-period", "-id"], name="agenda_closure_in_order"),
        ]
        constraints = [
            period_constraint(),
            models.CheckConstraint(
                condition=Q(
                    reason__in=[
                        "council",
                        "heat",
                        "rain",
                        "wedding",
                        "works",
                        "event",
                        "holiday",
                        "other",
                    ]
                ),
                name="agenda_closure_reason_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.place}: {self.get_reason_display()}"
