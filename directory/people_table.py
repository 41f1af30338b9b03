"""People with an office and the ways to reach them, as one row of a table."""

import copy
from difflib import SequenceMatcher
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import ContactDetail, OfficeHeld, Organisation, Person
from directory.models.contact_details import normalised as normalised_of
from directory.people_columns import people_columns
from office.backoffice.rights import visible
from office.exchange.columns import Day, Names, named
from office.exchange.resources import Resource, unasked
from office.exchange.words import folded
from office.languages import in_every_language, original_language
from office.models import made_up

Kind = ContactDetail.Kind
OF_THE_PERSON = ("title", "given_name", "family_name", "own_name", "own_language", "language")
# Name of the column -> the kind of contact that stands there.
CONTACTS = {
    "email": Kind.EMAIL,
    "email_2": Kind.EMAIL,
    "telephone": Kind.TELEPHONE,
    "mobile": Kind.MOBILE,
    "address": Kind.POST,
}
ORGANISATION = ("pk", *named("name"))
# How alike two names must be to be asked about; "Jon Smith" and "John Smith" are at 0.95.
ALIKE = 0.9

# Asked several times of each row, and a telephone number takes long to be understood.
normalised = lru_cache(maxsize=10_000)(normalised_of)


class People(Resource):
    model = Person
    takes_cards = True
    help = gettext_lazy(
        "A person is the same when the name is, and an e-mail address, a number or a place of "
        "office. Each row may hold one office; a person with two offices has two rows."
    )
    makes = [Organisation, Person, OfficeHeld, ContactDetail]

    def columns(self):
        return people_columns()

    def with_related(self, queryset, user):
        offices = visible(OfficeHeld.objects.all(), user)
        offices = offices.select_related(
            "city__country", "organisation__country", "organisation__city__country"
        )
        contacts = ContactDetail.objects.order_by("pk")
        # Instead of what a list of the back-office had asked for.
        return queryset.prefetch_related(None).prefetch_related(
            Prefetch("offices", offices), Prefetch("contacts", contacts)
        )

    def prepare(self, lookups):
        # The numbers of one file are remembered no longer than until the next.
        normalised.cache_clear()
        lookups.remembered(
            "index", lambda: Person.objects.visible_to(lookups.user).duplicate_index()
        )

    # ------------------------------------------------------------ the same, or alike

    def known_of(self, person):
        contacts = contacts_of(person)
        return {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "emails": [one.normalised for one in contacts if one.kind == Kind.EMAIL],
            "numbers": [one.normalised for one in contacts if one.kind in ContactDetail.NUMBERS],
            "mobiles": [one.normalised for one in contacts if one.kind == Kind.MOBILE],
            "places": [key for one in offices_of(person) for key in place_keys(one)],
        }.get

    def identities(self, get):
        name = folded(get("given_name") or ""), folded(get("family_name") or "")
        known = [*emails_in(get), *numbers_in(get, "telephone", "mobile"), *places_in(get)]
        yield from ((name, one) for one in known)
        if not known or get("places") is not None:
            yield name, ""

    def likenesses(self, get):
        yield " ".join(sorted(folded(f"{get('given_name') or ''} {get('family_name')}").split()))
        yield from emails_in(get)
        # A switchboard is everybody's; a mobile telephone is one person's.
        yield from get("mobiles") or numbers_in(get, "mobile")

    def alike(self, values, lookups):
        """Those whose name is nearly the same, unless their e-mail addresses speak against it."""
        index = lookups.remembered("index", dict)
        found = index.find(
            given_name=values.get("given_name", ""),
            family_name=values["family_name"],
            own_name=values.get("own_name", ""),
        )
        known = lookups.remembered("people", lambda: self.by_key(lookups))
        emails = set(emails_in(values.get))
        name = folded(f"{values.get('given_name', '')} {values['family_name']}")
        return [
            pk
            for pk in found
            if pk in known
            and SequenceMatcher(None, name, known[pk][0]).ratio() >= ALIKE
            and not (emails and known[pk][1] and emails.isdisjoint(known[pk][1]))
        ]

    def by_key(self, lookups):
        """Key -> (folded name, e-mail addresses) of everybody."""
        found = {}
        for person in self.records(lookups.user):
            emails = {one.normalised for one in contacts_of(person) if one.kind == Kind.EMAIL}
            found[person.pk] = folded(f"{person.given_name} {person.family_name}"), emails
        return found

    # ------------------------------------------------------------ from the row

    def fill(self, draft, values, lookups):
        for name in (*OF_THE_PERSON, "note"):
            if name in values:
                draft.set(draft.record, name, values[name])
        place = self.place(draft, values, lookups)
        self.fill_office(draft, values, place)
        self.fill_contacts(draft, values, place)

    def place(self, draft, values, lookups):
        """The organisation or else the city of the row, None where it names neither."""
        text, city = values.get("organisation"), values.get("city")
        if not text:
            return city
        known = lookups.remembered(
            "organisations",
            lambda: Names.of(
                visible(Organisation.objects.select_related("city", "country"), lookups.user),
                ORGANISATION,
            ),
        )
        found = known.by_name.get(folded(text), set())
        if city and len(found) > 1:
            found = {one for one in found if one.city_id == city.pk}
        if len(found) > 1:
            message = _("Several organisations are called so: write the city too.")
            raise ValidationError({"organisation": message})
        return next(iter(found)) if found else self.new_organisation(draft, values, lookups)

    def new_organisation(self, draft, values, lookups):
        if not lookups.user.has_perm("directory.add_organisation"):
            raise ValidationError({"organisation": _("There is no organisation of this name.")})
        made = lookups.remembered("new organisations", dict)
        city = values.get("city")
        key = folded(values["organisation"]), city and city.pk
        if key not in made:
            made[key] = Organisation(
                kind=Organisation.Kind.OTHER,
                city=city,
                country=values.get("country") or (city and city.country),
                is_demo=made_up(lookups.user),
                **{f"name_{original_language()}": values["organisation"]},
            )
        draft.add(made[key])
        return made[key]

    def fill_office(self, draft, values, place):
        person, title = draft.record, values.get("office")
        if not (title or place):
            return
        held = {name: values[name] for name in ("held_from", "held_to") if name in values}
        for office in offices_of(person):
            if is_the_post(office, place, title):
                # On a copy: whether the row changes anything is tried out first.
                now = copy.copy(office)
                for name, value in held.items():
                    draft.set(now, name, value)
                person._offices = [now if one is office else one for one in offices_of(person)]
                return
        office = OfficeHeld(person=person, is_demo=person.is_demo, **held)
        for field in ("city", "organisation"):
            if isinstance(place, OfficeHeld._meta.get_field(field).related_model):
                setattr(office, field, place)
        setattr(office, f"title_{original_language()}", title or contact_person())
        draft.add(office)
        person._offices = [*offices_of(person), office]

    def fill_contacts(self, draft, values, place):
        person, region = draft.record, region_of(values, place)
        for column, kind in CONTACTS.items():
            text = values.get(column)
            if not text or any(is_same(one, kind, text, region) for one in contacts_of(person)):
                continue
            contact = ContactDetail(person=person, kind=kind, value=text, is_demo=person.is_demo)
            # bulk_create asks no save().
            contact.normalised = normalised(kind, text, region)[:254]
            contact.column = column
            draft.add(contact)
            person._contacts = [*contacts_of(person), contact]

    def validate(self, record):
        if isinstance(record, OfficeHeld) and record.organisation and not record.organisation.pk:
            # Its place has no key yet, which is what the model's own look goes by.
            record.clean_fields(exclude=unasked(record))
        else:
            super().validate(record)

    def column_of(self, record, field):
        match record:
            case ContactDetail():
                return getattr(record, "column", "")
            case OfficeHeld() if field.startswith("title"):
                return "office"
            case Organisation():
                return "organisation"
        return super().column_of(record, field)

    # ------------------------------------------------------------ into a row

    def cells(self, person, lookups):
        return next(self.rows([person], lookups))

    def rows(self, people, lookups):
        """A row for each office, and one for who holds none."""
        columns = {one.name: one for one in self.columns()}
        for person in people:
            texts = {
                name: columns[name].write(getattr(person, name), lookups)
                for name in (*OF_THE_PERSON, "note")
            } | contact_cells(person)
            for office in offices_of(person) or [None]:
                yield dict.fromkeys(columns, "") | texts | office_cells(office, columns, lookups)

    def changes(self, before, draft, lookups):
        changes = super().changes(before, draft, lookups) if before else {}
        changes = {name: pair for name, pair in changes.items() if name in (*OF_THE_PERSON, "note")}
        for record, values in draft.before:
            if isinstance(record, OfficeHeld):
                for name, text in values.items():
                    changes[name] = [text or "", Day("", "").write(getattr(record, name), lookups)]
        for record in draft.made:
            if isinstance(record, Organisation):
                changes["organisation"] = ["", _("%s (added to the directory)") % record]
            elif before and isinstance(record, OfficeHeld):
                changes["office"] = ["", str(record)]
            elif before and isinstance(record, ContactDetail):
                changes[record.column] = ["", record.value]
        return changes


people = People()


def offices_of(person):
    """With those that earlier rows gave the person."""
    kept = getattr(person, "_offices", None)
    if kept is None:
        kept = list(person.offices.all()) if person.pk else []
    return kept


def contacts_of(person):
    kept = getattr(person, "_contacts", None)
    if kept is None:
        kept = list(person.contacts.all()) if person.pk else []
    return kept


def titles_of(office):
    return {folded(getattr(office, name) or "") for name in in_every_language("title")}


def contact_person():
    """Who stands in an address book under an organisation, and nothing else is said."""
    with translation.override(original_language()):
        return _("contact person")


def is_at(office, place):
    return place is None or any(
        one is not None and one == place for one in (office.city, office.organisation)
    )


def is_the_post(office, place, title):
    """Whether a row means this office; one that names a city alone may mean a body there."""
    has_title = bool(title) and folded(title) in titles_of(office)
    if is_at(office, place):
        return has_title or not title
    return has_title and office.organisation is not None and office.organisation.city == place


def is_same(contact, kind, text, region):
    """Whether the contact is the one of the row, however it is typed."""
    of_one_kind = contact.kind == kind or {contact.kind, kind} <= set(ContactDetail.NUMBERS)
    wanted = normalised(kind, text, region)
    same = contact.normalised == wanted if wanted else folded(contact.value) == folded(text)
    return of_one_kind and same


def region_of(values, place):
    """The country in which a number without a code is dialled."""
    country = values.get("country") or getattr(place, "country", None)
    city = values.get("city") or getattr(place, "city", None)
    country = country or (city and city.country)
    return country.code if country else None


def emails_in(get):
    known = get("emails")
    return (
        known
        if known is not None
        else [one.strip().lower() for name in ("email", "email_2") if (one := get(name))]
    )


def numbers_in(get, *columns):
    known = get("numbers")
    if known is not None:
        return known
    region = region_of({name: get(name) for name in ("country", "city")}, None)
    return [normalised(CONTACTS[name], text, region) for name in columns if (text := get(name))]


def places_in(get):
    known = get("places")
    if known is not None:
        return known
    if get("organisation"):
        return [("organisation", folded(get("organisation")))]
    return [("city", get("city").pk)] if get("city") else []


def place_keys(office):
    if office.organisation is not None:
        names = {getattr(office.organisation, name) for name in in_every_language("name")}
        return [("organisation", folded(name)) for name in names if name]
    return [("city", office.city_id)] if office.city_id else []


def contact_cells(person):
    """Name of the column -> text; of e-mail addresses the first two, of the others the first."""
    cells = {}
    for contact in contacts_of(person):
        free = [
            name for name, kind in CONTACTS.items() if kind == contact.kind and name not in cells
        ]
        if free:
            cells[free[0]] = contact.value
    return cells


def office_cells(office, columns, lookups):
    if office is None:
        return {}
    organisation = office.organisation
    city = organisation.city if organisation else office.city
    return {
        "office": office.title,
        "organisation": str(organisation or ""),
        "city": columns["city"].write(city, lookups),
        "country": columns["country"].write(office.country, lookups),
        "held_from": columns["held_from"].write(office.held_from, lookups),
        "held_to": columns["held_to"].write(office.held_to, lookups),
    }
