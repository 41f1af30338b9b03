"""The visit or mission that a page is about."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from delegations.models import Mission, Visit

MODELS = {"visit": Visit, "mission": Mission}


def occasion_of(request, kind, pk, *, right):
    """
    The visit or mission of a page, with what it is called by.

    403 for who has not the right, or may not see such records; 404 for one not to be known of.
    """
    user = request.user
    if not (user.has_perm(right) and user.has_perm(f"delegations.view_{kind}")):
        raise PermissionDenied
    rows = MODELS[kind].objects.visible_to(user).with_names()
    return get_object_or_404(rows, pk=pk)
