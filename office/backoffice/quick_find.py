"""The box at the head of every page of the back-office: what it finds, and its own page."""

from html import unescape

from django.http import JsonResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from office.backoffice import frame
from office.backoffice.last_edits import last_edits
from office.search.answers import staff_search
from office.search.index import kinds
from office.text import plain

# Few enough to be seen at once below the box.
SHOWN = 8


@require_safe
def page(request, site):
    """The page of what was found, for who has no script, and for more than the box shows."""
    answer = _search(request, site)
    return frame.page(
        request,
        "admin/office/find.html",
        gettext("Find"),
        answer=answer,
        page=answer.page(request.GET.get("page")),
        pages=_pages(request, site, answer.question),
        addable=[] if answer.total else _addable(request, site),
    )


@never_cache
@require_safe
def results(request, site):
    """What stands below the box: what was found; of an empty one, what one worked on last."""
    answer = _search(request, site)
    if not answer.question:
        edits = last_edits(request, SHOWN)
        lines = [{"title": str(edit.record), "kind": edit.kind, "url": edit.url} for edit in edits]
        return JsonResponse({"results": lines, "said": gettext("What you worked on last")})
    hits = [*answer.first(SHOWN), *answer.similar][:SHOWN]
    lines = [*map(_line, hits), *_pages(request, site, answer.question)][:SHOWN]
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", len(lines)) % {
        "count": len(lines)
    }
    return JsonResponse({"results": lines, "said": said})


def _search(request, site):
    return staff_search(
        request.GET.get("find", ""),
        user=request.user,
        models=_models(request, site),
        language=get_language(),
        only=request.GET.get("kind", ""),
    )


def _models(request, site):
    """The kinds whose records the person may open in the back-office."""
    return [
        model
        for model in kinds
        if model in site._registry and site._registry[model].has_view_permission(request)
    ]


def _line(hit):
    return {
        "title": hit.title,
        "lang": hit.title_language or "",
        "also": unescape(strip_tags(hit.also)),
        "kind": hit.kind.label,
        "url": frame.way_to(hit.record),
    }


def _addable(request, site):
    """The forms for a new record of each kind that can be found, where the person may add one."""
    return [
        {
            "title": gettext("Add: %(kind)s") % {"kind": model._meta.verbose_name},
            "url": reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"),
        }
        for model in _models(request, site)
        if site._registry[model].has_add_permission(request)
    ]


def _pages(request, site, question):
    """The lists and the forms for a new record whose names hold every word."""
    found = []
    for app in site.get_app_list(request):
        for model in app["models"]:
            name = str(model["name"])
            adding = gettext("Add: %(kind)s") % {"kind": name}
            named = ((name, model["admin_url"]), (adding, model.get("add_url")))
            found += [
                {"title": title, "lang": "", "kind": gettext("Page"), "url": url}
                for title, url in named
                if url and _begins(plain(title).split(), question.words)
            ]
    return found


def _begins(words, wanted):
    return bool(wanted) and all(any(word.startswith(one) for word in words) for one in wanted)
