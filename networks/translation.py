"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

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


@register(Network)
class NetworkTranslation(TranslationOptions):
    fields = ("name", "mission", "seat", "organs", "note")
    empty_values = ""


@register(Membership)
class MembershipTranslation(TranslationOptions):
    fields = ("role", "reference_office")
    empty_values = ""


@register(WorkingGroup)
class WorkingGroupTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Seat)
class SeatTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Role)
class RoleTranslation(TranslationOptions):
    fields = ("held_as",)
    empty_values = ""


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("title", "note")
    empty_values = ""


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title",)
    empty_values = ""


for model in (Network, WorkingGroup, Seat, Role, CityInNetwork, Activity, Commitment):
    simple_history.register(model, app="networks")
for model in (Membership, MembershipContact, Suspension, Fee, Renewal, Meeting):
    simple_history.register(model, app="networks")
