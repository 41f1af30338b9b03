from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.pages import with_sources
from office.errors import NotHere
from office.public_lists import csv_of
from partnerships import exports, marks, rule_pages
from partnerships.forms import CityFilter
from partnerships.map_pages import MapPage
from partnerships.models import Agreement, BondType, Rule
from partnerships.regions import NoSuchRegion, Region
from partnerships.timelines import Timeline

CITIES_PER_PAGE = 48
EVENTS_PER_PAGE = 120


def asked_wrongly(request, form):
    """The page says at each field what is wrong, and keeps what was typed; it shows no city."""
    context = {"form": form, "query": form.query()}
    return render(request, "partnerships/asked_wrongly.html", context, status=404)


@require_safe
def city_list(request):
    """With which cities are we bound, and how?"""
    form = CityFilter(request.GET)
    if not form.is_valid():
        return asked_wrongly(request, form)
    agreements = form.filter(Agreement.objects.listed()).closest().by_city_name(get_language())
    page = Paginator(agreements, CITIES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": form.query(), "chips": form.chips(request.path)}
    return render(request, "partnerships/city_list.html", context)


@require_safe
def city_map(request):
    """Where in the world are they, and where were they in 1966?"""
    form = CityFilter(request.GET)
    if not form.is_valid():
        return asked_wrongly(request, form)
    try:
        region = Region.of(request.GET.get("area", ""))
    except NoSuchRegion:
        raise NotHere(_("The map has no part of this name.")) from None
    if "slide" in request.GET:
        return redirect(slid(request, form))
    context = {
        "form": form,
        "map": MapPage(form, region),
        "query": form.query(),
        "chips": form.chips(request.path),
    }
    return render(request, "partnerships/city_map.html", context)


def slid(request, form):
    """
    The address that lasts, for what the form with the slider sent.

    A year that was typed wins over the slider; where none was, the field was left empty.
    """
    query = request.GET.copy()
    slide = query.pop("slide")[-1]
    if not form.cleaned_data["year"]:
        asked = CityFilter({"year": slide})
        query["year"] = slide if asked.is_valid() else ""
    for name in [name for name in query if not query[name]]:
        del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path


@require_safe
def timeline(request):
    """What was agreed when, from the first signature on?"""
    form = CityFilter(request.GET)
    if not form.is_valid():
        return asked_wrongly(request, form)
    agreements = form.filter(Agreement.objects.listed()).by_date(get_language())
    agreements = agreements.select_related("city__country", "bond_type")
    page = Paginator(agreements, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "timeline": Timeline(agreements, page),
        "query": form.query(),
        "map_query": form.query(without=["year"]),
        "chips": form.chips(request.path),
    }
    return render(request, "partnerships/timeline.html", context)


@require_safe
def anniversaries(request):
    """Which anniversaries of our bonds come up in the next two years?"""
    found = marks.next_ones(AnonymousUser(), months=24)
    context = {
        "round": [one for one in found if one.anniversary.is_round],
        "months": marks.by_month(found),
    }
    return render(request, "partnerships/anniversaries.html", context)


@require_safe
def cities_csv(request):
    """The agreements that answer to the filter, as open data."""
    form = CityFilter(request.GET)
    form.refuse_wrong()
    agreements = (
        form.filter(Agreement.objects.listed())
        .by_city_name(get_language())
        .select_related("city__country", "bond_type")
        .prefetch_related("themes", with_sources())
    )
    return csv_of(agreements, exports.columns(), name=exports.file_name())


@require_safe
def bond_types(request):
    """What does each kind of bond mean?"""
    kinds = BondType.objects.with_city_counts()
    return render(request, "partnerships/bond_types.html", {"kinds": kinds})


@require_safe
def rules(request):
    """Which rules hold for our pacts today, since when, and which held before?"""
    found = Rule.objects.listed().select_related("act__body").prefetch_related(with_sources())
    context = {"subjects": rule_pages.by_subject(found), "told": found}
    return render(request, "partnerships/rules.html", context)
