"""What was spent on representation, on which occasion."""

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.budgets import BudgetChapter, year_field, year_is_known
from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from directory.models import Act, DocumentLink
from office.personal import Basis, Held, Kind, PersonalData

MORE_THAN_NOTHING = _("An amount is more than zero, and has no minus before it.")
PAID_WHEN = _("Say on which day it was paid.")
ACT = ("act__audience", "act__body__city__audience")
ONLY_PAID = _("Only what is paid has a day of payment.")
OCCASION_NEEDED = _("The yearly statement asks on which occasion: say it.")


class ExpenseQuerySet(OfOccasionQuerySet):
    optional_paths = (*OfOccasionQuerySet.optional_paths, *ACT)
    # It shares the audience of its visit or mission.
    asked_otherwise = ("visit", "mission")

    def public(self):
        """None: what was spent is published by the yearly statement."""
        return self.none()

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def in_year(self, year):
        """Of the year of the accounts, whichever the day."""
        return self.filter(year=year)

    def committed(self):
        """What is bound: committed, and what of it is paid."""
        return self.filter(stage__in=[Expense.Stage.COMMITTED, Expense.Stage.PAID])

    def paid(self):
        return self.filter(stage=Expense.Stage.PAID)

    def representation(self):
        return self.filter(is_representation=True)

    def sums(self):
        """{"count", "planned", "committed", "paid"}, by the database; committed includes paid."""
        stage = Expense.Stage
        bound = Q(stage__in=[stage.COMMITTED, stage.PAID])
        return self.order_by().aggregate(
            count=models.Count("pk"),
            planned=Sum("amount", filter=Q(stage=stage.PLANNED), default=Decimal(0)),
            committed=Sum("amount", filter=bound, default=Decimal(0)),
            paid=Sum("amount", filter=Q(stage=stage.PAID), default=Decimal(0)),
        )

    def years(self):
        """The years of which there is one, the latest first."""
        return sorted(self.order_by().values_list("year", flat=True).distinct(), reverse=True)

    def with_names(self):
        """With what a line names: no query per row."""
        return self.select_related("audience", "chapter", "act__body", "visit", "mission")


class Expense(OfOccasion):
    """
    One expense: its object, the occasion, the amount, the year and the chapter on which it is.

    `is_representation` marks those of governing bodies, which stand on the yearly statement.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("an expense", "planned")
        COMMITTED = "committed", pgettext_lazy("an expense", "committed")
        PAID = "paid", pgettext_lazy("an expense", "paid")

    personal_data = PersonalData(
        held=(
            Held(("supplier", "invoice_number"), _("suppliers"), Kind.NAME, Basis.DUTY),
            Held(
                ("subject", "on_occasion"),
                _("guests for whom was spent"),
                Kind.WORDS,
                Basis.DUTY,
            ),
            Held(("note", "above_reason"), _("suppliers and guests"), Kind.WORDS, Basis.TASK),
        ),
        kept="as long as the accounts",
    )

    day = models.DateField(_("day"), default=timezone.localdate)
    year = year_field(help_text=_("Of the accounts; left empty, that of the day."))
    chapter = models.ForeignKey(
        BudgetChapter,
        on_delete=models.PROTECT,
        verbose_name=_("chapter"),
        blank=True,
        null=True,
        related_name="expenses",
    )
    subject = models.CharField(
        pgettext_lazy("of an expense", "object"),
        max_length=250,
        help_text=_("What was bought: for example a lunch for 12 people."),
    )
    on_occasion = models.CharField(
        pgettext_lazy("of an expense", "occasion"),
        max_length=250,
        blank=True,
        help_text=_("On which occasion; left empty, the visit or the mission."),
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), MORE_THAN_NOTHING)],
        help_text=_("In euro, with what taxes there are: 1.234,50 or 1234.50."),
    )
    stage = models.CharField(
        pgettext_lazy("of an expense", "stage"),
        max_length=9,
        choices=Stage,
        default=Stage.COMMITTED,
    )
    paid_on = models.DateField(_("paid on"), blank=True, null=True)
    is_representation = models.BooleanField(
        _("representation of a governing body"),
        default=True,
        help_text=_("Mayor, executive, Council: it stands on the yearly statement."),
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="expenses",
    )
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    invoice_number = models.CharField(_("number of the invoice"), max_length=60, blank=True)
    above_reason = models.CharField(
        _("why it may pass what is laid down"), max_length=250, blank=True
    )
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    documents = GenericRelation(DocumentLink)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("expense")
        verbose_name_plural = _("register of expenses")
        indexes = [
            models.Index(F("day").desc(), F("id").desc(), name="delegations_expense_in_order"),
            models.Index(fields=["year", "chapter", "stage"], name="delegations_expense_of_year"),
        ]
        constraints = [
            *OfOccasion.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="delegations_expense_amount_is_more_than_nothing",
                violation_error_message=MORE_THAN_NOTHING,
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["planned", "committed", "paid"]),
                name="delegations_expense_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(stage="paid", paid_on__isnull=False)
                | (~Q(stage="paid") & Q(paid_on__isnull=True)),
                name="delegations_expense_paid_has_a_day",
                violation_error_message=ONLY_PAID,
            ),
            models.CheckConstraint(
                condition=Q(is_representation=False) | ~Q(on_occasion=""),
                name="delegations_expense_of_representation_has_an_occasion",
                violation_error_message=OCCASION_NEEDED,
            ),
            year_is_known("delegations_expense_year_is_known"),
        ]

    def __str__(self):
        return self.subject

    def complete(self):
        """Fill in what follows from the rest: the year, and the occasion in words."""
        if self.year is None and self.day:
            self.year = self.day.year
        if not self.on_occasion and self.occasion:
            self.on_occasion = str(self.occasion)[:250]

    def clean_fields(self, exclude=None):
        self.complete()
        super().clean_fields(exclude=exclude)

    def clean(self):
        super().clean()
        self.complete()
        # The constraints say the same; here it is said at the field.
        errors = {}
        if self.stage == self.Stage.PAID and not self.paid_on:
            errors["paid_on"] = PAID_WHEN
        if self.stage != self.Stage.PAID and self.paid_on:
            errors["paid_on"] = ONLY_PAID
        if self.is_representation and not self.on_occasion:
            errors["on_occasion"] = OCCASION_NEEDED
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.complete()
        super().save(*args, **kwargs)
