"""The demonstration's own agreements: one in each situation that the office has to deal with."""

from datetime import timedelta

from django.utils import timezone

from directory.models import City, Contact, Country
from office.dates import PartialDate
from office.demo import email_of, make
from office.models import Audience, User
from office.roles import BY_KEY
from partnerships.anniversaries import months_after
from partnerships.models import Agreement, BondType, Move, Rule, Signature, Step

PUBLIC = Audience.Level.PUBLIC


def load():
    make_rules()
    make_cities()
    city = City.objects.get(slug="demo-city")
    # Staff may have taken a kind of bond away.
    for kind in BondType.objects.filter(key__in=AGREEMENTS):
        make(Agreement, {"city": city, "bond_type": kind}, **AGREEMENTS[kind.key])
    if twin := BondType.objects.filter(key="twin").first():
        make_twins(twin)


def make_rules():
    """Rules to try the pact clock with, where no data set brought the city's own."""
    for kind, figure in ((Rule.Kind.CONFIRMATION, 10), (Rule.Kind.TWINS_PER_NATION, 1)):
        if not Rule.objects.filter(kind=kind).exists():
            since = PartialDate(2000)
            make(Rule, {"kind": kind}, figure=figure, in_force_from=since, **RULE)


def make_cities():
    country = Country.objects.get(code="XX")
    for slug, (names, latitude, longitude) in CITIES.items():
        make(
            City,
            {"slug": slug},
            level=PUBLIC,
            country=country,
            latitude=latitude,
            longitude=longitude,
            languages=["en"],
            **names,
        )


def make_twins(twin):
    """
    Two that were signed on days that keep their distance from today.

    The first is due for confirmation in ten months, the second is dormant: nobody was in
    touch for five years.
    """
    today = timezone.localdate()
    due = months_after(today, 10 - 120)
    quiet = months_after(today, -60)
    officer = User.objects.filter(email=email_of(BY_KEY["officer"])).first()
    pact = make_twin("demo-harbour", twin, due, officer=officer, **IN_FORCE)
    if not pact.steps.exists():
        walk(pact, due)
    silent = make_twin("demo-mountain", twin, quiet, **IN_FORCE)
    # Something was recorded after the signature: without it nobody could call it dormant.
    make(
        Contact,
        {"city": silent.city},
        had_on=PartialDate.of(months_after(today, -58)),
        summary="Telefonata inventata, per provare il programma.",
    )


def make_twin(slug, twin, signed, **values):
    city = City.objects.get(slug=slug)
    day = PartialDate.of(signed)
    return make(Agreement, {"city": city, "bond_type": twin}, signed_on=day, **values)


def walk(pact, signed):
    """The whole way of a pact, from the idea to being in force, in the two years before."""
    before = ""
    for move, state, days in WAY:
        day = PartialDate.of(signed - timedelta(days=days))
        states = {"from_status": before, "to_status": state}
        make(Step, {"agreement": pact, "move": move}, on=day, **states)
        before = state
    make(
        Signature,
        {"agreement": pact, "kind": Signature.Kind.FIRST},
        signed_on=PartialDate.of(signed),
        place_it="Cittaprova, municipio",
        place_en="Sampleton, town hall",
        languages=["it", "en"],
    )


WAY = [
    (Move.PROPOSE, "proposed", 600),
    (Move.CLEAR, "cleared", 480),
    (Move.NOTIFY, "notified", 400),
    (Move.APPROVE, "approved", 300),
    (Move.PARTNER_APPROVE, "both_approved", 200),
    (Move.SIGN, "signed", 0),
    (Move.ENTER, "in_force", 0),
]

NOTE = {
    "note_it": "Fatto inventato, per provare il programma.",
    "note_en": "A made-up fact, to try the program with.",
    "note_fr": "Fait inventé, pour essayer le programme.",
    "note_de": "Erfunden, um das Programm auszuprobieren.",
    "note_es": "Hecho inventado, para probar el programa.",
    "drafts": ["fr", "de", "es"],
}
IN_FORCE = {"level": PUBLIC, "status": Agreement.Status.IN_FORCE, **NOTE}

# Key of the kind of bond -> the agreement with Sampleton.
AGREEMENTS = {
    "friendship": {"signed_on": PartialDate(2019, 5, 4), **IN_FORCE},
    "letter_of_intent": {
        "level": Audience.Level.INTERNAL,
        "note_it": "Bozza inventata, visibile solo all’ufficio.",
        "note_en": "A made-up draft, seen by the office alone.",
    },
}

CITIES = {
    "demo-harbour": (
        {
            "name_it": "Porto Inventato",
            "name_en": "Port Invented",
            "name_fr": "Port-Inventé",
            "name_de": "Erfundhafen",
            "name_es": "Puerto Inventado",
        },
        2,
        -32,
    ),
    "demo-mountain": (
        {
            "name_it": "Monte Silente",
            "name_en": "Mount Silent",
            "name_fr": "Mont-Silencieux",
            "name_de": "Stillenberg",
            "name_es": "Monte Silente",
        },
        -2,
        -28,
    ),
}

RULE = {
    "text_it": "Regola inventata, per provare il programma",
    "text_en": "A made-up rule, to try the program with",
    "text_fr": "Règle inventée, pour essayer le programme",
    "text_de": "Erfundene Regel, um das Programm auszuprobieren",
    "text_es": "Regla inventada, para probar el programa",
    "drafts": ["fr", "de", "es"],
}
