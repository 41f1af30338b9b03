from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        hand_in_findings()
        hand_in_work()


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
    kinds.add("wanted_twice", "agenda.findings.people.wanted_twice")


def hand_in_work():
    """Pages of the back-office, and what waits on its start page."""
    from office import start_page
    from office.backoffice.own_pages import pages as own_pages

    own_pages.add("findings", "agenda.backoffice.findings.PAGE")
    own_pages.add("free_time", "agenda.backoffice.free_time.PAGE")
    start_page.lines.add("findings", "agenda.backoffice.findings.start_lines")
    start_page.links.add("free time", "agenda.backoffice.free_time.to_begin")
