"""What of projects comes up: on the radar, in the timelines, on the start page."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, ngettext

from cooperation.models import Exchange, MoneyLine, Partner, Project, Step
from directory.timeline import Happening, Strand, overlapping
from office.dates import PartialDate
from office.radar import Mark
from office.start_page import Line

# Most of what is counted is never read.
title_of = lazy(str, str)


def marks(user, first, last):
    """What is to be handed in or reached between two days, and projects that end: two queries."""
    steps = Step.objects.visible_to(user).to_do().filter(due_on__range=(first, last))
    steps = steps.filter(project__state__in=Project.AWARDED).select_related("project")
    for step in steps.in_order():
        words = f"{step.project}: {step}"
        yield Mark(PartialDate.of(step.due_on), step.get_kind_display(), words, step.project)
    ending = Project.objects.visible_to(user).filter(state__in=Project.OPEN)
    for project in overlapping(ending, "ends_on", (first, last)):
        yield Mark(project.ends_on, gettext_lazy("end of a project"), str(project), project)


class WorkedTogether(Strand):
    """The projects that a city is a partner of: their beginning is a sign of life."""

    def happenings(self, cities, reader, *, during=None):
        rows = self._rows(cities, reader)
        rows = overlapping(rows, "project__starts_on", during)
        for row in rows.select_related("project"):
            yield Happening(
                key=f"partner-of-project:{row.pk}",
                city=row.city_id,
                on=row.project.starts_on,
                kind=gettext_lazy("project"),
                text=title_of(row.project),
                record=row.project,
            )

    def last_contacts(self, cities, reader, *, until=None):
        """Of the projects that have begun."""
        day = until or timezone.localdate()
        rows = self._rows(cities, reader).filter(project__starts_on__startswith__lte=day)
        latest = rows.order_by("city", "-project__starts_on__endswith", "-pk").distinct("city")
        return dict(latest.values_list("city", "project__starts_on"))

    def _rows(self, cities, reader):
        """Partners in what somebody paid for: a bid that was turned down is no contact."""
        return Partner.objects.visible_to(reader).filter(
            city__in=list(cities),
            project__state__in=Project.HAPPENED,
            project__starts_on__isnull=False,
        )


class Learnt(Strand):
    """The exchanges of experience with a city: each is a sign of life."""

    def happenings(self, cities, reader, *, during=None):
        rows = Exchange.objects.visible_to(reader).filter(
            city__in=list(cities), starts_on__isnull=False
        )
        for row in overlapping(rows, "starts_on", during):
            yield Happening(
                key=f"exchange:{row.pk}",
                city=row.city_id,
                on=row.starts_on,
                kind=gettext_lazy("exchange of experience"),
                text=title_of(row),
                record=row,
            )

    def last_contacts(self, cities, reader, *, until=None):
        """Of those that have begun."""
        rows = Exchange.objects.visible_to(reader).filter(
            city__in=list(cities), starts_on__startswith__lte=until or timezone.localdate()
        )
        latest = rows.order_by("city", "-starts_on__endswith", "-pk").distinct("city")
        return dict(latest.values_list("city", "starts_on"))


worked_together, learnt = WorkedTogether(), Learnt()


def lines(user):
    """What waits on the start page: late steps, own money to reserve, reports never handed in."""
    if not user.has_perm("cooperation.change_project"):
        return []
    today, seen = timezone.localdate(), Project.objects.visible_to(user)
    late = Step.objects.overdue(today).order_by().values("project")
    unreserved = MoneyLine.objects.not_reserved().order_by().values("project")
    counts = seen.order_by().aggregate(
        late=Count("pk", filter=Q(pk__in=late)),
        unreserved=Count("pk", filter=Q(pk__in=unreserved)),
    )
    url = reverse("admin:cooperation_project_changelist")
    ended = seen.without_final_report(today).count()
    found = [
        (
            ngettext(
                "project with something past its day",
                "projects with something past its day",
                counts["late"],
            ),
            counts["late"],
            f"{url}?late=yes",
        ),
        (
            ngettext(
                "project whose own money is not reserved",
                "projects whose own money is not reserved",
                counts["unreserved"],
            ),
            counts["unreserved"],
            f"{url}?to_reserve=yes",
        ),
        (
            ngettext(
                "project that ended without a final report",
                "projects that ended without a final report",
                ended,
            ),
            ended,
            f"{url}?no_final_report=yes",
        ),
    ]
    return [Line(*one) for one in found]
