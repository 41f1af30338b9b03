"""What somebody of the office must do for the networks, and by when."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from networks.models import Commitment, Fee, Membership, Role
from networks.models.memberships import RENEWAL_NOTICE
from office.duties import Charge, Due, DutyKind


class PayFee(DutyKind):
    label = _("Fee of a city network")

    def charge(self, record):
        return record.membership

    def found(self):
        """The fees that are due, and have a day."""
        fees = Fee.objects.due().filter(due_on__isnull=False)
        for fee in fees.select_related("membership__network", "membership__officer"):
            day = fee.due_on.last
            yield Due(f"{fee.pk}:{day}", fee, day, owner=fee.membership.officer)


class DecideRenewal(DutyKind):
    label = _("Renewal of a membership")

    def charge(self, record):
        return record

    def found(self):
        """The memberships that last, until a decision of that year is written down."""
        memberships = Membership.objects.to_renew().select_related("network", "officer")
        for one in memberships:
            day = one.renew_by.last
            notice = RENEWAL_NOTICE.days
            yield Due(f"{one.pk}:{day}", one, day, owner=one.officer, notice_days=notice)


class TermEnds(DutyKind):
    label = _("End of a term in a city network")

    def charge(self, record):
        return Membership.objects.open().filter(network=record.seat.network_id).first()

    def found(self):
        """The terms that are still running; nothing is to be done for one that is over."""
        today = timezone.localdate()
        roles = Role.objects.not_over(today).filter(held_to__isnull=False)
        officers = officers_of_networks()
        for role in roles.select_related("seat__network", "seat__working_group"):
            day = role.held_to.last
            owner = officers.get(role.seat.network_id)
            yield Due(f"{role.pk}:{day}", role, day, owner=owner, notice_days=90)


class FulfilCommitment(DutyKind):
    label = _("Commitment signed in a city network")

    def charge(self, record):
        return Membership.objects.open().filter(network=record.network_id).first()

    def found(self):
        """The commitments with a deadline that are neither fulfilled nor withdrawn."""
        commitments = Commitment.objects.to_fulfil().filter(deadline__isnull=False)
        officers = officers_of_networks()
        for one in commitments.select_related("network"):
            day = one.deadline.last
            owner = officers.get(one.network_id)
            yield Due(f"{one.pk}:{day}", one, day, owner=owner, notice_days=60)


pay_fee = PayFee()
decide_renewal = DecideRenewal()
term_ends = TermEnds()
fulfil_commitment = FulfilCommitment()


def officers_of_networks():
    """{network: who is in charge of it}."""
    in_charge = Membership.objects.open().filter(officer__isnull=False).select_related("officer")
    return {one.network_id: one.officer for one in in_charge}


in_charge = Charge(
    said=lambda count: (
        ngettext("%(count)d city network", "%(count)d city networks", count) % {"count": count}
    ),
    rows=lambda person: Membership.objects.open().filter(officer=person),
    permission="networks.change_membership",
)
