from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        from office import due, links, start_page
        from office.backoffice import own_pages

        links.purposes.add("calendar-feed", "agenda.feeds.calendar_feed")
        own_pages.pages.add("feeds", "agenda.backoffice.feeds.PAGE")
        own_pages.of_one.add("appointment_ics", "agenda.backoffice.feeds.DOWNLOAD")
        start_page.lines.add("feeds", "agenda.feeds.lines")
        due.jobs.add("outside calendars", "agenda.outside.read_due")
        start_page.lines.add("outside calendars", "agenda.outside.lines")
        own_pages.pages.add("outside_hits", "agenda.backoffice.outside.HITS")
        own_pages.of_one.add("outside_read", "agenda.backoffice.outside.READ")
        own_pages.of_one.add("outside_entries", "agenda.backoffice.outside.ENTRIES")
        own_pages.of_one.add("appointment_repeat", "agenda.backoffice.series.REPEAT")
        own_pages.of_one.add("appointment_series", "agenda.backoffice.series.SERIES")
        own_pages.of_one.add("closure_repeat", "agenda.backoffice.series.REPEAT_CLOSURE")
