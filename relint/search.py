"""The public search page."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from office.search.answers import public_search


@require_safe
def search(request):
    """Where is it said? Among what everybody may read, whoever asks."""
    answer = public_search(
        request.GET.get("find", ""), language=get_language(), only=request.GET.get("kind", "")
    )
    page = answer.page(request.GET.get("page"))
    return render(request, "relint/search.html", {"answer": answer, "page": page})
