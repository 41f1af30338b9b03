"""The yearly statement of what representation cost: how it is made, and what became of it."""

from datetime import date, timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from delegations.models.budgets import NOT_NEGATIVE, year_field, year_is_known
from delegations.models.expenses import ACT
from directory.models import Act, DocumentLink
from office.models import (
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA

IN_ORDER = _("It is sent and published after it is approved.")
NO_SUCH_DAY = _("This month has no such day.")


class StatementSettingsQuerySet(RecordQuerySet):
    def current(self):
        """What the office has laid down; without any legal basis while it has nothing."""
        return self.first() or StatementSettings()


class StatementSettings(TranslatedRecord, Record):
    """
    How the yearly statement of representation expenses is made: law, layout, days. One row.

    No law is in the program: what is printed above and below the table is written here.
    """

    class Counted(models.TextChoices):
        PAID = "paid", _("what was paid")
        COMMITTED = "committed", _("what was committed, paid or not")

    personal_data = NO_PERSONAL_DATA

    only = models.BooleanField(default=True, editable=False, unique=True)
    heading = models.CharField(
        _("heading"),
        max_length=250,
        help_text=_("As the law’s own form has it, without the year."),
    )
    basis = models.TextField(
        _("legal basis"), blank=True, help_text=_("Printed beneath the heading.")
    )
    regulation = models.CharField(
        _("the city’s own rules"),
        max_length=250,
        blank=True,
        help_text=_("Number and date of the regulation on such expenses, where there is one."),
    )
    signatures = models.TextField(_("who signs"), blank=True, help_text=_("One office per line."))
    zero = models.CharField(_("what it says without any expense"), max_length=250, blank=True)
    counts = models.CharField(_("what counts"), max_length=9, choices=Counted, default=Counted.PAID)
    due_month = models.PositiveSmallIntegerField(
        _("due: month of the year after"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    due_day = models.PositiveSmallIntegerField(
        _("due: day"), default=30, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    publish_days = models.PositiveSmallIntegerField(
        _("published and sent within (days after approval)"),
        default=10,
        validators=[MaxValueValidator(365)],
    )
    citations = GenericRelation(Citation)

    objects = StatementSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of the statement of expenses")
        verbose_name_plural = _("form of the statement of expenses")
        constraints = [
            models.CheckConstraint(
                condition=Q(only=True), name="delegations_statementsettings_are_the_only_ones"
            ),
            models.CheckConstraint(
                condition=Q(counts__in=["paid", "committed"]),
                name="delegations_statementsettings_counts_is_known",
            ),
            models.CheckConstraint(
                condition=Q(due_month__range=(1, 12), due_day__range=(1, 31)),
                name="delegations_statementsettings_day_is_one",
                violation_error_message=NO_SUCH_DAY,
            ),
            localized_check("heading", _("Write the heading in one language at least.")),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        if self.due_month and self.due_day:
            try:
                # In a year of 365 days: the 29th of February would come every fourth year.
                date(2025, self.due_month, self.due_day)
            except ValueError as error:
                raise ValidationError({"due_day": NO_SUCH_DAY}) from error

    def due_on(self, year):
        """The day by which the statement of the year is due."""
        return date(year + 1, self.due_month, self.due_day)

    def publish_by(self, approved_on):
        """The day by which what was approved then is sent and published."""
        return approved_on + timedelta(days=self.publish_days)


class ExpenseStatementQuerySet(VisibleQuerySet):
    audience_paths = ()
    optional_paths = ACT


class ExpenseStatement(Record):
    """That the statement of a year was approved, with its total, and what became of it."""

    personal_data = NO_PERSONAL_DATA

    year = year_field(unique=True)
    approved_on = models.DateField(_("approved on"))
    total = models.DecimalField(
        _("total"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        help_text=_("In euro, as it was approved; 0 where nothing was spent."),
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="expense_statements",
    )
    sent_on = models.DateField(
        _("sent on"), blank=True, null=True, help_text=_("To whoever audits the accounts.")
    )
    published_on = models.DateField(_("published on"), blank=True, null=True)
    url = models.URLField(_("address of the published statement"), blank=True, max_length=500)
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    documents = GenericRelation(DocumentLink)

    objects = ExpenseStatementQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("statement of representation expenses")
        verbose_name_plural = _("statements of representation expenses")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=0),
                name="delegations_expensestatement_total_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
            models.CheckConstraint(
                condition=(Q(sent_on__isnull=True) | Q(sent_on__gte=F("approved_on")))
                & (Q(published_on__isnull=True) | Q(published_on__gte=F("approved_on"))),
                name="delegations_expensestatement_leaves_after_approval",
                violation_error_message=IN_ORDER,
            ),
            year_is_known("delegations_expensestatement_year_is_known"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.year}"

    @property
    def publish_by(self):
        return StatementSettings.objects.current().publish_by(self.approved_on)

    @property
    def is_done(self):
        return bool(self.sent_on and self.published_on)

    def clean(self):
        # The constraint says the same; here it is said at the field.
        errors = {
            name: IN_ORDER
            for name in ("sent_on", "published_on")
            if self.approved_on and getattr(self, name) and getattr(self, name) < self.approved_on
        }
        if errors:
            raise ValidationError(errors)
