"""What a membership cost, year by year."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act
from networks.models.memberships import CURRENCY, Membership, MembershipQuerySet
from networks.models.networks import ACT, foreign_acts
from office.dates import PartialDate, PartialDateField, partial_date_constraint
from office.models import Citation, Record, VisibleQuerySet
from office.personal import NO_PERSONAL_DATA

FIRST_YEAR, LAST_YEAR = 1900, 2100
NOT_YET_DUE = _("A fee is not paid before it is asked for, nor before its year begins.")
PAID_NEEDS_DAY = _("Say on which day it was paid.")
PAID_NEEDS_AMOUNT = _("Say how much was paid.")
ONLY_PAID = _("Only a fee that is paid has a day and an amount of payment.")
DUE_AFTER_CALL = _("A fee is not due before it is asked for.")
YEARS_KNOWN = _("Years lie between 1900 and 2100.")


class FeeQuerySet(VisibleQuerySet):
    audience_paths = ("membership__network__audience",)
    # A fee would name its act.
    optional_paths = (
        *(f"membership__{path}" for path in MembershipQuerySet.optional_paths),
        *ACT,
    )

    def visible_to(self, user):
        """For who does not read what is internal only the years that were published."""
        rows = super().visible_to(user)
        inside = user.is_authenticated and user.reads_internal
        return rows if inside else rows.filter(is_published=True)

    def public(self):
        """With its network's page, and only where somebody published this year."""
        return super().public().filter(is_published=True)

    def in_order(self):
        """The latest year first."""
        return self.order_by("-year", "-pk")

    def due(self):
        return self.filter(state="due")

    def overdue(self, day):
        """Not paid though their last day is past for sure."""
        return self.due().filter(due_on__endswith__lte=day)


class Fee(Record):
    """
    The fee of one year: what was asked, and what became of it.

    Nothing that happens here changes the membership: unpaid is not left.
    """

    personal_data = NO_PERSONAL_DATA

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("a fee", "due")
        PAID = "paid", pgettext_lazy("a fee", "paid")
        WAIVED = "waived", pgettext_lazy("a fee", "waived by the network")
        SUSPENDED = "suspended", pgettext_lazy("a fee", "suspended, not paid")

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, verbose_name=_("membership"), related_name="fees"
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[
            MinValueValidator(FIRST_YEAR, YEARS_KNOWN),
            MaxValueValidator(LAST_YEAR, YEARS_KNOWN),
        ],
    )
    amount_due = models.DecimalField(
        _("amount asked for"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty where it is not documented."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[CURRENCY])
    is_voluntary = models.BooleanField(_("voluntary"), default=False)
    asked_on = PartialDateField(
        _("asked for on"),
        blank=True,
        null=True,
        help_text=_("The day of the network’s call for payment."),
    )
    due_on = PartialDateField(
        _("to be paid by"), blank=True, null=True, help_text=_("The last day.")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DUE)
    paid_on = PartialDateField(_("paid on"), blank=True, null=True)
    amount_paid = models.DecimalField(
        _("amount paid"),
        max_digits=10,
        decimal_places=2,
        blank=True,
        null=True,
        validators=[MinValueValidator(0)],
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="fees_of_networks",
        help_text=_("That commits or suspends the payment."),
    )
    register_number = models.CharField(
        _("register number"),
        max_length=60,
        blank=True,
        help_text=_("Of the letter or the order of payment, as the register writes it."),
    )
    note = models.CharField(
        _("note of the office"), max_length=250, blank=True, help_text=_("For staff only.")
    )
    is_published = models.BooleanField(
        _("publish this year"),
        default=False,
        help_text=_(
            "Ticked, the row stands at once on the public page of the network, where it has "
            "one. The note of the office is never shown there."
        ),
    )
    citations = GenericRelation(Citation)

    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("yearly fee")
        verbose_name_plural = _("yearly fees")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year"],
                name="networks_fee_is_one_a_year",
                violation_error_message=_("The fee of this year is in the ledger already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="networks_fee_year_is_known",
                violation_error_message=YEARS_KNOWN,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "paid", "waived", "suspended"]),
                name="networks_fee_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False, amount_paid__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True, amount_paid__isnull=True)),
                name="networks_fee_paid_has_day_and_amount",
                violation_error_message=ONLY_PAID,
            ),
            models.CheckConstraint(
                condition=(Q(amount_due=None) | Q(amount_due__isnull=False, amount_due__gte=0))
                & (Q(amount_paid=None) | Q(amount_paid__isnull=False, amount_paid__gte=0)),
                name="networks_fee_amounts_are_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None)
                | (
                    ~Q(paid_on__before=F("asked_on"))
                    & (
                        Q(asked_on__isnull=False)
                        | Q(paid_on__endswith__gt=Func(F("year"), 1, 1, function="make_date"))
                    )
                ),
                name="networks_fee_is_not_paid_before_it_is_due",
                violation_error_message=NOT_YET_DUE,
            ),
            models.CheckConstraint(
                condition=~Q(due_on__before=F("asked_on")),
                name="networks_fee_is_due_after_it_is_asked_for",
                violation_error_message=DUE_AFTER_CALL,
            ),
            *(partial_date_constraint(name) for name in ("asked_on", "due_on", "paid_on")),
        ]

    def __str__(self):
        return f"{self.membership} {self.year}"

    def get_absolute_url(self):
        return f"{self.membership.get_absolute_url()}#fees"

    @property
    def is_overdue(self):
        """Not paid though its last day is past for sure."""
        due = self.state == self.State.DUE and self.due_on is not None
        return due and self.due_on.last < timezone.localdate()

    def clean(self):
        # The constraints say the same; here it is said at the field.
        errors = self._faults_of_payment() | foreign_acts(self, "act")
        if self.due_on and self.asked_on and self.due_on.is_certainly_before(self.asked_on):
            errors["due_on"] = DUE_AFTER_CALL
        if errors:
            raise ValidationError(errors)

    def _faults_of_payment(self):
        if self.state != self.State.PAID:
            named = {"paid_on": self.paid_on, "amount_paid": self.amount_paid}
            return {name: ONLY_PAID for name, value in named.items() if value is not None}
        errors = {}
        if self.paid_on is None:
            errors["paid_on"] = PAID_NEEDS_DAY
        elif self.paid_on.is_certainly_before(self.payable_from or self.paid_on):
            errors["paid_on"] = NOT_YET_DUE
        if self.amount_paid is None:
            errors["amount_paid"] = PAID_NEEDS_AMOUNT
        return errors

    @property
    def payable_from(self):
        """The first day on which it can be paid: of the call, or else of its year."""
        year_is_known = self.year and FIRST_YEAR <= self.year <= LAST_YEAR
        return self.asked_on or (PartialDate(self.year, 1, 1) if year_is_known else None)
