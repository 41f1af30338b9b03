"""What tours are to the calendar: facets of appointments, with guides that they book."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from agenda.facets import Facet
from agenda.models import Resource


def name_of(tour):
    return f"{tour.route} ({tour.number})"


def url_of(tour):
    return reverse("admin:tour", args=[tour.pk])


def cancelled(tour, by):
    from tours.actions import tell_off

    tell_off(tour, by)


def moved(tour, was, by):
    from tours.actions import tell_moved

    tell_moved(tour, was, by)


def keeps(tour):
    """The guide who said yes stays booked, whatever form the appointment is changed by."""
    if tour.guide_id is None:
        return ()
    return Resource.objects.filter(person__guide=tour.guide_id).values_list("pk", flat=True)


facet = Facet(
    "tour",
    gettext_lazy("guided tour"),
    "tours.change_tour",
    name=name_of,
    url=url_of,
    page=url_of,
    cancelled=cancelled,
    moved=moved,
    keeps=keeps,
)
