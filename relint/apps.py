from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RelintConfig(AppConfig):
    name = "relint"

    def ready(self):
        from office import sitemaps
        from office.search.pages import Page, pages
        from relint.database import refuse_old_server

        connection_created.connect(refuse_old_server)
        sitemaps.sections.add("pages", "relint.sitemaps.Pages")
        contacts = pgettext_lazy("search words", "e-mail telephone address office write")
        privacy = pgettext_lazy("search words", "personal data protection cookies")
        accessibility = pgettext_lazy("search words", "accessible barriers screen reader keyboard")
        pages.add("contacts", Page(_("Contacts"), "home", contacts, anchor="footer"))
        pages.add("privacy", Page(_("Privacy notice"), "privacy", privacy))
        pages.add(
            "accessibility", Page(_("Accessibility statement"), "accessibility", accessibility)
        )
