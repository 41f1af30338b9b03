"""That the yearly statement of representation expenses is due, also where nothing was spent."""

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.models import Expense, ExpenseStatement, StatementSettings
from office.duties import Due, DutyKind
from office.text import labelled

NOTICE = 60


class DrawUp(DutyKind):
    """
    Of every year since the first expense, and of the last in any case, until it is approved.

    From the year's end on, where the office has laid the statement down.
    """

    label = gettext_lazy("Statement of representation expenses")

    def named(self, duty):
        return labelled(self.label, duty.key)

    def address(self, duty):
        url = f"{reverse('admin:expense_statement')}?year={duty.key}"
        return _("The statement"), url

    def found(self):
        settings = StatementSettings.objects.first()
        if settings is None:
            return
        last = timezone.localdate().year - 1
        first = Expense.objects.representation().aggregate(first=Min("year"))["first"] or last
        done = set(ExpenseStatement.objects.values_list("year", flat=True))
        for year in range(min(first, last), last + 1):
            if year not in done:
                yield Due(str(year), settings, settings.due_on(year), notice_days=NOTICE)


class Send(DutyKind):
    """What was approved is sent and published within the days that are laid down."""

    label = gettext_lazy("Statement of expenses: to be sent and published")

    def found(self):
        settings = StatementSettings.objects.current()
        for one in ExpenseStatement.objects.all():
            if not one.is_done:
                due_on = settings.publish_by(one.approved_on)
                yield Due(str(one.year), one, due_on, notice_days=NOTICE)


draw_up, send = DrawUp(), Send()
