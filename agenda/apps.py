from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        hand_in_data()
        hand_in_findings()
        hand_in_work()
        hand_in_calendars()
        hand_in_privacy()


def hand_in_privacy():
    """From when the time of the data of people runs."""
    from directory.erasing import contacts
    from office.erasure import people
    from office.erasure.clocks import clocks

    contacts.add("bookable people", "agenda.erasing.can_be_booked")
    people.namesakes.add("places", "agenda.erasing.a_place")
    clocks.add("calendar", "agenda.erasing.ITS_DAY")


def hand_in_data():
    """What is read from data sets, imported, searched for and shown by others."""
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


def hand_in_findings():
    """What may speak against an appointment."""
    from agenda.findings.contract import kinds

    kinds.add("way_too_short", "agenda.findings.ways.way_too_short")
    kinds.add("party_twice", "agenda.findings.ways.party_twice")
    kinds.add("outside_hours", "agenda.findings.places.outside_hours")
    kinds.add("closed", "agenda.findings.places.closed")
    kinds.add("too_many", "agenda.findings.places.too_many")
    kinds.add("steps", "agenda.findings.places.steps")
    kinds.add("no_break", "agenda.findings.people.no_break")
    kinds.add("outside_busy", "agenda.findings.people.outside_busy")
    kinds.add("calendar_old", "agenda.findings.people.calendar_old")
    kinds.add("wanted_twice", "agenda.findings.people.wanted_twice")


def hand_in_work():
    """Pages of the back-office, and what waits on its start page."""
    from office import start_page
    from office.backoffice.own_pages import pages as own_pages

    own_pages.add("calendar", "agenda.backoffice.calendar.PAGE")
    start_page.links.add("calendar", "agenda.backoffice.appointments.to_begin")
    start_page.lines.add("calendar", "agenda.backoffice.appointments.start_lines")
    own_pages.add("findings", "agenda.backoffice.findings.PAGE")
    own_pages.add("free_time", "agenda.backoffice.free_time.PAGE")
    start_page.lines.add("findings", "agenda.backoffice.findings.start_lines")
    start_page.links.add("free time", "agenda.backoffice.free_time.to_begin")


def hand_in_calendars():
    """Calendars that we give out, and those that others keep."""
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
