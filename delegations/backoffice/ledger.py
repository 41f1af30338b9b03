"""The ledger of reciprocity as a page: must we go there this year, and did they come last?"""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from delegations.days import day
from delegations.ledger import ledger, since_years
from directory.models import Country
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.report import Report, Section, Table, text_of
from office.papers.served import FORMATS, answer
from partnerships.backoffice.relations import by_last

NAME = "ledger"
TITLE = gettext_lazy("Ledger of reciprocity")
YEARS = (5, 10, 20)


def by_balance(one):
    """To whom the most visits are to be returned comes first."""
    return -one.balance


def by_received(one):
    return -one.received[0]


ORDERS = {
    # In the order in which they come.
    "": (gettext_lazy("name of the city"), None),
    "balance": (gettext_lazy("visits to return"), by_balance),
    "last": (gettext_lazy("last sign of life, the oldest first"), by_last),
    "received": (gettext_lazy("number of visits received"), by_received),
}


class LedgerFilter(forms.Form):
    years = forms.TypedChoiceField(
        label=gettext_lazy("Which years"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("all")), *((n, str(n)) for n in YEARS)],
    )
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"),
        queryset=Country.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("of a list", "Order"),
        required=False,
        choices=[(name, label) for name, (label, _key) in ORDERS.items()],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["years"].choices = [
            ("", _("all")),
            *((n, _("the last %(count)d") % {"count": n}) for n in YEARS),
        ]
        self.fields["country"].queryset = Country.objects.in_order(get_language())

    @property
    def since(self):
        """The first day of the years asked for; None for all."""
        years = self.is_valid() and self.cleaned_data.get("years")
        return since_years(years) if years else None

    def found(self, user):
        """The entries asked for; all where it is not understood."""
        asked = self.cleaned_data if self.is_valid() else {}
        entries = ledger(user, since=self.since, country=asked.get("country"))
        _label, key = ORDERS[asked.get("order") or ""]
        return sorted(entries, key=key) if key else entries


def page(request):
    """Who came to us and where did we go, at which level, and is it even?"""
    form = LedgerFilter(request.GET)
    entries = form.found(request.user)
    return frame.page(
        request,
        "admin/delegations/ledger.html",
        str(TITLE),
        filter=form,
        lines=[(one, *urls(one.city, form.since)) for one in entries],
        totals=totals(entries),
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        query=request.GET.urlencode(),
    )


def urls(city, since=None):
    """
    Where the numbers lead: what is remembered of the city, either way, and its timeline.

    Of the same years, and until today, since the ledger counts nothing that is still to come.
    """
    memory = reverse("admin:who_came")
    days = {"last": timezone.localdate().isoformat()}
    if since:
        days["first"] = since.isoformat()
    return (
        *(
            f"{memory}?{urlencode({'city': city.pk, 'kind': kind} | days)}"
            for kind in ("in", "out")
        ),
        reverse("admin:directory_city_timeline", args=[city.pk]),
    )


def totals(entries):
    return {
        "cities": len(entries),
        "received": sum(one.received[0] for one in entries),
        "travelled": sum(one.travelled[0] for one in entries),
    }


def export(request, ending):
    return answer(request, report(LedgerFilter(request.GET).found(request.user)), ending)


def report(entries):
    """The ledger as a paper."""
    header = [
        _("City"),
        _("Country"),
        _("Received"),
        _("Last received"),
        _("Level"),
        _("Travelled there"),
        _("Last mission"),
        _("Rank of the host"),
        _("Balance"),
        _("Last sign of life"),
    ]
    rows = [
        [
            text_of(one.city, "name"),
            text_of(one.city.country, "name"),
            one.received[0],
            day(one.received[1]) if one.received[1] else "",
            str(one.received[2]),
            one.travelled[0],
            day(one.travelled[1]) if one.travelled[1] else "",
            str(one.travelled[2]),
            one.in_words,
            one.last or "",
        ]
        for one in entries
    ]
    return Report(
        title=str(TITLE),
        sections=[Section("", table=Table(header, rows))],
        is_demo=any(one.city.is_demo for one in entries),
        landscape=True,
    )


PAGE = Page(
    label=TITLE,
    app="delegations",
    address="delegations/ledger/",
    view=page,
    export=export,
    permission="delegations.view_visit",
)
