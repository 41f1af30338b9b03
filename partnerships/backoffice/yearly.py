"""The page of the yearly report to the Council."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.served import FORMATS, answer
from partnerships import yearly
from partnerships.models import Agreement, CouncilReport

NAME = "partnerships_yearly_report"
TITLE = _("Yearly report to the Council")


class YearForm(forms.Form):
    """Of which year: from the first pact that the reader may see to this one."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, data, user):
        today = timezone.localdate()
        # The last whole year is what one reports on.
        super().__init__(data or {"year": today.year - 1})
        first = Agreement.objects.visible_to(user).first_year() or today.year
        years = range(today.year, min(first, today.year - 1) - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]

    @property
    def chosen(self):
        return self.cleaned_data["year"] if self.is_valid() else timezone.localdate().year - 1


def page(request):
    """What came of our pacts in a year, and of which do we have nothing to tell?"""
    form = YearForm(request.GET, request.user)
    year = form.chosen
    return frame.page(
        request,
        "admin/partnerships/yearly.html",
        TITLE,
        filter=form,
        report=yearly.report(year, request.user),
        year=year,
        presented=CouncilReport.objects.visible_to(request.user)
        .filter(year=year)
        .select_related("act__body")
        .first(),
        may_add=request.user.has_perm("partnerships.add_councilreport"),
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        query=f"year={year}",
    )


def export(request, ending):
    year = YearForm(request.GET, request.user).chosen
    return answer(request, yearly.report(year, request.user), ending)


PAGE = Page(
    label=TITLE,
    app="partnerships",
    address="partnerships/yearly-report/",
    permission="partnerships.view_agreement",
    view=page,
    export=export,
)
