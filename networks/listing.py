"""The list of the networks that everybody may read, each with our membership."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language

from directory.pages import with_sources
from networks.models import Membership, Network
from networks.sheets import for_public, suspensions
from networks.standing import sentence, standing


@dataclass(frozen=True)
class Entry:
    """One network, its membership (None where none is recorded), and what is said of it."""

    network: Network
    membership: Membership | None
    standing: str
    sentence: str


def public_entries():
    """All public networks by their names, in as many queries for a hundred as for one."""
    memberships = (
        Membership.objects.public()
        .current_first()
        .select_related("act__body")
        .prefetch_related(suspensions(for_public))
    )
    networks = (
        Network.objects.public()
        .in_order(get_language())
        .select_related("seat_country")
        .prefetch_related(Prefetch("memberships", memberships), with_sources())
    )
    today = timezone.localdate()
    return [entry(network, today) for network in networks]


def entry(network, day):
    membership = next(iter(network.memberships.all()), None)
    if membership is None:
        return Entry(network, None, "", "")
    return Entry(network, membership, standing(membership, day), sentence(membership, day))
