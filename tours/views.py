from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.pages import with_sources
from office.errors import NotHere
from office.tongues import names
from office.updates import last_update
from tours.models import Route, Stop
from tours.structured import route_data


@require_safe
def route_list(request):
    """Through what are the city's guests guided, and in what groups?"""
    routes = list(offered().in_order(get_language()))
    context = {"routes": routes, "told": routes, "updated": last_update(routes)}
    return render(request, "tours/route_list.html", context)


@require_safe
def route_detail(request, slug):
    """What do guests see on this route, where does it begin, and who can come along?"""
    try:
        route = offered().get(slug=slug)
    except Route.DoesNotExist:
        raise NotHere(_("We have no page of a route with this name in its address.")) from None
    stops = [stop for stop in route.stops.all() if stop.place_id != route.place_id]
    known = names()
    context = {
        "route": route,
        "stops": stops,
        "languages": sorted(known.get(code, code) for code in route.languages),
        "instead": offered().filter(pk=route.instead_id).first(),
        "told": [route, *stops],
        "updated": last_update([route, *stops]),
        "structured": route_data(route, request.build_absolute_uri(request.path)),
    }
    return render(request, "tours/route_detail.html", context)


def offered():
    """The public routes that are offered today or will be, with all that a page names."""
    stops = Stop.objects.public().in_order().select_related("place")
    today = timezone.localdate()
    return (
        Route.objects.public()
        .exclude(last_day__lt=today)
        .select_related("place__building", "instead")
        .prefetch_related(with_sources(), Prefetch("stops", stops))
    )
