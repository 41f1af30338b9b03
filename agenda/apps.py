from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        from agenda import search  # noqa: F401  (lets its records be found)
        from agenda.marks import entries
        from office.datasets import citable, readers
        from office.demo import parts
        from office.exchange.registry import resources

        readers.add("places.csv", "agenda.readers.load_places")
        readers.add("opening_hours.csv", "agenda.readers.load_opening_hours")
        citable.add("place", "agenda.models.Place")
        citable.add("opening-hours", "agenda.models.OpeningHours")
        parts.add("agenda", "agenda.demo.load")
        resources.add("places", "agenda.resources.places")
        resources.add("bookables", "agenda.resources.bookables")
        resources.add("opening hours", "agenda.resources.opening_hours")
        entries.add("radar", "agenda.marks.of_radar")
        entries.add("duties", "agenda.marks.of_duties")
