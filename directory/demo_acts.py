"""The demonstration's own acts: of a council of ours, and of its made-up city."""

from directory.models import Act, Body, City
from office.dates import PartialDate
from office.demo import make
from office.models import Audience

OURS = {
    "name_it": "Consiglio dimostrativo",
    "name_en": "Demonstration council",
    "name_fr": "Conseil de démonstration",
    "name_de": "Vorführrat",
    "name_es": "Pleno de demostración",
}
THEIRS = {
    "name_it": "Consiglio comunale di Cittaprova",
    "name_en": "City Council of Sampleton",
    "name_fr": "Conseil municipal d’Exempleville",
    "name_de": "Stadtrat von Musterstadt",
    "name_es": "Pleno de Villaprueba",
}
SUBJECT = {
    "subject_it": "Patto di amicizia con Cittaprova",
    "subject_en": "Friendship pact with Sampleton",
    "subject_fr": "Pacte d’amitié avec Exempleville",
    "subject_de": "Freundschaftsvertrag mit Musterstadt",
    "subject_es": "Pacto de amistad con Villaprueba",
}
THEIR_SUBJECT = {
    "subject_it": "Patto di amicizia tra le due città",
    "subject_en": "Friendship pact between the two cities",
    "subject_fr": "Pacte d’amitié entre les deux villes",
    "subject_de": "Freundschaftsvertrag zwischen den beiden Städten",
    "subject_es": "Pacto de amistad entre las dos ciudades",
}


def load():
    ours = make(
        Body,
        {"key": "demo-council"},
        number_pattern=r"\d{4}/C/\d{5}",
        number_example="2019/C/00012",
        **OURS,
    )
    theirs = make(
        Body, {"key": "demo-city-council"}, city=City.objects.get(slug="demo-city"), **THEIRS
    )
    make(
        Act,
        {"body": ours, "number": "2019/C/00012"},
        level=Audience.Level.PUBLIC,
        proposal_number="2019/00031",
        adopted_on=PartialDate(2019, 3, 11),
        enforceable_on=PartialDate(2019, 3, 11),
        published_on=PartialDate(2019, 3, 18),
        rapporteur="Anna Prova",
        **SUBJECT,
    )
    make(
        Act,
        {"body": theirs, "adopted_on": PartialDate(2019, 4)},
        level=Audience.Level.PUBLIC,
        **THEIR_SUBJECT,
    )
