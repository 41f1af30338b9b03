"""What somebody of the office must do for projects, and by when."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.models import Project, Step
from office.duties import Charge, Due, DutyKind


class DoStep(DutyKind):
    label = _("Milestone or report of a project")

    def charge(self, record):
        return record.project

    def found(self):
        """What is not done of projects that somebody pays for, also after their end."""
        steps = Step.objects.to_do().filter(project__state__in=Project.AWARDED)
        for step in steps.select_related("project__officer", "owner"):
            owner = step.owner or step.project.officer
            yield Due(f"{step.pk}:{step.due_on}", step, step.due_on, owner=owner, notice_days=30)


do_step = DoStep()
in_charge = Charge(
    said=lambda count: (
        ngettext("%(count)d project", "%(count)d projects", count) % {"count": count}
    ),
    rows=lambda person: Project.objects.filter(officer=person, state__in=Project.OPEN),
    permission="cooperation.change_project",
)
