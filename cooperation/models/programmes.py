"""Programmes that pay for cooperation, and their calls."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from office.languages import localized
from office.models import Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA
from office.text import Fold

NO_PERCENT = _("A share lies between 0 and 100 percent.")
CLOSES_AFTER = _("The call closes before it opens.")


class ProgrammeQuerySet(RecordQuerySet):
    def in_order(self, language):
        """By the name that a reader of the language sees, accents aside."""
        return self.order_by(Fold(localized("name", language)), "pk")


class Programme(TranslatedRecord, Record):
    """Whose money it is, and under what name: Horizon 2020, a law of the Region."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        EU = "eu", _("European Union")
        STATE = "state", _("State")
        REGION = "region", _("Region")
        INTERNATIONAL = "international", _("international body")
        FOUNDATION = "foundation", _("foundation or association")
        OWN = "own", _("the city itself")
        OTHER = "other", _("other")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("whose money"), max_length=13, choices=Kind)
    funder = models.CharField(
        _("who pays"), max_length=200, blank=True, help_text=_("The body, by its name.")
    )
    website = models.URLField(_("website"), blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("programme of funding")
        verbose_name_plural = _("programmes of funding")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "eu",
                        "state",
                        "region",
                        "international",
                        "foundation",
                        "own",
                        "other",
                    ]
                ),
                name="cooperation_programme_kind_is_known",
            ),
        ]

    def __str__(self):
        return self.name


class CallQuerySet(RecordQuerySet):
    def in_order(self):
        """The next to close first."""
        return self.order_by(F("closes_on").desc(nulls_last=True), "-pk")


class Call(Record):
    """One call for proposals of a programme, with what it asks of who applies."""

    personal_data = NO_PERSONAL_DATA

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, verbose_name=_("programme"), related_name="calls"
    )
    title = models.CharField(_("title"), max_length=250, help_text=_("As the call names itself."))
    number = models.CharField(_("number"), max_length=80, blank=True)
    opens_on = models.DateField(_("opens on"), blank=True, null=True)
    closes_on = models.DateField(_("closes on"), blank=True, null=True)
    co_funding = models.PositiveSmallIntegerField(
        _("own share (%)"),
        blank=True,
        null=True,
        validators=[MaxValueValidator(100, NO_PERCENT)],
        help_text=_("What applicants must bring themselves, at least."),
    )
    least_partners = models.PositiveSmallIntegerField(_("partners at least"), blank=True, null=True)
    url = models.URLField(_("address on the web"), blank=True, max_length=500)
    note = models.TextField(_("note of the office"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = [F("closes_on").desc(nulls_last=True), "-pk"]
        verbose_name = _("call for proposals")
        verbose_name_plural = _("calls for proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(co_funding=None) | Q(co_funding__lte=100),
                name="cooperation_call_share_is_a_percentage",
                violation_error_message=NO_PERCENT,
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="cooperation_call_closes_after_it_opens",
                violation_error_message=CLOSES_AFTER,
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        # The constraint says the same; here it is said at the field.
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": CLOSES_AFTER})
