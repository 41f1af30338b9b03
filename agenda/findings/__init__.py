"""
What speaks against an appointment although nothing is booked twice: findings, with a level.

Each kind is handed in through `kinds`, also by the apps above. A kind looks at a Scene, which
has read everything around the appointments in as many queries for a hundred as for one.
"""

from agenda.findings.contract import Finding, FindingKind, Level, Proposal, kinds, worst
from agenda.findings.scene import Scene, findings, findings_of

__all__ = [
    "Finding",
    "FindingKind",
    "Level",
    "Proposal",
    "Scene",
    "findings",
    "findings_of",
    "kinds",
    "worst",
]
