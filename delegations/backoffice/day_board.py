"""The board for the telephone: what is on now, who arrives when, who is late, whom to call."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agenda.forms import YEARS
from delegations import actions
from delegations.backoffice.pages import key_of
from delegations.day import Day, later_than
from delegations.lifecycle import NotAllowed
from delegations.models import Leg, Member, Visit
from delegations.models.choices import TAKES_PLACE
from office.backoffice import frame
from office.backoffice.own_pages import Page

NAME = "day_board"
VIEWS, CHANGES = "delegations.view_visit", "delegations.change_visit"
TITLE = pgettext_lazy("a page", "Today")
# So many minutes later than planned, by one tap.
DELAYS = (15, 30, 60)
LONGEST_DELAY = 24 * 60
NOT_UNDERSTOOD = gettext_lazy("That was not understood: nothing was noted.")


class Note(forms.Form):
    """What one tap says; `seen` is the version of what was shown."""

    member = forms.IntegerField(required=False)
    leg = forms.IntegerField(required=False)
    visit = forms.IntegerField(required=False)
    attendance = forms.ChoiceField(required=False, choices=Member.Attendance.choices)
    whereabouts = forms.CharField(required=False, max_length=200)
    minutes = forms.IntegerField(required=False, min_value=0, max_value=LONGEST_DELAY)
    at = forms.TimeField(required=False)
    seen = forms.CharField(required=False)


def asked(request):
    """(the day, the key of one visit or None, that of one member or None) of the address."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate()
    if day.year not in YEARS:
        day = timezone.localdate()
    return (day, *(key_of(request.GET.get(name, "")) for name in ("visit", "member")))


def day_board(request):
    """What is on today, who is here, what is late or changed, and whom does one call?"""
    if request.method == "POST":
        return noted(request)
    day, only, key = asked(request)
    today = Day(request.user, day, only)
    visits = today.of_each()
    return frame.page(
        request,
        "admin/delegations/day/board.html",
        _("The day") if not today.is_today else TITLE,
        day=today,
        visits=visits,
        only=visits[0].visit if only and visits else None,
        asked_for=asked_for(request.user, today, key) if key else None,
        may=request.user.has_perm(CHANGES),
        delays=DELAYS,
        before=link(request, day=day - timedelta(days=1)),
        after=link(request, day=day + timedelta(days=1)),
        today_url=link(request, day=None),
        all_url=link(request, visit=None),
    )


def link(request, **changes):
    """The address of the same with another day, or of all visits; never of one member."""
    kept = {name: request.GET.get(name) for name in ("day", "visit")} | changes
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{reverse(f'admin:{NAME}')}?{query}" if query else reverse(f"admin:{NAME}")


def asked_for(user, day, key):
    """The member to whom a badge leads."""
    member = get_object_or_404(members(user), pk=key)
    return day.told(member)


def members(user):
    rows = Member.objects.visible_to(user).select_related(
        "visit__organisation", "visit__city", "person", "attendance_by", "stay"
    )
    return rows.filter(visit__in=open_visits(user))


def open_visits(user):
    return Visit.objects.visible_to(user).filter(state__in=TAKES_PLACE)


# ---------------------------------------------------------------- what is noted


def noted(request):
    """One tap is noted; who noted something else in the meantime is told of."""
    if not request.user.has_perm(CHANGES):
        raise PermissionDenied
    note = Note(request.POST)
    does = DOES.get(request.POST.get("do"))
    if does is None:
        raise Http404
    if not note.is_valid():
        messages.error(request, NOT_UNDERSTOOD)
        return back(request)
    try:
        return back(request, does(request, note.cleaned_data))
    except NotAllowed as error:
        messages.error(request, str(error))
        return back(request)


def back(request, anchor=""):
    url = f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path
    return redirect(f"{url}#{anchor}" if anchor else url)


def check_in(request, note):
    """Returns where on the page it stands; "" where something is to be told first."""
    member = get_object_or_404(members(request.user), pk=note["member"])
    row, before = actions.check_in(
        member=member,
        attendance=note["attendance"],
        whereabouts=note["whereabouts"],
        by=request.user,
    )
    if row.version != before.version and was_other(note["seen"], before):
        tell_of_other(request, row, before)
        return ""
    return f"member-{member.pk}"


def was_other(seen, before):
    return seen.isdecimal() and int(seen) != before.version and before.attendance_at is not None


def tell_of_other(request, row, before):
    words = _("%(who)s: %(other)s noted “%(before)s” at %(at)s; now it says “%(now)s”.")
    told = {
        "who": row,
        "other": before.attendance_by or _("Somebody"),
        "before": before.get_attendance_display(),
        "at": time_format(timezone.localtime(before.attendance_at), "TIME_FORMAT"),
        "now": row.get_attendance_display(),
    }
    messages.warning(request, words % told)


def check_in_all(request, note):
    """Those who come by one flight, or all of a visit."""
    rows = members(request.user)
    if note["leg"]:
        leg = leg_of(request.user, note["leg"])
        rows = rows.filter(visit=leg.visit_id)
        rows = rows.filter(arrives_by=leg) if leg.is_arrival else rows.filter(leaves_by=leg)
        anchor = f"leg-{leg.pk}"
    else:
        visit = get_object_or_404(open_visits(request.user), pk=note["visit"])
        rows, anchor = rows.filter(visit=visit), f"members-{visit.pk}"
    count = len(actions.check_in_all(members=rows, by=request.user))
    words = ngettext("%(count)d is noted as here.", "%(count)d are noted as here.", count)
    messages.success(request, words % {"count": count})
    return anchor


def leg_of(user, key):
    rows = Leg.objects.visible_to(user).filter(visit__in=open_visits(user))
    return get_object_or_404(rows, pk=key)


def delay(request, note):
    """By minutes, or at a time; neither: as planned after all."""
    leg = leg_of(request.user, note["leg"])
    if note["minutes"]:
        expected_at = leg.at + timedelta(minutes=note["minutes"])
    else:
        expected_at = later_than(leg.at, note["at"]) if note["at"] else None
    return of_leg(
        request, leg, note, actions.note_delay(leg=leg, expected_at=expected_at, by=request.user)
    )


def done(request, note):
    leg = leg_of(request.user, note["leg"])
    return of_leg(request, leg, note, actions.note_done(leg=leg, by=request.user))


def undone(request, note):
    leg = leg_of(request.user, note["leg"])
    return of_leg(request, leg, note, actions.note_done(leg=leg, by=request.user, done=False))


def of_leg(request, before, note, row):
    is_other = note["seen"].isdecimal() and int(note["seen"]) != before.version
    if row.version != before.version and is_other and before.noted_at:
        words = _("%(what)s: %(other)s noted something else at %(at)s.")
        told = {
            "what": before,
            "other": before.noted_by or _("Somebody"),
            "at": time_format(timezone.localtime(before.noted_at), "TIME_FORMAT"),
        }
        messages.warning(request, words % told)
        return ""
    return f"leg-{before.pk}"


DOES = {
    "check_in": check_in,
    "all_here": check_in_all,
    "delay": delay,
    "done": done,
    "undone": undone,
}

PAGE = Page(TITLE, "delegations", "visits/today/", day_board, permission=VIEWS)
