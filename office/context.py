"""What every template may ask for."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from office.languages import offered_languages
from office.models import Office
from office.navigation import navigation


@dataclass(frozen=True)
class Alternate:
    """This same page in one language."""

    code: str
    name: str
    # Without what the reader filters by, which `url` keeps.
    path: str
    url: str
    current: bool


def alternates(request):
    """
    This page's address in each language the office offers, with its filters.

    Empty where the page has no language in its address, or there is no such page.
    """
    match = request.resolver_match
    if match is None or translation.get_language_from_path(request.path_info) is None:
        return []
    query = request.META.get("QUERY_STRING", "")
    now = translation.get_language()
    lines = []
    for code, name in offered_languages():
        with translation.override(code):
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        url = f"{path}?{query}" if query else path
        lines.append(Alternate(code, name, path, url, code == now))
    return lines


def office(request):
    site_url = f"{request.scheme}://{request.get_host()}"
    return {
        "office": SimpleLazyObject(Office.objects.current),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "site_url": site_url,
        "canonical_url": f"{site_url}{escape_uri_path(request.path)}",
        "demonstration": settings.DEMONSTRATION,
    }
