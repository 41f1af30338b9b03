"""What the lines of money come to, in euros: added up by the database."""

from functools import cached_property

from django.db.models import F

from cooperation.models import MoneyLine
from cooperation.models.money import euros


class Sums:
    """The money of one project by source and by year, as far as the reader may see its lines."""

    def __init__(self, project, reader):
        self.rows = MoneyLine.objects.visible_to(reader).filter(project=project).order_by()

    @cached_property
    def by_source(self):
        """[(source in words, committed, disbursed)], the most committed first."""
        names = dict(MoneyLine.Source.choices)
        found = self.rows.values("source").annotate(
            committed_euros=euros("committed"), disbursed_euros=euros("disbursed")
        )
        return [
            (names[row["source"]], row["committed_euros"], row["disbursed_euros"])
            for row in found.order_by("-committed_euros", "source")
        ]

    @cached_property
    def by_year(self):
        """[(year or None, committed, disbursed)], in order."""
        found = self.rows.values("year").annotate(
            committed_euros=euros("committed"), disbursed_euros=euros("disbursed")
        )
        return [
            (row["year"], row["committed_euros"], row["disbursed_euros"])
            for row in found.order_by(F("year").asc(nulls_last=True))
        ]

    @property
    def most_by_source(self):
        """What the longest bar stands for."""
        return max(row[1] for row in self.by_source) or 1

    @property
    def most_by_year(self):
        return max(row[1] for row in self.by_year) or 1

    @cached_property
    def committed(self):
        return sum(row[1] for row in self.by_source)

    @cached_property
    def disbursed(self):
        return sum(row[2] for row in self.by_source)

    @cached_property
    def to_reserve(self):
        """What of the city's own money nobody has set aside."""
        return self.rows.not_reserved().in_euros()["committed"]
