"""The pages of an import, in the back-office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from office.backoffice import frame
from office.exchange import actions, background, tables
from office.exchange.export import file_name
from office.exchange.forms import ColumnsForm, UploadForm
from office.exchange.resources import importable_by, resources
from office.exchange.review import OPEN, Review, comparison
from office.models import Import

State = Import.State


def of_this_person(request, pk):
    """The import and its resource, if it is the person's own and they still may."""
    of = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    try:
        resource = resources.get(of.resource)
    except KeyError:
        raise Http404 from None
    if not resource.may(request.user, "add"):
        raise PermissionDenied
    return of, resource


def import_list(request):
    if not importable_by(request.user):
        raise PermissionDenied
    Import.objects.note_silent()
    kinds = {name: capfirst(one.label) for name, one in resources.items()}
    shown = Paginator(Import.objects.visible_to(request.user), 50).get_page(request.GET.get("page"))
    lines = [(of, kinds.get(of.resource, of.resource)) for of in shown]
    return frame.page(request, "admin/exchange/list.html", _("Imports"), lines=lines, shown=shown)


def import_new(request):
    kinds = importable_by(request.user)
    if not kinds:
        raise PermissionDenied
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"resource": request.GET.get("of")},
    )
    if request.method == "POST" and form.is_valid() and (of := form.save()):
        return redirect("admin:import_columns", of.pk)
    return frame.page(
        request,
        "admin/exchange/new.html",
        _("Import"),
        form=form,
        kinds=kinds,
        formats=tables.FORMATS,
        limit=tables.reading.MOST_ROWS,
    )


def import_template(request, resource, ending):
    """An empty table with the right headings, and a sheet's worth of help in one row."""
    kinds = dict(importable_by(request.user))
    if ending not in tables.FORMATS or resource not in resources.names():
        raise Http404
    if resource not in kinds:
        raise PermissionDenied
    columns = kinds[resource].columns()
    header = [f"{capfirst(one.label)}{' *' if one.required else ''}" for one in columns]
    title = capfirst(kinds[resource].label)
    rows = [[one.example for one in columns]]
    response = HttpResponse(
        b"".join(tables.write(ending, header, rows, title)),
        content_type=tables.CONTENT_TYPES[ending],
    )
    response["Content-Disposition"] = file_name(_("template %s") % title, ending)
    return response


def import_columns(request, pk):
    of, resource = of_this_person(request, pk)
    if of.is_working or of.state in (State.DONE, State.UNDONE):
        return redirect(of)
    samples = list(of.rows.values_list("cells", flat=True)[:3])
    form = ColumnsForm(request.POST or None, of=of, columns=resource.columns(), samples=samples)
    if request.method == "POST" and form.is_valid():
        form.save()
        return start(request, of, actions.begin_check)
    return frame.page(
        request,
        "admin/exchange/columns.html",
        _("Match the columns"),
        form=form,
        of=of,
        resource=resource,
    )


def start(request, of, begin):
    """Claim the turn, set the work going, and show how it goes."""
    try:
        begin(of)
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        background.start(of)
    return redirect(of)


def import_detail(request, pk):
    """How far it is, and what came of it; what still needs somebody is a page of its own."""
    Import.objects.note_silent()
    of, resource = of_this_person(request, pk)
    if of.state == State.UPLOADED:
        return redirect("admin:import_columns", of.pk)
    if of.state == State.CHECKED:
        return redirect("admin:import_rows", of.pk)
    if of.is_working:
        response = frame.page(
            request, "admin/exchange/progress.html", capfirst(of.get_state_display()), of=of
        )
        response["Refresh"] = "2"
        return response
    shown = Paginator(made_by(of), 50).get_page(request.GET.get("page"))
    return frame.page(
        request,
        "admin/exchange/result.html",
        capfirst(of.get_state_display()),
        of=of,
        resource=resource,
        shown=shown,
        lines=links(request, resource, shown),
        undoable=of.state == State.DONE and of.rows.exists(),
    )


def made_by(of):
    return of.rows.filter(target_id__isnull=False, fate__in=["new", "change"]).order_by("number")


def links(request, resource, rows):
    """(row, record, its address) of what the rows made or changed, where it may be seen still."""
    records = resource.records(request.user).in_bulk([row.target_id for row in rows])
    found = ((row, records.get(row.target_id)) for row in rows)
    return [(row, record, record and frame.record_url(record)) for row, record in found]


def import_rows(request, pk):
    of, resource = of_this_person(request, pk)
    if of.state != State.CHECKED:
        return redirect(of)
    open_rows = of.count("error") + of.count("duplicate")
    fate = request.GET.get("fate", OPEN if open_rows else "")
    review = Review(of, resource, fate, request.GET.get("page"))
    if request.method == "POST" and review.build(request.POST).save():
        return start(request, of, actions.begin_check)
    if request.method == "GET":
        review.build()
    lines = [(form, comparison(form, review.columns)) for form in review.forms]
    return frame.page(
        request,
        "admin/exchange/rows.html",
        _("Look through the rows"),
        of=of,
        review=review,
        lines=lines,
        open_rows=open_rows,
        resource=resource,
    )


@require_POST
def import_run(request, pk):
    of, _resource = of_this_person(request, pk)
    return start(request, of, actions.begin_run)


@require_POST
def import_check(request, pk):
    """Once more from the start, after an interruption or a fault."""
    of, _resource = of_this_person(request, pk)
    return start(request, of, actions.begin_check)


def import_undo(request, pk):
    of, resource = of_this_person(request, pk)
    if request.method == "POST":
        return start(request, of, actions.begin_undo)
    return frame.page(
        request, "admin/exchange/undo.html", _("Undo the import"), of=of, resource=resource
    )


def import_discard(request, pk):
    of, resource = of_this_person(request, pk)
    if request.method != "POST":
        title = _("Throw this import away")
        return frame.page(request, "admin/exchange/discard.html", title, of=of, resource=resource)
    rows = of.rows_total
    try:
        actions.discard(of)
    except actions.NotNow as error:
        messages.error(request, str(error))
        return redirect(of)
    text = ngettext(
        "The import of %d row was thrown away.", "The import of %d rows was thrown away.", rows
    )
    messages.success(request, text % rows)
    return redirect("admin:import_list")
