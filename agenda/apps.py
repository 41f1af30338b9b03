from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        from office import start_page
        from office.backoffice.own_pages import pages as own_pages

        own_pages.add("calendar", "agenda.backoffice.calendar.PAGE")
        start_page.links.add("calendar", "agenda.backoffice.appointments.to_begin")
        start_page.lines.add("calendar", "agenda.backoffice.appointments.start_lines")
