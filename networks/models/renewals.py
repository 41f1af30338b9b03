"""Whether to stay: decided before each renewal, on a sheet of what it cost and what came of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act
from networks.models.fees import FIRST_YEAR, LAST_YEAR, YEARS_KNOWN
from networks.models.memberships import Membership, MembershipQuerySet
from networks.models.networks import ACT, foreign_acts
from office.dates import PartialDateField, partial_date_constraint
from office.models import VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData

DECIDED_NEEDS_DAY = _("Say on which day it was decided.")
ONLY_DECIDED = _("Only what is decided has a day of decision.")


class RenewalQuerySet(VisibleQuerySet):
    audience_paths = ("audience", "membership__network__audience")
    optional_paths = (
        *(f"membership__{path}" for path in MembershipQuerySet.optional_paths),
        *ACT,
    )

    def decided(self):
        return self.exclude(decision="open")


class Renewal(VisibleRecord):
    """
    The judgement on one membership for one year: stay, leave, or suspend.

    It says what was decided; it changes nothing by itself. It is internal until published.
    """

    personal_data = PersonalData(
        held=(Held(("decided_by",), _("staff"), Kind.WORK, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    class Decision(models.TextChoices):
        OPEN = "open", pgettext_lazy("a decision", "open")
        RENEW = "renew", _("renew")
        SUSPEND = "suspend", _("suspend")
        LEAVE = "leave", pgettext_lazy("a network", "leave")

    membership = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        verbose_name=_("membership"),
        related_name="renewals",
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[
            MinValueValidator(FIRST_YEAR, YEARS_KNOWN),
            MaxValueValidator(LAST_YEAR, YEARS_KNOWN),
        ],
        help_text=_("Of the renewal. The benefit sheet looks back on the five years before."),
    )
    judgement = models.TextField(
        _("judgement"),
        blank=True,
        help_text=_("Whether what came of it is worth what it costs."),
    )
    decision = models.CharField(
        _("decision"), max_length=7, choices=Decision, default=Decision.OPEN
    )
    decided_on = PartialDateField(_("decided on"), blank=True, null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("decided by"),
        blank=True,
        null=True,
        related_name="renewals_decided",
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="renewals_of_memberships",
    )

    objects = RenewalQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "membership__network__slug", "pk"]
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year"],
                name="networks_renewal_is_one_a_year",
                violation_error_message=_("The renewal of this year is there already."),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["open", "renew", "suspend", "leave"]),
                name="networks_renewal_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="networks_renewal_year_is_known",
                violation_error_message=YEARS_KNOWN,
            ),
            models.CheckConstraint(
                condition=Q(decision="open", decided_on__isnull=True)
                | (~Q(decision="open") & Q(decided_on__isnull=False)),
                name="networks_renewal_decision_has_its_day",
                violation_error_message=DECIDED_NEEDS_DAY,
            ),
            partial_date_constraint("decided_on"),
        ]

    def __str__(self):
        return f"{self.membership} {self.year}"

    def clean(self):
        # The constraint says the same; here it is said at the field.
        errors = foreign_acts(self, "act")
        is_open = self.decision == self.Decision.OPEN
        if is_open and self.decided_on:
            errors["decided_on"] = ONLY_DECIDED
        if not is_open and self.decided_on is None:
            errors["decided_on"] = DECIDED_NEEDS_DAY
        if errors:
            raise ValidationError(errors)
