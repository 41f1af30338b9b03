"""When a signature has its next round or ordinary anniversary."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date

from office.dates import PartialDate


@dataclass(frozen=True)
class Anniversary:
    """So many years after a date, as exactly as that date is known."""

    years: int
    date: PartialDate

    @property
    def is_round(self):
        """Whether it is one that cities mark: 5, 10, 25, 50 years and so on."""
        return self.years % 5 == 0


def next_anniversary(date, today):
    """The first anniversary of a partial date that is not over on the day `today`."""
    years = max(today.year - date.year, 1)
    anniversary = Anniversary(years, years_after(date, years))
    if anniversary.date.last < today:
        anniversary = Anniversary(years + 1, years_after(date, years + 1))
    return anniversary


def years_after(date, years):
    """The same day, month or year so many years later; 28 February where there is no 29th."""
    year = date.year + years
    if (date.month, date.day) == (2, 29) and not isleap(year):
        return PartialDate(year, 2, 28)
    return PartialDate(year, date.month, date.day)


def months_after(day, months):
    """The day so many months later, or earlier; the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
