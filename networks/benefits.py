"""What a network cost in the years before a renewal, against what came of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property

from networks.models import Fee
from networks.sheets import Ledger, Sheet

YEARS = 5


@dataclass(frozen=True)
class Year:
    """One year of the sheet: its fee, None where none is in the ledger, and what happened."""

    year: int
    fee: Fee | None
    activities: list


class Benefits:
    """The sheet that a head reads before a renewal, as far as that reader may see."""

    def __init__(self, renewal, user):
        self.renewal = renewal
        self.sheet = Sheet.of_user(renewal.membership.network, user)
        self.last = renewal.year - 1
        self.first = renewal.year - YEARS
        self.begins, self.ends = date(self.first, 1, 1), date(self.last, 12, 31)

    @cached_property
    def ledger(self):
        within = [fee for fee in self.sheet.ledger.fees if self.first <= fee.year <= self.last]
        return Ledger(within)

    @property
    def years(self):
        """Each year, the latest first; what lasted over two stands in the one it began in."""
        fees = {fee.year: fee for fee in self.ledger.fees}
        return [
            Year(
                year,
                fees.get(year),
                [one for one in self.activities if one.happened_on.year == year],
            )
            for year in range(self.last, self.first - 1, -1)
        ]

    @cached_property
    def activities(self):
        """What began in these years."""
        return [
            one for one in self.sheet.activities if self.first <= one.happened_on.year <= self.last
        ]

    @cached_property
    def meetings(self):
        """The meetings that began in these years, the latest first."""
        return [
            one
            for one in reversed(self.sheet.meetings)
            if self.begins <= one.appointment.days[0] <= self.ends
        ]

    @property
    def roles(self):
        """The seats that were held, or may have been, in some part of these years."""
        return [one for one in self.sheet.roles if self.overlaps(one.held_from, one.held_to)]

    @property
    def commitments(self):
        """Those signed by then and still to be fulfilled, and those signed in these years."""
        return [
            one
            for one in self.sheet.commitments
            if one.state in ("signed", "under_way") or self.overlaps(one.signed_on, one.signed_on)
        ]

    @property
    def cities(self):
        """The partner cities that sat in it."""
        return [one for one in self.sheet.cities if self.overlaps(one.since, one.until)]

    @property
    def has_nothing(self):
        """Whether nothing that came of it is recorded: which is not the same as nothing came."""
        return not (self.activities or self.meetings or self.roles or self.commitments)

    def overlaps(self, start, end):
        begun = start is None or start.first <= self.ends
        return begun and (end is None or end.last >= self.begins)
