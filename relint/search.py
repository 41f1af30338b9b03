"""The public search page."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from office.search.answers import public_search
from office.search.pages import pages_for


@require_safe
def search(request):
    """Where is it said? Among what everybody may read, whoever asks."""
    answer = public_search(
        request.GET.get("find", ""), language=get_language(), only=request.GET.get("kind", "")
    )
    page = answer.page(request.GET.get("page"))
    # Above the first of all hits only: further pages and single kinds are looked through.
    shows_pages = page.number == 1 and not answer.only
    context = {
        "answer": answer,
        "page": page,
        "site_pages": pages_for(answer.question) if shows_pages else [],
    }
    return render(request, "relint/search.html", context)
