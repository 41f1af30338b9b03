"""The networks as a table that programs read."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from networks.standing import Standing
from office.models import Office
from office.public_lists import day, sources


def columns():
    """The heading of each column, and what it says of an entry of the list."""
    licence = Office.objects.current().licence
    states = dict(Standing.choices)
    return {
        _("Network"): lambda one: one.network.name,
        _("Acronym"): lambda one: one.network.acronym,
        _("Kind of network"): lambda one: one.network.get_kind_display(),
        _("Our membership"): lambda one: states.get(one.standing, ""),
        _("State known on"): of_membership(lambda one: day(one.status_on)),
        pgettext("a network", "Joined"): of_membership(lambda one: day(one.joined_on)),
        pgettext("a network", "Left"): of_membership(lambda one: day(one.left_on)),
        _("Our role"): of_membership(lambda one: one.role),
        _("Fee"): of_membership(lambda one: one.get_fee_kind_display()),
        _("Amount a year"): of_membership(lambda one: one.fee_amount),
        _("Currency"): of_membership(
            lambda one: one.fee_currency if one.fee_amount is not None else ""
        ),
        _("Act"): of_membership(lambda one: one.act or ""),
        _("Website"): lambda one: one.network.website,
        _("Sources"): lambda one: " | ".join(sources_of(one)),
        _("Demonstration"): lambda one: _("made up") if one.network.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def sources_of(entry):
    """Those of the network and of our membership, which the row tells of too; each once."""
    membership = sources(entry.membership) if entry.membership else {}
    return sources(entry.network) | membership


def of_membership(value):
    return lambda one: value(one.membership) if one.membership else ""


def file_name():
    return _("city-networks-%(day)s.csv") % {"day": timezone.localdate().isoformat()}
