"""The page of a year of tours: figures that lead to what they count, and what guides are paid."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.served import FORMATS, answer
from tours import actions
from tours.models import HoursNote
from tours.statistics import Year, earned, statement

VIEWS = "tours.view_tour"
# What a guide is paid is read by who may see the fees.
PAID = "tours.view_fee"
ASKS = "tours.ask_guides"
FIRST = 1990


def year_asked(request):
    today = timezone.localdate().year
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and FIRST <= int(asked) <= today + 5 else today


def tour_year(request):
    """How many were guided in a year, in which language, where from, where, by whom, and when?"""
    year = year_asked(request)
    paid = request.user.has_perm(PAID)
    if request.method == "POST":
        return settled(request, year)
    return frame.page(
        request,
        "admin/tours/year.html",
        _("Guided tours, %(year)s") % {"year": year},
        year=Year(request.user, year),
        earned=earned(request.user, year) if paid else [],
        shows_fees=paid,
        notes=open_notes(request.user).filter(year=year) if paid else [],
        may_settle=request.user.has_perm(ASKS),
        before=year - 1,
        after=year + 1,
        formats=FORMATS,
    )


def open_notes(user):
    rows = HoursNote.objects.visible_to(user).filter(done_on=None)
    return rows.select_related("guide__person").order_by("sent_at", "pk")


def settled(request, year):
    """What a guide said of their hours is put right."""
    if not request.user.has_perm(ASKS):
        raise PermissionDenied
    key = request.POST.get("note", "")
    note = open_notes(request.user).filter(pk=key).first() if key.isdecimal() else None
    if note is None:
        messages.error(request, _("Somebody settled it in the meantime."))
    else:
        actions.settle(note=note, by=request.user)
        messages.success(request, _("It is settled."))
    return redirect(f"{reverse('admin:tour_year')}?year={year}")


def export(request, ending):
    if not request.user.has_perm(PAID):
        raise PermissionDenied
    return answer(request, statement(request.user, year_asked(request)), ending)


PAGE = Page(
    gettext_lazy("Tours of a year"), "tours", "tours/year/", tour_year, export, permission=VIEWS
)
