"""The money of all projects: by year, source, country and theme, each figure with its list."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.models import MoneyLine, Project
from cooperation.models.money import euros
from directory.models import Country
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.numbers import money
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer
from partnerships.models import Theme

TITLE = gettext_lazy("Money of all projects")
VIEWS = "cooperation.view_moneyline"
SUM = models.DecimalField(max_digits=30, decimal_places=2)


@dataclass(frozen=True)
class Line:
    words: str
    committed: object
    paid: object
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """Lines of one kind, with what the longest bar stands for."""

    key: str
    heading: str
    lines: list
    note: str = ""

    @property
    def most(self):
        return max((one.committed for one in self.lines), default=0) or 1


class Totals:
    """What the reader may see of the lines of money of projects that somebody pays for."""

    def __init__(self, reader):
        rows = MoneyLine.objects.visible_to(reader)
        self.rows = rows.filter(project__state__in=Project.HAPPENED).order_by()
        self.lines_url = reverse("admin:cooperation_moneyline_changelist")
        self.projects_url = reverse("admin:cooperation_project_changelist")

    @cached_property
    def all(self):
        return self.rows.in_euros()

    @property
    def charts(self):
        found = [self.by_year(), self.by_source(), self.by_country(), self.by_theme()]
        return [one for one in found if one.lines]

    def by_year(self):
        rows = self._sums("year").order_by(F("year").asc(nulls_last=True))
        lines = [
            Line(
                str(row["year"] or _("all years")),
                row["committed_euros"],
                row["paid_euros"],
                f"{self.lines_url}?year={row['year']}" if row["year"] else "",
            )
            for row in rows
        ]
        return Chart("year", _("By year"), lines)

    def by_source(self):
        names = dict(MoneyLine.Source.choices)
        lines = [
            Line(
                str(names[row["source"]]),
                row["committed_euros"],
                row["paid_euros"],
                f"{self.lines_url}?source__exact={row['source']}",
            )
            for row in self._sums("source").order_by("-committed_euros", "source")
        ]
        return Chart("source", _("By source"), lines)

    def by_country(self):
        """Each project's money by the shares of its countries."""
        share = F("rate") * F("project__countries__percent") / 100
        rows = (
            self.rows.filter(project__countries__isnull=False)
            .values(key=F("project__countries__country"))
            .annotate(
                committed_euros=Sum(F("committed") * share, output_field=SUM),
                paid_euros=Sum(F("disbursed") * share, output_field=SUM),
            )
            .order_by("-committed_euros", "key")
        )
        url = f"{self.projects_url}?countries__country__id__exact="
        lines = self._named(rows, Country, url)
        return Chart("country", _("By country"), lines, _("By the shares of each project."))

    def by_theme(self):
        rows = (
            self.rows.filter(project__themes__isnull=False)
            .values(key=F("project__themes"))
            .annotate(committed_euros=euros("committed"), paid_euros=euros("disbursed"))
            .order_by("-committed_euros", "key")
        )
        lines = self._named(rows, Theme, f"{self.projects_url}?themes__id__exact=")
        note = _("A project of several themes counts in each of them.")
        return Chart("theme", _("By theme"), lines, note)

    def _sums(self, field):
        return self.rows.values(field).annotate(
            committed_euros=euros("committed"), paid_euros=euros("disbursed")
        )

    def _named(self, rows, model, url):
        rows = list(rows)
        names = model.objects.in_bulk([row["key"] for row in rows])
        return [
            Line(
                str(names[row["key"]]),
                row["committed_euros"],
                row["paid_euros"],
                f"{url}{row['key']}",
            )
            for row in rows
        ]


def page(request):
    """How much was committed and paid out, in which year, by whom, for which country and theme?"""
    return frame.page(
        request,
        "admin/cooperation/money.html",
        str(TITLE),
        totals=Totals(request.user),
        formats=FORMATS,
    )


def export(request, ending):
    return answer(request, report(Totals(request.user)), ending)


def report(totals):
    """The same as a paper."""
    sections = [
        Section(
            chart.heading,
            table=Table(
                ["", _("Committed"), _("Paid out")],
                [[one.words, one.committed, one.paid] for one in chart.lines],
            ),
            note=chart.note,
        )
        for chart in totals.charts
    ]
    both = [
        f"{_('Committed')}: {money(totals.all['committed'], 'EUR')}",
        f"{_('Paid out')}: {money(totals.all['disbursed'], 'EUR')}",
    ]
    return Report(str(TITLE), "; ".join(both), sections=sections)


PAGE = Page(TITLE, "cooperation", "projects/money/", page, export, permission=VIEWS)
