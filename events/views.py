from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from directory.pages import with_sources
from events.models import Event, Participation
from events.structured import event_data
from office.updates import last_update


@require_safe
def heritage(request):
    """What has this office done in the world since it began?"""
    took_part = Participation.objects.public().select_related("city")
    periods = (
        Event.objects.public()
        .prefetch_related(with_sources(), Prefetch("participations", took_part))
        .by_period()
    )
    events = [event for _period, events in periods for event in events]
    page = request.build_absolute_uri(request.path)
    context = {
        "periods": periods,
        "told": [*(period for period, _events in periods if period), *events],
        "updated": last_update(events),
        "structured": {"@graph": [event_data(event, page) for event in events]},
    }
    return render(request, "events/heritage.html", context)
