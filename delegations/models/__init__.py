from delegations.models.budgets import Budget, BudgetChapter
from delegations.models.choices import Channel, GuestRank, Requester, State
from delegations.models.decisions import Decision
from delegations.models.drafts import RequestDraft
from delegations.models.expenses import Expense
from delegations.models.flags import Flag, FlagRule, Whose
from delegations.models.gifts import GiftLine
from delegations.models.honours import Honour, HonourKind
from delegations.models.informing import ToInform
from delegations.models.letters import OutgoingLetter
from delegations.models.levels import Criterion, GiftClass, Level, RoomOfLevel, VisitSettings
from delegations.models.lineups import Lineup, Standing
from delegations.models.members import MOST_MEMBERS, Member
from delegations.models.memory import GuestBookPage, Minute
from delegations.models.messages import Message
from delegations.models.missions import Mission
from delegations.models.occasions import OfOccasion, OfOccasionQuerySet, field_of
from delegations.models.of_mission import MissionItem, OfMissionQuerySet, Traveller
from delegations.models.of_visit import OtherDays, StateChange
from delegations.models.papers import PaperForGuests
from delegations.models.precedence import PrecedenceRank, PrecedenceTable
from delegations.models.programme import ItemWords, ProgrammeItem
from delegations.models.programme_parts import Part
from delegations.models.promises import Promise
from delegations.models.received import PublicVisit
from delegations.models.seating import SeatAtTable, SeatingPlan, SeatingTable
from delegations.models.statements import ExpenseStatement, StatementSettings
from delegations.models.stock import Gift, StockChange
from delegations.models.tasks import Task, TaskTemplate, TaskTemplateLine, Who
from delegations.models.travel import Arrangements, Leg, Stay
from delegations.models.versions import Print, ProgrammeVersion, Recipient, Told
from delegations.models.visits import Visit

__all__ = [
    "MOST_MEMBERS",
    "Arrangements",
    "Budget",
    "BudgetChapter",
    "Channel",
    "Criterion",
    "Decision",
    "Expense",
    "ExpenseStatement",
    "Flag",
    "FlagRule",
    "Gift",
    "GiftClass",
    "GiftLine",
    "GuestBookPage",
    "GuestRank",
    "Honour",
    "HonourKind",
    "ItemWords",
    "Leg",
    "Level",
    "Lineup",
    "Member",
    "Message",
    "Minute",
    "Mission",
    "MissionItem",
    "OfMissionQuerySet",
    "OfOccasion",
    "OfOccasionQuerySet",
    "OtherDays",
    "OutgoingLetter",
    "PaperForGuests",
    "Part",
    "PrecedenceRank",
    "PrecedenceTable",
    "Print",
    "ProgrammeItem",
    "ProgrammeVersion",
    "Promise",
    "PublicVisit",
    "Recipient",
    "RequestDraft",
    "Requester",
    "RoomOfLevel",
    "SeatAtTable",
    "SeatingPlan",
    "SeatingTable",
    "Standing",
    "State",
    "StateChange",
    "StatementSettings",
    "Stay",
    "StockChange",
    "Task",
    "TaskTemplate",
    "TaskTemplateLine",
    "ToInform",
    "Told",
    "Traveller",
    "Visit",
    "VisitSettings",
    "Who",
    "Whose",
    "field_of",
]
