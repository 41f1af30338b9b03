"""What came of a project: results that are measured, and what is told of it on the way."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.models.projects import OfProjectQuerySet, Project
from office.dates import PartialDateField, partial_date_constraint
from office.models import Record, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA

FIRST_YEAR, LAST_YEAR = 1950, 2100
NEEDS_INDICATOR = _("Say what is measured: numbers without it say nothing.")
NEEDS_DAY = _("Say when it was measured.")


def figure(verbose_name):
    return models.DecimalField(verbose_name, max_digits=14, decimal_places=2, blank=True, null=True)


class Result(TranslatedRecord, Record):
    """
    One result, and the indicator by which it is measured, where there is one.

    Two things that are measured of one result are two rows. A result by which less is better
    (`less_is_better`) is reached from above.
    """

    awaits_translators = False

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        OUTPUT = "output", _("what was made or done (output)")
        OUTCOME = "outcome", _("what changed (outcome)")
        IMPACT = "impact", _("what lasts (impact)")

    class Measure(models.TextChoices):
        NUMBER = "number", _("number")
        PERCENT = "percent", _("percent")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="results"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.OUTPUT)
    title = models.CharField(_("result"), max_length=250)
    indicator = models.CharField(
        _("what is measured"),
        max_length=200,
        blank=True,
        help_text=_("People trained, for example."),
    )
    measure = models.CharField(_("unit"), max_length=7, choices=Measure, default=Measure.NUMBER)
    less_is_better = models.BooleanField(_("less is better"), default=False)
    baseline = figure(pgettext_lazy("of an indicator", "before"))
    baseline_year = models.PositiveSmallIntegerField(
        _("year of it"),
        blank=True,
        null=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    target = figure(pgettext_lazy("of an indicator", "aim"))
    actual = figure(pgettext_lazy("of an indicator", "reached"))
    measured_on = PartialDateField(_("measured on"), blank=True, null=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("result of a project")
        verbose_name_plural = _("results and indicators")
        constraints = [
            localized_check("title", _("Write the result in one language at least.")),
            models.CheckConstraint(
                condition=Q(kind__in=["output", "outcome", "impact"]),
                name="cooperation_result_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=["number", "percent"]),
                name="cooperation_result_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(actual=None) | Q(measured_on__isnull=False),
                name="cooperation_result_is_measured_on_a_day",
                violation_error_message=NEEDS_DAY,
            ),
            models.CheckConstraint(
                condition=Q(baseline_year=None) | Q(baseline_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="cooperation_result_year_is_known",
            ),
            partial_date_constraint("measured_on"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_measured(self):
        return None not in (self.target, self.actual)

    @property
    def reached(self):
        """How much of the way from before to the aim is done, in percent, between 0 and 100."""
        start = self.baseline or 0
        way = (self.target or 0) - start
        if self.actual is None or not way:
            return None
        return max(0, min(100, round((self.actual - start) / way * 100)))

    def clean(self):
        # The constraint says the second too; here both are said at the field.
        numbers = (self.baseline, self.target, self.actual)
        if any(one is not None for one in numbers) and not self.indicator:
            raise ValidationError({"indicator": NEEDS_INDICATOR})
        if self.actual is not None and self.measured_on is None:
            raise ValidationError({"measured_on": NEEDS_DAY})


class UpdateQuerySet(OfProjectQuerySet):
    def visible_to(self, user):
        """For who does not read what is internal only what was published."""
        rows = super().visible_to(user)
        inside = user.is_authenticated and user.reads_internal
        return rows if inside else rows.filter(is_published=True)

    def public(self):
        return super().public().filter(is_published=True)

    def in_order(self):
        """The latest first."""
        return self.order_by("-happened_on", "-pk")


class Update(TranslatedRecord, Record):
    """What happened in a project, told to citizens, with a picture where there is one."""

    personal_data = NO_PERSONAL_DATA

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="updates"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what happened"), blank=True)
    happened_on = models.DateField(_("day"))
    is_published = models.BooleanField(
        _("publish it"),
        default=False,
        help_text=_("Ticked, it stands at once on the public page of the project, if it has one."),
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("news of a project")
        verbose_name_plural = _("news of projects")
        indexes = [models.Index(fields=["-happened_on", "-id"], name="cooperation_update_in_order")]
        constraints = [
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.project.get_absolute_url()}#news"
