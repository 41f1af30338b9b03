"""By what each kind of record of the directory is found."""

import re

from django.utils import translation

from directory.models import (
    Act,
    Body,
    City,
    CityName,
    Contact,
    ContactDetail,
    Country,
    Document,
    DocumentFile,
    OfficeHeld,
    Organisation,
    Person,
)
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages, read


def city_parts(city):
    """By its name in each language; by every spelling, together with its country."""
    for code in languages():
        name = getattr(city, f"name_{code}")
        if name:
            yield Part(code, name, text=read(city.country, "name", code))
    names = [*texts_of(city, "name"), city.own_name, *(one.name for one in city.names.all())]
    yield Part(names=names, text=" ".join(filter(None, texts_of(city.country, "name"))))


def city_part(city):
    """Of something in which a city took part: by the city's names, guarded by it as well."""
    return Part(
        names=[*texts_of(city, "name"), city.own_name],
        key=f"city-{city.pk}",
        audiences=[city.audience_id],
    )


def organisation_parts(organisation):
    places = [place for place in (organisation.city, organisation.country) if place]
    for code in languages():
        name = getattr(organisation, f"name_{code}")
        if name:
            yield Part(code, name, text=", ".join(read(place, "name", code) for place in places))
    names = [*texts_of(organisation, "name"), organisation.website]
    yield with_contacts(organisation, names=names)


def with_contacts(record, *, title="", names=()):
    """The part that needs no language, with the addresses and numbers of the record."""
    contacts = record.contacts.all()
    emails = [one.normalised for one in contacts if one.kind == ContactDetail.Kind.EMAIL]
    numbers = [one.normalised for one in contacts if one.kind in ContactDetail.NUMBERS]
    return Part(title=title, names=[*names, *emails], numbers=numbers)


def person_parts(person):
    """By every form of the name; by the offices held, each guarded by its place as well."""
    names = [person.sort_name, person.own_name, person.transliteration]
    yield with_contacts(person, title=person.display_name, names=names)
    for office in person.offices.all():
        for code in languages():
            title = getattr(office, f"title_{code}")
            if title:
                yield Part(
                    code,
                    names=[person.display_name],
                    text=f"{title}, {read(office.place, 'name', code)}",
                    key=f"office-{office.pk}",
                    audiences=guards(office.place),
                )


def guards(place):
    """The audiences of a city, or of an organisation with those of its city."""
    city = getattr(place, "city", None)
    return [place.audience_id, *([city.audience_id] if city else [])]


def contact_parts(contact):
    """By what was written down, and by whom it was had with; for staff alone."""
    person, organisation = contact.person, contact.organisation
    names = [person.display_name, person.own_name] if person else []
    places = [one for one in (contact.city, organisation) if one]
    names += [name for place in places for name in texts_of(place, "name")]
    yield Part(title=contact.summary, names=names, text=contact.note)


def country_parts(country):
    for code in languages():
        name = getattr(country, f"name_{code}")
        if name:
            yield Part(code, name, text=getattr(country, f"note_{code}"))
    yield Part(names=[*texts_of(country, "name"), country.code])


def body_parts(body):
    for code in languages():
        name = getattr(body, f"name_{code}")
        if name:
            yield Part(code, name, text=read(body.city, "name", code) if body.city else "")


def act_parts(act):
    """By its number in any spelling, its subject, and its day in words."""
    for code in languages():
        with translation.override(code):
            days = [str(day) for day in (act.adopted_on,) if day]
        name, subject = read(act.body, "name", code), getattr(act, f"subject_{code}")
        told = [*days, subject, read(act.body.city, "name", code) if act.body.city else ""]
        if subject or getattr(act.body, f"name_{code}"):
            title = " ".join([name, act.number or "".join(days)])
            yield Part(code, title, text=" · ".join(filter(None, told)))
    numbers = [one for number in (act.number, act.proposal_number) for one in spellings(number)]
    yield Part(names=numbers, text=act.rapporteur)


def spellings(number):
    """
    A number as people write it: 2008/C/00010, 2008 C 10, 2008C10, and without the year C10.

    What stands between the parts is the search's own affair.
    """
    whole = re.findall(r"[^\W_]+", number)
    short = [part.lstrip("0") or part for part in whole]
    for parts in (whole, short):
        yield from (" ".join(parts), "".join(parts), "".join(parts[1:]))


def document_parts(document):
    """By its title, and by what it says; without a file it leads readers nowhere."""
    for_staff = not document.files.all()
    for code in languages():
        title = getattr(document, f"title_{code}")
        if title:
            yield Part(code, title, for_staff=for_staff)
    yield Part(text=document.text, for_staff=for_staff)


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
        rows={ContactDetail: "organisation"},
        mentions={City: "city", Country: "country"},
        related=("city", "country"),
        prefetch=("contacts",),
        weight=2,
    )
)
search.register(
    Kind(
        Person,
        person_parts,
        rows={ContactDetail: "person", OfficeHeld: "person"},
        mentions={
            City: ("offices__city", "offices__organisation__city"),
            Organisation: "offices__organisation",
        },
        prefetch=("contacts", "offices__city", "offices__organisation__city"),
        weight=2,
    )
)
search.register(
    Kind(
        Contact,
        contact_parts,
        mentions={City: "city", Person: "person", Organisation: "organisation"},
        related=("city", "person", "organisation"),
    )
)
search.register(Kind(Country, country_parts))
search.register(Kind(Body, body_parts, mentions={City: "city"}, related=("city",)))
search.register(
    Kind(
        Act,
        act_parts,
        mentions={Body: "body", City: "body__city"},
        related=("body__city",),
        public=True,
        weight=1,
    )
)
search.register(
    Kind(
        Document, document_parts, rows={DocumentFile: "document"}, prefetch=("files",), public=True
    )
)
