"""What this room shows on the pages of others."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.pages import Section, with_sources
from networks.models import CityInNetwork, Commitment, Fee, Membership, Role, Suspension
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


def resting_on(act):
    """What of our networks rests on the act; None where nothing does."""
    lines = [
        *lines_of(Membership, act, "network", _("membership"), by="act"),
        *lines_of(Membership, act, "network", _("end of the membership"), by="left_by"),
        *lines_of(Suspension, act, "membership__network", _("suspension")),
        *[
            (fee.membership.network, _("fee of %(year)d") % {"year": fee.year})
            for fee in rows_of(Fee, act, "membership__network")
        ],
        *lines_of(Role, act, "seat__network", _("role in the network"), by="elected_by"),
        *lines_of(Commitment, act, "network", _("commitment")),
    ]
    return Section("networks/_act_networks.html", {"lines": lines}) if lines else None


def rows_of(model, act, path, by="act"):
    return model.objects.public().filter(**{by: act}).select_related(path)


def lines_of(model, act, path, words, *, by="act"):
    """(network, words) of each row of the model that names the act in the field `by`."""
    for row in rows_of(model, act, path, by):
        network = row
        for step in path.split("__"):
            network = getattr(network, step)
        yield network, words
