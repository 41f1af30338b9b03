"""What the Council is told of the visits: how many came, from where, at which level."""

from collections import Counter
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.models import State, Visit
from delegations.models.choices import DROPPED, TAKES_PLACE
from office.papers.report import Section, Table
from office.text import fold


def sections(year, reader):
    """
    The section on the year, of what the reader may see: three queries; nothing without any.

    Visits that the reader may not know of are counted nowhere, not even in the totals.
    """
    last = min(date(year, 12, 31), timezone.localdate())
    visits = list(
        Visit.objects.visible_to(reader)
        .filter(first_day__lte=last, last_day__gte=date(year, 1, 1), state__in=TAKES_PLACE)
        .select_related("city__country", "country", "level", "organisation")
    )
    asked = Visit.objects.visible_to(reader).filter(received_at__year=year)
    refused = asked.filter(state__in=DROPPED).exclude(state=State.WITHDRAWN).count()
    if not (visits or refused):
        return []
    facts = [
        (_("Delegations received"), str(len(visits))),
        (_("Guests in all"), str(sum(one.size or 0 for one in visits))),
        (_("Requests not accepted"), str(refused)),
    ]
    return [Section(_("Delegations received"), facts=facts, table=by_country(visits))]


def by_country(visits):
    """How many visits and guests came from each country; None without any visit."""
    if not visits:
        return None
    count, guests = Counter(), Counter()
    for one in visits:
        name = str(one.from_country or _("not said"))
        count[name] += 1
        guests[name] += one.size or 0
    rows = [[name, count[name], guests[name]] for name in sorted(count, key=fold)]
    return Table([_("Country"), _("Visits"), _("Guests")], rows, numeric=(1, 2))
