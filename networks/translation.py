"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from networks.models import (
    Activity,
    CityInNetwork,
    Commitment,
    Fee,
    Meeting,
    Membership,
    MembershipContact,
    Network,
    Renewal,
    Role,
    Seat,
    Suspension,
    WorkingGroup,
)
from office.translation import Texts


@register(Network)
class NetworkTranslation(Texts):
    fields = ("name", "mission", "seat", "organs", "note")


@register(Membership)
class MembershipTranslation(Texts):
    fields = ("role", "reference_office")


@register(WorkingGroup)
class WorkingGroupTranslation(Texts):
    fields = ("name",)


@register(Seat)
class SeatTranslation(Texts):
    fields = ("name",)


@register(Role)
class RoleTranslation(Texts):
    fields = ("held_as",)


@register(Commitment)
class CommitmentTranslation(Texts):
    fields = ("title", "note")


@register(Activity)
class ActivityTranslation(Texts):
    fields = ("title",)


for model in (Network, WorkingGroup, Seat, Role, CityInNetwork, Activity, Commitment):
    simple_history.register(model, app="networks")
for model in (Membership, MembershipContact, Suspension, Fee, Renewal, Meeting):
    simple_history.register(model, app="networks")
