"""Who asks: found by a name, a body, a city, an address or a number while the caller speaks."""

from dataclasses import dataclass, field

from django.core.validators import validate_email
from django.db.models import Model, Prefetch, prefetch_related_objects
from django.forms import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

from delegations.models import Requester, Visit
from directory.models import City, ContactDetail, OfficeHeld, Organisation, Person
from office import telephones
from office.languages import offered_languages
from office.search.answers import staff_search

# Few enough to be read at once below the box.
SHOWN = 8
MODELS = {"person": Person, "organisation": Organisation, "city": City, "visit": Visit}
# The fields that what is found may fill; of the first ones the key, with the name to show.
KEYS = ("organisation", "city", "country", "contact")
FILLED = (
    *KEYS,
    "requester",
    "body_name",
    "city_name",
    "contact_name",
    "contact_office",
    "contact_email",
    "contact_telephone",
    "contact_language",
)
REQUESTERS = {
    Organisation.Kind.MUNICIPALITY: Requester.CITY,
    Organisation.Kind.REGION: Requester.CITY,
    Organisation.Kind.STATE: Requester.GOVERNMENT,
    Organisation.Kind.EMBASSY: Requester.EMBASSY,
    Organisation.Kind.CONSULATE: Requester.CONSULATE,
    Organisation.Kind.INTERNATIONAL: Requester.INTERNATIONAL,
    Organisation.Kind.UNIVERSITY: Requester.UNIVERSITY,
    Organisation.Kind.ASSOCIATION: Requester.ASSOCIATION,
    Organisation.Kind.COMPANY: Requester.COMPANY,
    Organisation.Kind.OTHER: Requester.OTHER,
}


@dataclass(frozen=True)
class Known:
    """One who is known: what is read of them, and what they fill in of the form."""

    key: str
    kind: str
    record: Model
    # Field -> its value; of a foreign key the record itself.
    fills: dict = field(default_factory=dict)

    @property
    def title(self):
        return str(self.record)

    @property
    def said(self):
        """By what one tells them apart: the office held, the body, the address."""
        names = ("contact_name", "contact_office", "body_name", "contact_email")
        told = [str(self.fills.get(name) or "") for name in (*names, "contact_telephone")]
        told.append(str(self.fills.get("city") or self.fills.get("country") or ""))
        return ", ".join(dict.fromkeys(one for one in told if one and one not in self.title))

    def as_typed(self):
        """Field -> what the form sends for it."""
        return {name: getattr(value, "pk", value) for name, value in self.fills.items() if value}

    def as_json(self):
        """For the script: of a foreign key its name as well."""
        named = {name: str(self.fills[name]) for name in KEYS if self.fills.get(name)}
        return {
            "title": self.title,
            "kind": self.kind,
            "said": self.said,
            "fills": self.as_typed(),
            "names": named,
        }


def look_up(text, user):
    """Those whom the words may mean, of whom the user may see, the likeliest first."""
    search = staff_search(
        text,
        user=user,
        models=[model for model in MODELS.values() if may_see(model, user)],
        language=get_language(),
    )
    if not search.question:
        return []
    hits = [*search.first(SHOWN), *search.similar][:SHOWN]
    return described([hit.record for hit in hits], user)


def of_key(key, user):
    """The one that a key such as “city:12” means; None where the user may not see it."""
    name, _colon, pk = key.partition(":")
    model = MODELS.get(name)
    if model is None or not pk.isdecimal() or not may_see(model, user):
        return None
    record = model.objects.visible_to(user).filter(pk=pk).first()
    return next(iter(described([record] if record else [], user)), None)


def may_see(model, user):
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def described(records, user):
    """The records with what each fills in: a few queries, however many they are."""
    fetch(records, user)
    names = {model: name for name, model in MODELS.items()}
    return [
        Known(
            f"{names[type(one)]}:{one.pk}",
            str(capfirst(one._meta.verbose_name)),
            one,
            FILLS[type(one)](one),
        )
        for one in records
    ]


def fetch(records, user):
    """What they fill in, of what the user may see, for all of a kind at once."""
    today = timezone.localdate()
    numbers = ContactDetail.objects.visible_to(user).filter(is_private=False)
    held = OfficeHeld.objects.visible_to(user).held_on(today)
    held = held.select_related(
        "city__country", "organisation__city__country", "organisation__country"
    )
    related = {
        Person: [Prefetch("offices", held), Prefetch("contacts", numbers)],
        Organisation: ["city__country", "country", Prefetch("contacts", numbers)],
        City: ["country"],
        Visit: ["city__country", "country", "organisation", "contact"],
    }
    for model, names in related.items():
        prefetch_related_objects([one for one in records if type(one) is model], *names)


# ---------------------------------------------------------------- what each fills in


def of_person(person):
    office = next(iter(person.offices.all()), None)
    place = office and (office.organisation or office.city)
    filled = FILLS[type(place)](place, numbers=False) if place else {}
    language = offered(person.language) or filled.get("contact_language", "")
    return filled | {
        "contact": person,
        "contact_name": " ".join(filter(None, [person.title, person.display_name])),
        "contact_office": office.title if office else "",
        "contact_language": language,
        **numbers_of(person),
    }


def of_organisation(organisation, numbers=True):
    city = organisation.city
    return {
        "organisation": organisation,
        "body_name": str(organisation)[:200],
        "city": city,
        "country": city.country if city else organisation.country,
        "requester": REQUESTERS.get(organisation.kind, ""),
        "contact_language": offered(*city.languages) if city else "",
        **(numbers_of(organisation) if numbers else {}),
    }


def of_city(city, numbers=True):
    return {
        "city": city,
        "country": city.country,
        "requester": Requester.CITY,
        "contact_language": offered(*city.languages),
    }


def of_visit(visit):
    """Whoever asked for an earlier visit asks again."""
    return {name: getattr(visit, name) for name in FILLED}


def numbers_of(record):
    """The first e-mail address and the first number that are not private."""
    contacts = list(record.contacts.all())
    emails = (one.value for one in contacts if one.kind == ContactDetail.Kind.EMAIL)
    numbers = (one.value for one in contacts if one.kind in ContactDetail.NUMBERS)
    return {"contact_email": next(emails, ""), "contact_telephone": next(numbers, "")[:40]}


def offered(*languages):
    """The first of these languages in which the office writes; "" where it writes in none."""
    known = dict(offered_languages())
    return next((one for one in languages if one in known), "")


FILLS = {Person: of_person, Organisation: of_organisation, City: of_city, Visit: of_visit}


# ---------------------------------------------------------------- who is not known


NEW = {
    "body_name": gettext_lazy("new body or institution"),
    "contact_name": gettext_lazy("new focal point"),
    "contact_email": gettext_lazy("new e-mail address"),
    "contact_telephone": gettext_lazy("new telephone number"),
}


def as_new(text):
    """Lines for the list below the box: what was typed, as what it is of somebody new."""
    if not text:
        return []
    field = field_of(text)
    fields = ["body_name", "contact_name"] if field == "body_name" else [field]
    return [
        {
            "title": text,
            "kind": str(NEW[name]),
            "said": "",
            "fills": {name: text[: Visit._meta.get_field(name).max_length]},
        }
        for name in fields
    ]


def field_of(text):
    """Which field a text belongs into that nobody known was found for."""
    try:
        validate_email(text)
    except ValidationError:
        return "contact_telephone" if telephones.is_number(text) else "body_name"
    return "contact_email"
