"""The demonstration's gifts, honours and expenses: made up, with one gift that was given before."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from delegations.demo import visit_of
from delegations.models import (
    Budget,
    BudgetChapter,
    Expense,
    Gift,
    GiftLine,
    Honour,
    HonourKind,
    Mission,
    StockChange,
)
from directory.models import City
from office.dates import PartialDate
from office.demo import make
from office.models import Audience

LANGUAGES = ("it", "en", "fr", "de", "es")
GIFTS = {
    "lion": (
        ("leone in bronzo", "bronze lion", "lion en bronze", "Bronzelöwe", "león de bronce"),
        "official",
        "180",
        12,
    ),
    "paper": (
        (
            "quaderno di carta marmorizzata",
            "notebook of marbled paper",
            "cahier en papier marbré",
            "Heft aus marmoriertem Papier",
            "cuaderno de papel jaspeado",
        ),
        "standard",
        "35",
        40,
    ),
    "print": (
        (
            "stampa di una veduta della città",
            "print of a view of the city",
            "estampe d’une vue de la ville",
            "Druck einer Stadtansicht",
            "grabado de una vista de la ciudad",
        ),
        "standard",
        "28.50",
        1,
    ),
    "book": (
        (
            "libro fotografico della città",
            "book of photographs of the city",
            "livre de photographies de la ville",
            "Bildband der Stadt",
            "libro de fotografías de la ciudad",
        ),
        "standard",
        "42",
        15,
    ),
    "scarf": (
        ("foulard di seta", "silk scarf", "foulard de soie", "Seidentuch", "pañuelo de seda"),
        "official",
        "95",
        8,
    ),
    "pin": (
        ("spilla", "pin", "épinglette", "Anstecker", "insignia"),
        "small",
        "2.40",
        300,
    ),
}
RECEIVED = (
    "vaso di ceramica",
    "ceramic vase",
    "vase en céramique",
    "Keramikvase",
    "jarrón de cerámica",
)
HONOUR = (
    "onorificenza di prova",
    "trial honour",
    "distinction d’essai",
    "Probe-Ehrung",
    "distinción de prueba",
)
WHY = (
    "Per trent’anni di scambi tra le scuole delle due città.",
    "For thirty years of exchange between the schools of both cities.",
    "Pour trente ans d’échanges entre les écoles des deux villes.",
    "Für dreißig Jahre Austausch zwischen den Schulen beider Städte.",
    "Por treinta años de intercambios entre las escuelas de ambas ciudades.",
)


def in_languages(field, texts):
    return {f"{field}_{code}": text for code, text in zip(LANGUAGES, texts, strict=True)}


def load():
    gifts = {key: load_gift(*told) for key, told in GIFTS.items()}
    visits = {key: visit_of(key) for key in ("completed", "planning", "in_progress")}
    load_lines(gifts, visits)
    load_honour()
    load_expenses(visits)


def load_gift(names, kind, value, stock):
    texts = in_languages("name", names)
    if found := Gift.objects.filter(name_en=texts["name_en"], is_demo=True).first():
        return found
    values = {"gift_class": kind, "value": Decimal(value)} | texts
    gift = make(Gift, {"name_en": values.pop("name_en")}, **values)
    StockChange.objects.create(
        gift=gift, quantity=stock, unit_value=Decimal(value), is_demo=True, note="Acquisto"
    )
    return Gift.objects.get(pk=gift.pk)


def load_lines(gifts, visits):
    if GiftLine.objects.filter(is_demo=True).exists():
        return
    today = timezone.localdate()
    if city := City.objects.filter(is_demo=True).order_by("slug").first():
        # What the last mayor got: whoever gives the next one the same is warned.
        line(gifts["lion"], day=today - timedelta(days=1290), city=city, office="Sindaco",
             name="Kenji Mori", is_published=True)  # fmt: skip
        line(direction="received", day=today - timedelta(days=1290), city=city, office="Sindaco",
             value=Decimal("120"), is_estimated=True, kept_at="Sala di Lorenzo, vetrina 2",
             is_published=True, **in_languages("words", RECEIVED))  # fmt: skip
    for key, gift, quantity in (
        ("completed", "paper", 2),
        ("completed", "pin", 20),
        ("in_progress", "paper", 1),
        ("planning", "lion", 1),
    ):
        if visit := visits[key]:
            line(gifts[gift], visit=visit, day=visit.first_day, quantity=quantity,
                 office="Capo delegazione", ours="Demo – Sindaca",
                 is_published=key == "completed")  # fmt: skip
    if mission := Mission.objects.filter(is_demo=True).order_by("first_day").first():
        line(gifts["print"], mission=mission, day=mission.first_day, office="Sindaco")


def line(gift=None, **values):
    """A line of the register, which moves the stock; of no visit, it is internal."""
    if not {"visit", "mission"} & values.keys():
        values["audience"] = Audience.objects.create(level=Audience.Level.INTERNAL, is_demo=True)
    return GiftLine.objects.create(gift=gift, is_demo=True, **values)


def load_honour():
    kind = make(HonourKind, {"key": "demonstration"}, position=9, most_per_year=3,
                **in_languages("name", HONOUR))  # fmt: skip
    city = City.objects.filter(is_demo=True).order_by("slug").first()
    year = timezone.localdate().year
    for name, day in (("Demo – Maria Rossi", f"{year - 1}-06-24"), ("Demo – Luca Bini", f"{year}")):
        make(Honour, {"kind": kind, "name": name}, level=Audience.Level.INTERNAL, city=city,
             office="Insegnante", conferred_on=PartialDate.parse(day), is_published=True,
             **in_languages("motivation", WHY))  # fmt: skip


def load_expenses(visits):
    """A chapter of which most is bound, and expenses of this year and the last."""
    year = timezone.localdate().year
    chapter = make(BudgetChapter, {"code": "DEMO 10.1"}, name="Rappresentanza (dimostrazione)")
    for one, amount in ((year, 4000), (year - 1, 3500)):
        make(Budget, {"chapter": chapter, "year": one}, amount=amount)
    for key, subject, amount, paid in (
        ("completed", "Pranzo di benvenuto per 12 persone", "864.00", True),
        ("completed", "Fiori per la Sala dei Duecento", "145.50", True),
        ("in_progress", "Interprete, mezza giornata", "380.00", False),
        ("planning", "Cena ufficiale", "1250.00", False),
    ):
        if visit := visits[key]:
            spend(chapter, subject, amount, visit=visit, day=visit.first_day,
                  year=year, paid_on=visit.last_day if paid else None)  # fmt: skip
    last = timezone.localdate().replace(year=year - 1, month=5, day=9)
    for subject, amount in (("Corona di alloro", "90.00"), ("Omaggi per il consolato", "412.30")):
        spend(chapter, subject, amount, day=last, year=year - 1, paid_on=last,
              on_occasion="Giornata dell’Europa")  # fmt: skip


def spend(chapter, subject, amount, *, paid_on, **values):
    stage = Expense.Stage.PAID if paid_on else Expense.Stage.COMMITTED
    if not values.get("visit"):
        values["level"] = Audience.Level.INTERNAL
    make(Expense, {"subject": subject, "chapter": chapter}, amount=Decimal(amount), stage=stage,
         paid_on=paid_on, **values)  # fmt: skip
