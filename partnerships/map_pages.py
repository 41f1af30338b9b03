"""What the page of the map shows."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from partnerships import maps
from partnerships.atlas import Mark, in_words, marks_of
from partnerships.models import Agreement, BondType
from partnerships.years import Phase, phases

SHAPES = 6


def crowd_label():
    return _("%(name)s: %(cities)s")


def picture(agreements):
    """The path of a light picture of the world: a dot for each city."""
    cities = agreements.filter(city__latitude__isnull=False).order_by("city_id").distinct("city_id")
    return maps.dots(cities.values_list("city__latitude", "city__longitude"))


@dataclass(frozen=True)
class Line:
    """
    A phase in the list below the map, with the point that stands for it.

    `number` stands in the point as well where a narrow map has no room for the name.
    """

    phase: Phase
    shape: int
    mark: str
    is_hidden: bool
    number: int | None


@dataclass(frozen=True)
class Point:
    """A point of the drawing: a mark, and the phase that it shows unless it is a crowd."""

    mark: Mark
    count: int
    phase: Phase | None
    shape: int | None
    url: str
    number: int | None = None

    @property
    def is_hidden(self):
        return not self.count

    @property
    def label(self):
        """What is said of a crowd."""
        return crowd_label() % {"name": self.mark.region.name, "cities": in_words(self.count)}


class MapPage:
    """
    A part of the map with the filters applied, and the year.

    Every year's bonds are on the page, those of other years hidden, so that the slider can
    show them without asking again.
    """

    def __init__(self, form, region):
        self.form, self.region = form, region
        self.year = form.cleaned_data["year"]
        agreements = (
            form.filter(Agreement.objects.listed(), by_year=False)
            .select_related("city__country", "bond_type")
            .by_city_name_closest_first(get_language())
        )
        every = phases(agreements)
        self.first_year = min(
            (phase.first for phase in every if phase.is_dated), default=self.this_year
        )
        self.phases = [phase for phase in every if self._is_here(phase.city)]

    def _is_here(self, city):
        located = city.latitude is not None
        return self.region.is_world or (located and self.region.holds(city))

    @property
    def this_year(self):
        return timezone.localdate().year

    @property
    def slider_year(self):
        return min(max(self.year or self.this_year, self.first_year), self.this_year)

    @cached_property
    def shapes(self):
        """Primary key of a kind of bond -> number of its shape, by rank."""
        return {kind.pk: n % SHAPES for n, kind in enumerate(self.kinds)}

    @cached_property
    def kinds(self):
        return list(BondType.objects.order_by("rank"))

    @property
    def legend(self):
        """(shape, kind) of each kind that is on the map in some year."""
        used = {phase.agreement.bond_type_id for phase in self.phases}
        return [(self.shapes[kind.pk], kind) for kind in self.kinds if kind.pk in used]

    @cached_property
    def marks(self):
        cities = {
            phase.city.pk: phase.city for phase in self.phases if phase.city.latitude is not None
        }
        return marks_of(self.region, list(cities.values()))

    @property
    def points(self):
        """What is drawn, crowds first: a city once for each of its phases."""
        found = []
        for mark in self.marks:
            phases = self._phases_of(mark)
            if mark.is_crowd:
                count = len({phase.city for phase in phases if phase.holds_in(self.year)})
                found.append(Point(mark, count, None, None, self.url(area=mark.region.key)))
                continue
            for phase in phases:
                shape = self.shapes[phase.agreement.bond_type_id]
                url = phase.city.get_absolute_url()
                count, number = int(phase.holds_in(self.year)), self.numbers.get(phase.city.pk)
                found.append(Point(mark, count, phase, shape, url, number))
        return found

    def _phases_of(self, mark):
        wanted = {city.pk for city in mark.cities}
        return [phase for phase in self.phases if phase.city.pk in wanted]

    @cached_property
    def numbers(self):
        """Key of a city -> its number, in the order of the list, where its name has no room."""
        if self.region.is_world:
            return {}  # there a number in a point counts the cities of a crowd
        unnamed = {
            mark.cities[0].pk for mark in self.marks if not (mark.is_crowd or mark.place.narrow)
        }
        in_order = sorted(self.phases, key=lambda phase: not phase.is_dated)
        listed = dict.fromkeys(phase.city.pk for phase in in_order if phase.city.pk in unnamed)
        return {pk: number for number, pk in enumerate(listed, start=1)}

    @cached_property
    def lines(self):
        mark_of = {city.pk: mark.key for mark in self.marks for city in mark.cities}
        return [
            Line(
                phase,
                self.shapes[phase.agreement.bond_type_id],
                mark_of.get(phase.city.pk, ""),
                not phase.holds_in(self.year),
                self.numbers.get(phase.city.pk),
            )
            for phase in self.phases
        ]

    @property
    def dated(self):
        return [line for line in self.lines if line.phase.is_dated]

    @property
    def undated(self):
        """Cities whose bond has no documented date: on the map only while no year is chosen."""
        return [line for line in self.lines if not line.phase.is_dated and line.phase.is_shown]

    @property
    def count(self):
        return len({phase.city.pk for phase in self.phases if phase.holds_in(self.year)})

    def url(self, **changes):
        """The address of the map with the same filters and another part or year."""
        query = self.form.data.copy()
        for name in list(query):
            if name not in (*self.form.fields, "area") or not query[name]:
                del query[name]
        for name, value in changes.items():
            query[name] = value
            if not value:
                del query[name]
        path = reverse("partnerships:city_map")
        return f"{path}?{query.urlencode()}" if query else path

    @property
    def kept(self):
        """(name, value) of what stays in the address when the year changes."""
        data = self.form.data
        names = [name for name in (*self.form.fields, "area") if name != "year"]
        return [(name, data[name]) for name in names if data.get(name)]

    @property
    def query(self):
        return self.url().partition("?")[2]

    @property
    def drawing(self):
        return f"vendor/map/{self.region.drawing}.svg"

    @property
    def status(self):
        return self.patterns["year" if self.year else "every"] % {
            "year": self.year,
            "count": in_words(self.count),
        }

    @property
    def patterns(self):
        """The same words for the script, which counts by itself."""
        return {
            "every": _("All years: %(count)s"),
            "year": _("In %(year)s: %(count)s"),
            "one": in_words(1),
            "many": ngettext("%(count)s city", "%(count)s cities", 2),
            "crowd": crowd_label(),
        }

    @property
    def every_year_url(self):
        return self.url(year="")

    @property
    def way_up(self):
        """(name, address) of each part that holds this one, the world first."""
        steps, region = [], self.region.parent
        while region is not None:
            steps.insert(0, (region.name, self.url(area=region.key)))
            region = region.parent
        return steps

    @property
    def title(self):
        if self.region.is_world:
            return _("Map of the partner cities")
        return _("Map of the partner cities: %(part)s") % {"part": self.region.name}
