"""The registers of a year, the yearly statement, and the gifts of one visit or mission."""

from django import forms
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from delegations.backoffice import gifts
from delegations.backoffice.occasions import occasion_of
from delegations.backoffice.of_occasion import asked_for
from delegations.models import Expense, GiftLine, Mission, StatementSettings
from delegations.registers import taken_along
from delegations.registers.overview import Overview
from delegations.registers.statement import Statement
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.served import FORMATS, answer

REGISTERS, STATEMENT = "registers", "expense_statement"
TITLE = gettext_lazy("Gifts, honours and expenses")
STATEMENT_TITLE = gettext_lazy("Statement of representation expenses")


class YearForm(forms.Form):
    """Of which year: from the first of which there is a line to this one."""

    year = forms.TypedChoiceField(label=pgettext_lazy("of a register", "Year"), coerce=int)

    def __init__(self, data, user, *, last=0):
        """`last` years before this one is the one that is shown first."""
        this = timezone.localdate().year
        self.otherwise = this - last
        super().__init__(data or {"year": self.otherwise})
        years = range(this + 1, min(first_year(user) or this, this - 1) - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]

    @property
    def chosen(self):
        return self.cleaned_data["year"] if self.is_valid() else self.otherwise


def first_year(user):
    """The first year with a gift or an expense that the reader may see: two queries."""
    given = GiftLine.objects.visible_to(user).order_by().aggregate(first=Min("day"))
    spent = Expense.objects.visible_to(user).order_by().aggregate(first=Min("year"))["first"]
    years = [given["first"] and given["first"].year, spent]
    return min((year for year in years if year), default=None)


def registers(request):
    """What was given, received, conferred and spent in this year, and is any budget passed?"""
    form = YearForm(request.GET, request.user)
    year = form.chosen
    return frame.page(
        request,
        "admin/delegations/registers.html",
        TITLE,
        filter=form,
        overview=Overview(year, request.user),
        year=year,
        statement=f"{reverse(f'admin:{STATEMENT}')}?year={year}",
        tools=tools(request.user),
        formats=FORMATS,
        export=f"admin:{REGISTERS}_export",
        query=f"year={year}",
    )


def tools(user):
    """(address, words) of the lists behind it, and of what is begun most often."""
    found = []
    for model, words in (
        ("giftline", _("Register of gifts")),
        ("gift", _("Catalogue of gifts")),
        ("honour", _("Register of honours")),
        ("expense", _("Register of expenses")),
        ("budgetchapter", _("Chapters and budgets")),
    ):
        if user.has_perm(f"delegations.view_{model}"):
            found.append((reverse(f"admin:delegations_{model}_changelist"), words))
    return found


def registers_export(request, ending):
    year = YearForm(request.GET, request.user).chosen
    return answer(request, Overview(year, request.user).report(), ending)


REGISTERS_PAGE = Page(
    label=TITLE,
    app="delegations",
    address="delegations/registers/",
    permission="delegations.view_giftline",
    view=registers,
    export=registers_export,
)


# ---------------------------------------------------------------- the yearly statement


def statement(request):
    """What did the governing bodies spend on representation, as the law's form asks?"""
    form = YearForm(request.GET, request.user, last=1)
    year = form.chosen
    one = Statement(year, request.user)
    return frame.page(
        request,
        "admin/delegations/statement.html",
        STATEMENT_TITLE,
        filter=form,
        statement=one,
        report=one.report(),
        year=year,
        is_laid_down=StatementSettings.objects.exists(),
        due_on=one.settings.due_on(year),
        is_late=one.settings.due_on(year) < timezone.localdate(),
        may_add=request.user.has_perm("delegations.add_expensestatement"),
        formats=FORMATS,
        export=f"admin:{STATEMENT}_export",
        query=f"year={year}",
    )


def statement_export(request, ending):
    year = YearForm(request.GET, request.user, last=1).chosen
    paper = Statement(year, request.user).report(for_workbook=ending == "xlsx")
    return answer(request, paper, ending)


STATEMENT_PAGE = Page(
    label=STATEMENT_TITLE,
    app="delegations",
    address="delegations/expense-statement/",
    permission="delegations.view_expense",
    view=statement,
    export=statement_export,
)


# ---------------------------------------------------------------- gifts of one occasion


def visit_gifts(request, pk):
    """What do we give these guests, what did they get before, and what did they bring?"""
    return gifts_of(request, occasion_of(request, "visit", pk, right=gifts.VIEWS))


def mission_gifts(request, pk):
    """What do we take along, for whom, and what came back?"""
    return gifts_of(request, occasion_of(request, "mission", pk, right=gifts.VIEWS))


def gifts_of(request, occasion):
    name = gifts.page_name(occasion)
    rows = GiftLine.objects.visible_to(request.user).of(occasion).with_names()
    city = taken_along.city_of(occasion)
    history = []
    if city:
        history = list(taken_along.before(city, occasion, request.user))
    lines = list(rows.in_order())
    taken_along.mark_repeated(lines, occasion, request.user)
    add = f"{reverse('admin:delegations_giftline_add')}?"
    return frame.page(
        request,
        "admin/delegations/gifts_of.html",
        _("Gifts: %(occasion)s") % {"occasion": occasion},
        occasion=occasion,
        back=frame.way_to(occasion),
        lines=lines,
        city=city,
        history=history,
        ideas=list(gifts.ideas(city)[: taken_along.IDEAS]),
        level=getattr(occasion, "level", None),
        of_mission=isinstance(occasion, Mission),
        may_add=request.user.has_perm("delegations.add_giftline"),
        may_change=request.user.has_perm("delegations.change_giftline"),
        add=f"{add}{urlencode(asked_for(occasion))}",
        received=f"{add}{urlencode({**asked_for(occasion), 'direction': 'received'})}",
        papers=[
            (ending, reverse(f"admin:{name}_paper", args=[occasion.pk, ending]))
            for ending in FORMATS
        ],
    )


def visit_paper(request, pk, ending):
    return paper_of(request, occasion_of(request, "visit", pk, right=gifts.VIEWS), ending)


def mission_paper(request, pk, ending):
    return paper_of(request, occasion_of(request, "mission", pk, right=gifts.VIEWS), ending)


def paper_of(request, occasion, ending):
    return answer(request, taken_along.report(occasion, request.user), ending)


VISIT_GIFTS = ("visits/<int:pk>/gifts/", visit_gifts)
MISSION_GIFTS = ("missions/<int:pk>/gifts/", mission_gifts)
VISIT_PAPER = ("visits/<int:pk>/gifts/<str:ending>/", visit_paper)
MISSION_PAPER = ("missions/<int:pk>/gifts/<str:ending>/", mission_paper)
