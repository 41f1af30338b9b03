from cooperation.models.money import MoneyLine
from cooperation.models.partners import Partner
from cooperation.models.practices import Exchange, Practice, Uptake
from cooperation.models.programmes import Call, Programme
from cooperation.models.projects import (
    Project,
    ProjectCountry,
    ProjectMarker,
    ProjectPurpose,
)
from cooperation.models.results import Result, Update
from cooperation.models.settings import IatiSettings
from cooperation.models.steps import Step

__all__ = [
    "Call",
    "Exchange",
    "IatiSettings",
    "MoneyLine",
    "Partner",
    "Practice",
    "Programme",
    "Project",
    "ProjectCountry",
    "ProjectMarker",
    "ProjectPurpose",
    "Result",
    "Step",
    "Update",
    "Uptake",
]
