"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from delegations.models import (
    Arrangements,
    Budget,
    BudgetChapter,
    Criterion,
    Decision,
    Expense,
    ExpenseStatement,
    Flag,
    FlagRule,
    Gift,
    GiftLine,
    GuestBookPage,
    Honour,
    HonourKind,
    ItemWords,
    Leg,
    Level,
    Lineup,
    Member,
    Message,
    Minute,
    Mission,
    MissionItem,
    OtherDays,
    OutgoingLetter,
    PaperForGuests,
    Part,
    PrecedenceRank,
    PrecedenceTable,
    ProgrammeItem,
    Promise,
    PublicVisit,
    Recipient,
    RoomOfLevel,
    SeatAtTable,
    SeatingPlan,
    SeatingTable,
    Standing,
    StatementSettings,
    Stay,
    StockChange,
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


@register(MissionItem)
class MissionItemTranslation(Texts):
    fields = ("title",)


@register(PublicVisit)
class PublicVisitTranslation(Texts):
    fields = ("title", "guests", "subject", "host", "room", "text")


@register(ProgrammeItem)
class ProgrammeItemTranslation(Texts):
    fields = ("dress", "details")


@register(PrecedenceTable)
class PrecedenceTableTranslation(Texts):
    fields = ("name", "text")


@register(PrecedenceRank)
class PrecedenceRankTranslation(Texts):
    fields = ("name", "note")


@register(FlagRule)
class FlagRuleTranslation(Texts):
    fields = ("text",)


@register(Flag)
class FlagTranslation(Texts):
    fields = ("name",)


@register(Gift)
class GiftTranslation(Texts):
    fields = ("name", "description")


@register(GiftLine)
class GiftLineTranslation(Texts):
    fields = ("words",)


@register(HonourKind)
class HonourKindTranslation(Texts):
    fields = ("name", "description", "criteria", "decided_by")


@register(Honour)
class HonourTranslation(Texts):
    fields = ("motivation",)


@register(StatementSettings)
class StatementSettingsTranslation(Texts):
    fields = ("heading", "basis", "regulation", "signatures", "zero")


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
    MissionItem,
    Traveller,
    PrecedenceTable,
    PrecedenceRank,
    FlagRule,
    Flag,
    Lineup,
    Standing,
    SeatingPlan,
    SeatingTable,
    SeatAtTable,
    StockChange,
    GiftLine,
    HonourKind,
    Honour,
    BudgetChapter,
    Budget,
    Expense,
    StatementSettings,
    ExpenseStatement,
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
# The stock is moved by what is given, and explained by the changes of it.
simple_history.register(Gift, app="delegations", excluded_fields=["stock"])
