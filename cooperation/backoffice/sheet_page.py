"""The sheet of a project as a file, from its form."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

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


PAGE = ("projects/<int:pk>/sheet/<str:ending>/", sheet)
