"""The demonstration's own places: a country and a city that do not exist."""

from directory.models import City, Country, Organisation
from office.demo import make
from office.models import Audience


def load():
    country, _made = make(
        Country,
        {"code": "XX"},
        name_it="Paese dimostrativo",
        name_en="Demonstration country",
        name_fr="Pays de démonstration",
        name_de="Vorführland",
        name_es="País de demostración",
    )
    city, made = make(
        City,
        {"slug": "demo-city"},
        name_it="Cittaprova",
        name_en="Sampleton",
        name_fr="Exempleville",
        name_de="Musterstadt",
        name_es="Villaprueba",
        country=country,
        latitude=0,
        longitude=-30,
        population=12345,
        time_zone="UTC",
    )
    if made:
        Audience.objects.filter(pk=city.audience_id).update(level=Audience.Level.PUBLIC)
        make(
            Organisation,
            {"name_en": "Youth Orchestra of Sampleton"},
            name_it="Orchestra giovanile di Cittaprova",
            name_fr="Orchestre des jeunes d’Exempleville",
            name_de="Jugendorchester Musterstadt",
            name_es="Orquesta juvenil de Villaprueba",
            kind=Organisation.Kind.ASSOCIATION,
            city=city,
            country=country,
        )
