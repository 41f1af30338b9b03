"""What the calendar brings in from tables and hands out: places, what is booked, opening hours."""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import OpeningHours, Place, Resource
from directory.contacts_table import PersonReference
from directory.resources import names_of
from office.exchange.columns import (
    Choice,
    Column,
    Day,
    Reference,
    Whole,
    in_languages,
    named,
    of_field,
)
from office.exchange.resources import Resource as Table
from office.exchange.words import folded
from office.languages import in_every_language

PLACE = {"model": Place, "paths": ("slug", *named("name"))}
HOUR = re.compile(
    r"(\d{1,2})(?:[:.h ]+(\d{2}))?(?::\d{2}(?:\.\d+)?)?(?: ?(?:h|uhr))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Hour(Column):
    """An hour as people write it: 9, 9:00, 09.30, 9h30, 14 Uhr; a workbook's date before it."""

    def read(self, text, lookups):
        found = HOUR.fullmatch(re.sub(r"^\d{4}-\d{2}-\d{2}[ T]", "", text))
        try:
            hour, minute = (int(part or 0) for part in found.groups())
            return datetime.time(hour, minute)
        except (AttributeError, ValueError) as error:
            raise ValidationError(_("“%s” is not an hour such as 9:30.") % text) from error

    def write(self, value, lookups):
        return f"{value:%H:%M}" if value else ""


@dataclass(frozen=True)
class Floor(Whole):
    """A whole number that may lie below the ground."""

    def read(self, text, lookups):
        below = text[:1] in ("-", "−")
        number = super().read(text[1:] if below else text, lookups)
        return -number if below else number


@dataclass(frozen=True)
class WholeDay(Day):
    """A day of which year, month and day are known."""

    def read(self, text, lookups):
        day = super().read(text, lookups)
        if day.precision != "day":
            raise ValidationError(_("Write the whole day, as 2027-04-01: %s.") % text)
        return day.first


@dataclass(frozen=True)
class Weekday(Column):
    """A day of the week in any of our languages, whole or short; 0 is Monday."""

    def read(self, text, lookups):
        found = lookups.remembered("weekdays", weekdays).get(folded(text))
        if found is None:
            raise ValidationError(_("“%s” is not a day of the week.") % text)
        return found

    def write(self, value, lookups):
        return "" if value is None else str(WEEKDAYS[value])


def weekdays():
    """Folded name or number of a day -> its number."""
    found = {str(number): number for number in WEEKDAYS}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for names in (WEEKDAYS, WEEKDAYS_ABBR):
                found |= {folded(name): number for number, name in names.items()}
    return found


class Places(Table):
    model = Place
    help = gettext_lazy(
        "A place is the same when its short name is, or its name and building. Buildings first: "
        "a room names one that is there already."
    )

    def columns(self):
        return [
            *in_languages(
                "name",
                gettext_lazy("name"),
                required=True,
                example="Sala di Lorenzo",
                also=("room", "sala", "luogo"),
            ),
            of_field(Place, "slug", also=("slug",), example="sala-di-lorenzo"),
            Reference("building", gettext_lazy("lies in"), also=("building", "edificio"), **PLACE),
            Floor("floor", gettext_lazy("floor"), also=("piano",), example="1"),
            of_field(Place, "stair", also=("scala",)),
            of_field(Place, "capacity", also=("capacity", "capienza"), example="60"),
            Choice(
                "access",
                gettext_lazy("access"),
                also=("accessibilità",),
                choices=Place.Access,
                example="by_lift",
            ),
            of_field(Place, "is_museum", example="no"),
            of_field(Place, "is_ceremonial", example="yes"),
            of_field(Place, "address", also=("indirizzo",)),
            of_field(Place, "latitude", also=("lat",)),
            of_field(Place, "longitude", also=("lon", "lng", "long")),
            of_field(Place, "time_zone", also=("timezone",)),
            *in_languages("note", gettext_lazy("note")),
        ]

    def prepare(self, lookups):
        slugs = Place._base_manager.values_list("slug", flat=True)
        lookups.remembered("slugs", lambda: set(slugs))

    def identities(self, get):
        if slug := get("slug"):
            yield ("slug", slug)
        for name in names_of(get):
            yield (name, get("building") and get("building").pk)

    def fill(self, draft, values, lookups):
        super().fill(draft, values, lookups)
        if not draft.record.slug:
            draft.record.slug = self.free_slug(draft.record, lookups)

    def free_slug(self, place, lookups):
        """A short name that no other place has, also none of those not seen."""
        taken = lookups.remembered("slugs", set)
        names = [getattr(place, name) for name in in_every_language("name")]
        word = next((slugify(name) for name in names if slugify(name or "")), "place")[:90]
        tries = [word, *(f"{word}-{number}" for number in range(2, len(taken) + 3))]
        slug = next(one for one in tries if one not in taken)
        taken.add(slug)
        return slug


class Bookables(Table):
    model = Resource
    help = gettext_lazy(
        "A room is the same when its place is, a person when the person is, anything else when "
        "its name is."
    )

    def columns(self):
        return [
            Choice(
                "kind",
                gettext_lazy("kind"),
                required=True,
                also=("type", "tipo"),
                choices=Resource.Kind,
                example="equipment",
            ),
            Reference("place", gettext_lazy("room"), also=("sala", "place"), **PLACE),
            PersonReference("person", gettext_lazy("person"), also=("persona",)),
            *in_languages("name", gettext_lazy("name"), example="Interpreting booth"),
            of_field(Resource, "before", example="30"),
            of_field(Resource, "after", example="15"),
            of_field(Resource, "is_active"),
            of_field(Resource, "note"),
        ]

    def identities(self, get):
        if get("place"):
            yield ("place", get("place").pk)
        if get("person"):
            yield ("person", get("person").pk)
        for name in names_of(get):
            yield (get("kind"), name)


class Hours(Table):
    model = OpeningHours
    help = gettext_lazy(
        "Hours are the same when place, weekday, the hour at which it opens and the first day are."
    )

    def columns(self):
        return [
            Reference(
                "place",
                gettext_lazy("place"),
                required=True,
                also=("luogo",),
                example="museum",
                **PLACE,
            ),
            Choice("rooms", gettext_lazy("hold for"), choices=OpeningHours.Rooms, example="all"),
            Weekday(
                "weekday",
                gettext_lazy("weekday"),
                required=True,
                also=("giorno", "day"),
                example="3",
            ),
            Hour("opens", gettext_lazy("opens"), required=True, also=("apre",), example="9:00"),
            Hour(
                "closes", gettext_lazy("closes"), required=True, also=("chiude",), example="14:00"
            ),
            of_field(OpeningHours, "last_entry", example="60"),
            WholeDay("first_day", gettext_lazy("holds from"), example="2027-04-01"),
            WholeDay("last_day", gettext_lazy("holds until"), example="2027-09-30"),
        ]

    def identities(self, get):
        if get("place") and get("weekday") is not None:
            yield (get("place").pk, get("weekday"), get("opens"), get("first_day"))


places = Places()
bookables = Bookables()
opening_hours = Hours()
