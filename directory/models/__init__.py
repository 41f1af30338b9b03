from directory.models.bodies import Body, Organisation
from directory.models.cities import City, CityName
from directory.models.countries import Country
from directory.models.documents import Document, DocumentFile, DocumentLink

__all__ = [
    "Body",
    "City",
    "CityName",
    "Country",
    "Document",
    "DocumentFile",
    "DocumentLink",
    "Organisation",
]
