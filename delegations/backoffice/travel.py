"""The page of a visit on which travel, hotels, badges and what the day asks for are written."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from delegations import actions, member_list
from delegations.backoffice.pages import CHANGES, key_of, of_visit
from delegations.backoffice.travel_forms import TravelForms
from delegations.badges import badges
from delegations.days import days_of
from delegations.models import Leg, Member, Stay, Visit
from office.backoffice import frame
from office.backoffice.faults import faults_of_parts
from office.papers.served import FORMATS, answer, answer_paper

# A flight may come the evening before the first day, and leave on the morning after the last.
AROUND = timedelta(days=1)
PARTS = ("legs", "stays", "members", "arrangements")
KINDS = {
    "arrives_by": (Leg, {"direction": Leg.Direction.ARRIVAL}),
    "leaves_by": (Leg, {"direction": Leg.Direction.DEPARTURE}),
    "stay": (Stay, {}),
}


def visit_travel(request, pk):
    """How do the guests come and go, where do they sleep, and what stands on their badges?"""
    visit = of_visit(request, pk)
    if not request.user.has_perm(CHANGES):
        if request.method == "POST":
            raise PermissionDenied
        return shown(request, visit, report=member_list.report(visit, request.user))
    if request.method != "POST":
        forms = TravelForms(visit, members(visit, request.user))
        return shown(request, visit, forms=forms)
    forms = TravelForms(visit, members(visit, request.user), request.POST)
    if not forms.is_valid():
        # Nothing of another's was shown: what was seen is still what the page was opened with.
        return shown(request, visit, forms=forms, seen=request.POST.get("seen", ""))
    try:
        save(request, visit, forms)
    except actions.Changed as error:
        return shown(request, visit, forms=forms, refused=str(error))
    messages.success(request, _("Travel and hotels are saved."))
    tell_of_legs_outside(request, visit)
    return redirect(f"{reverse('admin:visit_travel', args=[visit.pk])}{anchor(request)}")


def members(visit, user):
    rows = Member.objects.visible_to(user).filter(visit=visit)
    return list(rows.select_related("person").in_order())


def save(request, visit, forms):
    saved, removed = forms.changes(for_all(request, visit))
    seen = request.POST.get("seen", "")
    actions.save_travel(visit=visit, seen=seen, saved=saved, removed=removed, by=request.user)


def for_all(request, visit):
    """(name, key) of the button “all by this one”, where it was pressed and that is still there."""
    name, _colon, key = request.POST.get("all", "").partition(":")
    if name not in KINDS or key_of(key) is None:
        return "", None
    model, which = KINDS[name]
    found = model.objects.filter(visit=visit, pk=key_of(key), **which).first()
    return (name, found.pk) if found else ("", None)


def anchor(request):
    """The part of the page whose button was pressed."""
    part = "members" if request.POST.get("all") else request.POST.get("save", "")
    return f"#{part}" if part in PARTS else ""


def tell_of_legs_outside(request, visit):
    if visit.first_day is None:
        return
    first, last = visit.first_day - AROUND, visit.last_day + AROUND
    for leg in visit.legs.all():
        if not first <= timezone.localdate(leg.at) <= last:
            words = _("%(what)s is not near the days of the visit (%(days)s).")
            messages.warning(request, words % {"what": leg, "days": days_of(visit)})


def shown(request, visit, *, forms=None, report=None, refused="", seen=None):
    if forms and seen is None:
        seen = actions.travel_token(Visit.objects.get(pk=visit.pk))
    return frame.page(
        request,
        "admin/delegations/travel.html",
        _("Travel, hotels and badges"),
        visit=visit,
        forms=forms,
        report=report,
        refused=refused,
        seen=seen,
        faults=faults_of_parts(forms.arrangements, forms.parts[1:]) if forms else [],
        formats=FORMATS,
    )


def visit_members(request, pk, ending):
    """The list of the members as a paper, for who may see the visit."""
    visit = of_visit(request, pk)
    return answer(request, member_list.report(visit, request.user), ending)


def visit_badges(request, pk):
    """The badges as a PDF, for who may see the visit."""
    visit = of_visit(request, pk)
    paper = badges(visit, request.user, absolute=request.build_absolute_uri)
    if paper is None:
        messages.warning(request, _("There are no badges: nobody is on the list."))
        return redirect("admin:visit_travel", visit.pk)
    return answer_paper(paper.content, f"{slugify(_('Badges'))}-{visit.reference.lower()}")


PAGE = ("visits/<int:pk>/travel/", visit_travel)
MEMBERS = ("visits/<int:pk>/members/<str:ending>/", visit_members)
BADGES = ("visits/<int:pk>/badges/", visit_badges)
