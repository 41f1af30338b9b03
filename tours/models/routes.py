"""The routes on which guests are guided, stop by stop."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.models import Place
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
from office.tongues import LanguagesField

LARGEST, LONGEST, MOST_AT_ONCE = 500, 480, 20
NO_GROUP = _("A group has one person at least, and no more than 500.")
SMALLEST_AND_LARGEST = _("The smallest group is larger than the largest one.")
LASTS = _("A route takes between one minute and eight hours.")
AT_ONCE = _("One group at least is on the way, and no more than 20.")
STARTS_LATER = _("The next group starts a minute later at least.")
UNTIL_AFTER = _("The last day lies before the first.")
NOT_ITS_OWN = _("A route cannot take its own place.")
NO_MINUTES = _("A stop takes between one minute and four hours.")


def people(verbose_name, **options):
    """How many people of a group: 1 to 500."""
    limits = [MinValueValidator(1, NO_GROUP), MaxValueValidator(LARGEST, NO_GROUP)]
    return models.PositiveSmallIntegerField(verbose_name, validators=limits, **options)


class RouteQuerySet(VisibleQuerySet):
    # A route names where it happens.
    audience_paths = ("audience", "place__audience")
    optional_paths = (
        "place__building__audience",
        "instead__audience",
        "instead__place__audience",
    )

    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")


class Route(TranslatedRecord, VisibleRecord):
    """
    One way to be guided through a building: a tour of it lasts `minutes` and visits its stops.

    `at_once` groups may be on it at the same time; the next one starts `starts_every` minutes
    after the one before, or where that is empty, when another is back. When it is open is
    said by the hours of its place (agenda.hours), which are those of guided tours.
    """

    personal_data = NO_PERSONAL_DATA

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(
        _("word in the address"),
        max_length=100,
        unique=True,
        help_text=_("How the route is found on its page; changing it breaks links to it."),
    )
    description = models.TextField(
        _("what guests see"), blank=True, help_text=_("Everybody reads it.")
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("where"),
        related_name="routes",
        help_text=_("Its opening hours and closures are those of the route."),
    )
    meeting_point = models.CharField(
        _("meeting point"), max_length=250, blank=True, help_text=_("Where the guide waits.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        blank=True,
        null=True,
        validators=[MinValueValidator(1, LASTS), MaxValueValidator(LONGEST, LASTS)],
        help_text=_("Empty where it is not known: each booking says it."),
    )
    smallest = people(_("smallest group"), default=1)
    largest = people(
        _("largest group"),
        blank=True,
        null=True,
        help_text=_("More people are split into several groups. Empty where it is not known."),
    )
    at_once = models.PositiveSmallIntegerField(
        _("groups at once"),
        default=1,
        validators=[MinValueValidator(1, AT_ONCE), MaxValueValidator(MOST_AT_ONCE, AT_ONCE)],
        help_text=_(
            "How many groups may be on the way at the same time; where the minutes between two "
            "starts are given, those alone count."
        ),
    )
    starts_every = models.PositiveSmallIntegerField(
        _("minutes between two starts"),
        blank=True,
        null=True,
        validators=[MinValueValidator(1, STARTS_LATER), MaxValueValidator(LONGEST)],
        help_text=_("Empty where a group starts when another is back."),
    )
    access = models.CharField(
        _("access"),
        max_length=9,
        choices=Place.Access,
        blank=True,
        default=Place.Access.UNKNOWN,
        help_text=_("Of the whole way: one stop with steps makes it “only by steps”."),
    )
    languages = LanguagesField(
        verbose_name=_("languages"),
        help_text=_("In which it is offered as a rule; others are asked for."),
    )
    lead_days = models.PositiveSmallIntegerField(
        _("days in advance"),
        default=0,
        validators=[MaxValueValidator(365)],
        help_text=_("So many days before, guests can still be given it as a rule."),
    )
    closes_in_rain = models.BooleanField(
        _("closed when it rains"), default=False, help_text=_("The other route is proposed then.")
    )
    instead = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        verbose_name=_("route instead of it"),
        blank=True,
        null=True,
        related_name="stands_in_for",
        help_text=_(
            "Proposed where this one is closed. Whoever may not see it does not see this one."
        ),
    )
    first_day = models.DateField(_("offered from"), blank=True, null=True)
    last_day = models.DateField(_("offered until"), blank=True, null=True)
    citations = GenericRelation(Citation)

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(smallest__range=(1, LARGEST))
                & (Q(largest=None) | Q(largest__range=(1, LARGEST))),
                name="tours_route_groups_have_people",
                violation_error_message=NO_GROUP,
            ),
            models.CheckConstraint(
                condition=Q(largest=None) | Q(smallest__lte=F("largest")),
                name="tours_route_smallest_is_no_larger",
                violation_error_message=SMALLEST_AND_LARGEST,
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, LONGEST)),
                name="tours_route_lasts",
                violation_error_message=LASTS,
            ),
            models.CheckConstraint(
                condition=Q(at_once__range=(1, MOST_AT_ONCE)),
                name="tours_route_takes_a_group",
                violation_error_message=AT_ONCE,
            ),
            models.CheckConstraint(
                condition=Q(starts_every=None) | Q(starts_every__range=(1, LONGEST)),
                name="tours_route_starts_later",
                violation_error_message=STARTS_LATER,
            ),
            models.CheckConstraint(
                condition=Q(access__in=["", "step_free", "by_lift", "steps"]),
                name="tours_route_access_is_known",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="tours_route_ends_after_it_begins",
                violation_error_message=UNTIL_AFTER,
            ),
            models.CheckConstraint(
                condition=~Q(instead=F("pk")),
                name="tours_route_is_not_its_own_instead",
                violation_error_message=NOT_ITS_OWN,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tours:route_detail", args=[self.slug])

    @property
    def place_of_groups(self):
        """
        Where the appointment of a group stands: its own place, where one group alone is there.

        Else the building, which several may be in: their stops say where they would meet.
        """
        place = self.place
        shared = self.at_once > 1 or bool(
            self.starts_every and self.starts_every < (self.minutes or 0)
        )
        return place.building or place if shared else place

    def is_offered_on(self, day):
        started = self.first_day is None or self.first_day <= day
        return started and (self.last_day is None or day <= self.last_day)

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = {}
        if self.smallest and self.largest and self.smallest > self.largest:
            wrong["smallest"] = SMALLEST_AND_LARGEST
        if self.first_day and self.last_day and self.last_day < self.first_day:
            wrong["last_day"] = UNTIL_AFTER
        if self.instead_id and self.instead_id == self.pk:
            wrong["instead"] = NOT_ITS_OWN
        if wrong:
            raise ValidationError(wrong)


class StopQuerySet(VisibleQuerySet):
    audience_paths = (
        *(f"route__{path}" for path in RouteQuerySet.audience_paths),
        "place__audience",
    )
    optional_paths = (
        *(f"route__{path}" for path in RouteQuerySet.optional_paths),
        "place__building__audience",
    )

    def in_order(self):
        return self.order_by("route", "position", "pk")


class Stop(TranslatedRecord, Record):
    """
    Where a route stops, for how long, and how many people there is room for.

    The capacity of a stop is that of its place.
    """

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, verbose_name=_("route"), related_name="stops"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, verbose_name=_("place"), related_name="stops"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        blank=True,
        null=True,
        validators=[MinValueValidator(1, NO_MINUTES), MaxValueValidator(240, NO_MINUTES)],
        help_text=_("Empty where it is not known: the stops share the time of the route."),
    )
    note = models.CharField(_("what guests see there"), max_length=250, blank=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__range=(1, 240)),
                name="tours_stop_takes_time",
                violation_error_message=NO_MINUTES,
            ),
        ]

    def __str__(self):
        return str(self.place)
