"""The page on which a programme is built, and what is done on it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import actions as actions_of_calendar
from agenda import facets, periods
from agenda.models import Appointment
from delegations import actions, lifecycle
from delegations.backoffice.pages import of_visit
from delegations.backoffice.programme_days import Programme
from office.backoffice import frame
from office.backoffice.base import is_key

# By so much a day is shifted at most.
MOST_MINUTES = 720


def page(request, pk):
    """What is planned for these guests, what speaks against it, and who still has to be asked?"""
    programme = of_request(request, pk)
    if request.method == "POST":
        return done(request, programme)
    return frame.page(
        request,
        "admin/delegations/programme/builder.html",
        _("Programme: %(guests)s") % {"guests": programme.visit.guests},
        programme=programme,
        visit=programme.visit,
        days=programme.days,
        counts=programme.counts,
        ready=programme.ready,
        kinds=Appointment.Kind.choices,
        zone=periods.here().key,
        component=programme.component(request),
        # The menu of the back-office leaves its room to the days.
        is_nav_sidebar_enabled=False,
    )


def events(request, pk):
    """The items as the component wants them, on the office's clocks."""
    return JsonResponse(list(of_request(request, pk).events()), safe=False)


def of_request(request, pk):
    visit = of_visit(request, pk, "audience", "organisation__city", "city", "party")
    return Programme(request.user, visit, request.GET)


def done(request, programme):
    if not programme.may_change:
        raise PermissionDenied
    step = STEPS_OF_PAGE.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    anchor = step(request, programme)
    return redirect(f"{programme.address}{anchor}")


def confirm_ready(request, programme):
    """Confirm what all hosts come to; what something speaks against is left, and named."""
    confirmed, left = [], []
    for line in programme.ready:
        if line.findings:
            left.append(line)
            continue
        try:
            actions_of_calendar.confirm(appointment=line.appointment, by=request.user)
        except ValidationError:
            left.append(line)
        else:
            confirmed.append(line)
    if confirmed:
        said = ngettext(
            "%(count)d item is confirmed.", "%(count)d items are confirmed.", len(confirmed)
        )
        messages.success(request, said % {"count": len(confirmed)})
    if left:
        names = ", ".join(_("“%(title)s”") % {"title": one.appointment} for one in left)
        said = _("Not confirmed, since something speaks against it: %(names)s.")
        messages.warning(request, said % {"names": names})
    return ""


def fill(request, programme):
    """Somebody who is free takes the part of an interpreter."""
    keys = [request.POST.get(name, "") for name in ("part", "person")]
    parts = {str(one.pk): one for each in programme.parts.values() for one in each}
    part = parts.get(keys[0])
    if part is None or not is_key(keys[1]):
        raise Http404
    if not facets.may_change(request.user, part.item.appointment):
        raise PermissionDenied
    resource = next(
        (one for one in programme.free.get(part.pk, []) if str(one.person_id) == keys[1]), None
    )
    if resource is None:
        messages.error(request, _("They are not free any more: choose again."))
        return f"#item-{part.item_id}"
    try:
        actions.fill_part(part=part, person=resource.person, by=request.user)
    except (ValidationError, lifecycle.NotAllowed, actions.Changed) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        said = _("%(who)s interprets at “%(title)s”.")
        told = {"who": resource.person, "title": part.item.appointment}
        messages.success(request, said % told)
    return f"#item-{part.item_id}"


class ShiftForm(forms.Form):
    """By how many minutes all of one day goes later, or earlier with a minus."""

    day = forms.DateField()
    minutes = forms.IntegerField(min_value=-MOST_MINUTES, max_value=MOST_MINUTES)


def shift(request, programme):
    """All that stands of one day goes later or earlier, in one go or not at all."""
    form = ShiftForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["minutes"]:
        words = _("Write by how many minutes it moves: up to %(most)s, with a minus for earlier.")
        messages.error(request, words % {"most": MOST_MINUTES})
        return ""
    day, minutes = form.cleaned_data["day"], form.cleaned_data["minutes"]
    moving = [
        one.appointment
        for one in programme.standing
        if one.appointment.days[0] == day and not one.appointment.all_day
    ]
    if not all(facets.may_change(request.user, one) for one in moving):
        raise PermissionDenied
    try:
        actions_of_calendar.move_by(appointments=moving, minutes=minutes, by=request.user)
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
    else:
        words = ngettext(
            "%(count)d item moves by %(minutes)d minutes.",
            "%(count)d items move by %(minutes)d minutes.",
            len(moving),
        )
        messages.success(request, words % {"count": len(moving), "minutes": minutes})
    return f"#day-{day.isoformat()}"


STEPS_OF_PAGE = {"confirm_ready": confirm_ready, "fill": fill, "shift": shift}
PAGE = ("visits/<int:pk>/programme/", page)
EVENTS = ("visits/<int:pk>/programme/events/", events)
