"""What the page of a city shows, handed in by each app in the order of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from directory.models import ContactDetail, OfficeHeld
from directory.timeline import happenings
from office.models import Citation
from office.registry import Registry

# Name -> function(city) that returns a Section, or None where there is nothing to show.
city_sections = Registry()
# Name -> function(act) that returns a Section of what rests on the act, or None.
act_sections = Registry()


@dataclass(frozen=True)
class Section:
    """
    One part of a page: its template and what that needs.

    `records` are the records it shows, whose last change dates the page; a `lead` stands
    above the story, where a page has its picture.
    """

    template: str
    context: dict = field(default_factory=dict)
    records: Iterable = ()
    lead: bool = False


def with_sources():
    """The prefetch of a record's citations with all that a page prints of them."""
    return Prefetch("citations", Citation.objects.select_related("source", "content_type"))


def sections_of(city):
    """The parts of a city's page, made of what everybody may see."""
    parts = [part for section in city_sections.values() if (part := section(city))]
    happened = happenings_of(city, {record for part in parts for record in part.records})
    return [*parts, happened] if happened else parts


def happenings_of(city, shown):
    """
    What else happened with the city: nothing whose record the page shows already.

    No section where there is nothing more.
    """
    found = [one for one in happenings([city.pk], AnonymousUser()) if one.record not in shown]
    if not found:
        return None
    records = [one.record for one in found]
    return Section("directory/_happenings.html", {"happenings": found}, records=records)


def people_of(city):
    """
    Who holds office today at the city or its organisations, of those everybody may see.

    No section where nobody is known.
    """
    contacts = ContactDetail.objects.filter(is_published=True)
    offices = (
        OfficeHeld.objects.public()
        .filter(Q(city=city) | Q(organisation__city=city))
        .held_on(timezone.localdate())
        .select_related("person", "organisation")
        .prefetch_related(Prefetch("person__contacts", contacts))
        .order_by(F("organisation").asc(nulls_first=True), "person", "pk")
    )
    if not offices:
        return None
    people = [office.person for office in offices]
    return Section("directory/_people.html", {"offices": offices}, records=[*offices, *people])
