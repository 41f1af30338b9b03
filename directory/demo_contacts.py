"""The demonstration's own contacts: a letter years ago, and some talk since."""

from datetime import timedelta

from django.utils import timezone

from directory.models import City, Contact, Organisation, Person
from office.demo import email_of, make
from office.models import Audience, User
from office.roles import BY_KEY

QUIET = "Sindaca in visita privata: per ora resta riservato."
# Days ago, channel, who began, with whom, in one line, how open.
CONTACTS = [
    (900, "letter", "ours", "city", "Auguri per il nuovo mandato della sindaca.", "internal"),
    (200, "online", "ours", "Yang", "Preparata la visita degli archivisti: date in maggio.", ""),
    (60, "telephone", "theirs", "Yang", "Chiedono il catalogo dell’archivio fotografico.", ""),
    (20, "event", "ours", "organisation", "Parlato a margine del congresso: mostra nel 2028?", ""),
    (3, "telephone", "theirs", "city", QUIET, "quiet"),
]


def load():
    city = City.objects.get(slug="demo-city")
    partners = {
        "city": {"city": city},
        "organisation": {
            "organisation": Organisation.objects.get(name_en="International Office of Sampleton")
        },
        "Yang": {"person": Person.objects.get(family_name="Yang", is_demo=True)},
    }
    officer = User.objects.get(email=email_of(BY_KEY["officer"]))
    today = timezone.localdate()
    for days, channel, direction, partner, summary, level in CONTACTS:
        contact = make(
            Contact,
            {"summary": summary},
            level=level or Audience.Level.INTERNAL,
            had_on=today - timedelta(days=days),
            channel=channel,
            direction=direction,
            had_by=officer,
            **partners[partner],
        )
        if level == Audience.Level.QUIET and not contact.audience.readers.exists():
            contact.audience.readers.add(officer)
