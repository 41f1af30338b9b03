"""The demonstration's own event: one that never took place."""

from directory.models import City
from events.models import Event, Participation
from office.dates import PartialDate
from office.demo import make
from office.models import Audience


def load():
    event = make(
        Event,
        {"slug": "demo-event"},
        level=Audience.Level.PUBLIC,
        title_it="Festa di prova",
        title_en="Festival of the demonstration",
        title_fr="Fête d’essai",
        title_de="Probefest",
        title_es="Fiesta de prueba",
        kind=Event.Kind.FESTIVAL,
        starts_on=PartialDate(2019, 5, 4),
        ends_on=PartialDate(2019, 5, 5),
        note_it="Fatto inventato, per provare il programma.",
        note_en="A made-up fact, to try the program with.",
        note_fr="Fait inventé, pour essayer le programme.",
        note_de="Erfunden, um das Programm auszuprobieren.",
        note_es="Hecho inventado, para probar el programa.",
    )
    make(Participation, {"event": event, "city": City.objects.get(slug="demo-city")})
