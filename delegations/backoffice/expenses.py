"""Chapters and budgets, the register of expenses, and what a visit or mission cost."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.backoffice.of_occasion import (
    DAYS,
    OccasionAdmin,
    OccasionForm,
    OfOccasionFilter,
    asked_for,
    list_of,
)
from delegations.backoffice.register_forms import GO_ON, MONEY, AsksAgain, one_after_the_other
from delegations.models import (
    Budget,
    BudgetChapter,
    Expense,
    ExpenseStatement,
    StatementSettings,
)
from delegations.registers import budgets, statement, warnings
from delegations.registers.warnings import euro
from directory.backoffice.documents import DocumentInline
from office.backoffice import (
    OneRowAdmin,
    PlainVisibleRecordAdmin,
    RecordAdmin,
    RecordInline,
    TranslatedRecordAdmin,
)
from office.backoffice.filters import YearFilter

VIEWS = "delegations.view_expense"


class BudgetInline(RecordInline):
    model = Budget
    formfield_overrides = MONEY
    fields = ["year", "amount", "note"]


@admin.register(BudgetChapter)
class BudgetChapterAdmin(RecordAdmin):
    """What has each chapter for this year, and what is left of it?"""

    is_setting = True

    list_display = ["code", "name", "budget", "committed", "left", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["code", "name"]
    inlines = [BudgetInline]
    fields = ["code", "name", "in_use"]

    def get_queryset(self, request):
        """With what each has this year, and what of it is bound: by the database."""
        return budgets.with_this_year(super().get_queryset(request))

    def columns_of_file(self):
        return ["code", "name", "in_use"]

    @admin.display(description=gettext_lazy("budget of this year"))
    def budget(self, chapter):
        return None if chapter.budget is None else euro(chapter.budget)

    @admin.display(description=gettext_lazy("committed"))
    def committed(self, chapter):
        return euro(chapter.committed)

    @admin.display(description=gettext_lazy("left"))
    def left(self, chapter):
        return None if chapter.budget is None else euro(chapter.budget - chapter.committed)


class ExpenseYear(YearFilter):
    """Of the accounts, not of the day."""

    title = gettext_lazy("year of the accounts")


class ExpenseForm(AsksAgain, OccasionForm):
    """An expense; that it passes a budget is told before it is saved."""

    why = "above_reason"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "year" in self.fields:
            # Of the day, where nothing is written; the model says it too.
            self.fields["year"].required = False
        if "chapter" in self.fields and not self.instance.pk:
            field = self.fields["chapter"]
            field.queryset = field.queryset.filter(in_use=True)

    def clean_year(self):
        day = self.cleaned_data.get("day")
        return self.cleaned_data["year"] or (day.year if day else None)

    def warnings(self):
        if self.instance.chapter_id:
            one_after_the_other(self.instance.chapter)
        return warnings.of_expense(self.instance)


@admin.register(Expense)
class ExpenseAdmin(OccasionAdmin, PlainVisibleRecordAdmin):
    """What was spent on representation, on which occasion, by which act, on which chapter?"""

    form = ExpenseForm
    formfield_overrides = MONEY | DAYS
    list_display = ["subject", "on_occasion", "day", "sum", "stage", "chapter", "for_statement"]
    list_filter = [
        ExpenseYear,
        "stage",
        "chapter",
        "is_representation",
        OfOccasionFilter,
    ]
    list_select_related = ["chapter", "act__body"]
    search_fields = ["subject", "on_occasion", "supplier", "invoice_number", "act__number"]
    autocomplete_fields = [*OccasionAdmin.autocomplete_fields, "act"]
    inlines = [DocumentInline]
    fieldsets = [
        (
            None,
            {"fields": ["subject", "on_occasion", ("visit", "mission"), ("day", "amount")]},
        ),
        (
            gettext_lazy("In the accounts"),
            {
                "fields": [
                    ("chapter", "year"),
                    ("stage", "paid_on"),
                    "is_representation",
                    "act",
                    ("supplier", "invoice_number"),
                ]
            },
        ),
        (gettext_lazy("More than is laid down"), {"fields": [GO_ON, "above_reason"]}),
        (gettext_lazy("In the office"), {"fields": ["note"]}),
    ]
    only_to_write = [GO_ON]

    class Media:
        css = {"all": ["css/registers.css"]}

    def begun_by(self, occasion, said):
        return {"on_occasion": str(occasion)[:250], "day": said.get("day") or occasion.first_day}

    def columns_of_file(self):
        return [
            "year", "day", "subject", "on_occasion", "amount", "stage", "paid_on", "chapter",
            "is_representation", "act", "supplier", "invoice_number", "demonstration",
        ]  # fmt: skip

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def sum(self, expense):
        return euro(expense.amount)

    @admin.display(
        boolean=True, description=gettext_lazy("in the statement"), ordering="is_representation"
    )
    def for_statement(self, expense):
        return expense.is_representation


# ---------------------------------------------------------------- the statement


@admin.register(StatementSettings)
class StatementSettingsAdmin(OneRowAdmin, TranslatedRecordAdmin):
    """By which law, in which words and until when is the yearly statement made?"""

    fieldsets = [
        (None, {"fields": ["heading", "basis", "regulation", "zero", "signatures"]}),
        (
            gettext_lazy("When and what"),
            {"fields": ["counts", ("due_month", "due_day", "publish_days")]},
        ),
    ]
    cited_fields = ["heading", "basis", "signatures", "zero", "due_month", "publish_days"]
    must_cite = ["basis"]


@admin.register(ExpenseStatement)
class ExpenseStatementAdmin(RecordAdmin):
    """Was the statement of each year approved, sent and published, and in time?"""

    formfield_overrides = MONEY | DAYS
    list_display = ["year", "approved_on", "sum", "act", "sent_on", "published_on"]
    list_select_related = ["act__body"]
    search_fields = ["year", "act__number"]
    autocomplete_fields = ["act"]
    inlines = [DocumentInline]
    fields = [
        ("year", "approved_on", "total"),
        "act",
        ("sent_on", "published_on"),
        "url",
        "note",
    ]

    def columns_of_file(self):
        return ["total" if name == "sum" else name for name in super().columns_of_file()]

    def get_changeform_initial_data(self, request):
        """Of the year in the address, or the last: with the total as the registers have it."""
        said = super().get_changeform_initial_data(request)
        year = str(said.get("year") or "")
        year = int(year) if year.isdecimal() and len(year) == 4 else timezone.localdate().year - 1
        return {"year": year, "total": statement.total(year), **said}

    @admin.display(description=gettext_lazy("total"), ordering="total")
    def sum(self, one):
        return euro(one.total)


# ---------------------------------------------------------------- on the page of a visit


@dataclass(frozen=True)
class ExpensePart:
    """What one visit or mission cost so far, and what its level lays down."""

    heading: str
    count: int
    planned: Decimal
    committed: Decimal
    paid: Decimal
    page: str
    add: str
    ceiling: Decimal | None = None
    template: str = "admin/delegations/occasion_parts/_expenses.html"

    def rows(self):
        """[(words, amount)] of what there is."""
        named = [
            (_("Planned"), self.planned),
            (_("Committed"), self.committed),
            (_("Paid"), self.paid),
        ]
        return [(words, euro(amount)) for words, amount in named if amount]

    @property
    def most(self):
        return "" if self.ceiling is None else euro(self.ceiling)

    @property
    def is_passed(self):
        return self.ceiling is not None and self.planned + self.committed > self.ceiling


def part_of(user, occasion):
    """What it costs: one query."""
    if not user.has_perm(VIEWS):
        return None
    level = getattr(occasion, "level", None)
    add = f"{reverse('admin:delegations_expense_add')}?{urlencode(asked_for(occasion))}"
    return ExpensePart(
        heading=_("Expenses"),
        page=list_of(Expense, occasion),
        add=add if user.has_perm("delegations.add_expense") else "",
        ceiling=level.ceiling if level else None,
        **Expense.objects.visible_to(user).of(occasion).sums(),
    )
