"""The register of processing, and the logs of what was erased and of what was handed out."""

from django.apps import apps
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.erasure import nightly
from office.erasure.clocks import label_of
from office.erasure.texts import original
from office.models import Erasure, ExportLog, Hold, Office, Retention
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer
from office.personal import Basis, Kind

PER_PAGE = 50
REGISTER = "privacy_register"
ERASURES = "erasures"
EXPORTS = "export_log"
REGISTER_TITLE = gettext_lazy("Register of processing")
ERASURES_TITLE = gettext_lazy("What was erased, and what will be")
EXPORTS_TITLE = gettext_lazy("Who took which list along")


# ---------------------------------------------------------------- the register


def register(request):
    """Whose data do we hold, on what basis, and for how long?"""
    return frame.page(
        request,
        "admin/office/privacy_register.html",
        REGISTER_TITLE,
        report=register_report(),
        formats=FORMATS,
        export=f"admin:{REGISTER}_export",
    )


def register_export(request, ending):
    return answer(request, register_report(), ending)


def register_report():
    """The register of processing activities, made of what each model declares: art. 30 GDPR."""
    days = Retention.objects.by_kind()
    proposals = Retention.objects.filter(is_proposal=True).exists()
    office = Office.objects.current()
    intro = [
        _(
            "Record of processing activities (Regulation (EU) 2016/679, art. 30), made of what the "
            "program itself declares of every field that may name a person."
        ),
        *([_("Some periods are proposals which the office has not decided yet.")] * proposals),
    ]
    return Report(
        title=str(REGISTER_TITLE),
        subtitle=str(office) if office else "",
        intro=intro,
        sections=[of_app(config, days) for config in apps.get_app_configs() if models_of(config)],
        landscape=True,
    )


def models_of(config):
    ours = nightly.declaring()
    return [model for model in config.get_models() if model in ours and model.personal_data.held]


def of_app(config, days):
    header = [_("What"), _("Whose"), _("Kind"), _("Fields"), _("Legal basis"), _("How long")]
    rows = [row_of(model, held, days) for model in models_of(config) for held in _held(model)]
    return Section(str(config.verbose_name), table=Table(header, rows))


def _held(model):
    return model.personal_data.held


def row_of(model, held, days):
    return [
        str(capfirst(model._meta.verbose_name)),
        str(held.whose),
        str(Kind(held.kind).label),
        ", ".join(named(model, held.fields)),
        str(Basis(held.basis).label),
        how_long(model, held, days),
    ]


def named(model, fields):
    """What people call these fields; of what has no name for people nothing."""
    there = {field.name: field for field in model._meta.get_fields()}
    names = (getattr(there[name], "verbose_name", "") for name in fields)
    return [str(name) for name in names if isinstance(name, Promise)]


def how_long(model, held, days):
    """“30 days after the guests’ departure”, or what the model says of it in words."""
    if not held.after:
        return str(model.personal_data.kept) or _("as long as the record")
    count = days.get((held.kind, held.after))
    if count is None:
        return _("no period is laid down")
    words = ngettext("%(count)d day after %(event)s", "%(count)d days after %(event)s", count)
    return words % {"count": count, "event": label_of(held.after)}


# ---------------------------------------------------------------- what was erased


def erasures(request):
    """What was erased when and why, and what goes tonight?"""
    page = Paginator(Erasure.objects.select_related("by").in_order(), PER_PAGE)
    page = page.get_page(request.GET.get("page"))
    return frame.page(
        request,
        "admin/office/erasures.html",
        ERASURES_TITLE,
        page=page,
        lines=[(one, what_of(one.what), why_of(one)) for one in page],
        waiting=[waiting_line(*one) for one in nightly.waiting()],
        held=Hold.objects.in_force().count(),
        formats=FORMATS,
        export=f"admin:{ERASURES}_export",
    )


def waiting_line(task, rows, past):
    """(what, fields, why, how many rows, how many of the past) of what the clock would erase."""
    names = named(task.model, task.held.fields)
    why = how_long(task.model, task.held, {(task.held.kind, task.held.after): task.days})
    return capfirst(task.model._meta.verbose_name_plural), ", ".join(names), why, rows, past


def what_of(label):
    """What people call the rows of a line of the log."""
    name, _space, rest = label.partition(" ")
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return label
    words = str(capfirst(original(model)._meta.verbose_name_plural))
    if rest or original(model) is not model:
        return _("%(what)s (their history)") % {"what": words}
    return words


def why_of(line):
    if line.reason:
        return line.reason
    words = ngettext("%(count)d day after %(event)s", "%(count)d days after %(event)s", line.days)
    return words % {"count": line.days, "event": label_of(line.after)}


def moment(value):
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


LONGEST = 5000


def erasures_export(request, ending):
    """The last lines of the log as a paper; of these no more than a reader can use."""
    header = [_("Erased at"), _("What"), _("Fields"), _("How many"), _("Keys"), _("Why"), _("By")]
    rows = [
        [
            moment(one.at),
            what_of(one.what),
            ", ".join(one.fields),
            one.count,
            ", ".join(map(str, one.keys)),
            why_of(one),
            str(one.by or _("the clock")),
        ]
        for one in Erasure.objects.select_related("by").in_order()[:LONGEST]
    ]
    section = Section(_("Log of erasures"), table=Table(header, rows))
    intro = [_("What was erased is written nowhere: only of which rows, when and why.")]
    report = Report(title=_("Log of erasures"), intro=intro, sections=[section], landscape=True)
    return answer(request, report, ending)


# ---------------------------------------------------------------- what was handed out


def exports(request):
    """Who took which list with people's data along, when, and in which format?"""
    page = Paginator(ExportLog.objects.select_related("by").in_order(), PER_PAGE)
    return frame.page(
        request,
        "admin/office/export_log.html",
        EXPORTS_TITLE,
        page=page.get_page(request.GET.get("page")),
        formats=FORMATS,
        export=f"admin:{EXPORTS}_export",
    )


def exports_export(request, ending):
    header = [_("When"), _("Who"), _("What"), _("Page"), _("Format"), _("Rows")]
    rows = [
        [moment(one.at), str(one.by or ""), one.what, one.address, one.ending, one.rows or ""]
        for one in ExportLog.objects.select_related("by").in_order()[:LONGEST]
    ]
    section = Section(_("Log of exports"), table=Table(header, rows))
    report = Report(title=_("Log of exports"), sections=[section], landscape=True)
    return answer(request, report, ending)


REGISTER_PAGE = Page(
    REGISTER_TITLE,
    "office",
    "privacy/register/",
    register,
    register_export,
    "office.view_retention",
)
ERASURES_PAGE = Page(
    ERASURES_TITLE,
    "office",
    "privacy/erasures/",
    erasures,
    erasures_export,
    "office.view_erasure",
)
EXPORTS_PAGE = Page(
    EXPORTS_TITLE,
    "office",
    "privacy/taken-along/",
    exports,
    exports_export,
    "office.view_exportlog",
)
