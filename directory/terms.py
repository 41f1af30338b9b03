"""
Terms of office that ended: the letter to a former mayor that nobody wants to send.

What a reader is told is made of the people, offices and places that the reader may see.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import OfficeHeld
from directory.timeline import overlapping
from office.languages import in_every_language
from office.radar import Mark
from office.start_page import Line
from office.text import plain

# What ended before is history, and no contact that decays.
RECENT = timedelta(days=5 * 365)
# Sindaco and sindaca, direttore and direttrice: so many letters at the end of a word may differ.
ENDING = 3
SHORTEST = 3


@dataclass(frozen=True)
class Ended:
    """A term that ended at a city, given by its key, after which nobody is known to follow."""

    office: OfficeHeld
    city: int

    def __str__(self):
        office = self.office
        return _(
            "%(person)s, %(office)s: the term ended (%(date)s), nobody is known to follow."
        ) % {
            "person": office.person,
            "office": office,
            "date": office.held_to,
        }


def ended(reader, *, cities=None, today=None):
    """
    The terms that ended in the last years at these cities or their organisations, or at any.

    Of each office the last one alone, the latest first; two queries for all cities.
    """
    today = today or timezone.localdate()
    offices = OfficeHeld.objects.visible_to(reader).select_related(
        "person", "city", "organisation__city"
    )
    at_city = Q(city__isnull=False) | Q(organisation__city__isnull=False)
    if cities is not None:
        cities = list(cities)
        at_city = Q(city__in=cities) | Q(organisation__city__in=cities)
    over = offices.filter(
        at_city, held_to__endswith__lte=today, held_to__endswith__gt=today - RECENT
    ).order_by("-held_to", "pk")
    over = list(over)
    known = followers(offices, over, today)
    found = []
    for office in over:
        there = known.setdefault(place_of(office), [])
        if not any(is_same_office(office, other) for other in there):
            found.append(Ended(office, city_of(office)))
            # An earlier term of the same office is history.
            there.append(office)
    return found


def followers(offices, over, today):
    """{place: offices held there today or later} of the places where a term ended."""
    if not over:
        return {}
    there = Q(city__in={one.city_id for one in over} - {None})
    there |= Q(organisation__in={one.organisation_id for one in over} - {None})
    not_over = Q(held_to=None) | Q(held_to__endswith__gt=today)
    found = {}
    for office in offices.filter(there, not_over):
        found.setdefault(place_of(office), []).append(office)
    return found


def place_of(office):
    return office.city_id, office.organisation_id


def city_of(office):
    return office.city_id or office.organisation.city_id


def is_same_office(one, other):
    """Whether two terms are of one office, by a title in any language, whoever holds it."""
    return any(
        is_same_title(getattr(one, column), getattr(other, column))
        for column in in_every_language("title")
    )


def is_same_title(one, other):
    words = [plain(text or "").split() for text in (one, other)]
    return bool(words[0]) and len(words[0]) == len(words[1]) and all(map(is_same_word, *words))


def is_same_word(one, other):
    """Whether two words differ in their ending alone, as the words for women and men do."""
    pairs = zip(one, other, strict=False)
    alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return one == other or alike >= max(SHORTEST, min(len(one), len(other)) - ENDING)


def lines(user):
    """For the start page: whose term ended without anybody known to follow."""
    if not user.has_perm("directory.view_person"):
        return []
    people = {one.office.person_id for one in ended(user)}
    label = ngettext(
        "person whose term ended, and nobody is known to follow",
        "people whose term ended, and nobody is known to follow",
        len(people),
    )
    url = f"{reverse('admin:directory_person_changelist')}?office=unfollowed"
    return [Line(label, len(people), url)]


def marks(user, first, last):
    """For the radar: the terms that end between the two days."""
    rows = OfficeHeld.objects.visible_to(user).filter(
        Q(city__isnull=False) | Q(organisation__city__isnull=False)
    )
    rows = overlapping(rows, "held_to", (first, last))
    return [
        Mark(
            on=office.held_to,
            kind=_("A term of office ends"),
            text=f"{office.person}, {office}",
            record=office.person,
        )
        for office in rows.select_related("person", "city", "organisation")
    ]
