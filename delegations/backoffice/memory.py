"""The memory of the office as a page: when was somebody of there here, and when were we there?"""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from delegations.memory import Asked, remembered
from directory.models import City, Country
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.backoffice.widgets import FoundSelect
from office.dates import DayInput
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer

NAME = "who_came"
TITLE = gettext_lazy("Who came, and where we went")


class MemoryFilter(forms.Form):
    words = forms.CharField(label=gettext_lazy("Person or body"), required=False, max_length=100)
    city = forms.ModelChoiceField(
        label=gettext_lazy("City"), queryset=City.objects.none(), required=False
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"), queryset=Country.objects.none(), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Which way"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            ("in", gettext_lazy("they came to us")),
            ("out", gettext_lazy("we went to them")),
        ],
    )
    first = forms.DateField(
        label=gettext_lazy("From the day"),
        required=False,
        widget=DayInput(),
    )
    last = forms.DateField(
        label=gettext_lazy("To the day"),
        required=False,
        widget=DayInput(),
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        for name, rows in (("city", City.objects.visible_to(user)), ("country", Country.objects)):
            rows = rows.in_order(get_language())
            self.fields[name].queryset = rows
            self.fields[name].widget = FoundSelect(
                choices=[("", _("all")), *((one.pk, str(one)) for one in rows)]
            )

    def asked(self):
        """What is looked for; of what is not understood nothing."""
        if not self.is_valid():
            return Asked(**{name: self.cleaned_data.get(name) for name in self.cleaned_data})
        return Asked(**self.cleaned_data)


def page(request):
    """When did they come, whom did they meet, and when were we there?"""
    form = MemoryFilter(request.GET, user=request.user)
    found, count = remembered(request.user, form.asked())
    return frame.page(
        request,
        "admin/delegations/memory.html",
        str(TITLE),
        filter=form,
        lines=[(one, frame.way_to(one.record)) for one in found],
        count=count,
        is_cut=count > len(found),
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        query=request.GET.urlencode(),
    )


def export(request, ending):
    form = MemoryFilter(request.GET, user=request.user)
    found, _count = remembered(request.user, form.asked(), most=None)
    return answer(request, report(found), ending)


def report(found):
    header = [_("Day"), _("Kind"), _("What"), _("More")]
    rows = [[one.on, str(one.kind), one.text, one.said] for one in found]
    return Report(
        title=str(TITLE),
        sections=[Section("", table=Table(header, rows))],
        is_demo=any(one.record.is_demo for one in found),
    )


PAGE = Page(
    label=TITLE,
    app="delegations",
    address="delegations/who-came/",
    view=page,
    export=export,
    permission="delegations.view_visit",
)
