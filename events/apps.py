from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from directory.document_pages import records_of_city
        from directory.pages import city_sections
        from directory.timeline import strands
        from events import search  # noqa: F401  (lets its records be found)
        from office import navigation, sitemaps
        from office.datasets import citable, readers
        from office.demo import parts
        from office.search.pages import Page, pages
        from partnerships.candidates import facts

        readers.add("periods.csv", "events.readers.load_periods")
        readers.add("events.csv", "events.readers.load_events")
        citable.add("event", "events.models.Event")
        parts.add("events", "events.demo.load")
        navigation.entries.add("events:heritage", _("Our history"))
        pages.add("history", Page(_("Our history"), "events:heritage", text=heritage_text))
        sitemaps.sections.add("events", "events.sitemaps.EventsPages")
        city_sections.add("events", "events.pages.events_of")
        records_of_city.add("events", "events.pages.public_events")
        facts.add("events", "events.pages.facts_of")
        strands.add("events", "events.strands.took_part")


def heritage_text():
    """What opens the page of the history, in the reader's language."""
    from office.models import Office

    return Office.objects.current().heritage or ""
