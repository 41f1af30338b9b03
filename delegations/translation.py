"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from delegations.models import (
    Arrangements,
    Criterion,
    Decision,
    GuestBookPage,
    ItemWords,
    Leg,
    Level,
    Member,
    Message,
    Minute,
    Mission,
    OtherDays,
    OutgoingLetter,
    PaperForGuests,
    Part,
    ProgrammeItem,
    Promise,
    PublicVisit,
    Recipient,
    RoomOfLevel,
    Stay,
    Task,
    TaskTemplate,
    TaskTemplateLine,
    ToInform,
    Traveller,
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


@register(Mission)
class MissionTranslation(Texts):
    fields = ("title", "result")


@register(PublicVisit)
class PublicVisitTranslation(Texts):
    fields = ("title", "guests", "subject", "host", "room", "text")


@register(ProgrammeItem)
class ProgrammeItemTranslation(Texts):
    fields = ("dress", "details")


@register(TaskTemplate)
class TaskTemplateTranslation(Texts):
    fields = ("name",)


@register(TaskTemplateLine)
class TaskTemplateLineTranslation(Texts):
    fields = ("text",)


for model in (
    Level,
    RoomOfLevel,
    Visit,
    OtherDays,
    Decision,
    Message,
    PaperForGuests,
    ProgrammeItem,
    ItemWords,
    Recipient,
    Leg,
    Stay,
    Arrangements,
    Mission,
    Traveller,
    OutgoingLetter,
    TaskTemplate,
    TaskTemplateLine,
    Task,
    Promise,
    Minute,
    GuestBookPage,
    ToInform,
):
    simple_history.register(model, app="delegations")
simple_history.register(VisitSettings, app="delegations")
# The hours of an answer are no value that a form could restore.
simple_history.register(Part, app="delegations", excluded_fields=["answer_for"])
# What somebody eats and needs leaves no trace when it is deleted.
simple_history.register(Member, app="delegations", excluded_fields=[*Member.SPECIAL])
simple_history.register(Criterion, app="delegations", excluded_fields=["period"])
simple_history.register(PublicVisit, app="delegations", m2m_fields=[PublicVisit.shown.field])
