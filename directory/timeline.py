"""
What happened between the office and its cities, as far as one reader may see it.

Each app hands in its strand; nobody below knows who they are. A page of one city, the
count of contacts, dormancy, the radar and the yearly report are all made of these, so that
a thing which a reader may not see shows in none of them, not even as a date.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.functional import Promise

from office.dates import PartialDate
from office.readership import Counter
from office.registry import Registry

# Name -> Strand, in the order of the apps.
strands = Registry()


@dataclass(frozen=True)
class Happening:
    """
    One thing that happened with one city, given by its key.

    `key` stays the same as long as the thing is there ("contact:12"); `record` is what its
    reader opens. `is_contact` says that it counts as a sign of life.
    """

    key: str
    city: int
    on: PartialDate
    kind: str | Promise
    text: str | Promise
    record: models.Model = field(compare=False, repr=False)
    is_contact: bool = True


def by_city(found):
    """{city: its Happenings}, in the order in which they come."""
    told = {}
    for one in found:
        told.setdefault(one.city, []).append(one)
    return told


class Strand:
    """
    One app's part of the timelines.

    `cities` are keys of cities; the reader may be nobody, as on a public page.
    """

    def happenings(self, cities, reader, *, during=None):
        """
        The Happenings, in any order; `during` is (first, last), days of which some may be meant.

        As many queries for three hundred cities as for one.
        """
        raise NotImplementedError  # each strand's own

    def last_contacts(self, cities, reader, *, until=None):
        """
        {city: PartialDate} of the last sign of life; a city without one is left out.

        `until` is a day after which nothing counts; without it today's record does.
        """
        last = {}
        during = until and (date.min, until)
        for one in self.happenings(cities, reader, during=during):
            if one.is_contact:
                before = last.get(one.city, one.on)
                last[one.city] = max(before, one.on, key=lambda day: day.last)
        return last


def happenings(cities, reader, *, during=None):
    """All that happened with these cities, the latest first."""
    cities = list(cities)
    found = [
        one
        for strand in strands.values()
        for one in strand.happenings(cities, reader, during=during)
    ]
    # As the dates compare, which would be asked for again and again.
    return sorted(found, key=lambda one: (one.on.first, one.on.last, one.key), reverse=True)


def known_only(cities, user, read):
    """How many things the user may know to have happened, beside the `read` ones. No more."""
    known = {one.key for one in happenings(cities, Counter(user))}
    return len(known - {one.key for one in read})


def last_contacts(cities, reader, *, until=None):
    """
    {city: PartialDate} of the last sign of life that this reader may know of, as of a day.

    A city that is left out has nothing recorded, which is not the same as dormant.
    """
    cities = list(cities)
    last = {}
    for strand in strands.values():
        for city, day in strand.last_contacts(cities, reader, until=until).items():
            last[city] = max(last.get(city, day), day, key=lambda one: one.last)
    return last


def begun(rows, name, until):
    """The rows whose partial date of that name has begun on a day; all where it is None."""
    return rows if until is None else rows.filter(**{f"{name}__startswith__lte": until})


def overlapping(rows, name, during):
    """The rows whose partial date of that name may lie in (first, last); all without it."""
    if during is None:
        return rows
    first, last = during
    return rows.filter(
        **{f"{name}__endswith__gt": first, f"{name}__startswith__lte": last},
    )
