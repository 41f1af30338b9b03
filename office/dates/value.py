"""A date of which perhaps only the month or the year is known, as a value."""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import total_ordering

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.html import format_html, strip_tags
from django.utils.translation import get_language, pgettext

LONGEST_MONTH = 31
ISO_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

# An office in Europe writes its English dates as Europe does: 3 July 1954.
EUROPEAN = {"en": "en-GB"}
# The first day of a month is an ordinal there; the Unicode CLDR leaves that out.
FIRST_OF_MONTH = {"fr": "1er", "it": "1º"}


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """
    A year, a month of a year, or a day.

    It stands for all the days it may mean, and sorts by the first of them, then by the
    last: 3 July 1954 comes before July 1954, which comes before an unknown day of 1955.
    PostgreSQL sorts the ranges in the same way.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month.")
        # Refuses what is no date: the 31st of a shorter month, a month 0.
        datetime.date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    @classmethod
    def of(cls, value):
        """
        The partial date meant by a partial date, an ISO text, a day or a range.

        ValueError where it means none; also for a datetime, whose day depends on the
        time zone.
        """
        match value:
            case cls():
                return value
            case str():
                return cls.parse(value)
            case datetime.date() if not isinstance(value, datetime.datetime):
                return cls(value.year, value.month, value.day)
            case DateRange():
                return cls.from_range(value)
        raise ValueError(f"Not a partial date: {value!r}")

    @classmethod
    def parse(cls, text):
        """Read "1954", "1954-07" or "1954-07-03"; ValueError for all else."""
        found = ISO_FORM.fullmatch(text)
        if not found:
            raise ValueError(f"Not a partial date: {text!r}")
        return cls(*(part and int(part) for part in found.groups()))

    @classmethod
    def from_range(cls, days):
        """Read a range as PostgreSQL gives it, half-open; ValueError unless it is whole."""
        if (first := days.lower) and days.upper:
            count = (days.upper - first).days
            # Told by its length, because pages read ten thousand of them.
            parts = 3 if count == 1 else 2 if count <= LONGEST_MONTH else 1
            candidate = cls(*(first.year, first.month, first.day)[:parts])
            if candidate.as_range == days:
                return candidate
        raise ValueError(f"Not one whole year, month or day: {days}")

    @property
    def precision(self):
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first(self):
        """The first day it may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self):
        """The last day it may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def as_range(self):
        return DateRange(self.first, self.last + datetime.timedelta(days=1))

    def __lt__(self, other):
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.first, self.last) < (other.first, other.last)

    def is_certainly_before(self, other):
        """Whether no possible day of this one is as late as any possible day of the other."""
        return self.last < PartialDate.of(other).first

    def isoformat(self):
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def __str__(self):
        return self.display()

    def display(self):
        """
        The date in the active language: "3 luglio 1954", "luglio 1954", "1954".

        By Babel, because Django's Italian writes "03 Luglio 1954".
        """
        if self.precision == "year":
            return str(self.year)
        language = get_language() or settings.LANGUAGE_CODE
        locale = Locale.parse(EUROPEAN.get(language, language), sep="-")
        if self.precision == "month":
            return format_skeleton("yMMMM", self.first, locale=locale)
        text = format_date(self.first, "long", locale=locale)
        if self.first.day == 1:
            return text.replace("1", FIRST_OF_MONTH.get(language, "1"), 1)
        return text

    def as_html(self):
        """The date as a <time> element, in the active language."""
        return format_html('<time datetime="{}">{}</time>', self.isoformat(), self.display())

    def as_html_since(self):
        """ "since" with the date, as languages say it of a year, of a month and of a day."""
        return format_html(self._since().replace("%(date)s", "{}"), self.as_html())

    def _since(self):
        if self.precision == "year":
            return pgettext("a year", "since %(date)s")
        if self.precision == "month":
            return pgettext("a month", "since %(date)s")
        if self.day in (8, 11):
            return pgettext("the 8th or 11th of a month", "since %(date)s")
        return pgettext("a day", "since %(date)s")

    def as_html_until(self, end):
        """
        The period up to `end`, or this date alone where that is None or the same.

        Days of one month name it once: "18–21 giugno 1988".
        """
        if end is None or end == self:
            return self.as_html()
        if self.day and end.day and (self.year, self.month) == (end.year, end.month):
            # In each of our languages the day comes first: 18, 18., 1º, 1er.
            day = self.display().split()[0]
            first = format_html('<time datetime="{}">{}</time>', self.isoformat(), day)
            return format_html("{}–{}", first, end.as_html())
        return format_html("{} – {}", self.as_html(), end.as_html())

    def display_until(self, end):
        """The same as plain text."""
        return strip_tags(self.as_html_until(end))
