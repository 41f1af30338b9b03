"""The visits from a city, and the missions there, on the city's page of the back-office."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from delegations import missions
from delegations.backoffice.pages import page_of
from delegations.days import days_of
from delegations.models import Mission, Visit
from directory.backoffice.panels import Line, Panel
from office.papers.report import text_of

SHOWN = 8


def visits_of(city, user):
    """The latest ones, with what became of them, and a request from there to begin."""
    if not user.has_perm("delegations.view_visit"):
        return None
    rows = Visit.objects.visible_to(user).filter(Q(city=city) | Q(organisation__city=city))
    found = list(rows.select_related("city", "organisation").in_order()[: SHOWN + 1])
    actions = []
    if user.has_perm("delegations.add_visit"):
        address = f"{reverse('admin:delegations_visit_add')}?{urlencode({'city': city.pk})}"
        actions.append((_("New request for a visit"), address))
    if len(found) > SHOWN:
        query = urlencode({"city__id__exact": city.pk})
        actions.append(
            (_("All visits"), f"{reverse('admin:delegations_visit_changelist')}?{query}")
        )
    return Panel(
        "visits",
        _("Visits"),
        [Line(str(one), page_of(one), said(one), one.is_demo) for one in found[:SHOWN]],
        empty=_("None is recorded."),
        actions=tuple(actions),
    )


def missions_to(city, user):
    """The latest journeys of our people there; None where there is none, and none may be begun."""
    if not user.has_perm("delegations.view_mission"):
        return None
    rows = Mission.objects.visible_to(user).filter(Q(city=city) | Q(organisation__city=city))
    found = list(rows.in_order()[: SHOWN + 1])
    actions = []
    if user.has_perm("delegations.add_mission"):
        address = f"{reverse('admin:delegations_mission_add')}?{urlencode({'city': city.pk})}"
        actions.append((_("New mission"), address))
    if len(found) > SHOWN:
        query = urlencode({"city__id__exact": city.pk})
        address = f"{reverse('admin:delegations_mission_changelist')}?{query}"
        actions.append((_("All missions"), address))
    return Panel(
        "missions",
        _("Missions there"),
        [
            Line(text_of(one, "title"), missions.page_of(one), said(one), one.is_demo)
            for one in found[:SHOWN]
        ],
        empty=_("None is recorded."),
        actions=tuple(actions),
    )


def said(visit):
    return ", ".join(filter(None, [visit.get_state_display(), days_of(visit)]))
