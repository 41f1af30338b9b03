"""What missions are to the house: the calendar, the timeline of a city, what comes up."""

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.facets import Facet
from delegations.models import Mission, Traveller, VisitSettings
from directory.timeline import Happening, Strand
from office.dates import PartialDate
from office.duties import Charge, Due, DutyKind
from office.radar import Mark
from office.start_page import Line

NOTICE_OF_REPORT = 15
LIST = "admin:delegations_mission_changelist"


def page_of(mission):
    return reverse("admin:mission", args=[mission.pk])


facet = Facet(
    "mission",
    gettext_lazy("mission"),
    "delegations.change_mission",
    name=str,
    url=page_of,
    page=page_of,
    # Its days are the mission's: they are changed there, with the travellers.
    is_fixed=True,
)


class Travelled(Strand):
    """That people of ours went to the city; one that is still to come is no sign of life yet."""

    def happenings(self, cities, reader, *, during=None):
        rows = Mission.objects.visible_to(reader).take_place().filter(city__in=list(cities))
        if during:
            rows = rows.during(*during)
        for one in rows.select_related("city"):
            yield Happening(
                key=f"mission:{one.pk}",
                city=one.city_id,
                on=PartialDate.of(one.first_day),
                kind=gettext_lazy("mission"),
                text=one.title,
                record=one,
                is_contact=one.has_begun,
            )

    def last_contacts(self, cities, reader, *, until=None):
        """By the database: one query, and no row of a mission."""
        last_day = min(until or timezone.localdate(), timezone.localdate())
        rows = Mission.objects.visible_to(reader).take_place().order_by()
        rows = rows.filter(city__in=list(cities), first_day__lte=last_day)
        found = rows.values_list("city").annotate(day=Max("first_day"))
        return {city: PartialDate.of(day) for city, day in found}


travelled = Travelled()


def marks(user, first, last):
    """The departures between two days: one query."""
    rows = Mission.objects.visible_to(user).take_place().filter(first_day__range=(first, last))
    for one in rows.select_related("city", "organisation", "country"):
        yield Mark(PartialDate.of(one.first_day), gettext_lazy("departure"), str(one), one)


def lines(user):
    """The missions of which nobody has reported yet, on the start page."""
    if not user.has_perm("delegations.change_mission"):
        return []
    count = Mission.objects.visible_to(user).without_report().count()
    label = ngettext("mission without a report", "missions without a report", count)
    return [Line(label, count, f"{reverse(LIST)}?report=missing")]


class Report(DutyKind):
    """The report of a mission, so many days after the return."""

    label = gettext_lazy("Report of a mission")

    def charge(self, record):
        return record

    def found(self):
        rules = VisitSettings.objects.current()
        for mission in Mission.objects.without_report().select_related("officer"):
            mission.rules = rules
            day = mission.report_due_on
            yield Due(
                f"{mission.pk}:{day}",
                mission,
                day,
                owner=mission.officer,
                notice_days=NOTICE_OF_REPORT,
            )


report_due = Report()
in_charge = Charge(
    said=lambda count: (
        ngettext("%(count)d mission", "%(count)d missions", count) % {"count": count}
    ),
    rows=lambda person: Mission.objects.open().filter(officer=person),
    permission="delegations.change_mission",
)


def composition_hint(travellers):
    """
    What the composition of a mission lacks, in words; "" where nothing is to be said.

    Where the Council is represented, missions of past years took one of the majority and one
    of the opposition along: a practice, and no rule.
    """
    sides = {one.side for one in travellers} - {Traveller.Side.NONE}
    if len(sides) != 1:
        return ""
    if sides == {Traveller.Side.MAJORITY}:
        return _("Nobody of the opposition travels; in the past each side had one of its own.")
    return _("Nobody of the majority travels; in the past each side had one of its own.")


def days_until_report(mission):
    """How many days are left for the report; below 0 it is late, None where none is due."""
    if mission.reported_on or mission.is_cancelled or not mission.has_begun:
        return None
    return (mission.report_due_on - timezone.localdate()).days
