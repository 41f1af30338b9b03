"""Guides: what they can lead, when they are to be had, how much they may work, what they cost."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.periods import period_constraint
from directory.models import Person
from office.models import Record, VisibleQuerySet, VisibleRecord
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData
from tours.models.routes import UNTIL_AFTER, Route, RouteQuerySet

MOST_TOURS, MOST_HOURS = 200, 400
NO_LIMIT = _("A limit is 1 at least; leave it empty where there is none.")
TOURS_CONTRADICT = _("The tours of a day are more than those of a week, or these than of a month.")
HOURS_CONTRADICT = _("The hours of a day are more than those of a week, or these than of a month.")
ENDS_LATER = _("The end lies before the beginning, or is the same.")
GUIDES = pgettext_lazy("people", "guides")


def limit(verbose_name, most):
    validators = [MinValueValidator(1, NO_LIMIT), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(
        verbose_name, blank=True, null=True, validators=validators
    )


def in_order(*names):
    """That each of the numbers is no larger than the next ones, where both are there."""
    condition = Q()
    for number, name in enumerate(names):
        for later in names[number + 1 :]:
            condition &= Q(**{name: None}) | Q(**{later: None}) | Q(**{f"{name}__lte": F(later)})
    return condition


class GuideQuerySet(VisibleQuerySet):
    # A guide is a person of the directory.
    audience_paths = ("audience", "person__audience")

    def in_order(self):
        return self.order_by("person__family_name", "person__given_name", "pk")

    def in_use(self):
        return self.filter(is_active=True)


class Guide(VisibleRecord):
    """
    Somebody who leads groups. Languages and their levels are those of the person (guides in it).

    Seen by the staff who may see the person; stays as long as the person stands in the
    directory. A limit that is empty does not hold; hours are those of the tours alone.
    """

    class Group(models.TextChoices):
        """Kinds of groups that a guide takes."""

        OFFICIALS = "officials", _("officials")
        EXPERTS = "experts", _("experts")
        ADULTS = "adults", _("adults")
        STUDENTS = "students", _("pupils and students")
        FAMILIES = "families", _("families with children")

    personal_data = PersonalData(
        held=(
            Held(("person",), GUIDES, Kind.NAME),
            Held(("note",), GUIDES, Kind.WORDS, after="last contact"),
        ),
        kept=_("as long as the person stands in the directory"),
    )

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, verbose_name=_("person"), related_name="guide"
    )
    is_active = models.BooleanField(
        _("leads tours"), default=True, help_text=_("Whoever does not is proposed no more.")
    )
    groups = ArrayField(
        models.CharField(max_length=9, choices=Group),
        verbose_name=_("kinds of group"),
        default=list,
        blank=True,
        help_text=_("None chosen: all of them."),
    )
    day_tours = limit(_("tours a day"), MOST_TOURS)
    week_tours = limit(_("tours a week"), MOST_TOURS)
    month_tours = limit(_("tours a month"), MOST_TOURS)
    day_hours = limit(_("hours a day"), 24)
    week_hours = limit(_("hours a week"), 168)
    month_hours = limit(_("hours a month"), MOST_HOURS)
    note = models.TextField(_("note for the office"), blank=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("guide")
        verbose_name_plural = GUIDES
        constraints = [
            models.CheckConstraint(
                condition=in_order("day_tours", "week_tours", "month_tours"),
                name="tours_guide_limits_of_tours_agree",
                violation_error_message=TOURS_CONTRADICT,
            ),
            models.CheckConstraint(
                condition=in_order("day_hours", "week_hours", "month_hours"),
                name="tours_guide_limits_of_hours_agree",
                violation_error_message=HOURS_CONTRADICT,
            ),
            models.CheckConstraint(
                condition=Q(
                    groups__contained_by=[
                        "officials",
                        "experts",
                        "adults",
                        "students",
                        "families",
                    ]
                ),
                name="tours_guide_groups_are_known",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = {}
        for what, message in (("tours", TOURS_CONTRADICT), ("hours", HOURS_CONTRADICT)):
            given = [getattr(self, f"{span}_{what}") for span in ("day", "week", "month")]
            given = [one for one in given if one]
            if given != sorted(given):
                wrong[f"day_{what}"] = message
        if wrong:
            raise ValidationError(wrong)


class OfGuideQuerySet(VisibleQuerySet):
    audience_paths = ("guide__audience", "guide__person__audience")


class ClearanceQuerySet(OfGuideQuerySet):
    audience_paths = (
        *OfGuideQuerySet.audience_paths,
        *(f"route__{path}" for path in RouteQuerySet.audience_paths),
    )
    optional_paths = tuple(f"route__{path}" for path in RouteQuerySet.optional_paths)


class Clearance(Record):
    """That a guide knows a route and may lead groups on it."""

    personal_data = NO_PERSONAL_DATA

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, verbose_name=_("guide"), related_name="clearances"
    )
    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, verbose_name=_("route"), related_name="clearances"
    )

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("route of a guide")
        verbose_name_plural = _("routes of a guide")
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "route"],
                name="tours_clearance_is_unique",
                violation_error_message=_("The guide has this route already."),
            ),
        ]

    def __str__(self):
        return str(self.route)


class WeeklyHours(Record):
    """From when to when a guide is to be had on one weekday, on the clocks of the office."""

    personal_data = PersonalData(
        held=(Held(("starts", "ends"), GUIDES, Kind.WORDS, after="last contact", whole=True),),
    )

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, verbose_name=_("guide"), related_name="weekly_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=list(WEEKDAYS.items()))
    starts = models.TimeField(pgettext_lazy("an hour", "from"))
    ends = models.TimeField(pgettext_lazy("an hour", "until"))
    first_day = models.DateField(_("holds from"), blank=True, null=True)
    last_day = models.DateField(_("holds until"), blank=True, null=True)

    objects = OfGuideQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        verbose_name = _("weekly availability")
        verbose_name_plural = _("weekly availability")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="tours_weeklyhours_weekday_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="tours_weeklyhours_end_after_they_start",
                violation_error_message=ENDS_LATER,
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="tours_weeklyhours_hold_until_after_from",
                violation_error_message=UNTIL_AFTER,
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"

    def clean(self):
        # The constraints say the same; here it is said at the field.
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": ENDS_LATER})
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": UNTIL_AFTER})

    def holds(self, day):
        after = self.first_day is None or self.first_day <= day
        before = self.last_day is None or day <= self.last_day
        return self.weekday == day.weekday() and after and before


class OtherTimeQuerySet(OfGuideQuerySet):
    def during(self, period):
        return self.filter(period__overlap=period)


class OtherTime(Record):
    """That a guide is busy for some hours or days, or to be had outside the weekly hours."""

    personal_data = PersonalData(
        held=(Held(("period", "note"), GUIDES, Kind.WORDS, after="its day", whole=True),),
    )

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, verbose_name=_("guide"), related_name="other_times"
    )
    period = DateTimeRangeField(_("from when to when"))
    is_free = models.BooleanField(
        _("to be had"), default=False, help_text=_("Without it: busy, and nobody asks why.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OtherTimeQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "-pk"]
        verbose_name = _("other time of a guide")
        verbose_name_plural = _("other times of guides")
        indexes = [
            GistIndex(fields=["period"], name="tours_othertime_by_period"),
            models.Index(fields=["-period", "-id"], name="tours_othertime_in_order"),
        ]
        constraints = [period_constraint()]

    def __str__(self):
        return str(_("to be had") if self.is_free else _("busy"))
