"""What of visits comes up: on the radar and the calendar, and on the start page."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from delegations.day import is_on_today
from delegations.models import Decision, Message, Part, Visit
from delegations.models.choices import COMING, TO_DECIDE
from office.dates import PartialDate
from office.radar import Mark
from office.start_page import ASKED, Line, Link

ADD = "admin:delegations_visit_add"
LIST = "admin:delegations_visit_changelist"
# Of visits that come those are counted that begin within so many days, or are here.
SOON = timedelta(days=30)
# So long before a visit all hosts should have answered.
WITHIN = timedelta(days=7)


def marks(user, first, last):
    """The arrivals between two days: one query."""
    arriving = Visit.objects.visible_to(user).coming().filter(first_day__range=(first, last))
    for visit in arriving.select_related("city", "organisation"):
        yield Mark(PartialDate.of(visit.first_day), gettext_lazy("arrival"), str(visit), visit)


def lines(user):
    """What waits on the start page: requests, messages of guests, decisions to approve."""
    if not user.has_perm("delegations.view_visit"):
        return []
    url, counts = reverse(LIST), of_visits(user)
    count = counts["soon"]
    label = ngettext(
        "visit that comes in the next 30 days", "visits that come in the next 30 days", count
    )
    found = [Line(label, count, f"{url}?state=coming&when=soon")]
    if user.has_perm("delegations.change_visit"):
        count = counts["to_decide"]
        label = ngettext("request for a visit to decide", "requests for visits to decide", count)
        found.append(Line(label, count, f"{url}?state=to_decide", ASKED))
        count = Message.objects.visible_to(user).unread().count()
        label = ngettext("unread message of guests", "unread messages of guests", count)
        found.append(Line(label, count, f"{url}?waiting=message", ASKED))
        count = counts["hosts"]
        label = ngettext(
            "visit within days whose hosts have not all answered",
            "visits within days whose hosts have not all answered",
            count,
        )
        found.append(Line(label, count, f"{url}?waiting=hosts"))
    if user.has_perm("delegations.approve_visit"):
        waiting = Decision.objects.visible_to(user).waiting().exclude(decided_by=user)
        count = waiting.count()
        label = ngettext("decision on a visit to approve", "decisions on visits to approve", count)
        found.append(Line(label, count, f"{url}?waiting=approval", ASKED))
    return found


def of_visits(user):
    """How many are to decide, come soon, and wait for answers of hosts: one query."""
    today = timezone.localdate()
    waiting = without_all_answers(Visit.objects.all()).order_by()
    return Visit.objects.visible_to(user).aggregate(
        to_decide=Count("pk", filter=Q(state__in=TO_DECIDE)),
        soon=Count(
            "pk",
            filter=Q(state__in=COMING, first_day__lte=today + SOON, last_day__gte=today),
        ),
        hosts=Count("pk", filter=Q(pk__in=waiting.values("pk"))),
    )


def without_all_answers(visits, within=WITHIN):
    """Of those that begin within so many days, in whose programme somebody has not answered."""
    today = timezone.localdate()
    soon = visits.coming().filter(first_day__lte=today + within, last_day__gte=today)
    waiting = Part.objects.standing().unanswered().order_by()
    return soon.filter(pk__in=waiting.values("item__visit"))


def to_begin(user):
    """For the start page: the board, while a visit is on, and the form for who calls."""
    links = []
    if user.has_perm("delegations.view_visit") and is_on_today(user):
        links.append(Link(pgettext("a page", "Today"), reverse("admin:day_board")))
    if user.has_perm("delegations.add_visit"):
        links.append(Link(_("New request for a visit"), reverse(ADD)))
    return links
