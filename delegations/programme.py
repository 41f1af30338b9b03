"""What visits are to the calendar: their items are facets of appointments, their guests a group."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from agenda.facets import Facet


def reference(item):
    """The number says nothing of the guests, whom not everybody may know who sees the item."""
    return item.visit.reference


def item_url(item):
    """Its form, which leads on to the programme and the visit."""
    return reverse("admin:delegations_programmeitem_change", args=[item.pk])


def programme_url(item):
    return reverse("admin:programme", args=[item.visit_id])


def visit_of(party):
    """The visit whose guests the group is; None for another group."""
    return getattr(party, "visit", None)


def cancelled(item, by):
    """Those who were asked for it are told by drafts."""
    from delegations.actions import tell_off

    tell_off(visit=item.visit, items=[item], by=by)


def taken_up(item, by):
    """What was to tell them that it does not take place is dropped."""
    from delegations.actions import take_back

    take_back(item=item, by=by)


facet = Facet(
    "programme_item",
    gettext_lazy("programme of a visit"),
    "delegations.change_visit",
    name=reference,
    url=item_url,
    page=programme_url,
    cancelled=cancelled,
    taken_up=taken_up,
)
