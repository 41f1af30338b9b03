from directory.models.bodies import Body, Organisation
from directory.models.cities import City, CityName
from directory.models.countries import Country

__all__ = ["Body", "City", "CityName", "Country", "Organisation"]
