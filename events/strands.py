"""What the events contribute to the timeline of a city."""

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from directory.timeline import Happening, Strand, overlapping
from events.models import Participation

# Most of what is counted is never read.
title_of = lazy(str, str)


class TookPart(Strand):
    """The events in which a city took part: each is a sign of life."""

    def happenings(self, cities, reader, *, during=None):
        rows = Participation.objects.visible_to(reader).filter(city__in=cities)
        rows = overlapping(rows, "event__starts_on", during).select_related("event")
        return [
            Happening(
                key=f"participation:{one.pk}",
                city=one.city_id,
                on=one.event.starts_on,
                kind=_("event"),
                text=title_of(one.event),
                record=one.event,
            )
            for one in rows
        ]

    def last_contacts(self, cities, reader, *, until=None):
        """Of the events that have begun: an invitation for next year is no sign of life yet."""
        rows = Participation.objects.visible_to(reader).filter(
            city__in=cities, event__starts_on__startswith__lte=until or timezone.localdate()
        )
        latest = rows.order_by("city_id", "-event__starts_on__endswith", "-pk").distinct("city_id")
        return dict(latest.values_list("city_id", "event__starts_on"))


took_part = TookPart()
