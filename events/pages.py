"""What this room shows on the pages of others."""

from directory.pages import Section, with_sources
from events.models import Event, Participation


def events_of(city):
    """What the city took part in; no section where nothing is known."""
    events = public_events(city).prefetch_related(with_sources()).in_order()
    return Section("events/_city_events.html", {"events": events}, events) if events else None


def public_events(city):
    """The events that the city took part in; their documents stand on its page as well."""
    took_part = Participation.objects.public().filter(city=city)
    return Event.objects.public().filter(participations__in=took_part)
