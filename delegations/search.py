"""By what visits are found, for staff alone, and the delegations received, for everybody."""

from dataclasses import replace

from django.utils import translation

from delegations.models import Member, Mission, PublicVisit, Traveller, Visit
from directory.models import City, Organisation
from directory.search import city_part
from office import search, telephones
from office.languages import texts_of
from office.models import Audience
from office.search import Kind, Part, languages

TEXTS = ("guests", "subject", "host", "room", "text")


def visit_parts(visit):
    """By who asks and comes, the body's and the city's names, its numbers and its purpose."""
    if visit.organisation or visit.city:
        for code in languages():
            with translation.override(code):
                yield Part(code, str(visit), for_staff=True)
    places = [one for one in (visit.organisation, visit.city) if one]
    names = [
        visit.reference,
        visit.register_number,
        visit.body_name,
        visit.city_name,
        visit.contact_name,
        visit.contact_email,
        visit.head_name,
        *(name for place in places for name in texts_of(place, "name")),
        *(member.name for member in visit.members.all()),
    ]
    yield Part(
        title="" if places else str(visit),
        names=names,
        numbers=[telephones.normalised(visit.contact_telephone)],
        text=visit.purpose,
        for_staff=True,
    )


search.register(
    Kind(
        Visit,
        visit_parts,
        rows={Member: "visit"},
        mentions={City: ("city", "organisation__city"), Organisation: "organisation"},
        related=("city", "organisation"),
        prefetch=("members",),
        weight=1,
    )
)


def mission_parts(mission):
    """By title and where it leads, who travels, and who received us."""
    for code in languages():
        if title := getattr(mission, f"title_{code}"):
            yield Part(code, title, for_staff=True)
    places = [one for one in (mission.organisation, mission.city) if one]
    names = [
        mission.host_name,
        *(name for place in places for name in texts_of(place, "name")),
        *(str(one) for one in mission.travellers.all() if not one.person_id),
    ]
    yield Part(names=names, text=mission.report, for_staff=True)


search.register(
    Kind(
        Mission,
        mission_parts,
        rows={Traveller: "mission"},
        mentions={City: ("city", "organisation__city"), Organisation: "organisation"},
        related=("city", "organisation"),
        prefetch=("travellers",),
        weight=1,
    )
)


# ---------------------------------------------------------------- for everybody


def public_parts(visit):
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
            yield Part(code, title, text=" · ".join([days_in(code, visit), *texts]))
    if visit.city:
        yield city_part(visit.city)


def days_in(language, visit):
    with translation.override(language):
        return visit.days


search.register(
    Kind(
        PublicVisit,
        public_parts,
        mentions={City: "city", Visit: "visit", Audience: "visit__audience"},
        related=("visit__audience",),
        prefetch=("city",),
        public=True,
        weight=2,
    )
)
