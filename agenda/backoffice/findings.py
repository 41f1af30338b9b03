"""The appointments of the next days against which something speaks, and what would help."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda import clashes, facets, periods
from agenda.findings import findings, findings_of
from agenda.models import Appointment
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.report import Report, Section, Table, text_of
from office.papers.served import FORMATS, answer
from office.start_page import Line as StartLine

NAME = "findings"
TITLE = gettext_lazy("Appointments with findings")
DAYS = 30
# So long the start page goes by the count that it made for that person before, in seconds.
COUNTED_FOR = 120


@dataclass(frozen=True)
class Line:
    """An appointment with what speaks against it."""

    appointment: Appointment
    findings: list
    url: str
    has_proposals: bool = False
    move_url: str = ""

    @property
    def day(self):
        return self.appointment.starts_at.date()

    @property
    def hours(self):
        if self.appointment.all_day:
            return _("all day")
        one = self.appointment
        told = "–".join(time_format(end, "TIME_FORMAT") for end in (one.starts_at, one.ends_at))
        return clashes.named(told, one.period, one.zone)


def coming(user):
    """The appointments of the next thirty days that the user may see."""
    today = timezone.localdate()
    ahead = periods.days(today, today + timedelta(days=DAYS - 1), periods.here())
    rows = Appointment.objects.visible_to(user).standing().during(ahead).in_order()
    return rows.select_related("place__building", "party", *facets.accessors())


def lines(user, *, opened=None):
    """
    Those with findings, in constant queries; the one of the key `opened` with alternatives.
    """
    appointments = list(coming(user))
    told = findings_of(appointments, user)
    found = []
    for appointment, each in zip(appointments, told, strict=True):
        if not each:
            continue
        is_opened = appointment.pk == opened
        each = findings(appointment, user) if is_opened else each
        url = facets.url_of(appointment)
        move = ""
        if is_opened and facets.may_change(user, appointment):
            move = reverse("admin:agenda_appointment_move", args=[appointment.pk])
        found.append(Line(appointment, each, url, is_opened, move))
    return found


def page(request):
    """Against which appointments of the next thirty days does something speak?"""
    opened = request.GET.get("show", "")
    found = lines(request.user, opened=int(opened) if opened.isdecimal() else None)
    return frame.page(
        request,
        "admin/agenda/findings.html",
        TITLE,
        days=by_day(found),
        count=len(found),
        ahead=DAYS,
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        back=reverse(f"admin:{NAME}"),
    )


def by_day(found):
    days = {}
    for line in found:
        days.setdefault(line.day, []).append(line)
    return list(days.items())


def export(request, ending):
    return answer(request, report(lines(request.user)), ending)


def report(found):
    header = [_("Hours"), _("Appointment"), _("Place"), _("What speaks against it"), _("Level")]
    sections = [
        Section(
            f"{capfirst(date_format(day, 'l'))}, {date_format(day, 'DATE_FORMAT')}",
            table=Table(
                header,
                [
                    [
                        line.hours,
                        text_of(line.appointment, "title"),
                        text_of(line.appointment.place, "name") if line.appointment.place else "–",
                        one.text,
                        str(one.in_words),
                    ]
                    for line in of_day
                    for one in line.findings
                ],
            ),
        )
        for day, of_day in by_day(found)
    ]
    return Report(
        title=str(TITLE),
        intro=[] if found else [_("Nothing speaks against any appointment in this time.")],
        sections=sections,
        is_demo=any(line.appointment.is_demo for line in found),
        landscape=True,
    )


PAGE = Page(
    label=TITLE,
    app="agenda",
    address="findings/",
    permission="agenda.view_appointment",
    view=page,
    export=export,
)


def start_lines(user):
    """For the start page: how many of them there are, as counted some minutes ago at most."""
    if not user.has_perm(PAGE.permission):
        return []
    key = f"findings-of-{user.pk}"
    count = cache.get(key)
    if count is None:
        count = sum(map(bool, findings_of(coming(user), user)))
        cache.set(key, count, COUNTED_FOR)
    label = ngettext(
        "appointment of the next 30 days with findings",
        "appointments of the next 30 days with findings",
        count,
    )
    return [StartLine(label, count, reverse(f"admin:{NAME}"))]
