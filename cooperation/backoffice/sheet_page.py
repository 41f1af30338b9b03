"""The sheet of a project as a file, and the way to the form on which its steps stand."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cooperation import sheet_paper
from cooperation.models import Project
from office.papers.served import answer

VIEWS = "cooperation.view_project"


def sheet(request, pk, ending):
    """All that the reader may see of the project, on paper."""
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    rows = Project.objects.visible_to(request.user).select_related("programme", "officer")
    rows = rows.prefetch_related("themes", "countries__country", "partners__city__country")
    project = get_object_or_404(rows.prefetch_related("partners__organisation__country"), pk=pk)
    return answer(request, sheet_paper.report(project, request.user), ending)


def form_of_step(step):
    """Where one works on a milestone or a report: on the form of its project."""
    return f"{reverse('admin:cooperation_project_change', args=[step.project_id])}#steps-group"


PAGE = ("projects/<int:pk>/sheet/<str:ending>/", sheet)
