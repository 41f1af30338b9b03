"""What of visits comes up: on the radar and the calendar, and on the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from delegations.day import is_on_today
from delegations.models import Decision, Message, Visit
from office.dates import PartialDate
from office.radar import Mark
from office.start_page import ASKED, Line, Link

ADD = "admin:delegations_visit_add"
LIST = "admin:delegations_visit_changelist"


def marks(user, first, last):
    """The arrivals between two days: one query."""
    arriving = Visit.objects.visible_to(user).coming().filter(first_day__range=(first, last))
    for visit in arriving.select_related("city", "organisation"):
        yield Mark(PartialDate.of(visit.first_day), gettext_lazy("arrival"), str(visit), visit)


def lines(user):
    """What waits on the start page: requests, messages of guests, decisions to approve."""
    found, url = [], reverse(LIST)
    if user.has_perm("delegations.change_visit"):
        count = Visit.objects.visible_to(user).to_decide().count()
        label = ngettext("request for a visit to decide", "requests for visits to decide", count)
        found.append(Line(label, count, f"{url}?state=to_decide", ASKED))
        count = Message.objects.visible_to(user).unread().count()
        label = ngettext("unread message of guests", "unread messages of guests", count)
        found.append(Line(label, count, f"{url}?waiting=message", ASKED))
    if user.has_perm("delegations.approve_visit"):
        waiting = Decision.objects.visible_to(user).waiting().exclude(decided_by=user)
        count = waiting.count()
        label = ngettext("decision on a visit to approve", "decisions on visits to approve", count)
        found.append(Line(label, count, f"{url}?waiting=approval", ASKED))
    return found


def to_begin(user):
    """For the start page: the board, while a visit is on, and the form for who calls."""
    links = []
    if user.has_perm("delegations.view_visit") and is_on_today(user):
        links.append(Link(pgettext("a page", "Today"), reverse("admin:day_board")))
    if user.has_perm("delegations.add_visit"):
        links.append(Link(_("New request for a visit"), reverse(ADD)))
    return links
