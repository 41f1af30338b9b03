"""What of the networks comes up: on the radar, in the timelines, on the start page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.timeline import Happening, Strand, overlapping
from networks.models import CityInNetwork, Fee, Membership, Role, Seat
from networks.models.memberships import RENEWAL_NOTICE
from office.radar import Mark
from office.start_page import Line


def marks(user, first, last):
    """Renewals, elections and ends of terms between two days: three queries."""
    during = (first, last)
    renewals = overlapping(Membership.objects.visible_to(user).open(), "renew_by", during)
    for one in renewals.select_related("network"):
        yield Mark(one.renew_by, gettext_lazy("renewal"), str(one), one)
    seats = overlapping(Seat.objects.visible_to(user), "next_election", during)
    for seat in seats.select_related("network", "working_group"):
        yield Mark(seat.next_election, gettext_lazy("election"), str(seat), seat.network)
    roles = overlapping(Role.objects.visible_to(user), "held_to", during)
    for role in roles.select_related("seat__network", "seat__working_group"):
        yield Mark(role.held_to, gettext_lazy("end of term"), str(role), role)


class Joined(Strand):
    """That a partner city joined a network: part of its story, no contact with us."""

    def happenings(self, cities, reader, *, during=None):
        rows = CityInNetwork.objects.visible_to(reader).filter(
            city__in=list(cities), since__isnull=False
        )
        for row in overlapping(rows, "since", during).select_related("network"):
            yield Happening(
                key=f"city-in-network:{row.pk}",
                city=row.city_id,
                on=row.since,
                kind=gettext_lazy("city network"),
                text=_("Joined: %(network)s") % {"network": row.network},
                record=row.network,
                is_contact=False,
            )

    def last_contacts(self, cities, reader, *, until=None):
        """None: to join a network is no contact with us."""
        return {}


joined = Joined()


def lines(user):
    """What waits on the start page: memberships to decide on, fees past their day."""
    today = timezone.localdate()
    found = []
    if user.has_perm("networks.change_membership"):
        count = Membership.objects.visible_to(user).to_renew(today + RENEWAL_NOTICE).count()
        label = ngettext("city network to renew", "city networks to renew", count)
        url = f"{reverse('admin:networks_membership_changelist')}?to_renew=yes"
        found.append(Line(label, count, url))
    if user.has_perm("networks.change_fee"):
        count = Fee.objects.visible_to(user).overdue(today).count()
        label = ngettext(
            "fee of a city network past its day", "fees of city networks past their day", count
        )
        url = f"{reverse('admin:networks_fee_changelist')}?overdue=yes"
        found.append(Line(label, count, url))
    return found
