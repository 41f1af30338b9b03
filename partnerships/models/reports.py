"""Which yearly reports the Council was given."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Act
from office.dates.forms import EARLIEST_YEAR, LATEST_YEAR
from office.models import Record, VisibleQuerySet
from office.personal import NO_PERSONAL_DATA

AFTER_THE_YEAR = _("A report cannot be presented before the year of which it tells.")


class CouncilReportQuerySet(VisibleQuerySet):
    # It has no audience of its own; it would name an act that one may not see.
    audience_paths = ()
    optional_paths = ("act__audience", "act__body__city__audience")


class CouncilReport(Record):
    """That the report on a year was presented: when, and where that is on record."""

    personal_data = NO_PERSONAL_DATA

    year = models.PositiveSmallIntegerField(
        _("of the year"),
        unique=True,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
        error_messages={"unique": _("The report on this year stands there already.")},
    )
    presented_on = models.DateField(_("presented on"))
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="council_reports",
        help_text=_("Under which the Council took note of it."),
    )

    objects = CouncilReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("report to the Council")
        verbose_name_plural = _("reports to the Council")
        constraints = [
            models.CheckConstraint(
                condition=Q(presented_on__year__gte=F("year")),
                name="partnerships_councilreport_follows_its_year",
                violation_error_message=AFTER_THE_YEAR,
            ),
            models.CheckConstraint(
                condition=Q(year__range=(EARLIEST_YEAR, LATEST_YEAR)),
                name="partnerships_councilreport_year_is_known",
            ),
        ]

    def __str__(self):
        return str(self.year)

    def clean(self):
        if self.presented_on and self.presented_on > timezone.localdate():
            raise ValidationError({"presented_on": _("This day lies in the future.")})
        # The constraint says the same; here it is said at the field.
        year = self.year if self.year and self.year <= LATEST_YEAR else None
        if self.presented_on and year and self.presented_on.year < year:
            raise ValidationError({"presented_on": AFTER_THE_YEAR})
