"""The networks in which a city and we both sit, on the city's page of the back-office."""

from django.utils.translation import gettext as _

from directory.backoffice.panels import Line, Panel
from networks.pages import networks_in_common
from office.backoffice.frame import record_url
from office.papers.report import text_of


def in_common(city, user):
    """None where there is none."""
    networks = networks_in_common([city.pk], user).get(city.pk, [])
    if not networks or not user.has_perm("networks.view_network"):
        return None
    lines = [
        Line(text_of(one, "name"), record_url(one), one.acronym, one.is_demo) for one in networks
    ]
    return Panel("networks", _("Networks in common"), lines)
