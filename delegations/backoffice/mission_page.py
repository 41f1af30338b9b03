"""The page of one mission: where it stands, who travels, what is planned, what stays of it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from delegations import missions
from delegations.backoffice import occasion_parts
from delegations.days import written_day, written_days_of
from delegations.models import Mission, Traveller
from directory.models import Document, DocumentLink
from office.backoffice import frame

VIEWS = "delegations.view_mission"


class MissionPage:
    """What the page shows of one mission to one reader; everything is asked for once."""

    def __init__(self, user, mission):
        self.user, self.mission = user, mission

    @cached_property
    def travellers(self):
        rows = Traveller.objects.visible_to(self.user).filter(mission=self.mission)
        return list(rows.select_related("person"))

    @property
    def hint(self):
        return missions.composition_hint(self.travellers)

    @cached_property
    def days(self):
        """[(day, its items)] of the programme."""
        by_day = {}
        for item in self.mission.items.all():
            by_day.setdefault(item.day, []).append(item)
        return list(by_day.items())

    @cached_property
    def occasion_parts(self):
        return occasion_parts.shown(self.user, self.mission)

    @property
    def documents(self):
        return [(one.document, frame.url_of(one.document)) for one in self.mission.documents.all()]

    @property
    def next(self):
        """What somebody has to do next."""
        left, mission = missions.days_until_report(self.mission), self.mission
        if mission.reported_on:
            return _("It was reported on %(day)s.") % {"day": written_day(mission.reported_on)}
        if left is None:
            return _("Put the programme together, and have the mission approved.")
        told = {"day": written_day(mission.report_due_on)}
        if left < 0:
            return _("The report was due by %(day)s.") % told
        return _("The report is due by %(day)s.") % told

    @property
    def is_late(self):
        left = missions.days_until_report(self.mission)
        return left is not None and left < 0

    def tools(self):
        """(address, label) of what else there is of the mission."""
        found = [(frame.url_of(self.mission), _("The mission as a form"))]
        if self.user.has_perm("delegations.view_mission"):
            history = reverse("admin:delegations_mission_history", args=[self.mission.pk])
            found.append((history, _("History")))
        return found


def page(request, pk):
    """Where does this mission stand, who goes, what did they do there, and what is due?"""
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    mission = get_object_or_404(asked_for(request.user), pk=pk)
    return frame.page(
        request,
        "admin/delegations/mission.html",
        str(mission),
        page=MissionPage(request.user, mission),
        mission=mission,
        days=written_days_of(mission),
        form_url=frame.url_of(mission),
    )


def asked_for(user):
    """With all that the page names of a mission itself."""
    documents = DocumentLink.objects.filter(document__in=Document.objects.visible_to(user))
    return (
        Mission.objects.visible_to(user)
        .with_names()
        .select_related("theme", "act__body", "answers__organisation", "answers__city")
        .prefetch_related("items", Prefetch("documents", documents.select_related("document")))
    )


PAGE = ("missions/<int:pk>/", page)
