"""What a project has to reach and to hand in, and by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models.projects import OfProjectQuerySet, Project
from office.models import Record
from office.personal import Held, Kind, PersonalData


class StepQuerySet(OfProjectQuerySet):
    def visible_to(self, user):
        """Of the office's own work: for who reads what is internal alone."""
        rows = super().visible_to(user)
        inside = user.is_authenticated and user.reads_internal
        return rows if inside else rows.none()

    def in_order(self):
        return self.order_by("due_on", "pk")

    def to_do(self):
        return self.filter(done_on=None)

    def overdue(self, day):
        return self.to_do().filter(due_on__lt=day, project__state__in=Project.AWARDED)


class Step(Record):
    """One milestone, deliverable or report of a project, with its last day and its owner."""

    personal_data = PersonalData(held=(Held(("owner",), _("staff"), Kind.WORK),))

    class Kind(models.TextChoices):
        MILESTONE = "milestone", _("milestone")
        DELIVERABLE = "deliverable", _("deliverable")
        REPORT = "report", _("report")
        FINAL_REPORT = "final_report", _("final report")
        PAYMENT = "payment", _("request for payment")

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, verbose_name=_("project"), related_name="steps"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("what"), max_length=250)
    due_on = models.DateField(_("by when"), help_text=_("The last day."))
    done_on = models.DateField(_("done on"), blank=True, null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("who does it"),
        blank=True,
        null=True,
        related_name="steps_of_projects",
        help_text=_("Empty: who is in charge of the project."),
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("step of a project")
        verbose_name_plural = _("milestones and reports")
        indexes = [
            models.Index(fields=["due_on", "id"], name="cooperation_step_in_order"),
            models.Index(fields=["project", "due_on"], name="cooperation_step_of_project"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["milestone", "deliverable", "report", "final_report", "payment"]
                ),
                name="cooperation_step_kind_is_known",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_overdue(self):
        return self.done_on is None and self.due_on < timezone.localdate()
