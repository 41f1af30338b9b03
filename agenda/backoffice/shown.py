"""Which part of the calendar a page shows: its view and its days, from the address."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

VIEWS = {
    "month": gettext_lazy("Month"),
    "week": gettext_lazy("Week"),
    "day": gettext_lazy("Day"),
    "rooms": pgettext_lazy("a view of the calendar", "Rooms and things"),
    "people": pgettext_lazy("a view of the calendar", "People"),
}
# What each line of a view is.
LINES = {
    "rooms": pgettext_lazy("a line of the calendar", "Room or thing"),
    "people": gettext_lazy("Person"),
}
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True)
class Shown:
    """A view around a day. `first` and `last` are all the days it shows, whole weeks."""

    view: str
    day: date

    @classmethod
    def of(cls, address):
        """As the query of the address says; this week where it says nothing that is known."""
        view = address.get("view")
        try:
            day = parse_date(address.get("day") or "")
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            day = timezone.localdate()
        return cls(view if view in VIEWS else "week", day)

    @property
    def has_lines(self):
        return self.view in LINES

    @property
    def head(self):
        """What the rows of the table are."""
        return LINES.get(self.view) or _("Week")

    @property
    def first(self):
        match self.view:
            case "month":
                return monday(self.day.replace(day=1))
            case "week":
                return monday(self.day)
        return self.day

    @property
    def last(self):
        match self.view:
            case "month":
                return monday(self.day.replace(day=days_in(self.day))) + 6 * A_DAY
            case "week":
                return self.first + 6 * A_DAY
        return self.day

    @property
    def days(self):
        return [self.first + n * A_DAY for n in range((self.last - self.first).days + 1)]

    @property
    def before(self):
        """The day to go to for what lies before."""
        match self.view:
            case "month":
                return (self.day.replace(day=1) - A_DAY).replace(day=1)
            case "week":
                return self.day - A_WEEK
        return self.day - A_DAY

    @property
    def after(self):
        match self.view:
            case "month":
                return self.day.replace(day=1) + days_in(self.day) * A_DAY
            case "week":
                return self.day + A_WEEK
        return self.day + A_DAY

    @property
    def title(self):
        match self.view:
            case "month":
                return capfirst(date_format(self.day, "YEAR_MONTH_FORMAT"))
            case "week":
                same = self.first.year == self.last.year
                told = {
                    "number": self.first.isocalendar().week,
                    "first": date_format(self.first, "MONTH_DAY_FORMAT" if same else "DATE_FORMAT"),
                    "last": date_format(self.last, "DATE_FORMAT"),
                }
                return _("%(first)s – %(last)s (week %(number)s)") % told
        weekday = capfirst(date_format(self.day, "l"))
        return f"{weekday}, {date_format(self.day, 'DATE_FORMAT')}"


def monday(day):
    return day - day.weekday() * A_DAY


def days_in(day):
    return monthrange(day.year, day.month)[1]
