"""The demonstration's missions: one that is over and not reported on yet, one of years ago."""

from datetime import time, timedelta

from django.utils import timezone

from delegations import actions
from delegations.models import GuestRank, Mission, MissionItem, Traveller
from directory.models import City
from office.demo import DOMAIN, make
from office.models import Audience, User
from partnerships.models import Theme

LANGUAGES = ("it", "en", "fr", "de", "es")
FAIR = (
    "Fiera dell’artigianato (missione di prova)",
    "Crafts fair (a mission made up to try with)",
    "Salon de l’artisanat (mission d’essai)",
    "Handwerksmesse (erfundene Reise)",
    "Feria de artesanía (misión de prueba)",
)
YEARS_AGO = (
    "Dieci anni del patto (missione di prova)",
    "Ten years of the pact (a mission made up to try with)",
    "Dix ans du pacte (mission d’essai)",
    "Zehn Jahre Pakt (erfundene Reise)",
    "Diez años del pacto (misión de prueba)",
)
OPENING = ("Inaugurazione", "Opening", "Ouverture", "Eröffnung", "Inauguración")
TALK = (
    "Incontro con la sindaca",
    "Talk with the mayor",
    "Entretien avec la maire",
    "Gespräch mit der Bürgermeisterin",
    "Encuentro con la alcaldesa",
)
RESULT = (
    "È nata l’idea di uno scambio tra botteghe.",
    "The idea of an exchange between workshops was born.",
    "L’idée d’un échange entre ateliers est née.",
    "So entstand die Idee eines Austauschs zwischen Werkstätten.",
    "Nació la idea de un intercambio entre talleres.",
)


def load():
    today = timezone.localdate()
    officer = User.objects.filter(email=f"officer@{DOMAIN}").first()
    load_fair(today, officer)
    make(
        Mission,
        {"title_it": YEARS_AGO[0]},
        level=Audience.Level.PUBLIC,
        city=City.objects.get(slug="demo-city"),
        first_day=today - timedelta(days=1500),
        last_day=today - timedelta(days=1498),
        state=Mission.State.OVER,
        host_name="John Sample, Mayor",
        host_rank=GuestRank.MAYOR,
        report="La delegazione è stata accolta in municipio.",
        reported_on=today - timedelta(days=1490),
        officer=officer,
        **texts("title", YEARS_AGO[1:], LANGUAGES[1:]),
        **texts("result", RESULT),
    )


def load_fair(today, officer):
    """Over for some days, with the opposition left at home: both are told."""
    if Mission.objects.filter(title_it=FAIR[0], is_demo=True).exists():
        return
    mission = make(
        Mission,
        {"title_it": FAIR[0]},
        level=Audience.Level.INTERNAL,
        city=City.objects.get(slug="demo-city"),
        first_day=today - timedelta(days=8),
        last_day=today - timedelta(days=6),
        state=Mission.State.OVER,
        theme=Theme.objects.filter(key="culture").first(),
        host_name="Ann Sample, Mayor",
        host_rank=GuestRank.MAYOR,
        officer=officer,
        **texts("title", FAIR[1:], LANGUAGES[1:]),
    )
    for position, (name, office, side) in enumerate(
        [
            ("Ada Esempio", "Assessora", Traveller.Side.MAJORITY),
            ("Bruno Esempio", "Funzionario", Traveller.Side.NONE),
        ]
    ):
        Traveller.objects.create(
            mission=mission,
            position=position,
            name=name,
            office=office,
            side=side,
            is_head=position == 0,
            is_demo=True,
        )
    for title, begins, host in ((OPENING, time(10), ""), (TALK, time(15), "Ann Sample, Mayor")):
        MissionItem.objects.create(
            mission=mission,
            day=mission.first_day,
            begins=begins,
            host=host,
            is_demo=True,
            **texts("title", title),
        )
    actions.save_mission(mission=mission, by=None)


def texts(field, words, languages=LANGUAGES):
    return {f"{field}_{code}": text for code, text in zip(languages, words, strict=True)}
