"""
The ledger of reciprocity: with each city, who came and who went, at which level, and when last.

What was received is counted once: a visit, or what a source tells of one of which there is no
record. Hidden things are counted for nobody else than their readers.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.models import GuestRank, Level, Mission, PublicVisit, Visit
from delegations.models.choices import TAKES_PLACE
from directory.models import City
from directory.timeline import last_contacts
from office.dates import PartialDate
from office.text import fold
from partnerships.models import Agreement


@dataclass(frozen=True)
class Entry:
    """
    One city. `received` and `travelled` are (count, last day or None, the highest level or "").

    `last` is the last sign of life of whatever kind, as exact as it is known.
    """

    city: City
    received: tuple
    travelled: tuple
    last: PartialDate | None

    @property
    def balance(self):
        """How many more of them came than we went; below 0 we owe nothing."""
        return self.received[0] - self.travelled[0]

    @property
    def in_words(self):
        if self.balance > 0:
            words = ngettext(
                "%(count)d visit to return", "%(count)d visits to return", self.balance
            )
            return words % {"count": self.balance}
        if self.balance < 0:
            words = ngettext("%(count)d more of ours", "%(count)d more of ours", -self.balance)
            return words % {"count": -self.balance}
        return _("even")


def ledger(reader, *, since=None, country=None):
    """
    An Entry for each city with which somebody came or went, or which a pact binds to us, of what
    the reader may see: a partner with whom nothing ever happened is what one looks for.

    `since` is a day from which on visits and missions count. Eight queries, for whatever many.
    """
    received = visits_by_city(reader, since)
    published = published_by_city(reader, since)
    travelled = missions_by_city(reader, since)
    cities = City.objects.visible_to(reader).select_related("country")
    bound = Agreement.objects.visible_to(reader).binding().order_by().values("city")
    cities = cities.filter(Q(pk__in={*received, *published, *travelled}) | Q(pk__in=bound))
    if country:
        cities = cities.filter(country=country)
    cities = list(cities)
    last = last_contacts([city.pk for city in cities], reader)
    found = [
        Entry(
            city,
            together(received.get(city.pk), published.get(city.pk)),
            travelled.get(city.pk, NOTHING),
            last.get(city.pk),
        )
        for city in cities
    ]
    return sorted(found, key=lambda one: fold(one.city.name))


NOTHING = (0, None, "")


def together(one, other):
    """The sum of two counts of one city, with the later day and the level that is known."""
    one, other = one or NOTHING, other or NOTHING
    days = [day for day in (one[1], other[1]) if day]
    return one[0] + other[0], max(days, default=None), one[2] or other[2]


def visits_by_city(reader, since):
    rows = Visit.objects.visible_to(reader).filter(
        state__in=TAKES_PLACE, first_day__lte=timezone.localdate()
    )
    if since:
        rows = rows.filter(first_day__gte=since)
    levels = {one.rank: one.name for one in Level.objects.all()}
    found = counted(rows, last=Max("first_day"), level=Min("level__rank"))
    return {place: (count, last, levels.get(level, "")) for place, count, last, level in found}


def missions_by_city(reader, since):
    rows = Mission.objects.visible_to(reader).take_place()
    rows = rows.filter(first_day__lte=timezone.localdate())
    if since:
        rows = rows.filter(first_day__gte=since)
    ranks = dict(GuestRank.choices)
    found = counted(rows, last=Max("first_day"), level=Min("host_rank"))
    return {place: (count, last, ranks.get(level, "")) for place, count, last, level in found}


def counted(rows, **columns):
    """(city, count, last, level) for each city, of the body where the row names none itself."""
    rows = rows.order_by().annotate(place=Coalesce("city", "organisation__city"))
    rows = rows.filter(place__isnull=False).values("place").annotate(many=Count("pk"), **columns)
    return rows.values_list("place", "many", "last", "level")


def published_by_city(reader, since):
    """What a source tells of the years before: of it there is no visit."""
    rows = PublicVisit.objects.visible_to(reader).filter(visit__isnull=True, city__isnull=False)
    if since:
        rows = rows.filter(received_on__endswith__gt=since)
    rows = (
        rows.order_by()
        .values("city")
        .annotate(many=Count("pk"), last=Max("received_on__startswith"))
    )
    return {city: (many, last, "") for city, many, last in rows.values_list("city", "many", "last")}


def notes(cities, reader):
    """{city: lines} for the page of relations: what came and went, and what is owed."""
    found = {}
    cities = {*cities}
    for entry in ledger(reader):
        if entry.city.pk in cities and (entry.received[0] or entry.travelled[0]):
            found[entry.city.pk] = [
                _("Visits received: %(received)d; missions there: %(travelled)d; %(balance)s.")
                % {
                    "received": entry.received[0],
                    "travelled": entry.travelled[0],
                    "balance": entry.in_words,
                }
            ]
    return found


def since_years(years):
    """The first day that counts, for so many years up to today."""
    today = timezone.localdate()
    return date(today.year - years, today.month, 1)
