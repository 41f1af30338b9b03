"""What councils and executives have decided."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.bodies import Body
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.models import Citation, TranslatedRecord, VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData

NUMBER_OR_DAY = _("Give the number of the act, or the day on which it was adopted.")
ENFORCEABLE_AFTER = _("An act is not enforceable before it is adopted.")
PUBLISHED_AFTER = _("An act is not published before it is adopted.")


class ActQuerySet(VisibleQuerySet):
    optional_paths = ("body__city__audience",)

    def in_order(self):
        """The latest first; what has no date comes last."""
        return self.order_by(*self.model._meta.ordering)


class Act(TranslatedRecord, VisibleRecord):
    """
    One decision of a body: of the city's Council or executive, or of another city's.

    Every app cites acts from here. How a number looks is said by the body that gives it.
    """

    personal_data = PersonalData(
        held=(Held(("rapporteur",), _("people in public office"), Kind.NAME, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    class Kind(models.TextChoices):
        DELIBERATION = "deliberation", _("deliberation")
        OPINION = "opinion", _("opinion of a committee")
        MOTION = "motion", _("motion")
        DECISION = "decision", _("manager’s decision")
        OTHER = "other", _("other")

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, verbose_name=_("body"), related_name="acts"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DELIBERATION)
    number = models.CharField(
        _("number"),
        max_length=60,
        blank=True,
        help_text=_("As the body writes it, for example 2008/C/00010."),
    )
    proposal_number = models.CharField(_("number of the proposal"), max_length=60, blank=True)
    adopted_on = PartialDateField(_("adopted on"), blank=True, null=True)
    enforceable_on = PartialDateField(_("enforceable on"), blank=True, null=True)
    published_on = PartialDateField(_("published on"), blank=True, null=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    rapporteur = models.CharField(
        _("rapporteur"), max_length=150, blank=True, help_text=_("Who presented it.")
    )
    department = models.CharField(
        _("proposing office"),
        max_length=200,
        blank=True,
        help_text=_("The directorate or office that prepared it."),
    )
    url = models.URLField(_("address of the text"), blank=True, max_length=500)
    citations = GenericRelation(Citation)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = [F("adopted_on").desc(nulls_last=True), "number", "pk"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [
            models.Index(
                F("adopted_on").desc(nulls_last=True), "number", "id", name="directory_act_by_date"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=~Q(number=""),
                name="directory_act_number_is_unique",
                violation_error_message=_("This body has an act of this number already."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") | Q(adopted_on__isnull=False),
                name="directory_act_has_number_or_day",
                violation_error_message=NUMBER_OR_DAY,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["deliberation", "opinion", "motion", "decision", "other"]),
                name="directory_act_kind_is_known",
            ),
            InOrder(
                "adopted_on",
                "enforceable_on",
                name="directory_act_enforceable_after_adopted",
                message=ENFORCEABLE_AFTER,
            ),
            InOrder(
                "adopted_on",
                "published_on",
                name="directory_act_published_after_adopted",
                message=PUBLISHED_AFTER,
            ),
            partial_date_constraint("adopted_on"),
            partial_date_constraint("enforceable_on"),
            partial_date_constraint("published_on"),
        ]

    def __str__(self):
        return f"{self.body} {self.number or self.adopted_on}"

    def get_absolute_url(self):
        return reverse("directory:act_detail", args=[self.pk])

    def clean(self):
        self.number = self.number.strip()
        errors = {}
        if not self.number and self.adopted_on is None:
            errors["number"] = NUMBER_OR_DAY
        if self.adopted_on and self.adopted_on.first > timezone.localdate():
            errors["adopted_on"] = _("An act cannot be adopted in the future.")
        if wrong := self._fault_of_number():
            errors["number"] = wrong
        if errors:
            raise ValidationError(errors)

    def _fault_of_number(self):
        """What is wrong with the number as this body writes them; None if nothing is."""
        body = self.body if self.body_id else None
        if not (body and self.number and body.number_pattern) or body.numbers(self.number):
            return None
        if not body.number_example:
            return _("%(body)s does not number its acts like this.") % {"body": body}
        return _("%(body)s numbers its acts like this: %(example)s.") % {
            "body": body,
            "example": body.examples_in_words,
        }
