"""The pages that belong to no room: home, the notices, what search engines and errors get."""

import logging

from django.contrib.sitemaps import views as sitemaps
from django.core.files.storage import storages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from office.errors import NotHere
from office.models import PrivacyNotice
from office.served import PUBLIC_FOR_LONG, served
from office.sitemaps import all_sections
from partnerships.map_pages import picture
from partnerships.models import Agreement, BondType

logger = logging.getLogger(__name__)


@require_safe
def home(request):
    public = Agreement.objects.listed()
    kinds = BondType.objects.with_city_counts()
    context = {
        "city_count": public.closest().count(),
        "kinds": kinds,
        "bond_count": sum(kind.city_count for kind in kinds),
        "bound_count": public.binding().city_count(),
        "picture": picture(public),
        "first_year": public.first_year(),
    }
    return render(request, "relint/home.html", context)


@require_safe
def accessibility(request):
    return render(request, "relint/accessibility.html")


@require_safe
def privacy(request, number=None):
    """The notice in force, or one that was; what comes with the program before there is any."""
    versions = PrivacyNotice.objects.that_came_into_force()
    current = versions.first()
    shown = current if number is None else get_object_or_404(versions, number=number)
    others = versions.exclude(pk=shown.pk) if shown else versions.none()
    context = {"notice": shown, "is_current": shown == current, "others": others}
    return render(request, "relint/privacy.html", context)


@require_safe
def public_file(request, path):
    """A picture that someone published. Never a page: it is not run, whatever it holds."""
    return served(lambda: storages["public"].open(path), kept=PUBLIC_FOR_LONG)


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request):
    return sitemaps.sitemap(request, sitemaps=all_sections())


def not_found(request, exception):
    """The page for an address that leads nowhere, with what the view could say about it."""
    hint = str(exception) if isinstance(exception, NotHere) else ""
    return render(request, "404.html", {"hint": hint}, status=404)


def server_error(request):
    """
    The page for our own fault, in the language that was active when it happened.

    It must not need what may just have failed: no database, not even the list of the styles.
    """
    try:
        return HttpResponse(loader.render_to_string("500.html"), status=500)
    except Exception:
        logger.exception("The page for our own faults has one itself")
        sorry = gettext("Something went wrong")
        return HttpResponse(f"{sorry}\n", status=500, content_type="text/plain; charset=utf-8")
