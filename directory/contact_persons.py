"""How old is what we know of whom to call in a city."""

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import ContactDetail, OfficeHeld
from office.dates import PartialDate


def last_written(cities, reader):
    """
    {city: day or None} when the contact details of those who hold office there were last changed.

    None where they have none; a city where nobody is known to hold office is left out. Of what
    the reader may see; two queries.
    """
    cities = [*cities]
    at_city = Q(city__in=cities) | Q(organisation__city__in=cities)
    held = OfficeHeld.objects.visible_to(reader).filter(at_city).held_on(timezone.localdate())
    places = list(held.values_list("person", "city", "organisation__city"))
    details = ContactDetail.objects.visible_to(reader).filter(
        person__in={person for person, *of in places}
    )
    history = ContactDetail.history.filter(id__in=details.values("pk"))
    written = dict(history.values_list("person").annotate(at=Max("history_date")))
    found = {}
    for person, *of in places:
        city, at = next(filter(None, of)), written.get(person)
        day = at and timezone.localdate(at)
        found[city] = max(filter(None, (found.get(city), day)), default=None)
    return found


def notes(cities, reader):
    """{city: [line]} for the page of relations."""
    return {
        city: [
            _("Contacts last written down on %(day)s.") % {"day": PartialDate.of(day)}
            if day
            else _("Nobody who holds office there can be reached: no contact is written down.")
        ]
        for city, day in last_written(cities, reader).items()
    }
