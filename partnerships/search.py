"""By what kinds of bond, themes and agreements are found."""

from django.utils import translation

from directory.models import City, Country
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages, read
from partnerships.models import Agreement, BondType, Theme

# What people call a city that is bound to theirs in this way, in every language at once.
EVERYDAY_WORDS = {
    "twin": (
        "città gemella",
        "città gemellata",
        "città gemellate",
        "città sorella",
        "twin town",
        "twin city",
        "twinned city",
        "sister city",
        "sister town",
        "ville jumelle",
        "ville jumelée",
        "villes jumelées",
        "ville sœur",
        "Partnerstadt",
        "Partnerstädte",
        "Partnergemeinde",
        "Schwesterstadt",
        "ciudad hermana",
        "ciudad hermanada",
        "ciudad gemela",
    ),
    "friendship": (
        "città amica",
        "friendship city",
        "friendly city",
        "ville amie",
        "befreundete Stadt",
        "Städtefreundschaft",
        "ciudad amiga",
    ),
    "letter_of_intent": (
        "dichiarazione di intenti",
        "declaration of intent",
        "déclaration d’intention",
        "declaración de intenciones",
    ),
}


def everyday_words(bond_type):
    return EVERYDAY_WORDS.get(bond_type.key, ())


def bond_parts(bond_type):
    """By its name, by what it means, and by what people call it."""
    yield from defined_parts(bond_type)
    yield Part(names=everyday_words(bond_type))


def defined_parts(kind):
    """Of a kind of bond or a theme: by its name and by what it means."""
    for code in languages():
        name, definition = getattr(kind, f"name_{code}"), getattr(kind, f"definition_{code}")
        if name or definition:
            yield Part(code, name, text=definition)


def agreement_parts(agreement):
    """By kind and city, by what the paper calls itself, and by its day in words."""
    own = {code: own_texts(agreement, code) for code in languages()}
    for code, texts in own.items():
        kind = getattr(agreement.bond_type, f"name_{code}")
        if not (kind or any(texts)):
            continue
        city = read(agreement.city, "name", code)
        country = read(agreement.city.country, "name", code)
        with translation.override(code):
            days = days_of(agreement)
        yield Part(
            code,
            f"{kind} – {city}" if kind else "",
            text=" · ".join(filter(None, [country, *days, *texts])),
        )

    city, words = agreement.city, everyday_words(agreement.bond_type)
    names = [*texts_of(city, "name"), city.own_name, *words]
    yield Part(names=names, text=" ".join(filter(None, texts_of(agreement.bond_type, "name"))))


def days_of(agreement):
    """From when to when; of what has but one of the two days, that day."""
    signed, ended = agreement.signed_on, agreement.ended_on
    if signed:
        return [signed.display_until(ended)]
    return [str(ended)] if ended else []


def own_texts(agreement, code):
    return [getattr(agreement, f"{field}_{code}") for field in ("instrument", "place", "note")]


search.register(Kind(BondType, bond_parts, public=True, weight=1))
search.register(Kind(Theme, defined_parts, public=True, weight=1))
search.register(
    Kind(
        Agreement,
        agreement_parts,
        mentions={BondType: "bond_type", City: "city", Country: "city__country"},
        related=("bond_type", "city__country"),
        public=True,
        weight=2,
    )
)
