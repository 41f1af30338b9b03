"""The chapters of the accounts on which representation is booked, with their yearly budgets."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import (
    Record,
)
from office.personal import NO_PERSONAL_DATA

FIRST_YEAR, LAST_YEAR = 1950, 2100
YEARS_KNOWN = _("Years lie between 1950 and 2100.")
NOT_NEGATIVE = _("An amount is not negative.")


def year_field(**options):
    return models.PositiveSmallIntegerField(
        _("year"),
        validators=[
            MinValueValidator(FIRST_YEAR, YEARS_KNOWN),
            MaxValueValidator(LAST_YEAR, YEARS_KNOWN),
        ],
        **options,
    )


def year_is_known(name):
    return models.CheckConstraint(
        condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
        name=name,
        violation_error_message=YEARS_KNOWN,
    )


class BudgetChapter(Record):
    """One chapter of the city's accounts on which representation is booked."""

    personal_data = NO_PERSONAL_DATA

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("chapter of the accounts")
        verbose_name_plural = _("chapters of the accounts")

    def __str__(self):
        return f"{self.code} {self.name}"


class Budget(Record):
    """What a chapter has for one year."""

    personal_data = NO_PERSONAL_DATA

    chapter = models.ForeignKey(
        BudgetChapter, on_delete=models.CASCADE, verbose_name=_("chapter"), related_name="budgets"
    )
    year = year_field()
    amount = models.DecimalField(
        _("amount"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        help_text=_("In euro."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Act, changes during the year.")
    )

    class Meta:
        ordering = ["-year", "chapter"]
        verbose_name = _("yearly budget")
        verbose_name_plural = _("yearly budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "year"],
                name="delegations_budget_is_one_a_year",
                violation_error_message=_("The chapter has a budget for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="delegations_budget_amount_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            year_is_known("delegations_budget_year_is_known"),
        ]

    def __str__(self):
        return f"{self.chapter} {self.year}"
