"""By what kinds of bond, themes and agreements are found."""

from django.utils import translation

from directory.models import City, Country
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages, read
from partnerships.models import Agreement, BondType, Theme


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
            days = [str(day) for day in (agreement.signed_on, agreement.ended_on) if day]
        yield Part(
            code,
            f"{kind} – {city}" if kind else "",
            text=" · ".join(filter(None, [country, *days, *texts])),
        )

    names = [*texts_of(agreement.city, "name"), agreement.city.own_name]
    yield Part(names=names, text=" ".join(filter(None, texts_of(agreement.bond_type, "name"))))


def own_texts(agreement, code):
    return [getattr(agreement, f"{field}_{code}") for field in ("instrument", "place", "note")]


search.register(Kind(BondType, defined_parts, public=True, weight=1))
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
