from networks.models.fees import Fee
from networks.models.meetings import Meeting
from networks.models.memberships import Membership, MembershipContact, Suspension
from networks.models.networks import Activity, CityInNetwork, Commitment, Network
from networks.models.renewals import Renewal
from networks.models.seats import Role, Seat, WorkingGroup

__all__ = [
    "Activity",
    "CityInNetwork",
    "Commitment",
    "Fee",
    "Meeting",
    "Membership",
    "MembershipContact",
    "Network",
    "Renewal",
    "Role",
    "Seat",
    "Suspension",
    "WorkingGroup",
]
