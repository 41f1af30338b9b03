"""Where the money of a project comes from, year by year."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cooperation.models.projects import OfProjectQuerySet, Project
from cooperation.models.sums import (
    amount,
    amounts_are_not_negative,
    currency,
    has_a_rate,
    rate,
    refuse_missing_rate,
)
from directory.models import Act
from office.models import Record
from office.personal import NO_PERSONAL_DATA

FIRST_YEAR, LAST_YEAR = 1950, 2100
YEARS_KNOWN = _("Years lie between 1950 and 2100.")
SPENT_MORE = _("More is paid out than was committed: write the commitment first.")
RESERVED_BY_US = _("Only the city’s own money is reserved in its budget.")


def euros(name):
    """The sum of these amounts in euros; 0 where there is nothing."""
    value = F(name) * F("rate")
    total = Sum(value, output_field=models.DecimalField(max_digits=30, decimal_places=2))
    return Coalesce(total, 0, output_field=models.DecimalField(max_digits=30, decimal_places=2))


class MoneyLineQuerySet(OfProjectQuerySet):
    # A line would name its act.
    optional_paths = ("act__audience", "act__body__city__audience")

    def in_order(self):
        return self.order_by("project", F("year").asc(nulls_last=True), "pk")

    def in_euros(self):
        """{committed, disbursed} of all of them together."""
        return self.order_by().aggregate(committed=euros("committed"), disbursed=euros("disbursed"))

    def not_reserved(self):
        """The city's own share of projects that run, for which nobody set the money aside."""
        own = self.filter(source__in=MoneyLine.OWN, is_reserved=False)
        return own.filter(project__state__in=Project.OPEN)


class MoneyLine(Record):
    """What one source gives for one year: promised, and paid out so far."""

    personal_data = NO_PERSONAL_DATA

    class Source(models.TextChoices):
        EU = "eu", _("European Union")
        STATE = "state", _("State")
        REGION = "region", _("Region")
        INTERNATIONAL = "international", _("international body")
        FOUNDATION = "foundation", _("foundation or association")
        OWN_CASH = "own_cash", _("the city: money")
        OWN_STAFF = "own_staff", _("the city: working time")
        PARTNER = "partner", pgettext_lazy("money from", "partner")
        OTHER = "other", _("other")

    OWN = ("own_cash", "own_staff")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="money"
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        blank=True,
        null=True,
        validators=[
            MinValueValidator(FIRST_YEAR, YEARS_KNOWN),
            MaxValueValidator(LAST_YEAR, YEARS_KNOWN),
        ],
        help_text=_("Empty where it is for all of them."),
    )
    source = models.CharField(_("where from"), max_length=13, choices=Source)
    committed = amount(_("committed"), is_known=True)
    disbursed = amount(_("paid out"), is_known=True, default=0)
    currency = currency()
    rate = rate()
    rate_on = models.DateField(_("rate of the day"), blank=True, null=True)
    is_reserved = models.BooleanField(
        _("reserved"),
        default=False,
        help_text=_("Of the city’s own money: set aside in its budget."),
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="money_of_projects",
        help_text=_("That commits or reserves it."),
    )

    objects = MoneyLineQuerySet.as_manager()

    class Meta:
        ordering = [F("year").asc(nulls_last=True), "pk"]
        verbose_name = _("line of money")
        verbose_name_plural = _("money, by year and source")
        indexes = [
            models.Index(fields=["project", "year", "id"], name="cooperation_money_in_order")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    source__in=[
                        "eu",
                        "state",
                        "region",
                        "international",
                        "foundation",
                        "own_cash",
                        "own_staff",
                        "partner",
                        "other",
                    ]
                ),
                name="cooperation_moneyline_source_is_known",
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="cooperation_moneyline_year_is_known",
                violation_error_message=YEARS_KNOWN,
            ),
            models.CheckConstraint(
                condition=Q(disbursed__lte=F("committed")),
                name="cooperation_moneyline_is_not_overspent",
                violation_error_message=SPENT_MORE,
            ),
            models.CheckConstraint(
                condition=Q(is_reserved=False) | Q(source__in=["own_cash", "own_staff"]),
                name="cooperation_moneyline_own_money_is_reserved",
                violation_error_message=RESERVED_BY_US,
            ),
            amounts_are_not_negative("moneyline", "committed", "disbursed"),
            has_a_rate("moneyline"),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {self.year or ''}".strip()

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = refuse_missing_rate(self)
        if None not in (self.committed, self.disbursed) and self.disbursed > self.committed:
            wrong["disbursed"] = SPENT_MORE
        if self.is_reserved and self.source not in self.OWN:
            wrong["is_reserved"] = RESERVED_BY_US
        if wrong:
            raise ValidationError(wrong)
