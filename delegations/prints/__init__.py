"""
One programme, printed for each of those who need it: on a screen, as PDF, as a Word document.

`snapshot` is the programme as plain data in every language, `printed` what one print says of it
to one reader in their language (`fields` says what it carries), `papers` its files, `changes`
what is another in one than in another.
"""

from delegations.prints.differences import Change, changes
from delegations.prints.fields import CARRIES, ITEMS, carries
from delegations.prints.made import Day, Item, Line, Printed, printed, readable, stands_in
from delegations.prints.papers import answer, pdf_of, report_of
from delegations.prints.snapshot import snapshot

__all__ = [
    "CARRIES",
    "ITEMS",
    "Change",
    "Day",
    "Item",
    "Line",
    "Printed",
    "answer",
    "carries",
    "changes",
    "pdf_of",
    "printed",
    "readable",
    "report_of",
    "snapshot",
    "stands_in",
]
