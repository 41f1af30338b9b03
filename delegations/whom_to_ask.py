"""Who answers for a person, as far as the directory knows it."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from directory.models import ContactDetail, OfficeHeld

NUMBERS = ContactDetail.NUMBERS


def proposed(person, reader):
    """
    {field of a part: what the directory knows}: the office held today, where and in which
    language one asks. The person's own address goes before that of the body, none is private.
    """
    offices = OfficeHeld.objects.visible_to(reader).held_on(timezone.localdate())
    offices = list(offices.filter(person=person).select_related("organisation", "city"))
    bodies = [one.organisation_id for one in offices if one.organisation_id]
    known = ContactDetail.objects.visible_to(reader).filter(is_private=False)
    known = known.filter(Q(person=person) | Q(organisation__in=bodies))
    known = sorted(known.order_by("pk"), key=lambda one: one.person_id is None)
    found = {"office": offices[0].title if offices else ""}
    found["ask_email"] = first(known, [ContactDetail.Kind.EMAIL])
    found["ask_telephone"] = first(known, NUMBERS)[:40]
    if person.language in dict(settings.LANGUAGES):
        found["ask_language"] = person.language
    return {name: value for name, value in found.items() if value}


def first(details, kinds):
    return next((one.value for one in details if one.kind in kinds), "")
