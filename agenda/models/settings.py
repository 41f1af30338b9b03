"""What the office decides once about its calendar, and how grave each finding is."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from office.models import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA


class CalendarSettingsQuerySet(RecordQuerySet):
    def current(self):
        """The office's own settings; those that the program proposes while it has none."""
        return self.first() or CalendarSettings()


class CalendarSettings(Record):
    """
    How fast people walk here, and what a new pencilled appointment holds. One row.

    The paces are proposals of the project: each office puts its own figures in.
    """

    personal_data = NO_PERSONAL_DATA

    only = models.BooleanField(default=True, editable=False, unique=True)
    pencilled_blocks = models.BooleanField(
        _("a pencilled appointment holds its rooms and people"),
        default=True,
        help_text=_("What the form proposes for a new one; each can be decided alone."),
    )
    walking_pace = models.PositiveSmallIntegerField(
        _("walking, metres a minute"), default=70, validators=[MinValueValidator(1)]
    )
    walks_up_to = models.PositiveIntegerField(
        _("walked up to, in metres"),
        default=1500,
        help_text=_("As the crow flies; what is farther is driven."),
    )
    driving_pace = models.PositiveSmallIntegerField(
        _("driving, metres a minute"), default=350, validators=[MinValueValidator(1)]
    )
    driving_extra = models.PositiveSmallIntegerField(
        _("minutes to get in and out of a vehicle"), default=10
    )
    detour = models.PositiveSmallIntegerField(
        _("detour, in per cent"),
        default=30,
        help_text=_("How much longer the streets are than the line between two places."),
    )
    room_minutes = models.PositiveSmallIntegerField(
        _("minutes from room to room on one floor"), default=2
    )
    floor_minutes = models.PositiveSmallIntegerField(_("minutes a floor by the stair"), default=2)
    stair_minutes = models.PositiveSmallIntegerField(
        _("minutes to change to another stair"), default=3
    )
    lift_minutes = models.PositiveSmallIntegerField(_("more minutes by the lift way"), default=6)
    large_group = models.PositiveSmallIntegerField(_("a large group is above"), default=20)
    large_group_extra = models.PositiveSmallIntegerField(
        _("a large group takes longer, in per cent"), default=50
    )
    busy_hours = models.PositiveSmallIntegerField(
        _("hours without a free minute"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("After so many hours on end somebody needs a break."),
    )
    break_minutes = models.PositiveSmallIntegerField(
        _("minutes that count as a break"), default=15, validators=[MinValueValidator(1)]
    )

    objects = CalendarSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("settings of the calendar")
        verbose_name_plural = _("settings of the calendar")
        constraints = [
            models.CheckConstraint(
                condition=Q(only=True), name="agenda_calendarsettings_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=Q(walking_pace__gt=0, driving_pace__gt=0),
                name="agenda_calendarsettings_one_moves",
                violation_error_message=_("A pace is at least one metre a minute."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)


class FindingLevelQuerySet(RecordQuerySet):
    def by_kind(self):
        """{kind of finding: its level}, of those that somebody has set."""
        return dict(self.values_list("kind", "level"))


class FindingLevel(Record):
    """How grave one kind of finding is here. Without a row the kind's own level holds."""

    personal_data = NO_PERSONAL_DATA

    class Level(models.TextChoices):
        BLOCK = "block", pgettext_lazy("a finding", "cannot be saved")
        BLOCK_PUBLISHING = "block_publishing", pgettext_lazy("a finding", "cannot be published")
        WARN = "warn", pgettext_lazy("a finding", "is said")
        IGNORE = "ignore", pgettext_lazy("a finding", "is not said")

    kind = models.CharField(_("finding"), max_length=40, unique=True)
    level = models.CharField(_("what it does"), max_length=16, choices=Level, default=Level.WARN)

    objects = FindingLevelQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        verbose_name = _("level of a finding")
        verbose_name_plural = _("levels of findings")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["block", "block_publishing", "warn", "ignore"]),
                name="agenda_findinglevel_level_is_known",
            ),
        ]

    def __str__(self):
        from agenda.findings.contract import kinds

        known = self.kind in kinds.names()
        return str(kinds.get(self.kind).label) if known else self.kind
