from django.apps import AppConfig


class RelintConfig(AppConfig):
    name = "relint"

    def ready(self):
        from office import sitemaps

        sitemaps.sections.add("pages", "relint.sitemaps.Pages")
