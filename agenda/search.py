"""By what places, things that are booked and groups of guests are found; for staff alone."""

from agenda.models import Appointment, Party, Place, Resource
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages, read


def place_parts(place):
    """By its names, its address and its note; by the name of its building, guarded with it."""
    for code in languages():
        name = getattr(place, f"name_{code}")
        if name:
            yield Part(code, name, text=getattr(place, f"note_{code}"))
    yield Part(names=texts_of(place, "name"), text=place.address)
    if building := place.building:
        for code in languages():
            if getattr(place, f"name_{code}"):
                yield Part(
                    code,
                    getattr(place, f"name_{code}"),
                    text=read(building, "name", code),
                    key="building",
                    audiences=[building.audience_id],
                )


def resource_parts(resource):
    """A vehicle or equipment by its names; rooms and people are found as what they are."""
    for code in languages():
        name = getattr(resource, f"name_{code}")
        if name:
            yield Part(code, name, text=resource.note)
    yield Part(names=texts_of(resource, "name"))


def party_parts(party):
    yield Part(title=party.name, names=[party.name])


def appointment_parts(appointment):
    """By its title and its place, which guards its own name; a cancelled one as well."""
    for code in languages():
        title = getattr(appointment, f"title_{code}")
        if title:
            yield Part(code, title, text=appointment.note)
    yield Part(names=texts_of(appointment, "title"))


# What is for the public is said by what an appointment is for: a meeting, a session.
search.register(Kind(Appointment, appointment_parts))
search.register(
    Kind(Place, place_parts, mentions={Place: "building"}, related=("building",), weight=1)
)
search.register(Kind(Resource, resource_parts))
search.register(Kind(Party, party_parts))
