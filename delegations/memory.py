"""
Who came and where we went, by person, body, city and country: what the office remembers.

Each source tells of one kind of thing; what a reader may not see is in none of them.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Prefetch, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from delegations.models import Member, Mission, PublicVisit, Traveller, Visit
from delegations.models.choices import TAKES_PLACE
from office.dates import PartialDate
from office.languages import in_every_language
from office.registry import Registry
from office.text import Fold

# Name -> Source.
sources = Registry()
# Of each source so many of the latest are shown; whoever looks for more narrows it down.
AT_ONCE = 200


@dataclass(frozen=True)
class Asked:
    """What is looked for. `words` may stand in any name; nothing asked for is everything."""

    words: str = ""
    kind: str = ""
    city: models.Model | None = None
    country: models.Model | None = None
    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self):
        return self == Asked()


@dataclass(frozen=True)
class Remembered:
    """One thing; `said` tells more of it in a line."""

    on: PartialDate
    kind: str | Promise
    text: str
    said: str
    record: models.Model = field(compare=False, repr=False)


class Source:
    """
    One kind of thing: `kind` is "in" for who came, "out" for where we went, or "".

    `city` and `country` are paths to these, `names` are paths of texts in which words are looked
    for, `people` are (model, path to this one, names) of the rows that name who belongs to it.
    """

    model = None
    kind = ""
    city = ()
    country = ()
    names = ()
    people = ()

    def rows(self, user):
        """All that the user may see, the latest first."""
        raise NotImplementedError  # each source's own

    def tell(self, row):
        """What is Remembered of it."""
        raise NotImplementedError  # each source's own

    def during(self, rows, first, last):
        """Those whose days touch these; each of them may be open."""
        return touching(rows, first, last, "first_day", "last_day__gte")

    def found(self, user, asked):
        rows = self.rows(user)
        if asked.city:
            rows = rows.filter(any_of(self.city, asked.city.pk))
        if asked.country:
            rows = rows.filter(any_of(self.country, asked.country.pk))
        if asked.first or asked.last:
            rows = self.during(rows, asked.first, asked.last)
        for word in asked.words.split():
            rows = rows.filter(self._named(user, word))
        return rows

    def _named(self, user, word):
        """That one of the names holds the word, or a person who belongs to it is called so."""
        rows = self.model.objects.visible_to(user).order_by()
        named = Q(pk__in=holding(rows, self.names, word).values("pk"))
        for model, path, names in self.people:
            found = holding(model.objects.visible_to(user).order_by(), names, word)
            named |= Q(pk__in=found.values(path))
        return named


def any_of(paths, key):
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{path: key})
    return found


def holding(rows, names, word):
    """The rows one of whose texts holds the word, without its accents."""
    folded = {f"folded_{name}": Fold(name) for name in names}
    found = Q.create([(f"{name}__contains", Fold(Value(word))) for name in folded], connector=Q.OR)
    return rows.alias(**folded).filter(found)


def remembered(user, asked, most=AT_ONCE):
    """
    ([Remembered], how many there are): the latest first; each source asks twice at most.

    Of each source `most` at most; all with None.
    """
    found, count = [], 0
    for source in sources.values():
        if asked.kind not in ("", source.kind):
            continue
        rows = source.found(user, asked)
        latest = list(rows if most is None else rows[: most + 1])
        is_all = most is None or len(latest) <= most
        count += len(latest) if is_all else rows.order_by().count()
        found += [source.tell(row) for row in latest[:most]]
    found.sort(key=lambda one: (one.on.first, one.on.last), reverse=True)
    return found, count


# ---------------------------------------------------------------- what this app remembers


def touching(rows, first, last, begins, ends):
    if last:
        rows = rows.filter(**{f"{begins}__lte": last})
    if first:
        rows = rows.filter(**{ends: first})
    return rows


def line(*words, between=", "):
    return between.join(str(one) for one in words if one)


def names_of(relation):
    return tuple(f"{relation}__{name}" for name in in_every_language("name"))


OF_CITY = ("city", "organisation__city")
OF_COUNTRY = ("country", "city__country", "organisation__city__country")


class Visits(Source):
    model, kind = Visit, "in"
    city, country = OF_CITY, OF_COUNTRY
    names = (
        "body_name",
        "city_name",
        "contact_name",
        "head_name",
        "reference",
        *names_of("organisation"),
        *names_of("city"),
    )
    people = ((Member, "visit", ("given_name", "family_name", "own_name")),)

    def rows(self, user):
        rows = Visit.objects.visible_to(user).with_names()
        rows = rows.filter(state__in=TAKES_PLACE, first_day__isnull=False)
        return rows.order_by("-first_day", "-pk")

    def tell(self, visit):
        return Remembered(
            PartialDate.of(visit.first_day),
            _("visit"),
            visit.guests,
            line(visit.head_name, visit.level, visit.get_state_display()),
            visit,
        )


class Published(Source):
    """What a source tells of the years before: of it there is no visit."""

    model, kind = PublicVisit, "in"
    city, country = ("city",), ("country", "city__country")
    names = tuple(
        name for text in ("title", "guests", "subject", "host") for name in in_every_language(text)
    )

    def rows(self, user):
        rows = PublicVisit.objects.visible_to(user).filter(visit__isnull=True)
        return rows.order_by("-received_on", "-pk")

    def during(self, rows, first, last):
        begins, ends = "received_on__startswith", "received_on__endswith__gt"
        return touching(rows, first, last, begins, ends)

    def tell(self, visit):
        return Remembered(
            visit.received_on,
            _("delegation received"),
            visit.title,
            line(visit.guests, visit.host, visit.room),
            visit,
        )


class Missions(Source):
    model, kind = Mission, "out"
    city, country = OF_CITY, OF_COUNTRY
    names = (
        *in_every_language("title"),
        "host_name",
        *names_of("city"),
        *names_of("organisation"),
    )
    people = ((Traveller, "mission", ("name", "person__given_name", "person__family_name")),)

    def rows(self, user):
        seen = Traveller.objects.visible_to(user).select_related("person")
        rows = Mission.objects.visible_to(user).take_place().with_names()
        return rows.prefetch_related(Prefetch("travellers", seen)).order_by("-first_day", "-pk")

    def tell(self, mission):
        travellers = line(*mission.travellers.all())
        return Remembered(
            PartialDate.of(mission.first_day),
            _("mission"),
            mission.title,
            line(mission.where_to, mission.host_name, travellers, between="; "),
            mission,
        )


visits, published, missions = Visits(), Published(), Missions()
