"""
The yearly statement of what governing bodies spent on representation, as the law's form has it.

The law asks for all that was spent: what its reader may not read, quiet or not, counts as one
line without a name, in the total as well. Nothing is typed anew, and a year without any expense
has its statement too.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from delegations.models import Expense, ExpenseStatement, StatementSettings
from delegations.registers.budgets import OTHERS
from office.models import Office
from office.numbers import money
from office.papers.report import Report, Section, Table, text_of


def counted(year, settings):
    """All that counts, whoever may read it: what was paid, or committed, as is laid down."""
    rows = Expense.objects.in_year(year).representation()
    return rows.paid() if settings.counts == StatementSettings.Counted.PAID else rows.committed()


def total(year):
    """The sum of the year, by the database: the same for every reader."""
    rows = counted(year, StatementSettings.objects.current())
    return rows.order_by().aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]


@dataclass
class Statement:
    """The statement of one year for one reader; everything is asked for once."""

    year: int
    user: object

    @cached_property
    def settings(self):
        return StatementSettings.objects.current()

    @cached_property
    def rows(self):
        """Those that the reader may read, as they were spent."""
        rows = counted(self.year, self.settings).visible_to(self.user)
        return list(rows.order_by("day", "pk"))

    @cached_property
    def total(self):
        return total(self.year)

    @property
    def others(self):
        """The sum of what counts and the reader may not read."""
        return self.total - sum(one.amount for one in self.rows)

    @cached_property
    def approved(self):
        return ExpenseStatement.objects.visible_to(self.user).filter(year=self.year).first()

    @cached_property
    def unpaid(self):
        """What is committed and not paid, where that does not count; "" where it is nothing."""
        if self.settings.counts != StatementSettings.Counted.PAID:
            return ""
        sums = Expense.objects.in_year(self.year).representation().sums()
        left = sums["committed"] - sums["paid"]
        return euro(left) if left else ""

    @property
    def remarks(self):
        """What whoever draws it up has to know, and what stands on the paper as well."""
        found = []
        if self.others:
            found.append(
                _(
                    "What you may not read counts in one line without a name: where each expense "
                    "has to be named, have the statement drawn up by somebody who may read all."
                )
            )
        if self.approved and self.approved.total != self.total:
            words = _("It was approved with a total of %(approved)s; the register says %(total)s.")
            found.append(words % {"approved": euro(self.approved.total), "total": euro(self.total)})
        return found

    def report(self, *, for_workbook=False):
        """
        The paper: heading, legal basis, object, occasion, amount, total, who signs.

        A workbook calculates with the amounts; on paper they have their hundredths.
        """
        settings = self.settings
        heading = str(text_of(settings, "heading")) or _("Statement of representation expenses")
        intro = [text_of(settings, "basis")] if settings.basis else []
        if settings.regulation:
            intro.append([_("The city’s own rules:"), " ", text_of(settings, "regulation")])
        return Report(
            title=heading,
            subtitle=_("Year %(year)d") % {"year": self.year},
            intro=[*intro, *self.remarks],
            sections=[self._spent(for_workbook), *self._signed()],
            is_demo=counted(self.year, settings).filter(is_demo=True).exists(),
        )

    def _spent(self, for_workbook):
        of = (lambda value: value) if for_workbook else amount
        office = Office.objects.current()
        if not self.total:
            zero = text_of(self.settings, "zero")
            said = zero if str(zero) else _("Nothing was spent in this year.")
            return Section(
                office.name, paragraphs=[said], facts=[(_("Total spent"), euro(self.total))]
            )
        header = [_("Object of the expense"), _("Occasion of the expense"), _("Amount (euro)")]
        rows = [[one.subject, one.on_occasion, of(one.amount)] for one in self.rows]
        if self.others:
            rows.append([str(OTHERS), "", of(self.others)])
        rows.append([_("Total spent"), "", of(self.total)])
        return Section(office.name, table=Table(header, rows, numeric=(2,)))

    def _signed(self):
        """A line for each of those who sign; none where nobody is laid down."""
        names = [line.strip() for line in str(text_of(self.settings, "signatures")).splitlines()]
        facts = [(name, "____________________") for name in names if name]
        if not facts:
            return []
        return [Section(_("Signatures"), facts=[(_("Date"), "____________________"), *facts])]


def euro(value):
    return money(value, "EUR")


def amount(value):
    """With its hundredths, as an account has them: 1.234,50."""
    from babel.numbers import format_decimal

    from office.numbers import locale

    return format_decimal(value, format="#,##0.00", locale=locale())
