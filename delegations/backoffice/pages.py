"""Where a visit is worked on."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from delegations.models import Visit
from office.backoffice.frame import record_url

VIEWS, CHANGES = "delegations.view_visit", "delegations.change_visit"
LONGEST_KEY = 18


def of_visit(request, pk, *related, right=VIEWS):
    """
    The visit of a page, with these `related` records besides its names.

    403 for who has not that right, 404 for a visit that they may not know of.
    """
    if not request.user.has_perm(right):
        raise PermissionDenied
    rows = Visit.objects.visible_to(request.user).with_names().select_related(*related)
    return get_object_or_404(rows, pk=pk)


def page_of(visit):
    """The address of the visit's own page; of its form, where there is none."""
    try:
        return reverse("admin:visit", args=[visit.pk])
    except NoReverseMatch:
        return record_url(visit)


def key_of(text):
    """The key of a record as an address or a form names it; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None
