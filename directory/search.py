"""By what countries, cities, organisations and bodies are found."""

from directory.models import Body, City, CityName, Country, Organisation
from office import search
from office.languages import in_every_language
from office.search import Kind, Part, languages, read


def in_every(record, field):
    """The texts of a translated field, in whichever language they are written."""
    return [getattr(record, column) for column in in_every_language(field)]


def city_parts(city):
    """By its name in each language; by every spelling, together with its country."""
    for code in languages():
        name = getattr(city, f"name_{code}")
        if name:
            yield Part(code, name, text=read(city.country, "name", code))
    names = [*in_every(city, "name"), city.own_name, *(one.name for one in city.names.all())]
    yield Part(names=names, text=" ".join(filter(None, in_every(city.country, "name"))))


def organisation_parts(organisation):
    places = [place for place in (organisation.city, organisation.country) if place]
    for code in languages():
        name = getattr(organisation, f"name_{code}")
        if name:
            yield Part(code, name, text=", ".join(read(place, "name", code) for place in places))
    yield Part(names=[*in_every(organisation, "name"), organisation.website])


def country_parts(country):
    for code in languages():
        name = getattr(country, f"name_{code}")
        if name:
            yield Part(code, name, text=getattr(country, f"note_{code}"))
    yield Part(names=[*in_every(country, "name"), country.code])


def body_parts(body):
    for code in languages():
        name = getattr(body, f"name_{code}")
        if name:
            yield Part(code, name, text=read(body.city, "name", code) if body.city else "")


search.register(
    Kind(
        City,
        city_parts,
        rows={CityName: "city"},
        mentions={Country: "country"},
        related=("country",),
        prefetch=("names",),
        public=True,
        weight=3,
    )
)
search.register(
    Kind(
        Organisation,
        organisation_parts,
        mentions={City: "city", Country: "country"},
        related=("city", "country"),
        weight=2,
    )
)
search.register(Kind(Country, country_parts))
search.register(Kind(Body, body_parts, mentions={City: "city"}, related=("city",)))
