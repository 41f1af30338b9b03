"""The demonstration's own contacts, and what its city proposes to correct on its page."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from directory.corrections import PURPOSE
from directory.models import City, Contact, Correction, Organisation, Person
from office.demo import email_of, make
from office.models import Audience, Link, User
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


def load_correction():
    city = City.objects.get(slug="demo-city")
    kind = ContentType.objects.get_for_model(City)
    link = make(
        Link,
        {"purpose": PURPOSE, "content_type": kind, "object_id": city.pk},
        reader_name="Shili Yang",
        reader_email="international@example.org",
        language="en",
        expires_on=timezone.localdate() + timedelta(days=90),
    )
    make(
        Correction,
        {"link": link, "city": city},
        part="La città",
        now_says="Popolazione 12.345",
        should_say="We are 12,400 by now, by the count of last year.",
        source="https://example.org/population",
        name="Shili Yang",
        email="international@example.org",
    )
