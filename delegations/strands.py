"""What the visits contribute to the timeline of a city."""

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models import PublicVisit, Visit
from delegations.models.choices import TAKES_PLACE
from directory.timeline import Happening, Strand, begun, overlapping
from office.dates import PartialDate


class Received(Strand):
    """
    That a delegation of the city came. Staff read of the visit, the public what was published.

    One that is still to come is told and is no sign of life yet.
    """

    def happenings(self, cities, reader, *, during=None):
        visits = self._visits(cities, reader, during)
        published = PublicVisit.objects.visible_to(reader).filter(city__in=list(cities))
        published = overlapping(published, "received_on", during)
        # Of a visit that the reader sees, what was published of it is told once.
        published = published.exclude(visit__in=[one.pk for one in visits])
        return [self._of_visit(one) for one in visits] + [
            Happening(
                key=f"public-visit:{one.pk}",
                city=one.city_id,
                on=one.received_on,
                kind=_("delegation received"),
                text=str(one),
                record=one,
            )
            for one in published
        ]

    def last_contacts(self, cities, reader, *, until=None):
        """By the database: two queries, and no row of a visit."""
        last_day = min(until or timezone.localdate(), timezone.localdate())
        rows = self._rows(cities, reader).filter(first_day__lte=last_day).order_by()
        last = {
            city: PartialDate.of(day)
            for city, day in rows.values_list("city").annotate(day=Max("first_day"))
        }
        published = PublicVisit.objects.visible_to(reader).filter(city__in=list(cities))
        latest = begun(published, "received_on", last_day).order_by(
            "city", F("received_on__endswith").desc(), F("received_on__startswith").desc()
        )
        for city, day in latest.distinct("city").values_list("city", "received_on"):
            last[city] = max(last.get(city, day), day, key=lambda one: one.last)
        return last

    def _rows(self, cities, reader):
        return Visit.objects.visible_to(reader).filter(
            city__in=list(cities), state__in=TAKES_PLACE, first_day__isnull=False
        )

    def _visits(self, cities, reader, during):
        rows = self._rows(cities, reader)
        if during:
            first, last = during
            rows = rows.filter(last_day__gte=first, first_day__lte=last)
        return list(rows.select_related("organisation", "city"))

    def _of_visit(self, visit):
        return Happening(
            key=f"visit:{visit.pk}",
            city=visit.city_id,
            on=PartialDate.of(visit.first_day),
            kind=_("visit"),
            text=str(visit),
            record=visit,
            is_contact=visit.first_day <= timezone.localdate(),
        )


received = Received()
