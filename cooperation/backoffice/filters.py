"""What waits, as filters of the lists."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import MoneyLine, Step


class Yes(admin.SimpleListFilter):
    """A filter that asks one question."""

    answer = ""

    def lookups(self, request, model_admin):
        return [("yes", self.answer)]

    def queryset(self, request, queryset):
        return self.asked(queryset) if self.value() else queryset

    def asked(self, queryset):
        raise NotImplementedError  # each filter's own


class WithoutFinalReport(Yes):
    """Projects that ended, of which no final report is noted as handed in."""

    title = _("final report")
    parameter_name = "no_final_report"
    answer = _("ended without one")

    def asked(self, queryset):
        return queryset.without_final_report(timezone.localdate())


class ToReserve(Yes):
    """Projects that run, for which the city's own money is not set aside."""

    title = _("own money")
    parameter_name = "to_reserve"
    answer = _("not reserved yet")

    def asked(self, queryset):
        lines = MoneyLine.objects.not_reserved()
        return queryset.filter(pk__in=lines.order_by().values("project"))


class Late(Yes):
    """Projects with a milestone or a report whose day is past."""

    title = _("milestones and reports")
    parameter_name = "late"
    answer = _("past its day")

    def asked(self, queryset):
        steps = Step.objects.overdue(timezone.localdate())
        return queryset.filter(pk__in=steps.order_by().values("project"))
