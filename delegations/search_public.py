"""By what the delegations received are found."""

from django.utils import translation

from delegations.models import PublicVisit
from directory.models import City
from directory.search import city_part
from office import search
from office.search import Kind, Part, languages

TEXTS = ("guests", "subject", "host", "room", "text")


def parts(visit):
    """By title, texts and days in words; by its city, guarded by the city too."""
    for code in languages():
        title = getattr(visit, f"title_{code}")
        texts = [text for field in TEXTS if (text := getattr(visit, f"{field}_{code}"))]
        if title or texts:
            yield Part(code, title, text=" · ".join([days_of(visit, code), *texts]))
    if visit.city:
        yield city_part(visit.city)


def days_of(visit, language):
    with translation.override(language):
        return visit.days


search.register(
    Kind(
        PublicVisit,
        parts,
        mentions={City: "city"},
        prefetch=("city",),
        public=True,
        weight=2,
    )
)
