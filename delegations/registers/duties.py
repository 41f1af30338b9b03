"""That the yearly statement of representation expenses is due, also where nothing was spent."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.models import ExpenseStatement, StatementSettings
from office.duties import Due, DutyKind
from office.text import labelled

NOTICE = 60


class DrawUp(DutyKind):
    """Of the last year: from the year's end on, where the office has laid the statement down."""

    label = gettext_lazy("Statement of representation expenses")

    def named(self, duty):
        return labelled(self.label, duty.key)

    def address(self, duty):
        url = f"{reverse('admin:expense_statement')}?year={duty.key}"
        return _("The statement"), url

    def found(self):
        settings = StatementSettings.objects.first()
        year = timezone.localdate().year - 1
        if settings and not ExpenseStatement.objects.filter(year=year).exists():
            due_on = settings.due_on(year)
            yield Due(str(year), settings, due_on, notice_days=NOTICE)


class Send(DutyKind):
    """What was approved is sent and published within the days that are laid down."""

    label = gettext_lazy("Statement of expenses: to be sent and published")

    def found(self):
        for one in ExpenseStatement.objects.all():
            if not one.is_done:
                yield Due(str(one.year), one, one.publish_by, notice_days=NOTICE)


draw_up, send = DrawUp(), Send()
