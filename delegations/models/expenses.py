"""What representation costs: chapters, yearly budgets, expenses, and the yearly statement."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from directory.models import Act, DocumentLink
from office.models import (
    Citation,
    Record,
    RecordQuerySet,
    TranslatedRecord,
    VisibleQuerySet,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData

FIRST_YEAR, LAST_YEAR = 1950, 2100
YEARS_KNOWN = _("Years lie between 1950 and 2100.")
MORE_THAN_NOTHING = _("An amount is more than zero, and has no minus before it.")
NOT_NEGATIVE = _("An amount is not negative.")
PAID_WHEN = _("Say on which day it was paid.")
ONLY_PAID = _("Only what is paid has a day of payment.")
OCCASION_NEEDED = _("The yearly statement asks on which occasion: say it.")
IN_ORDER = _("It is sent and published after it is approved.")
NO_SUCH_DAY = _("This month has no such day.")
ACT = ("act__audience", "act__body__city__audience")


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
