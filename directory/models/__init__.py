from directory.models.acts import Act
from directory.models.bodies import Body, Organisation
from directory.models.cities import City, CityName
from directory.models.contact_details import ContactDetail
from directory.models.contacts import Contact
from directory.models.corrections import Correction
from directory.models.countries import Country
from directory.models.documents import Document, DocumentFile, DocumentLink
from directory.models.offices import OfficeHeld
from directory.models.people import Person, PersonLanguage

__all__ = [
    "Act",
    "Body",
    "City",
    "CityName",
    "Contact",
    "ContactDetail",
    "Correction",
    "Country",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "OfficeHeld",
    "Organisation",
    "Person",
    "PersonLanguage",
]
