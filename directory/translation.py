"""Which fields are written in every language, and whose changes are kept."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

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


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "note")
    empty_values = ""


@register(City)
class CityTranslation(TranslationOptions):
    fields = ("name", "story")
    empty_values = ""


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Body)
class BodyTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("form_of_address",)
    empty_values = ""


@register(OfficeHeld)
class OfficeHeldTranslation(TranslationOptions):
    fields = ("title",)
    empty_values = ""


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "alt_text")
    empty_values = ""


@register(Act)
class ActTranslation(TranslationOptions):
    fields = ("subject", "department")
    empty_values = ""


# Only now that the columns per language exist: within the model it fails at the first save.
for model in (Country, City, CityName, Organisation, Body):
    simple_history.register(model, app="directory")
for model in (Person, OfficeHeld, PersonLanguage, ContactDetail):
    simple_history.register(model, app="directory")
for model in (Act, Contact, Correction):
    simple_history.register(model, app="directory")
for model in (Document, DocumentFile, DocumentLink):
    simple_history.register(model, app="directory")
