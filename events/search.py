"""By what events are found."""

from django.utils import translation

from directory.models import City
from directory.search import city_part
from events.models import Event, Participation
from office import search
from office.search import Kind, Part, languages

TEXTS = ("venue", "organiser", "participants", "note")


def event_parts(event):
    """By title, texts and days in words; by each city that took part, guarded by the city too."""
    for code in languages():
        title = getattr(event, f"title_{code}")
        texts = [text for field in TEXTS if (text := getattr(event, f"{field}_{code}"))]
        if title or texts:
            yield Part(code, title, text=" · ".join([days_of(event, code), *texts]))
    for one in event.participations.all():
        yield city_part(one.city)


def days_of(event, language):
    with translation.override(language):
        return event.starts_on.display_until(event.ends_on)


search.register(
    Kind(
        Event,
        event_parts,
        rows={Participation: "event"},
        mentions={City: "participations__city"},
        prefetch=("participations__city",),
        public=True,
        weight=2,
    )
)
