from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperation import exports, iati
from cooperation.forms import PracticeFilter, ProjectFilter
from cooperation.listing import partner_cities, public_projects
from cooperation.models import Exchange, IatiSettings, Practice, Project, Uptake
from cooperation.pages import ProjectPage, practice_pages
from cooperation.structured import project_data
from directory.pages import with_sources
from office.errors import NotHere
from office.public_lists import csv_of
from office.updates import last_update
from partnerships import maps

PER_PAGE = 60


@require_safe
def project_list(request):
    """On what does the city work with others, with whose money, and what became of it?"""
    form = ProjectFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "query": form.query(), "asked_wrongly": True}
        return render(request, "cooperation/project_list.html", context, status=404)
    found = form.filter(public_projects())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    projects, cities = list(page.object_list), partner_cities(found)
    context = {
        "form": form,
        "page": page,
        "projects": projects,
        "picture": maps.dots((one.latitude, one.longitude) for one in cities),
        "cities": cities,
        "query": form.query(),
        "chips": form.chips(request.path),
        "told": projects,
        "has_iati": bool(IatiSettings.objects.current().identifier),
        "updated": last_update(projects),
    }
    return render(request, "cooperation/project_list.html", context)


@require_safe
def projects_csv(request):
    """The projects that answer to the filter, as open data."""
    form = ProjectFilter(request.GET)
    form.refuse_wrong()
    return csv_of(form.filter(public_projects()), exports.columns(), name=exports.file_name())


@require_safe
def project_detail(request, slug):
    """What is this project about, who does it with whose money, and what came of it?"""
    try:
        project = public_projects().get(slug=slug)
    except Project.DoesNotExist:
        raise NotHere(_("We have no page of a project with this name in its address.")) from None
    page = ProjectPage(project)
    parts = [record for one in page.sections for record in one.records]
    context = {
        "project": project,
        "page": page,
        "documents": {"documents": page.documents} if page.documents else None,
        "told": page.told,
        "updated": last_update([*page.records, *parts]),
        "structured": project_data(page, request.build_absolute_uri(request.path)),
    }
    return render(request, "cooperation/project_detail.html", context)


@require_safe
def iati_activities(request):
    """The public projects as IATI 2.03, written project by project."""
    found = iati.activities(settings_or_404(), request.build_absolute_uri)
    return StreamingHttpResponse(found, content_type="application/xml")


@require_safe
def iati_organisation(request):
    """The office itself as IATI 2.03."""
    return HttpResponse(iati.organisation(settings_or_404()), content_type="application/xml")


def settings_or_404():
    settings = IatiSettings.objects.current()
    if not settings.identifier:
        raise NotHere(_("This office has no identifier with IATI yet: there is no such file."))
    return settings


@require_safe
def practice_list(request):
    """What did the city learn from others, and others from it?"""
    form = PracticeFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "query": form.query(), "asked_wrongly": True}
        return render(request, "cooperation/practice_list.html", context, status=404)
    practices = list(form.filter(practice_pages()).in_order(get_language()))
    exchanges = Exchange.objects.public().select_related("city").prefetch_related(with_sources())
    exchanges = exchanges.order_by(F("starts_on").desc(nulls_last=True), "-pk")
    if theme := form.cleaned_data["theme"]:
        exchanges = exchanges.filter(themes=theme)
    context = {
        "form": form,
        "practices": practices,
        "exchanges": exchanges,
        "query": form.query(),
        "chips": form.chips(request.path),
        "told": [*practices, *exchanges],
        "updated": last_update([*practices, *exchanges]),
    }
    return render(request, "cooperation/practice_list.html", context)


@require_safe
def practice_detail(request, slug):
    """What is this practice, what bears it out, whom can one ask, and who took it up?"""
    try:
        practice = practice_pages().get(slug=slug)
    except Practice.DoesNotExist:
        raise NotHere(_("We have no page of a practice with this name in its address.")) from None
    uptakes = list(
        Uptake.objects.public().filter(practice=practice).select_related("city").in_order()
    )
    exchanges = list(Exchange.objects.public().filter(practices=practice).order_by("pk"))
    records = [practice, *uptakes, *exchanges]
    context = {
        "practice": practice,
        "uptakes": uptakes,
        "exchanges": exchanges,
        "told": records,
        "updated": last_update(records),
    }
    return render(request, "cooperation/practice_detail.html", context)
