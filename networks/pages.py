"""What this room shows on the pages of others."""

from django.db.models import F, Prefetch, Value
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.pages import Section, with_sources
from networks.models import (
    CityInNetwork,
    Commitment,
    Fee,
    Membership,
    Network,
    Role,
    Suspension,
)
from networks.sheets import for_public, suspensions
from networks.standing import sentence
from office.languages import localized
from office.text import Fold


def networks_of(city):
    """The networks in which the city sits, each with our own standing; None without any."""
    memberships = Membership.objects.public().current_first()
    memberships = memberships.prefetch_related(suspensions(for_public))
    rows = (
        CityInNetwork.objects.public()
        .filter(city=city)
        .on(timezone.localdate())
        .select_related("network")
        .prefetch_related(with_sources(), Prefetch("network__memberships", memberships))
        .order_by(Fold(localized("network__name", get_language())))
    )
    if not rows:
        return None
    today = timezone.localdate()
    for row in rows:
        ours = next(iter(row.network.memberships.all()), None)
        row.ours = sentence(ours, today) if ours else ""
    records = [*rows, *(row.network for row in rows)]
    return Section("networks/_city_networks.html", {"rows": rows}, records)


def networks_in_common(cities, reader):
    """
    {city: [networks]} in which the city and we both sit today, as far as the reader may see.

    Cities are given by their keys; one with none is left out. A membership of ours that is
    not confirmed makes nothing common. Two queries, however many cities.
    """
    ours = Membership.objects.visible_to(reader).in_common()
    rows = (
        CityInNetwork.objects.visible_to(reader)
        .filter(city__in=list(cities), network__in=ours.order_by().values("network"))
        .on(timezone.localdate())
        .select_related("network")
        .order_by(Fold(localized("network__name", get_language())), "pk")
    )
    found = {}
    for row in rows:
        found.setdefault(row.city_id, []).append(row.network)
    return found


def facts_of(city, reader):
    """Plain lines on the networks in common, for the sheet of a candidate city."""
    networks = networks_in_common([city.pk], reader).get(city.pk, [])
    if not networks:
        return []
    names = ", ".join(str(network) for network in networks)
    return [_("City networks in common: %(networks)s") % {"networks": names}]


facts_of.label = _("Networks in common")


def resting_on(act):
    """What of our networks rests on the act, in two queries; None where nothing does."""
    parts = [
        uses(Membership, "membership", "network", act),
        uses(Membership, "end", "network", act, by="left_by"),
        uses(Suspension, "suspension", "membership__network", act),
        uses(Fee, "fee", "membership__network", act, year="year"),
        uses(Role, "role", "seat__network", act, by="elected_by"),
        uses(Commitment, "commitment", "network", act),
    ]
    found = list(parts[0].union(*parts[1:], all=True))
    if not found:
        return None
    networks = Network.objects.in_bulk({use["network"] for use in found})
    words = words_of_uses()
    lines = [(networks[use["network"]], words[use["what"]] % use) for use in found]
    return Section("networks/_act_networks.html", {"lines": lines}, records=networks.values())


def uses(model, what, network, act, *, by="act", year=None):
    """{network, what, year} of each public row of the model that names the act."""
    rows = model.objects.public().order_by().filter(**{by: act})
    # One column: several would stand in an order of their own in each part of the union.
    use = JSONObject(network=F(network), what=Value(what), year=F(year) if year else Value(0))
    return rows.annotate(use=use).values_list("use", flat=True)


def words_of_uses():
    return {
        "membership": _("membership"),
        "end": _("end of the membership"),
        "suspension": _("suspension"),
        "fee": _("fee of %(year)d"),
        "role": _("role in the network"),
        "commitment": _("commitment"),
    }
