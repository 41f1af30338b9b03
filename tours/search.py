"""By what routes and guides are found."""

from agenda.models import Place
from directory.models import Person
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages
from tours.models import Guide, Route, Stop

TEXTS = ("description", "meeting_point")


def route_parts(route):
    """By name and texts, and by the places where it stops, each guarded by the place."""
    for code in languages():
        name = getattr(route, f"name_{code}")
        texts = [text for field in TEXTS if (text := getattr(route, f"{field}_{code}"))]
        if name or texts:
            yield Part(code, name, text=" · ".join(texts))
    yield Part(names=texts_of(route, "name"))
    for stop in route.stops.all():
        yield Part(
            names=texts_of(stop.place, "name"),
            key=f"stop-{stop.pk}",
            audiences=[stop.place.audience_id],
        )


search.register(
    Kind(
        Route,
        route_parts,
        rows={Stop: "route"},
        mentions={Place: "stops__place"},
        prefetch=("stops__place",),
        related=("place",),
        public=True,
        weight=2,
    )
)


def guide_parts(guide):
    """By the name of the person."""
    name = str(guide.person)
    yield Part(title=name, names=[name])


search.register(Kind(Guide, guide_parts, mentions={Person: "person"}, related=("person",)))
