"""The radar: what comes up in the next two years, month by month."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office import radar
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.dates import PartialDate
from office.papers.report import Report, Section, Table
from office.papers.served import FORMATS, answer

NAME = "radar"
TITLE = gettext_lazy("Radar: what comes up")
YEARS = 2
# So far the start page looks ahead.
DAYS = 14
AFTER_ALL_MONTHS = 13


@dataclass(frozen=True)
class Month:
    """
    The marks of one month, those of which only the year is known, or the round ones.

    `others` are anniversaries that are not celebrated as a rule: they are folded away.
    """

    title: str
    marks: list
    others: list = ()


class RadarFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    round = forms.BooleanField(label=gettext_lazy("round anniversaries only"), required=False)

    def __init__(self, data, found):
        super().__init__(data)
        kinds = dict.fromkeys(str(mark.kind) for mark in found)
        self.fields["kind"].choices = [("", _("all")), *((one, capfirst(one)) for one in kinds)]

    def chosen(self, found):
        """The marks asked for; all where it is not understood. What is no anniversary stays."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("kind"):
            found = [mark for mark in found if str(mark.kind) == asked["kind"]]
        if asked.get("round"):
            found = [mark for mark in found if mark.is_round or mark.years is None]
        return found


def page(request):
    """What comes up in the next two years that we should prepare for?"""
    form, found = asked_for(request)
    return frame.page(
        request,
        "admin/office/radar.html",
        TITLE,
        filter=form,
        months=by_month((mark, frame.way_to(mark.record)) for mark in found),
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        query=request.GET.urlencode(),
    )


def anniversaries_soon(user):
    """[(mark, address)] of the anniversaries of the next days."""
    today = timezone.localdate()
    found = radar.anniversaries(user, today, today + timedelta(days=DAYS))
    return [(mark, frame.way_to(mark.record)) for mark in found]


def export(request, ending):
    _form, found = asked_for(request)
    return answer(request, report(found), ending)


def asked_for(request):
    today = timezone.localdate()
    last = PartialDate(today.year + YEARS, today.month).last
    found = radar.ahead(request.user, today, last)
    form = RadarFilter(request.GET, found)
    return form, form.chosen(found)


def by_month(marks):
    """
    (mark, address) of the round anniversaries first, then of all else month by month.

    Of which only the year is known stands after the months of its year.
    """
    rounded, months = [], {}
    for mark, url in marks:
        month = (mark.on.year, mark.on.month or AFTER_ALL_MONTHS)
        group = rounded if mark.is_round else months.setdefault(month, [])
        group.append((mark, url))
    first = [Month(_("Round anniversaries"), rounded)] if rounded else []
    return first + [
        Month(
            title_of(*key),
            [entry for entry in months[key] if entry[0].years is None],
            [entry for entry in months[key] if entry[0].years is not None],
        )
        for key in sorted(months)
    ]


def title_of(year, month):
    if month == AFTER_ALL_MONTHS:
        return _("%(year)s, the day is not known") % {"year": year}
    return capfirst(str(PartialDate(year, month)))


def report(found):
    """The radar as a paper."""
    header = [_("Day"), _("Kind"), _("What"), _("Years"), _("What was done at the last one")]
    sections = [
        Section(
            month.title,
            table=Table(
                header,
                [
                    [
                        mark.on,
                        str(mark.kind),
                        str(mark.text),
                        "" if mark.years is None else mark.years,
                        "; ".join(map(str, mark.notes)),
                    ]
                    for mark, _url in (*month.marks, *month.others)
                ],
            ),
        )
        for month in by_month((mark, "") for mark in found)
    ]
    return Report(
        title=str(TITLE),
        sections=sections,
        is_demo=any(getattr(mark.record, "is_demo", False) for mark in found),
        landscape=True,
    )


PAGE = Page(label=TITLE, app="office", address="radar/", view=page, export=export)
