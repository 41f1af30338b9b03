"""What the directory itself tells of a city's timeline: the contacts that were had."""

from django.db.models import F
from django.utils.translation import pgettext

from directory.models import Contact
from directory.timeline import Happening, Strand, begun, overlapping
from office.text import labelled


class Contacts(Strand):
    def happenings(self, cities, reader, *, during=None):
        rows = Contact.objects.visible_to(reader).filter(city__in=cities)
        kind = pgettext("had with a partner", "contact")
        return [
            Happening(
                key=f"contact:{contact.pk}",
                city=contact.city_id,
                on=contact.had_on,
                kind=kind,
                text=labelled(contact.get_channel_display(), contact.summary),
                record=contact,
            )
            for contact in overlapping(rows, "had_on", during)
        ]

    def last_contacts(self, cities, reader, *, until=None):
        rows = Contact.objects.visible_to(reader).filter(city__in=cities)
        latest = (
            begun(rows, "had_on", until)
            .order_by("city", F("had_on__endswith").desc(), F("had_on__startswith").desc())
            .distinct("city")
        )
        return dict(latest.values_list("city", "had_on"))


contacts = Contacts()
