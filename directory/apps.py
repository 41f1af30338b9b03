from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self):
        from office.datasets import citable, common, readers
        from office.demo import parts

        common.add("countries", "directory.readers.load_countries")
        readers.add("cities.csv", "directory.readers.load_cities")
        citable.add("city", "directory.models.City")
        readers.add("stories.csv", "directory.readers.load_stories")
        readers.add("bodies.csv", "directory.readers.load_bodies")
        parts.add("directory", "directory.demo.load")
