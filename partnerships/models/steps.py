"""The life of an agreement, step by step."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Act
from office.dates import PartialDateField, partial_date_constraint
from office.models import Record, VisibleQuerySet
from office.personal import Basis, Held, Kind, PersonalData
from partnerships.models.agreements import Agreement, Status
from partnerships.models.rules import Rule


class Move(models.TextChoices):
    """What can happen to an agreement; which of it may happen when says partnerships.lifecycle."""

    PROPOSE = "propose", pgettext_lazy("step of a pact", "Proposal")
    CLEAR = "clear", pgettext_lazy("step of a pact", "Clearance by the committee")
    NOTIFY = "notify", pgettext_lazy("step of a pact", "Notice to the State")
    APPROVE = "approve", pgettext_lazy("step of a pact", "Approval by our Council")
    PARTNER_APPROVE = (
        "partner_approve",
        pgettext_lazy("step of a pact", "Approval by the partner city"),
    )
    SIGN = "sign", pgettext_lazy("step of a pact", "Signature")
    ENTER = "enter", pgettext_lazy("step of a pact", "Entry into force")
    RENEW = "renew", pgettext_lazy("step of a pact", "Renewal")
    CONFIRM = "confirm", pgettext_lazy("step of a pact", "Confirmation by the Council")
    DEBATE = "debate", pgettext_lazy("step of a pact", "Motion debated")
    SUSPEND = "suspend", pgettext_lazy("step of a pact", "Suspension")
    RESUME = "resume", pgettext_lazy("step of a pact", "Resumption")
    EXPIRE = "expire", pgettext_lazy("step of a pact", "Expiry of the term")
    END = "end", pgettext_lazy("step of a pact", "End")
    REVIVE = "revive", pgettext_lazy("step of a pact", "Revival")
    DROP = "drop", pgettext_lazy("step of a pact", "Withdrawal of the proposal")


class StepQuerySet(VisibleQuerySet):
    # A step has no audience of its own; it would name the agreement, its city, and an act.
    audience_paths = ("agreement__audience", "agreement__city__audience")
    optional_paths = ("act__audience", "act__body__city__audience")


class Step(Record):
    """
    One thing that happened to an agreement: who recorded it, when it happened, why, by which act.

    Written by partnerships.actions alone, which keeps the agreement's state in step.
    """

    personal_data = PersonalData(
        held=(Held(("by",), _("staff"), Kind.WORK, Basis.ARCHIVE),),
        kept=_("as an archive in the public interest"),
    )

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, verbose_name=_("agreement"), related_name="steps"
    )
    move = models.CharField(pgettext_lazy("of a pact", "step"), max_length=15, choices=Move)
    on = PartialDateField(pgettext_lazy("of a step", "date"), blank=True, null=True)
    why = models.TextField(_("why"), blank=True)
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        verbose_name=_("act"),
        blank=True,
        null=True,
        related_name="steps",
    )
    from_status = models.CharField(_("state before"), max_length=13, choices=Status, blank=True)
    # So that a revival which is taken back leaves the day of the end as it was.
    from_ended_on = PartialDateField(blank=True, null=True, editable=False)
    to_status = models.CharField(_("state after"), max_length=13, choices=Status, blank=True)
    # Where the rule of that day would have stood against it: the rule, and why all the same.
    rule = models.ForeignKey(
        Rule,
        on_delete=models.PROTECT,
        verbose_name=_("rule"),
        blank=True,
        null=True,
        related_name="exceptions",
    )
    exception = models.TextField(_("reason for the exception"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("recorded by"),
        blank=True,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        # As they were recorded, so that the last one is the one that made the present state.
        ordering = ["pk"]
        verbose_name = pgettext_lazy("of a pact", "step")
        verbose_name_plural = pgettext_lazy("of a pact", "steps")
        indexes = [models.Index(fields=["agreement", "move"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(move__in=Move.values), name="partnerships_step_move_is_known"
            ),
            models.CheckConstraint(
                condition=Q(to_status__in=Status.values) & Q(from_status__in=Status.values),
                name="partnerships_step_states_are_known",
            ),
            models.CheckConstraint(
                condition=Q(rule=None) | ~Q(exception=""),
                name="partnerships_step_exception_has_its_reason",
                violation_error_message=_("Write why the rule is set aside."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "move"],
                condition=Q(
                    move__in=["propose", "clear", "notify", "approve", "partner_approve", "enter"]
                ),
                name="partnerships_step_happens_once",
                violation_error_message=_("This step was taken already."),
            ),
            partial_date_constraint("on"),
            partial_date_constraint("from_ended_on"),
        ]

    def __str__(self):
        return f"{self.get_move_display()} ({self.on})" if self.on else self.get_move_display()

    def clean(self):
        if self.on and self.on.first > timezone.localdate():
            raise ValidationError({"on": _("A step cannot lie in the future.")})
