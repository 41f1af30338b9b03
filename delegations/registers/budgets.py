"""
What a chapter has for a year, what of it is bound and spent: added up by the database.

The sums count every expense, also of visits that the reader may not see: a budget that left
some out would be passed without anybody knowing. Nothing but the sum is told of them, in one
line without a name (OTHERS) wherever sums of what the reader may read stand beside these.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy

from delegations.models import Budget, BudgetChapter, Expense

NOTHING = Decimal(0)
OTHERS = gettext_lazy("Other expenses that you may not read")


@dataclass(frozen=True)
class Standing:
    """One chapter in one year; `committed` includes what is paid. `amount` is None without one."""

    chapter: BudgetChapter | None
    year: int
    amount: Decimal | None
    planned: Decimal = NOTHING
    committed: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def left(self):
        """What is not bound yet; None where there is no budget."""
        return None if self.amount is None else self.amount - self.committed

    @property
    def is_passed(self):
        return self.left is not None and self.left < 0

    @property
    def per_cent(self):
        """How much of it is bound, in whole per cent; 0 without a budget."""
        return int(self.committed * 100 / self.amount) if self.amount else 0


def standings(year):
    """The standing of each chapter that has a budget or an expense in the year: three queries."""
    amounts = dict(Budget.objects.filter(year=year).order_by().values_list("chapter", "amount"))
    sums = _sums(Expense.objects.filter(year=year))
    chapters = BudgetChapter.objects.filter(pk__in=[*amounts, *(key for key in sums if key)])
    found = [Standing(one, year, amounts.get(one.pk), **sums.get(one.pk, {})) for one in chapters]
    return [*found, Standing(None, year, None, **sums[None])] if None in sums else found


def with_this_year(chapters):
    """Each chapter with `budget`, None without one, and `committed` of this year."""
    year = timezone.localdate().year
    of_year = Budget.objects.filter(chapter=OuterRef("pk"), year=year)
    stages = [Expense.Stage.COMMITTED, Expense.Stage.PAID]
    spent = Q(expenses__year=year, expenses__stage__in=stages)
    return chapters.annotate(
        budget=Subquery(of_year.values("amount")),
        committed=Sum("expenses__amount", filter=spent, default=NOTHING),
    )


def of_chapter(chapter, year, *, but=None):
    """The standing of one chapter, without the expense that is being written."""
    rows = Expense.objects.filter(year=year, chapter=chapter)
    if but is not None and but.pk:
        rows = rows.exclude(pk=but.pk)
    amount = Budget.objects.filter(chapter=chapter, year=year).values_list("amount", flat=True)
    return Standing(chapter, year, amount.first(), **_sums(rows).get(chapter.pk, {}))


def _sums(rows):
    """{key of the chapter: its sums}, in one query."""
    stage = Expense.Stage
    bound = Q(stage__in=[stage.COMMITTED, stage.PAID])
    found = (
        rows.order_by()
        .values("chapter")
        .annotate(
            planned=Sum("amount", filter=Q(stage=stage.PLANNED), default=NOTHING),
            committed=Sum("amount", filter=bound, default=NOTHING),
            paid=Sum("amount", filter=Q(stage=stage.PAID), default=NOTHING),
        )
    )
    return {one.pop("chapter"): one for one in found}
