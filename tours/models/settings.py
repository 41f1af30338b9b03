"""How guides are proposed and asked: what the office decides once."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import PersonLanguage
from office.models import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA


class TourSettingsQuerySet(RecordQuerySet):
    def current(self):
        """The office's own settings; those that the program proposes while it has none."""
        return self.first() or TourSettings()


def weight(verbose_name, default, **options):
    validators = [MaxValueValidator(1000)]
    return models.PositiveSmallIntegerField(
        verbose_name, default=default, validators=validators, **options
    )


class TourSettings(Record):
    """How guides are proposed and asked here. One row; the figures are the project's proposals."""

    personal_data = NO_PERSONAL_DATA

    only = models.BooleanField(default=True, editable=False, unique=True)
    least_level = models.CharField(
        _("least level of a language"),
        max_length=6,
        choices=PersonLanguage.Level,
        default=PersonLanguage.Level.B2,
        help_text=_("Whoever speaks it less well is not proposed; an unknown level comes last."),
    )
    level_weight = weight(_("weight: how well they speak the language"), 30)
    fairness_weight = weight(_("weight: who had fewer tours this month"), 20)
    continuity_weight = weight(_("weight: who led this city before"), 15)
    keep_weight = weight(_("weight: what is agreed already stays"), 40)
    walk_minutes = models.PositiveSmallIntegerField(
        _("minutes that a guide has free before and after a tour"),
        default=10,
        validators=[MaxValueValidator(120)],
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("hours that a guide has to answer, at most"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    answer_share = models.PositiveSmallIntegerField(
        _("of the time that is left until the tour, in per cent"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("The nearer the tour, the sooner the next guide is asked."),
    )

    objects = TourSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("settings of tours")
        verbose_name_plural = _("settings of tours")
        constraints = [
            models.CheckConstraint(
                condition=Q(only=True), name="tours_toursettings_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=Q(least_level__in=["A1", "A2", "B1", "B2", "C1", "C2", "native"]),
                name="tours_toursettings_least_level_is_known",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)
