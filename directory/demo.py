"""The demonstration's own places: a country and a city that do not exist."""

from directory import demo_documents
from directory.models import City, Country, Organisation
from office.demo import make
from office.models import Audience


def load():
    country = make(
        Country,
        {"code": "XX"},
        name_it="Paese dimostrativo",
        name_en="Demonstration country",
        name_fr="Pays de démonstration",
        name_de="Vorführland",
        name_es="País de demostración",
    )
    city = make(
        City,
        {"slug": "demo-city"},
        level=Audience.Level.PUBLIC,
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
        languages=["en"],
    )
    make(
        Organisation,
        {"name_en": "International Office of Sampleton"},
        name_it="Ufficio internazionale di Cittaprova",
        name_fr="Bureau international d’Exempleville",
        name_de="Internationales Büro Musterstadt",
        name_es="Oficina internacional de Villaprueba",
        kind=Organisation.Kind.MUNICIPALITY,
        city=city,
        is_counterpart=True,
        level=Audience.Level.PUBLIC,
        country=country,
    )
    demo_documents.load(city)
