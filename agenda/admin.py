from agenda.backoffice import settings  # noqa: F401
from agenda.backoffice.places import PlaceAdmin  # noqa: F401 (registers itself)
from agenda.backoffice.resources import PartyAdmin, ResourceAdmin  # noqa: F401 (the same)
