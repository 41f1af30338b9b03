"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import register

from directory.models import (
    Act,
    Body,
    City,
    CityName,
    Contact,
    ContactDetail,
    Correction,
    Country,
    Document,
    DocumentFile,
    DocumentLink,
    OfficeHeld,
    Organisation,
    Person,
    PersonLanguage,
)
from office.translation import Texts


@register(Country)
class CountryTranslation(Texts):
    fields = ("name", "note")


@register(City)
class CityTranslation(Texts):
    fields = ("name", "story")


@register(Organisation)
class OrganisationTranslation(Texts):
    fields = ("name",)


@register(Body)
class BodyTranslation(Texts):
    fields = ("name",)


@register(Person)
class PersonTranslation(Texts):
    fields = ("form_of_address",)


@register(OfficeHeld)
class OfficeHeldTranslation(Texts):
    fields = ("title",)


@register(Document)
class DocumentTranslation(Texts):
    fields = ("title", "alt_text")


@register(Act)
class ActTranslation(Texts):
    fields = ("subject", "department")


# Only now that the columns per language exist: within the model it fails at the first save.
for model in (Country, City, CityName, Organisation, Body):
    simple_history.register(model, app="directory")
for model in (Person, OfficeHeld, PersonLanguage, ContactDetail):
    simple_history.register(model, app="directory")
for model in (Act, Contact, Correction):
    simple_history.register(model, app="directory")
for model in (Document, DocumentFile, DocumentLink):
    simple_history.register(model, app="directory")
