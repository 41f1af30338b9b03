from delegations.models.choices import Channel, GuestRank, Requester, State
from delegations.models.decisions import Decision
from delegations.models.drafts import RequestDraft
from delegations.models.informing import ToInform
from delegations.models.letters import OutgoingLetter
from delegations.models.levels import Criterion, GiftClass, Level, RoomOfLevel, VisitSettings
from delegations.models.members import MOST_MEMBERS, Member
from delegations.models.memory import GuestBookPage, Minute
from delegations.models.messages import Message
from delegations.models.missions import Mission, Traveller
from delegations.models.occasions import OfOccasion, OfOccasionQuerySet
from delegations.models.of_visit import OtherDays, StateChange
from delegations.models.papers import PaperForGuests
from delegations.models.programme import ItemWords, Part, ProgrammeItem
from delegations.models.promises import Promise
from delegations.models.received import PublicVisit
from delegations.models.tasks import Task, TaskTemplate, TaskTemplateLine, Who
from delegations.models.travel import Arrangements, Leg, Stay
from delegations.models.versions import Print, ProgrammeVersion, Recipient, Told
from delegations.models.visits import Visit

__all__ = [
    "MOST_MEMBERS",
    "Arrangements",
    "Channel",
    "Criterion",
    "Decision",
    "GiftClass",
    "GuestBookPage",
    "GuestRank",
    "ItemWords",
    "Leg",
    "Level",
    "Member",
    "Message",
    "Minute",
    "Mission",
    "OfOccasion",
    "OfOccasionQuerySet",
    "OtherDays",
    "OutgoingLetter",
    "PaperForGuests",
    "Part",
    "Print",
    "ProgrammeItem",
    "ProgrammeVersion",
    "Promise",
    "PublicVisit",
    "Recipient",
    "RequestDraft",
    "Requester",
    "RoomOfLevel",
    "State",
    "StateChange",
    "Stay",
    "Task",
    "TaskTemplate",
    "TaskTemplateLine",
    "ToInform",
    "Told",
    "Traveller",
    "Visit",
    "VisitSettings",
    "Who",
]
