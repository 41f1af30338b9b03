"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from delegations.models import (
    Criterion,
    Decision,
    Level,
    Member,
    Message,
    OtherDays,
    PaperForGuests,
    ProgrammeItem,
    PublicVisit,
    RoomOfLevel,
    Visit,
    VisitSettings,
)
from office.translation import Texts


@register(Level)
class LevelTranslation(Texts):
    fields = ("name", "description", "host")


@register(Criterion)
class CriterionTranslation(Texts):
    fields = ("text", "explanation")


@register(PublicVisit)
class PublicVisitTranslation(Texts):
    fields = ("title", "guests", "subject", "host", "room", "text")


for model in (
    Level,
    RoomOfLevel,
    Visit,
    OtherDays,
    Decision,
    Message,
    PaperForGuests,
    ProgrammeItem,
):
    simple_history.register(model, app="delegations")
simple_history.register(VisitSettings, app="delegations")
# What somebody eats and needs leaves no trace when it is deleted.
simple_history.register(Member, app="delegations", excluded_fields=[*Member.SPECIAL])
simple_history.register(Criterion, app="delegations", excluded_fields=["period"])
simple_history.register(PublicVisit, app="delegations", m2m_fields=[PublicVisit.shown.field])
