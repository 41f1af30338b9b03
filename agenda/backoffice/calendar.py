"""The calendar page: month, week, day, and a line for each room or person."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda import entries, feeds, marks, periods
from agenda.backoffice import component
from agenda.backoffice.feeds import TITLE as TITLE_OF_FEEDS
from agenda.backoffice.feeds import words_of
from agenda.backoffice.filter_form import dressed
from agenda.backoffice.shown import VIEWS, Shown
from agenda.backoffice.way_back import CALENDAR
from agenda.filters import NARROWING, CalendarFilter
from agenda.models import Appointment, Closure, Resource
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.dates import DayInput, PartialDate
from office.exchange import tables
from office.exchange.export import file_name
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer

NAME = "calendar"
TITLE = gettext_lazy("Calendar")
# The day of a month is told to its end on a page of its own.
IN_A_CELL = 12
IN_COMPONENT = {
    "month": "dayGridMonth",
    "week": "timeGridWeek",
    "day": "timeGridDay",
    "rooms": "resourceTimelineDay",
    "people": "resourceTimelineDay",
}


class FilterOfPage(CalendarFilter):
    """The filters beside the view and the day, which stay when one filters."""

    view = forms.ChoiceField(choices=VIEWS.items(), required=False, widget=forms.HiddenInput)
    day = forms.CharField(label=gettext_lazy("Day"), required=False, widget=DayInput())
    field_order = ["view", "day", "resource", "place", "kind", "state"]

    def __init__(self, data, *, reader):
        super().__init__(data, reader=reader)
        dressed(self)


@dataclass(frozen=True)
class Cell:
    """What stands on one day, for a line or for all. `more` is how many are left out."""

    day: date
    entries: list
    more: int = 0
    is_today: bool = False
    is_beside: bool = False


@dataclass(frozen=True)
class Row:
    head: str
    cells: list = field(default_factory=list)
    resource: Resource | None = None


class Calendar:
    """The page of one request: what is asked for, and what stands there."""

    def __init__(self, request):
        self.request = request
        self.shown = Shown.of(request.GET)
        self.filter = FilterOfPage(request.GET, reader=request.user)
        first, last = self.shown.first, self.shown.last
        self.marks = marks.marks(request.user, first, last)
        self.entries = entries.between(
            request.user, first, last, narrowed=self.filter, marked=self.marks
        )

    def resources(self):
        """The lines: of what is in use or has something on that day."""
        rooms = self.shown.view == "rooms"
        kind = Resource.Kind.PERSON
        user = self.request.user
        found = Resource.objects.visible_to(user).in_order(get_language()).with_roles(user)
        found = found.exclude(kind=kind) if rooms else found.filter(kind=kind)
        asked = self.filter.cleaned_data if self.filter.is_valid() else {}
        if asked.get("resource"):
            found = found.filter(pk__in=[one.pk for one in asked["resource"]])
        busy = {key for entry in self.entries for key in entry.lines}
        return [one for one in found if one.is_active or one.pk in busy]

    def inexact(self):
        """(mark, its address) of what has no day of its own; a month tells it, no shorter view."""
        if self.shown.view != "month":
            return []
        return [(one, frame.way_to(one.record)) for one in self.marks if not marks.is_exact(one)]

    # ------------------------------------------------------------ as a table

    def rows(self, resources):
        days = self.shown.days
        if self.shown.has_lines:
            return [
                Row(
                    one.told,
                    [self._cell(day, line=one.pk) for day in days],
                    one,
                )
                for one in resources
            ]
        weeks = [days[n : n + 7] for n in range(0, len(days), 7)]
        return [
            Row(
                _("Week %(number)s") % {"number": week[0].isocalendar().week},
                [self._cell(day) for day in week],
            )
            for week in weeks
        ]

    def _cell(self, day, line=None):
        found = [
            one
            for one in self.entries
            if one.stands_on(day) and (line is None or line in one.lines)
        ]
        shown = found
        if self.shown.view == "month" and len(found) > IN_A_CELL:
            shown = found[: IN_A_CELL - 1]
        return Cell(
            day,
            shown,
            more=len(found) - len(shown),
            is_today=day == timezone.localdate(),
            is_beside=self.shown.view == "month" and day.month != self.shown.day.month,
        )

    # ------------------------------------------------------------ addresses

    def query(self, **changed):
        """The query of this page with another view or day."""
        query = self.request.GET.copy()
        now = {"view": self.shown.view, "day": self.shown.day.isoformat()}
        for name, value in (now | changed).items():
            query[name] = value
        return query.urlencode()

    def form_url(self, url):
        """A form of an appointment, from which one comes back to this page."""
        return f"{url}?{urlencode({CALENDAR: self.query()})}"

    def views(self):
        return [(name, label, self.query(view=name)) for name, label in VIEWS.items()]


def page(request):
    """What happens when, where and with whom, and what is free?"""
    calendar = Calendar(request)
    shown = calendar.shown
    resources = calendar.resources() if shown.has_lines else []
    today = timezone.localdate()
    context = {
        "calendar": calendar,
        "shown": shown,
        "filter": calendar.filter,
        "narrowed_to": words_of(calendar.filter) if calendar.filter.is_narrow else [],
        "rows": calendar.rows(resources),
        "weekdays": shown.days[:7],
        "inexact": calendar.inexact(),
        "views": calendar.views(),
        "before": calendar.query(day=shown.before.isoformat()),
        "after": calendar.query(day=shown.after.isoformat()),
        "today": calendar.query(day=today.isoformat()),
        "without_filter": f"view={shown.view}&day={shown.day.isoformat()}",
        "kinds": Appointment.Kind.choices,
        "may_add": request.user.has_perm("agenda.add_appointment"),
        "add_url": calendar.form_url(reverse("admin:agenda_appointment_add")),
        "links": links(request.user, calendar),
        "zone": periods.here().key,
        "component": settings_of_component(request, calendar, resources),
        "media": calendar.filter.media,
        "formats": [*FORMATS, "csv"],
        "export": f"admin:{NAME}_export",
        "query": calendar.query(),
        # The menu of the back-office leaves its room to the days.
        "is_nav_sidebar_enabled": False,
    }
    return frame.page(request, "admin/agenda/calendar.html", TITLE, **context)


def links(user, calendar):
    """(label, address) of what one looks for from here, as far as the person may open it."""
    query = calendar.request.GET.copy()
    for name in {*query} - {*NARROWING}:
        del query[name]
    offered = [
        (_("Find a free time"), "free_time", "", "agenda.view_appointment"),
        (
            capfirst(Closure._meta.verbose_name_plural),
            "agenda_closure_changelist",
            "when=coming",
            "agenda.view_closure",
        ),
        (
            _("Outside calendars"),
            "agenda_outsidecalendar_changelist",
            "",
            "agenda.view_outsidecalendar",
        ),
        (TITLE_OF_FEEDS, "feeds", query.urlencode(), feeds.MAY),
    ]
    return [
        (label, reverse(f"admin:{name}") + (f"?{asked}" if asked else ""))
        for label, name, asked, needed in offered
        if user.has_perm(needed)
    ]


def settings_of_component(request, calendar, resources):
    """What the script needs to draw the same view."""
    shown = calendar.shown
    urls = {
        "events": f"{reverse('admin:calendar_events')}?{calendar.query()}",
        "add": calendar.form_url(reverse("admin:agenda_appointment_add")),
        "day": f"{reverse(f'admin:{NAME}')}?{calendar.query(view='day', day='DAY')}",
    }
    return component.settings(
        request,
        view=IN_COMPONENT[shown.view],
        day=shown.day,
        may_add=request.user.has_perm("agenda.add_appointment"),
        urls=urls,
        lines=shown.view if shown.has_lines else "",
        resources=resources,
        words={"room": shown.head},
    )


# ---------------------------------------------------------------- what the script reads


def events(request):
    """The same entries as the component wants them, on the office's clocks."""
    calendar = Calendar(request)
    lines = calendar.shown.has_lines
    way = component.Way(calendar.form_url, f"{reverse(f'admin:{NAME}')}?{calendar.query()}")
    found = [
        event for entry in calendar.entries for event in component.events_of(entry, way, lines)
    ]
    return JsonResponse(found, safe=False)


# ---------------------------------------------------------------- to take along


def export(request, ending):
    calendar = Calendar(request)
    header = [_("Day"), _("Hours"), _("What"), _("Kind"), _("State"), _("Place"), _("Who")]
    if ending == "csv":
        rows = [[one.days, *cells(one)] for one in calendar.entries]
        response = StreamingHttpResponse(
            tables.write("csv", header, rows, str(TITLE)),
            content_type=tables.CONTENT_TYPES["csv"],
        )
        response["Content-Disposition"] = file_name(f"{TITLE} {calendar.shown.title}", "csv")
        return response
    if ending not in FORMATS:
        raise Http404
    rows = [[PartialDate.of(one.first), *cells(one)] for one in calendar.entries]
    report = Report(
        title=str(TITLE),
        sections=[Section(calendar.shown.title, table=Table(header, rows))],
        is_demo=any(one.is_demo for one in calendar.entries),
        landscape=True,
    )
    return answer(request, report, ending)


def cells(entry):
    one = entry.appointment
    return [
        entry.hours or _("all day"),
        entry.title,
        capfirst(one.get_kind_display()) if one else entry.words,
        one.get_state_display() if one else "",
        entry.place,
        ", ".join(entry.who),
    ]


PAGE = Page(
    label=TITLE,
    app="agenda",
    address="calendar/",
    permission="agenda.view_appointment",
    view=page,
    export=export,
)
