"""The sheet of a project, as a paper for who decides."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cooperation.listing import lands
from cooperation.models import MoneyLine, Partner, ProjectPurpose, Result, Step
from cooperation.sums import Sums
from office.numbers import money
from office.papers.report import Report, Section, Table, text_of


def report(project, reader):
    """All that the reader may see of the project, in the active language."""
    sections = [
        facts(project),
        funding(project, reader),
        partners(project, reader),
        steps(project, reader),
        results(project, reader),
    ]
    return Report(
        title=text_of(project, "title"),
        intro=[text_of(project, "summary")] if project.summary else [],
        sections=[one for one in sections if one],
        is_demo=project.is_demo,
    )


def facts(project):
    countries = ", ".join(map(str, lands(project)))
    purposes = ProjectPurpose.objects.filter(project=project).order_by("-percent", "pk")
    said = [
        (_("State"), str(project.get_state_display())),
        (_("Role of the city"), str(project.get_role_display())),
        (_("Programme"), text_of(project.programme, "name") if project.programme else ""),
        (_("Grant number"), project.grant_number),
        (_("Begins"), str(project.starts_on or "")),
        (_("Ends"), str(project.ends_on or "")),
        (_("In charge"), str(project.officer or "")),
        (_("Countries"), countries),
        (_("Themes"), ", ".join(map(str, project.themes.all()))),
        (_("Purposes (DAC)"), ", ".join(map(str, purposes))),
    ]
    return Section(_("The project"), facts=[(label, words) for label, words in said if words])


def funding(project, reader):
    sums = Sums(project, reader)
    budget = [
        (_("Money in all"), project.budget_total),
        (_("Of it for the city"), project.budget_city),
        (_("Of it from the European Union"), project.budget_eu),
    ]
    said = [(label, money(value, project.currency)) for label, value in budget if value is not None]
    if sums.to_reserve:
        said.append((_("Own money not reserved yet"), money(sums.to_reserve, "EUR")))
    lines = MoneyLine.objects.visible_to(reader).filter(project=project).in_order()
    header = [_("Year"), _("Where from"), _("Committed"), _("Paid out"), _("Currency")]
    rows = [
        [
            str(one.year or "–"),
            str(one.get_source_display()),
            one.committed,
            one.disbursed,
            one.currency,
        ]
        for one in lines
    ]
    if not said and not rows:
        return None
    table = Table(header, rows) if rows else None
    return Section(_("The money"), facts=said, table=table)


def partners(project, reader):
    found = Partner.objects.visible_to(reader).filter(project=project).with_names().order_by("pk")
    rows = [[str(one), str(one.get_role_display()), str(one.lands or "")] for one in found]
    header = [_("Partner"), _("Role"), _("Country")]
    return Section(_("With whom"), table=Table(header, rows)) if rows else None


def steps(project, reader):
    found = Step.objects.visible_to(reader).filter(project=project).select_related("owner")
    rows = [
        [
            date_format(one.due_on, "DATE_FORMAT"),
            str(one.get_kind_display()),
            one.title,
            date_format(one.done_on, "DATE_FORMAT") if one.done_on else "–",
        ]
        for one in found.in_order()
    ]
    header = [_("By when"), _("Kind"), _("What"), _("Done on")]
    return Section(_("Milestones and reports"), table=Table(header, rows)) if rows else None


def results(project, reader):
    found = Result.objects.visible_to(reader).filter(project=project).order_by("pk")
    rows = [
        [
            text_of(one, "title"),
            text_of(one, "indicator") if one.indicator else "–",
            *(
                value if value is not None else "–"
                for value in (one.baseline, one.target, one.actual)
            ),
        ]
        for one in found
    ]
    header = [_("Result"), _("What is measured"), _("Before"), _("Aim"), _("Reached")]
    table = Table(header, rows, numeric=(2, 3, 4))
    return Section(_("What came of it"), table=table) if rows else None
