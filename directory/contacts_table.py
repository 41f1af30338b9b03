"""Contacts as rows of a table: what was kept in lists comes in, and goes out again."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from directory.models import Contact, OfficeHeld, Organisation, Person
from directory.resources import CITY
from office.exchange.columns import Choice, Names, Reference, named, of_field
from office.exchange.resources import Resource
from office.exchange.words import folded
from office.models import User

ORGANISATION = {"model": Organisation, "paths": ("pk", *named("name"))}
COLLEAGUE = {"model": User, "paths": ("email", "name")}


@dataclass(frozen=True)
class PersonReference(Reference):
    """A person by the name, given or family name first, in their own script too."""

    model: type = Person

    def names_of(self, rows):
        known = Names()
        for person in rows:
            known.sure[person.pk] = person.pk
            given, family = person.given_name, person.family_name
            names = [f"{given} {family}", f"{family} {given}", person.sort_name]
            for name in filter(None, (*names, person.own_name, person.transliteration, person.pk)):
                known.add(name, person)
        return known


class Contacts(Resource):
    model = Contact
    help = _("A contact is the same when the day, the partner and the line about it are.")

    def columns(self):
        return [
            of_field(
                Contact,
                "had_on",
                required=True,
                also=("date", "data", "datum", "fecha"),
                example="2024-05-04",
            ),
            Choice("channel", _("channel"), also=("canale", "canal"), choices=Contact.Channel),
            Choice("direction", _("who began"), choices=Contact.Direction),
            Reference("city", _("city"), example="Kyoto", **CITY),
            PersonReference("person", _("person"), also=("name", "nome", "nom")),
            Reference("organisation", _("organisation"), **ORGANISATION),
            of_field(
                Contact,
                "summary",
                required=True,
                also=("subject", "oggetto", "objet", "betreff", "asunto"),
                example="They ask for the archive’s catalogue",
            ),
            of_field(Contact, "note", also=("notes", "nota")),
            Reference("had_by", _("who of us"), also=("by",), **COLLEAGUE),
        ]

    def fill(self, draft, values, lookups):
        """The city as a form would take it, which saving in one go passes over."""
        super().fill(draft, values, lookups)
        contact = draft.record
        if contact.city_id is None:
            offices = lookups.remembered(
                "offices of people", lambda: offices_of_people(lookups.user)
            )
            draft.set(contact, "city", contact.city_meant(offices.get(contact.person_id, [])))

    def identities(self, get):
        partners = [get(name) for name in ("city", "person", "organisation")]
        day, summary = get("had_on"), get("summary")
        if day and summary:
            keys = [partner and partner.pk for partner in partners[1:]]
            # The city is taken from the person or the organisation where the file names none.
            keys += [] if any(keys) else [partners[0] and partners[0].pk]
            yield (day.isoformat(), folded(summary), *keys)


def offices_of_people(user):
    """{key of a person: their offices that the user may see, with the places}."""
    found = {}
    for office in OfficeHeld.objects.visible_to(user).select_related("city", "organisation__city"):
        found.setdefault(office.person_id, []).append(office)
    return found


contacts = Contacts()
