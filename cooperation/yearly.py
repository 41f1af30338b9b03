"""What the Council is told of a year's projects: what ran, with whose money."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import MoneyLine, Project
from cooperation.models.money import euros
from office.numbers import money
from office.papers.report import Section, Table, text_of


def sections(year, reader):
    """The section on the year, of what the reader may see: two queries; nothing without any."""
    day = min(date(year, 12, 31), timezone.localdate())
    rows = Project.objects.visible_to(reader).paid_for().under_way_in(year)
    rows = rows.filter(starts_on__startswith__lte=day).select_related("programme")
    projects = list(rows.order_by("starts_on", "pk"))
    if not projects:
        return []
    lines = MoneyLine.objects.visible_to(reader).filter(project__in=projects, year=year)
    spent = {
        row["project"]: row
        for row in lines.order_by()
        .values("project")
        .annotate(committed_euros=euros("committed"), disbursed_euros=euros("disbursed"))
    }
    nothing = {"committed_euros": None, "disbursed_euros": None}
    header = [
        _("Project"),
        _("State"),
        _("Programme"),
        _("Role of the city"),
        _("Committed in the year (€)"),
        _("Paid out in the year (€)"),
    ]
    table = Table(
        header,
        [row_of(one, spent.get(one.pk, nothing)) for one in projects],
        numeric=(4, 5),
    )
    facts = [(_("Projects under way"), str(len(projects)))]
    total = sum(row["committed_euros"] for row in spent.values())
    if total:
        facts.append((_("Committed in all"), money(total, "EUR")))
    return [Section(_("Cooperation projects"), facts=facts, table=table)]


def row_of(project, sums):
    return [
        text_of(project, "title"),
        str(project.get_state_display()),
        text_of(project.programme, "name") if project.programme else "–",
        str(project.get_role_display()),
        sums["committed_euros"] if sums["committed_euros"] is not None else "–",
        sums["disbursed_euros"] if sums["disbursed_euros"] is not None else "–",
    ]
