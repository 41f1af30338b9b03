from partnerships.models.agreements import OVER, UNDER_WAY, Agreement, Status
from partnerships.models.bonds import BondType, Theme
from partnerships.models.candidates import Candidacy, CandidacyAnswer, CandidateQuestion
from partnerships.models.notices import Addressee, Notice
from partnerships.models.reports import CouncilReport
from partnerships.models.rules import Rule
from partnerships.models.signatures import Signatory, Signature
from partnerships.models.steps import Move, Step

__all__ = [
    "OVER",
    "UNDER_WAY",
    "Addressee",
    "Agreement",
    "BondType",
    "Candidacy",
    "CandidacyAnswer",
    "CandidateQuestion",
    "CouncilReport",
    "Move",
    "Notice",
    "Rule",
    "Signatory",
    "Signature",
    "Status",
    "Step",
    "Theme",
]
