"""By what visits are found: for staff alone, whoever may see them."""

from django.utils import translation

from delegations.models import Member, Visit
from directory.models import City, Organisation
from office import search, telephones
from office.languages import texts_of
from office.search import Kind, Part, languages


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
