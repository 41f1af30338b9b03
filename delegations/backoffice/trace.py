"""Who was told which version of the programme, when, and whether it arrived."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from delegations import prints
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.models import Told
from office.backoffice import frame
from office.papers.report import Report, Section, Table, Text
from office.papers.served import FORMATS
from office.papers.served import answer as served

TITLE = gettext_lazy("Who was told of the programme")
SEES_MAILS = "office.view_mail"


def rows_of(request, visit):
    """What was told, the newest version first; of what the reader may know all of, or nothing."""
    if not request.user.has_perm(SEES_MAILS):
        raise PermissionDenied
    rows = Told.objects.visible_to(request.user).filter(version__visit=visit)
    rows = rows.select_related("version", "mail").order_by(
        "-version__number", "print", "email", "pk"
    )
    seen = {}
    found = []
    for one in rows:
        version = one.version
        if version.pk not in seen:
            items = version.content["items"]
            seen[version.pk] = len(prints.readable(items, request.user)) == len(items)
        if seen[version.pk]:
            found.append(one)
    return found


def trace_page(request, pk):
    """Who was told which version of this programme, when, and did it arrive?"""
    visit = of_visit(request, pk, right=CHANGES)
    told = rows_of(request, visit)
    return frame.page(
        request,
        "admin/delegations/programme/told.html",
        f"{TITLE}: {visit}",
        visit=visit,
        told=told,
        formats=[
            (ending, reverse("admin:programme_told_export", args=[pk, ending]))
            for ending in FORMATS
        ],
    )


def trace_export(request, pk, ending):
    visit = of_visit(request, pk, right=CHANGES)
    header = [
        _("Version"),
        _("Who"),
        _("E-mail"),
        pgettext("of a programme", "Print"),
        _("Language"),
        _("Mail"),
        _("Sent at"),
    ]
    table = Table(header, [row_of(one) for one in rows_of(request, visit)])
    report = Report(
        str(TITLE), str(visit), sections=[Section("", table=table)], is_demo=visit.is_demo
    )
    return served(request, report, ending)


def row_of(told):
    mail = told.mail
    sent = timezone.localtime(mail.sent_at) if mail.sent_at else None
    return [
        str(told.version),
        Text(mail.reader_name),
        Text(told.email),
        told.get_print_display(),
        mail.get_language_display(),
        mail.get_state_display(),
        date_format(sent, "SHORT_DATETIME_FORMAT") if sent else "",
    ]


PAGE = ("visits/<int:pk>/programme/told/", trace_page)
EXPORT = ("visits/<int:pk>/programme/told/export/<slug:ending>/", trace_export)
