"""The registers of one year at a glance: everything is counted and added up by the database."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from delegations.models import Expense, GiftClass, GiftLine, Honour, HonourKind
from delegations.registers import budgets
from delegations.registers.budgets import OTHERS
from delegations.registers.warnings import euro
from directory.models import City
from office.papers.report import Report, Section, Table

MOST_CITIES = 15


@dataclass(frozen=True)
class Line:
    """One line of a table: what it counts, the cells, and the list of what was counted."""

    words: str
    cells: tuple
    url: str = ""
    is_bad: bool = False


@dataclass
class Overview:
    """What was given, received, conferred and spent in a year, of what the reader may see."""

    year: int
    user: object

    # ---------------------------------------------------------------- gifts

    @cached_property
    def gifts(self):
        """Given and received; and by class and by city, what was given. Four queries."""
        rows = GiftLine.objects.visible_to(self.user).standing().in_year(self.year).order_by()
        return list(self._directions(rows)), list(self._classes(rows)), list(self._cities(rows))

    def _directions(self, rows):
        counted = {one["direction"]: one for one in totals(rows, "direction")}
        for direction in GiftLine.Direction:
            found = counted.get(direction.value, {"lines": 0, "pieces": 0, "value": None})
            yield Line(
                str(direction.label).capitalize(),
                cells_of(found),
                self._gifts(direction=direction.value),
            )

    def _classes(self, rows):
        given = rows.filter(direction=GiftLine.Direction.GIVEN)
        for one in totals(given, "gift__gift_class"):
            key = one["gift__gift_class"]
            words = GiftClass(key).label if key else _("not of the catalogue")
            asked = {"gift__gift_class__exact": key} if key else {"gift__gift_class__isnull": 1}
            yield Line(str(words), cells_of(one), self._gifts(direction="given", **asked))

    def _cities(self, rows):
        counted = list(
            rows.filter(city__isnull=False)
            .values("city")
            .annotate(
                given=Count("pk", filter=Q(direction="given")),
                received=Count("pk", filter=Q(direction="received")),
            )
            .order_by("-given", "-received", "city")[:MOST_CITIES]
        )
        cities = City.objects.in_bulk([one["city"] for one in counted])
        for one in counted:
            yield Line(
                str(cities[one["city"]]),
                (one["given"], one["received"]),
                self._gifts(city__id__exact=one["city"]),
            )

    def _gifts(self, **asked):
        names = {"direction": "direction__exact"}
        # Without what was taken back, as it is counted.
        query = {"year": self.year, "taken_back_on__isempty": 1}
        query |= {names.get(name, name): asked[name] for name in asked}
        return f"{reverse('admin:delegations_giftline_changelist')}?{urlencode(query)}"

    # ---------------------------------------------------------------- honours

    @cached_property
    def honours(self):
        """How many of each kind, beside how many are laid down: one query."""
        seen = Honour.objects.visible_to(self.user).standing().in_year(self.year)
        counted = Count("honours", filter=Q(honours__in=seen.order_by().values("pk")))
        kinds = HonourKind.objects.annotate(count=counted).in_order(get_language())
        url = reverse("admin:delegations_honour_changelist")
        standing = {"year": self.year, "revoked_on__isempty": 1}
        return [
            Line(
                str(kind),
                (kind.count, kind.most_per_year or "–"),
                f"{url}?{urlencode(standing | {'kind__id__exact': kind.pk})}",
                is_bad=bool(kind.most_per_year and kind.count > kind.most_per_year),
            )
            for kind in kinds
            if kind.count or kind.in_use
        ]

    # ---------------------------------------------------------------- expenses

    @cached_property
    def standings(self):
        return budgets.standings(self.year)

    @property
    def expenses(self):
        """By chapter: budget, committed, paid, left. Three queries."""
        return [
            Line(
                str(one.chapter or _("without a chapter")),
                tuple(
                    "–" if amount is None else euro(amount)
                    for amount in (one.amount, one.planned, one.committed, one.paid, one.left)
                ),
                self._expenses(
                    **(
                        {"chapter__id__exact": one.chapter.pk}
                        if one.chapter
                        else {"chapter__isnull": "True"}
                    )
                ),
                is_bad=one.is_passed,
            )
            for one in self.standings
        ]

    @cached_property
    def spent(self):
        """
        The sums of what the reader may see, and in one line of the rest: four queries.

        Of all, and of what stands on the statement; both lines together are all that was spent.
        """
        of_year = Expense.objects.in_year(self.year)
        stated = {"is_representation__exact": 1}
        return [
            *self._spent((_("Expenses"), OTHERS), of_year, {}),
            *self._spent(
                (
                    _("Representation of governing bodies"),
                    _("Other representation that you may not read"),
                ),
                of_year.representation(),
                stated,
            ),
        ]

    def _spent(self, words, rows, asked):
        said, of_others = words
        seen, every = rows.visible_to(self.user).sums(), rows.sums()
        names = ("committed", "paid")
        cells = (seen["count"], *(euro(seen[name]) for name in names))
        yield Line(said, cells, self._expenses(**asked))
        rest = [every[name] - seen[name] for name in names]
        if any(rest):
            # How many there are would tell more of them than the law asks for.
            yield Line(str(of_others), ("–", *map(euro, rest)))

    def _expenses(self, **asked):
        query = {"year": self.year, **asked}
        return f"{reverse('admin:delegations_expense_changelist')}?{urlencode(query)}"

    # ---------------------------------------------------------------- the paper

    def tables(self):
        """(heading, header, lines) of each table, of which an empty one is left out."""
        directions, classes, cities = self.gifts
        counted = [_("Lines"), _("Pieces"), _("Value")]
        found = [
            (_("Gifts"), [_("Given or received"), *counted], directions),
            (_("Gifts given, by class"), [_("Class"), *counted], classes),
            (_("Gifts by city"), [_("City"), _("Given"), pgettext("gifts", "Received")], cities),
            (_("Honours"), [_("Honour"), _("Conferred"), _("At most")], self.honours),
            (
                _("Expenses by chapter"),
                [
                    _("Chapter"),
                    _("Budget"),
                    _("Planned"),
                    _("Committed"),
                    _("Paid"),
                    _("Left"),
                ],
                self.expenses,
            ),
            (
                _("Expenses"),
                [_("Expenses"), _("Lines"), _("Committed"), _("Paid")],
                self.spent,
            ),
        ]
        return [one for one in found if one[2]]

    def shown(self):
        """The same for the page: each cell with the heading of its column."""
        for heading, header, lines in self.tables():
            cells = [(line, list(zip(header[1:], line.cells, strict=True))) for line in lines]
            yield heading, header, cells

    def report(self):
        return Report(
            title=_("Gifts, honours and expenses"),
            subtitle=_("Year %(year)d") % {"year": self.year},
            sections=[
                Section(
                    heading,
                    table=Table(
                        header,
                        [[line.words, *line.cells] for line in lines],
                        numeric=tuple(range(1, len(header))),
                    ),
                )
                for heading, header, lines in self.tables()
            ],
            is_demo=self.is_demo,
        )

    @property
    def is_demo(self):
        """Whether anything that it counts is made up."""
        kinds = (GiftLine, Honour, Expense)
        rows = (kind.objects.visible_to(self.user).in_year(self.year) for kind in kinds)
        return any(some.filter(is_demo=True).exists() for some in rows)


def totals(rows, name):
    """The sums by the value of one column."""
    return (
        rows.values(name)
        .annotate(lines=Count("pk"), pieces=Sum("quantity", default=0), value=Sum("value"))
        .order_by(name)
    )


def cells_of(one):
    return one["lines"], one["pieces"], "–" if one["value"] is None else euro(one["value"])
