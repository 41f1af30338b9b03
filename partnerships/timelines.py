"""What the page of the timeline shows."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone


@dataclass(frozen=True)
class Year:
    """One year of the chart: what was signed in it, and where its bar stands, in percent."""

    year: int
    signed: int
    x: str
    y: str
    height: str


class Timeline:
    """The agreements of a page by decade and, of the whole filter, how many were signed when."""

    def __init__(self, agreements, page):
        self.page = page
        # The dates of all pages, without the rows.
        dates = agreements.select_related(None).order_by().values_list("signed_on", flat=True)
        self.counts = Counter(date.first.year for date in dates if date)

    @property
    def decades(self):
        """(first year of the decade, its agreements), then (None, those without a date)."""

        def decade(agreement):
            return agreement.signed_on and agreement.signed_on.first.year // 10 * 10

        return [(start, list(group)) for start, group in groupby(self.page.object_list, decade)]

    @property
    def years(self):
        """Every year in which something was signed, with its bar."""
        if not self.counts:
            return []
        first, highest = min(self.counts), max(self.counts.values())
        width = 100 / (timezone.localdate().year - first + 1)
        return [
            Year(
                year,
                signed,
                f"{(year - first) * width:.2f}%",
                f"{100 - 100 * signed / highest:.2f}%",
                f"{100 * signed / highest:.2f}%",
            )
            for year, signed in sorted(self.counts.items())
        ]

    @property
    def bar_width(self):
        return f"{80 / (timezone.localdate().year - min(self.counts) + 1):.2f}%"
