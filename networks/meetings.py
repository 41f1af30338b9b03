"""What the meetings of networks are to the other rooms: a facet of the calendar, a strand."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import periods
from agenda.facets import Facet
from directory.timeline import Happening, Strand
from networks.models import Meeting

facet = Facet("network_meeting", gettext_lazy("network meeting"), "networks.change_meeting")


class Hosted(Strand):
    """That a partner city was host to a network: part of its story, no contact with us alone."""

    def happenings(self, cities, reader, *, during=None):
        rows = Meeting.objects.visible_to(reader).standing().filter(city__in=list(cities))
        if during:
            first, last = during
            end = periods.days(last, last, periods.here()).upper
            rows = rows.filter(appointment__period__startswith__lt=end)
            if first > date.min:
                start = periods.days(first, first, periods.here()).lower
                rows = rows.filter(appointment__period__endswith__gt=start)
        for row in rows.with_appointment():
            yield Happening(
                key=f"network-meeting:{row.pk}",
                city=row.city_id,
                on=row.first_day,
                kind=gettext_lazy("network meeting"),
                text=_("%(network)s: %(title)s") % {"network": row.network, "title": row},
                record=row,
                is_contact=False,
            )

    def last_contacts(self, cities, reader, *, until=None):
        """None: a meeting of many cities is no contact with one of them."""
        return {}


hosted = Hosted()
