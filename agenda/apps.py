from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Calendar")

    def ready(self):
        hand_in_findings()


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
