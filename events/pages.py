"""What this room shows on the pages of others."""

from django.utils.translation import gettext_lazy as _

from directory.pages import Section, with_sources
from events.models import Event, Participation
from office.text import labelled

MOST_FACTS = 10


def events_of(city):
    """What the city took part in; no section where nothing is known."""
    events = public_events(city).prefetch_related(with_sources()).in_order()
    return Section("events/_city_events.html", {"events": events}, events) if events else None


def public_events(city):
    """The events that the city took part in; their documents stand on its page as well."""
    took_part = Participation.objects.public().filter(city=city)
    return Event.objects.public().filter(participations__in=took_part)


def facts_of(city, reader):
    """What the city took part in, of what the reader may see: for the sheet of a candidate."""
    took_part = Participation.objects.visible_to(reader).filter(city=city)
    events = Event.objects.visible_to(reader).filter(participations__in=took_part)
    return [labelled(one.starts_on, one) for one in events.in_order().reverse()[:MOST_FACTS]]


facts_of.label = _("Events in which the city took part")
