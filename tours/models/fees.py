"""What guides cost, and what they say of their statement."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models import Record, User, VisibleQuerySet
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData
from office.tongues import LanguageField
from tours.models.guides import GUIDES, Guide, OfGuideQuerySet

NOT_NEGATIVE = _("An amount is not below zero.")


class FeeQuerySet(VisibleQuerySet):
    audience_paths = ()
    optional_paths = OfGuideQuerySet.audience_paths

    def public(self):
        """None: what a guide is paid is on no public page."""
        return self.none()


class Fee(Record):
    """
    What one tour costs from a day on, the guide's own or everybody's; gross, in euros.

    Paid a tour, and besides for each full hour of it.
    """

    personal_data = PersonalData(
        held=(Held(("guide",), GUIDES, Kind.NAME),),
        kept=_("as the accounts of the city are"),
    )

    guide = models.ForeignKey(
        Guide,
        on_delete=models.PROTECT,
        verbose_name=_("guide"),
        blank=True,
        null=True,
        related_name="fees",
        help_text=_("Empty: of every guide without a fee of their own."),
    )
    first_day = models.DateField(_("holds from"))
    a_tour = models.DecimalField(
        _("euros a tour"),
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
    )
    an_hour = models.DecimalField(
        _("euros an hour"),
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
    )

    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("fee of guides")
        verbose_name_plural = _("fees of guides")
        indexes = [models.Index(fields=["-first_day", "-id"], name="tours_fee_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "first_day"],
                nulls_distinct=False,
                name="tours_fee_is_unique",
                violation_error_message=_("There is a fee from that day already."),
            ),
            models.CheckConstraint(
                condition=Q(a_tour__gte=0, an_hour__gte=0),
                name="tours_fee_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
        ]

    def __str__(self):
        return f"{self.a_tour} + {self.an_hour} €/h"


class Surcharge(Record):
    """What a tour in one language costs more from a day on, in euros."""

    personal_data = NO_PERSONAL_DATA

    language = LanguageField(_("language"))
    first_day = models.DateField(_("holds from"))
    amount = models.DecimalField(
        _("euros a tour"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
    )

    class Meta:
        ordering = ["language", "-first_day", "pk"]
        verbose_name = _("surcharge for a language")
        verbose_name_plural = _("surcharges for languages")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "first_day"],
                name="tours_surcharge_is_unique",
                violation_error_message=_("There is a surcharge from that day already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="tours_surcharge_is_not_negative",
                violation_error_message=NOT_NEGATIVE,
            ),
        ]

    def __str__(self):
        return f"{self.language}: {self.amount} €"


class HoursNote(Record):
    """What a guide says is wrong in their statement of hours and fees, until it is settled."""

    personal_data = PersonalData(
        held=(
            Held(("words",), GUIDES, Kind.WORDS, after="done"),
            Held(("done_by",), _("staff"), Kind.WORK),
        ),
        kept=_("as the accounts of the city are"),
    )

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, verbose_name=_("guide"), related_name="hours_notes"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    words = models.TextField(_("in their words"), max_length=2000)
    sent_at = models.DateTimeField(_("sent on"), default=timezone.now)
    done_on = models.DateField(_("settled on"), blank=True, null=True)
    done_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        verbose_name=_("settled by"),
        blank=True,
        null=True,
        related_name="+",
    )

    objects = OfGuideQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("correction of hours")
        verbose_name_plural = _("corrections of hours")

    def __str__(self):
        return f"{self.guide} {self.year}"
