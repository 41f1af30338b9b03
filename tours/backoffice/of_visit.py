"""The tours of a visit: what is booked, in which groups, and who leads them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from agenda import clashes
from delegations import lifecycle
from delegations.backoffice.pages import CHANGES, key_of, of_visit, page_of
from office.backoffice import frame
from office.tongues import names
from tours import actions, slots
from tours.backoffice.against import against
from tours.backoffice.booking_form import BookingForm
from tours.backoffice.preview import Preview, start_of
from tours.backoffice.telling import ring_up
from tours.calendar import facet
from tours.models import Ask, GroupBooking, Route, Tour

TITLE = gettext_lazy("Guided tours")
VIEWS = "tours.view_tour"
BOOKS = "tours.add_groupbooking"


def visit_tours(request, pk):
    """On which routes are these guests guided, in what groups, by whom?"""
    visit = of_visit(request, pk, right=VIEWS)
    may_book = request.user.has_perm(BOOKS) and request.user.has_perm(CHANGES)
    if request.method == "POST":
        if not may_book:
            raise PermissionDenied
        if request.POST.get("do") == "call_off":
            return called_off(request, visit)
        return typed(request, visit)
    return shown(request, visit, BookingForm(visit=visit, user=request.user) if may_book else None)


def typed(request, visit):
    """What was typed is shown as groups first, and saved once these were seen."""
    form = BookingForm(asked_for(request.POST), visit=visit, user=request.user)
    if not form.is_valid():
        return shown(request, visit, form)
    if request.POST.get("do") == "book" and form.is_seen:
        return booked(request, visit, form) or shown(request, visit, form)
    return shown(request, visit, form, Preview(form, request.user))


def asked_for(data):
    """What was typed, with the start of a proposal where its button was pressed."""
    start = start_of(data.get("start", ""))
    if start is None:
        return data
    data = data.copy()
    data["day"], data["hour"] = start.date().isoformat(), f"{start:%H:%M}"
    return data


def booked(request, visit, form):
    """Where saving leads; None where the calendar or the visit forbids it."""
    try:
        tours = actions.book(booking=form.instance, groups=form.groups, by=request.user)
    except (clashes.Clash, lifecycle.NotAllowed) as refusal:
        form.instance.pk = None
        words = refusal.messages if isinstance(refusal, clashes.Clash) else [str(refusal)]
        for one in words:
            form.add_error(None, one)
        return None
    words = ngettext("%(count)d group is booked.", "%(count)d groups are booked.", len(tours))
    messages.success(request, words % {"count": len(tours)})
    here = reverse("admin:visit_tours", args=[visit.pk])
    return redirect(f"{here}#booking-{form.instance.pk}")


def called_off(request, visit):
    key = key_of(request.POST.get("booking", ""))
    booking = GroupBooking.objects.filter(visit=visit, pk=key).first() if key else None
    if booking is None:
        raise Http404
    open_asks = Ask.objects.filter(tour__booking=booking, answer__in=("waiting", "accepted"))
    told = [one.guide for one in open_asks.select_related("guide__person")]
    actions.call_off(booking=booking, by=request.user)
    messages.success(request, _("These groups do not take place; whoever led them has a draft."))
    ring_up(request, told)
    return redirect("admin:visit_tours", visit.pk)


def shown(request, visit, form, preview=None):
    return frame.page(
        request,
        "admin/tours/visit_tours.html",
        f"{TITLE}: {visit}",
        occasion=visit,
        occasion_url=page_of(visit),
        bookings=bookings_of(visit, request.user),
        form=form,
        offered=offered(request.user, visit) if form else (),
        preview=preview,
    )


def offered(user, visit):
    """The routes on the days of the visit, each with what is still free."""
    routes = Route.objects.visible_to(user).select_related("place__building")
    return slots.of_visit(visit, routes.in_order(get_language()))


@dataclass(frozen=True)
class Booked:
    """One booking with its tours, as the page shows them."""

    booking: GroupBooking
    tours: list

    @property
    def feedback(self):
        return getattr(self.booking, "feedback", None)

    @property
    def stands(self):
        return any(not one.tour.appointment.is_cancelled for one in self.tours)


@dataclass(frozen=True)
class TourLine:
    tour: Tour
    language: str
    findings: list

    @property
    def when(self):
        one = self.tour.appointment
        return clashes.hours(one.period, one.zone)

    @property
    def url(self):
        return reverse("admin:tour", args=[self.tour.pk])

    @property
    def asked(self):
        """How many guides are asked and have not answered."""
        return sum(one.is_waiting for one in self.tour.asks.all())


def bookings_of(visit, user):
    known, found = names(), {}
    rows = Tour.objects.visible_to(user).filter(booking__visit=visit).with_names()
    rows = rows.select_related("booking__feedback", "booking__route")
    tours = list(rows.prefetch_related("asks").order_by("booking", "number", "pk"))
    speaks = against(tours, user)
    for tour in tours:
        language = known.get(tour.language, tour.language)
        line = TourLine(tour, language, speaks.get(tour.pk, []))
        found.setdefault(tour.booking, []).append(line)
    return [Booked(booking, tours) for booking, tours in found.items()]


class OnVisit:
    """The way to the tours of a visit, from its page; how many there are, and still without."""

    template = "admin/tours/_on_visit.html"

    def __init__(self, visit, states):
        self.heading = str(TITLE)
        self.url = reverse("admin:visit_tours", args=[visit.pk])
        self.count = len(states)
        self.without = sum(guide is None for guide in states)


def part_of(user, occasion):
    """The part of a visit's page; None of a mission, and for whoever sees no tours."""
    if occasion._meta.label != "delegations.Visit" or not user.has_perm(VIEWS):
        return None
    found = (facet.of(item.appointment) for item in occasion.items_read)
    return OnVisit(occasion, [one.guide_id for one in found if one is not None])


PAGE = ("visits/<int:pk>/tours/", visit_tours)
