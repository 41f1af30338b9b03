from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self):
        from office.datasets import common, readers
        from office.demo import parts
        from office.exchange.registry import resources

        common.add("countries", "directory.readers.load_countries")
        readers.add("cities.csv", "directory.readers.load_cities")
        readers.add("bodies.csv", "directory.readers.load_bodies")
        parts.add("directory", "directory.demo.load")
        resources.add("cities", "directory.resources.cities")
        resources.add("organisations", "directory.resources.organisations")
        resources.add("people", "directory.people_table.people")
        parts.add("people", "directory.demo_people.load_people")
