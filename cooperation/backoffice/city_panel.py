"""The projects with a city, on its page of the back-office."""

from django.utils.translation import gettext as _

from cooperation.models import Partner
from directory.backoffice.panels import Line, Panel
from office.backoffice.frame import record_url
from office.papers.report import text_of


def projects_with(city, user):
    """None where there is none."""
    if not user.has_perm("cooperation.view_project"):
        return None
    rows = Partner.objects.visible_to(user).filter(city=city).select_related("project")
    projects = {one.project_id: one.project for one in rows.order_by("-project__starts_on", "pk")}
    if not projects:
        return None
    lines = [
        Line(text_of(one, "title"), record_url(one), one.get_state_display(), one.is_demo)
        for one in projects.values()
    ]
    return Panel("projects", _("Projects"), lines)
