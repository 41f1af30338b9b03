from directory.models.bodies import Body, Organisation
from directory.models.cities import City, CityName
from directory.models.contacts import ContactDetail
from directory.models.countries import Country
from directory.models.documents import Document, DocumentFile, DocumentLink
from directory.models.offices import OfficeHeld
from directory.models.people import Person, PersonLanguage

__all__ = [
    "Body",
    "City",
    "CityName",
    "ContactDetail",
    "Country",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "OfficeHeld",
    "Organisation",
    "Person",
    "PersonLanguage",
]
