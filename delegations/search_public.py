"""By what the delegations received are found."""

from dataclasses import replace

from django.utils import translation

from delegations.models import PublicVisit, Visit
from directory.models import City
from directory.search import city_part
from office import search
from office.models import Audience
from office.search import Kind, Part, languages

TEXTS = ("guests", "subject", "host", "room", "text")


def parts(visit):
    """
    By title, texts and days in words; by its city, guarded by the city too.

    What its visit holds back is found by staff who are let in to the visit, and by nobody else.
    """
    held_back = visit.is_held_back
    guards = [visit.visit.audience_id] if held_back else []
    for part in open_parts(visit):
        audiences = [*part.audiences, *guards]
        yield replace(part, audiences=audiences, for_staff=part.for_staff or held_back)


def open_parts(visit):
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
        mentions={City: "city", Visit: "visit", Audience: "visit__audience"},
        related=("visit__audience",),
        prefetch=("city",),
        public=True,
        weight=2,
    )
)
