"""The demonstration's own agreements: a published one, and one under negotiation."""

from directory.models import City
from office.dates import PartialDate
from office.demo import make
from office.models import Audience
from partnerships.models import Agreement, BondType


def load():
    city = City.objects.get(slug="demo-city")
    # Staff may have taken a kind of bond away.
    for kind in BondType.objects.filter(key__in=AGREEMENTS):
        make(Agreement, {"city": city, "bond_type": kind}, **AGREEMENTS[kind.key])


# Key of the kind of bond -> the agreement.
AGREEMENTS = {
    "friendship": {
        "level": Audience.Level.PUBLIC,
        "signed_on": PartialDate(2019, 5, 4),
        "status": Agreement.Status.IN_FORCE,
        "note_it": "Fatto inventato, per provare il programma.",
        "note_en": "A made-up fact, to try the program with.",
        "note_fr": "Fait inventé, pour essayer le programme.",
        "note_de": "Erfunden, um das Programm auszuprobieren.",
        "note_es": "Hecho inventado, para probar el programa.",
        "drafts": ["fr", "de", "es"],
    },
    "letter_of_intent": {
        "level": Audience.Level.INTERNAL,
        "note_it": "Bozza inventata, visibile solo all’ufficio.",
        "note_en": "A made-up draft, seen by the office alone.",
    },
}
