"""The public pages of the delegations received."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from delegations import received
from delegations.models import PublicVisit
from delegations.received import ReceivedFilter
from directory.document_pages import documents_on, picture_of
from office.errors import NotHere
from office.public_lists import csv_of
from office.updates import last_update

RECEIVED_PER_PAGE = 100


@require_safe
def delegations_received(request):
    """Who was received, when, by whom, on what?"""
    form = ReceivedFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "query": form.query(), "asked_wrongly": True}
        return render(request, "delegations/received.html", context, status=404)
    paginator = Paginator(form.filter(received.listed()), RECEIVED_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "years": received.by_year(page.object_list),
        "all_years": PublicVisit.objects.public().years(),
        "query": form.query(),
        "year_query": form.query(without=["year"]),
        "chips": form.chips(request.path),
        "told": page.object_list,
    }
    return render(request, "delegations/received.html", context)


@require_safe
def received_csv(request):
    """The delegations that answer to the filter, as open data."""
    form = ReceivedFilter(request.GET)
    form.refuse_wrong()
    return csv_of(form.filter(received.listed()), received.columns(), name=received.file_name())


@require_safe
def news(request, slug):
    """What was it about, and what came of it?"""
    visit = received.listed().with_news().filter(slug=slug).first()
    if visit is None:
        raise NotHere(_("We have no news with this name in its address."))
    documents = documents_on(visit)
    records = [visit, *(documents.records if documents else ())]
    context = {
        "visit": visit,
        "picture": picture_of(visit),
        "documents": documents,
        "told": records,
        "updated": last_update(records),
        "structured": received.news_data(visit, request.build_absolute_uri(request.path)),
    }
    return render(request, "delegations/news.html", context)
