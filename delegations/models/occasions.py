"""What is of a visit or of a mission, or of neither: gifts, costs, promises, letters, tasks."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.models.missions import Mission, MissionQuerySet
from delegations.models.visits import Visit, VisitQuerySet
from office.models import Audience, VisibleQuerySet, VisibleRecord

ONE_OCCASION = _("It is of a visit or of a mission, not of both.")


def field_of(occasion):
    """“visit” or “mission”: the field by which a record points at it."""
    return occasion._meta.model_name


class OfOccasionQuerySet(VisibleQuerySet):
    """
    Seen by who sees it, and all that its visit or mission names.

    `optional_paths` of a model that names more begin with these.
    """

    # Their audience is its own (OfOccasion.save).
    asked_otherwise = ("visit", "mission")
    optional_paths = (
        *(f"visit__{path}" for path in VisitQuerySet.optional_paths),
        *(f"mission__{path}" for path in MissionQuerySet.optional_paths),
    )

    def of(self, occasion):
        """Those of this visit or mission."""
        return self.filter(**{field_of(occasion): occasion})


class ByDay:
    """Mixin of the QuerySet of a register that is kept by years, of the day of each line."""

    day_field = "day"

    def in_year(self, year):
        between = (date(year, 1, 1), date(year, 12, 31))
        return self.filter(**{f"{self.day_field}__range": between})

    def years(self):
        """The years of which there is one, the latest first."""
        days = self.order_by().dates(self.day_field, "year", order="DESC")
        return [day.year for day in days]


class OfOccasion(VisibleRecord):
    """
    What is of a visit or of a mission points at its audience; of neither, at one of its own.

    Taken off its visit it stays for who could see it there: only a person lets others in.
    """

    visit = models.ForeignKey(
        Visit,
        on_delete=models.PROTECT,
        verbose_name=_("visit"),
        blank=True,
        null=True,
        related_name="%(class)ss",
    )
    mission = models.ForeignKey(
        Mission,
        on_delete=models.PROTECT,
        verbose_name=_("mission"),
        blank=True,
        null=True,
        related_name="%(class)ss",
    )

    objects = OfOccasionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(visit__isnull=True) | Q(mission__isnull=True),
                name="%(app_label)s_%(class)s_is_of_one_occasion",
                violation_error_message=ONE_OCCASION,
            ),
        ]

    @property
    def occasion(self):
        """Its visit or mission; None where it is of neither."""
        return self.visit or self.mission

    def clean(self):
        super().clean()
        if self.visit_id and self.mission_id:
            raise ValidationError({"mission": ONE_OCCASION})

    def save(self, *args, **kwargs):
        self._share_audience()
        super().save(*args, **kwargs)

    def _share_audience(self):
        before = self.audience if self.audience_id else None
        if self.occasion:
            self.audience = self.occasion.audience
        elif before and self._is_borrowed(before):
            self.audience = Audience.objects.create(level=before.level, is_demo=before.is_demo)
            self.audience.readers.set(before.readers.all())

    def _is_borrowed(self, audience):
        """Whether that audience is a visit's or a mission's, which this record has left."""
        return any(model.objects.filter(audience=audience).exists() for model in (Visit, Mission))
