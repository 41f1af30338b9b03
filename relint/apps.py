from django.apps import AppConfig
from django.db.backends.signals import connection_created


class RelintConfig(AppConfig):
    name = "relint"

    def ready(self):
        from office import sitemaps
        from relint.database import refuse_old_server

        connection_created.connect(refuse_old_server)
        sitemaps.sections.add("pages", "relint.sitemaps.Pages")
