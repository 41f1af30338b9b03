from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import Document
from directory.pages import with_sources
from networks import exports
from networks.forms import NetworkFilter
from networks.listing import public_entries
from networks.models import Network
from networks.sheets import Sheet
from networks.structured import network_data
from office.errors import NotHere
from office.public_lists import csv_of
from office.updates import last_update


@require_safe
def network_list(request):
    """In which networks are we, and what does each cost?"""
    form = NetworkFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "query": form.query(), "asked_wrongly": True}
        return render(request, "networks/network_list.html", context, status=404)
    entries = form.filter(public_entries())
    context = {
        "form": form,
        "entries": entries,
        "query": form.query(),
        "chips": form.chips(request.path),
        "told": [*(one.network for one in entries), *memberships_of(entries)],
    }
    return render(request, "networks/network_list.html", context)


def memberships_of(entries):
    return [one.membership for one in entries if one.membership]


@require_safe
def networks_csv(request):
    """The networks that answer to the filter, as open data."""
    form = NetworkFilter(request.GET)
    form.refuse_wrong()
    return csv_of(form.filter(public_entries()), exports.columns(), name=exports.file_name())


@require_safe
def network_detail(request, slug):
    """Are we in this network, do we pay, what do we do there, and what has come of it?"""
    networks = Network.objects.public().select_related("seat_country")
    try:
        network = networks.prefetch_related(with_sources()).get(slug=slug)
    except Network.DoesNotExist:
        raise NotHere(_("We have no page of a network with this name in its address.")) from None
    sheet = Sheet(network)
    documents = (
        Document.objects.public()
        .with_file()
        .attached_to(network)
        .select_related("source")
        .with_current()
    )
    appointments = [one.appointment for one in sheet.meetings]
    records = [*sheet.records, *appointments, *documents]
    context = {
        "network": network,
        "sheet": sheet,
        "documents": {"documents": documents} if documents else None,
        "told": [one for one in records if hasattr(one, "text_states")],
        "updated": last_update(records),
        "structured": network_data(sheet, request.build_absolute_uri(request.path)),
    }
    return render(request, "networks/network_detail.html", context)
