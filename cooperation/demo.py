"""The demonstration's own project, which misses a report, and what offices learnt in it."""

from datetime import date, timedelta

from django.utils import timezone

from cooperation.models import (
    Exchange,
    MoneyLine,
    Partner,
    Practice,
    Programme,
    Project,
    ProjectCountry,
    ProjectPurpose,
    Result,
    Step,
    Update,
    Uptake,
)
from directory.models import City
from office.dates import PartialDate
from office.demo import DOMAIN, make
from office.models import Audience, User
from partnerships.models import Theme

LANGUAGES = ("it", "en", "fr", "de", "es")
PROGRAMME = (
    "Programma di prova",
    "Sample programme",
    "Programme d’essai",
    "Musterprogramm",
    "Programa de prueba",
)
FUNDER = (
    "Fondo di prova",
    "Sample fund",
    "Fonds d’essai",
    "Musterfonds",
    "Fondo de prueba",
)
TITLE = (
    "Fontane di prova: l’acqua in due città",
    "Sample fountains: water in two cities",
    "Fontaines d’essai : l’eau dans deux villes",
    "Musterbrunnen: Wasser in zwei Städten",
    "Fuentes de prueba: el agua en dos ciudades",
)
SUMMARY = (
    (
        "Progetto inventato, per provare il programma: due città imparano l’una dall’altra a "
        "curare le fontane."
    ),
    (
        "A made-up project, to try the program with: two cities learn from each other how to care "
        "for fountains."
    ),
    (
        "Projet inventé, pour essayer le programme : deux villes apprennent l’une de l’autre à "
        "entretenir leurs fontaines."
    ),
    (
        "Erfundenes Projekt, um das Programm auszuprobieren: Zwei Städte lernen voneinander, "
        "Brunnen zu pflegen."
    ),
    (
        "Proyecto inventado, para probar el programa: dos ciudades aprenden una de otra a cuidar "
        "las fuentes."
    ),
)
RESULT = (
    "Fontane restaurate",
    "Fountains restored",
    "Fontaines restaurées",
    "Restaurierte Brunnen",
    "Fuentes restauradas",
)
COUNTED = ("fontane", "fountains", "fontaines", "Brunnen", "fuentes")
NEWS = (
    "La prima fontana di prova funziona",
    "The first sample fountain runs",
    "La première fontaine d’essai fonctionne",
    "Der erste Musterbrunnen läuft",
    "Funciona la primera fuente de prueba",
)
EXCHANGE = (
    "Visita di studio alle fontane di prova",
    "Study visit to the sample fountains",
    "Visite d’étude aux fontaines d’essai",
    "Studienbesuch an den Musterbrunnen",
    "Visita de estudio a las fuentes de prueba",
)
LEARNT = (
    "Chi abita vicino a una fontana la cura meglio di un appalto.",
    "Whoever lives beside a fountain looks after it better than a contractor.",
    "Qui habite près d’une fontaine l’entretient mieux qu’un prestataire.",
    "Wer neben einem Brunnen wohnt, pflegt ihn besser als eine Firma.",
    "Quien vive junto a una fuente la cuida mejor que una contrata.",
)
PRACTICE = (
    "Una fontana, un vicinato",
    "One fountain, one neighbourhood",
    "Une fontaine, un voisinage",
    "Ein Brunnen, eine Nachbarschaft",
    "Una fuente, un vecindario",
)
OFFICE = (
    "Ufficio acque di prova",
    "Sample water office",
    "Bureau des eaux d’essai",
    "Muster-Wasseramt",
    "Oficina de aguas de prueba",
)


def load():
    city = City.objects.filter(slug="demo-city").first()
    project = load_project()
    load_rows(project, city)
    load_learnt(project, city)


def load_project():
    programme = make(
        Programme,
        {"key": "demo-programme"},
        kind=Programme.Kind.INTERNATIONAL,
        **words("name", PROGRAMME),
        **words("funder", FUNDER),
    )
    year = timezone.localdate().year
    return make(
        Project,
        {"slug": "demo-fountains"},
        level=Audience.Level.PUBLIC,
        acronym="FONTES",
        programme=programme,
        role=Project.Role.LEAD,
        state=Project.State.RUNNING,
        starts_on=PartialDate(year - 1, 3),
        ends_on=PartialDate(year + 1, 2),
        budget_total=480000,
        budget_city=180000,
        officer=User.objects.filter(email=f"officer@{DOMAIN}").first(),
        **words("title", TITLE),
        **words("summary", SUMMARY),
    )


def load_rows(project, city):
    today = timezone.localdate()
    year = today.year
    if city:
        make(Partner, {"project": project, "city": city}, role=Partner.Role.PARTNER)
        make(ProjectCountry, {"project": project, "country": city.country}, percent=100)
    make(ProjectPurpose, {"project": project, "purpose": "14030"}, percent=100)
    for source, of_year, committed, disbursed in (
        (MoneyLine.Source.INTERNATIONAL, year - 1, 150000, 150000),
        (MoneyLine.Source.INTERNATIONAL, year, 150000, 60000),
        (MoneyLine.Source.OWN_CASH, year, 60000, 0),
        (MoneyLine.Source.OWN_STAFF, year, 30000, 12000),
    ):
        key = {"project": project, "source": source, "year": of_year}
        make(MoneyLine, key, committed=committed, disbursed=disbursed)
    for kind, title, days, is_done in (
        (Step.Kind.MILESTONE, "Kick-off (demo)", -300, True),
        (Step.Kind.REPORT, "Interim report (demo)", -12, False),
        (Step.Kind.FINAL_REPORT, "Final report (demo)", 420, False),
    ):
        due_on = today + timedelta(days=days)
        done_on = due_on if is_done else None
        make(Step, {"project": project, "title": title}, kind=kind, due_on=due_on, done_on=done_on)
    make(
        Result,
        {"project": project, "kind": Result.Kind.OUTPUT},
        **words("title", RESULT),
        **words("indicator", COUNTED),
        baseline=2,
        baseline_year=year - 1,
        target=12,
        actual=7,
        measured_on=PartialDate(year),
    )
    make(
        Update,
        {"project": project, "happened_on": date(year - 1, 9, 1)},
        is_published=True,
        **words("title", NEWS),
    )


def load_learnt(project, city):
    themes = Theme.objects.filter(key="sustainability")
    officer = User.objects.filter(email=f"officer@{DOMAIN}").first()
    shared = {"level": Audience.Level.PUBLIC, "city": city, "project": project, "officer": officer}
    exchange = make(
        Exchange,
        {"slug": "demo-study-visit"},
        kind=Exchange.Kind.STUDY_VISIT,
        starts_on=PartialDate(timezone.localdate().year - 1, 6),
        **shared,
        **words("title", EXCHANGE),
        **words("learnt", LEARNT),
    )
    practice = make(
        Practice,
        {"slug": "demo-one-fountain"},
        **shared,
        **words("title", PRACTICE),
        **words("lesson", LEARNT),
    )
    for record in (project, exchange, practice):
        record.themes.add(*themes)
    practice.exchanges.add(exchange)
    make(Uptake, {"practice": practice}, **words("office", OFFICE))


def words(field, said):
    return {f"{field}_{code}": text for code, text in zip(LANGUAGES, said, strict=True)}
