"""Who could interpret at an item of a programme, in what order and why: the guides' own engine."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import clashes, facets
from delegations import actions as visits
from delegations import lifecycle
from delegations.models import Part
from office.backoffice import frame
from tours.interpreters import KnownInterpreters, named
from tours.proposal.judging import rank

VIEWS = "delegations.view_programmeitem"


def open_parts(user):
    """The parts of interpreters for whom somebody is still to be found, from now on."""
    rows = (
        Part.objects.visible_to(user)
        .standing()
        .filter(
            kind=Part.Kind.INTERPRETER,
            person=None,
            name="",
            item__appointment__period__endswith__gt=timezone.now(),
        )
    )
    return rows.with_names().in_order()


def interpreter_page(request, pk):
    """Who can interpret there, and why they are proposed in this order?"""
    if not request.user.has_perm(VIEWS):
        raise PermissionDenied
    part = get_object_or_404(open_parts(request.user), pk=pk)
    may_fill = facets.may_change(request.user, part.item.appointment)
    known = KnownInterpreters([part], request.user)
    (tour,) = known.parts_as_tours()
    ranked = rank(tour, known.guides(), known.weights, language_name=named)
    if request.method == "POST":
        if not may_fill:
            raise PermissionDenied
        return filled(request, part, known, ranked)
    one = part.item.appointment
    return frame.page(
        request,
        "admin/tours/interpreter.html",
        f"{part.item} – {named(tour.language)}",
        part=part,
        when=clashes.hours(one.period, one.zone),
        ranked=ranked,
        may_fill=may_fill,
        programme_url=reverse("admin:programme", args=[part.item.visit_id]),
    )


def filled(request, part, known, ranked):
    """Somebody who can takes the part; they are asked on the page of the programme."""
    can = {str(one.guide.key) for one in ranked.can}
    people = {str(one.pk): one.person for one in known.rows}
    key = request.POST.get("person", "")
    if key not in can:
        messages.error(request, _("They are not free any more: choose again."))
        return redirect("admin:interpreter", part.pk)
    try:
        visits.fill_part(part=part, person=people[key], by=request.user)
    except (ValidationError, lifecycle.NotAllowed, visits.Changed) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return redirect("admin:interpreter", part.pk)
    said = _("%(who)s interprets at “%(title)s”.")
    messages.success(request, said % {"who": people[key], "title": part.item.appointment})
    return redirect("admin:programme_parts", part.item.visit_id)


PAGE = ("tours/interpreter/<int:pk>/", interpreter_page)
