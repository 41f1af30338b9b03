"""The demonstration's own routes and guides; the palace and the people do not exist."""

from contextlib import suppress
from datetime import date, datetime, time

from agenda import periods
from agenda.clashes import Clash
from agenda.models import Place
from delegations.models import Visit
from directory.models import Person, PersonLanguage
from office.demo import make
from office.models import Audience, User
from tours import actions, splitting
from tours.models import Clearance, Fee, GroupBooking, Guide, Route, Stop, Surcharge, WeeklyHours

LANGUAGES = ("it", "en", "fr", "de", "es")
NAMES = {
    "palace": (
        "Giro del palazzo di prova",
        "Round of the Sample Palace",
        "Tour du palais d’essai",
        "Rundgang durch den Musterpalast",
        "Recorrido por el palacio de prueba",
    ),
    "tower": (
        "Salita alla torre di prova",
        "Climb of the Sample Tower",
        "Montée à la tour d’essai",
        "Aufstieg auf den Musterturm",
        "Subida a la torre de prueba",
    ),
}
TEXTS = {
    "palace": (
        "Percorso inventato, per provare il programma.",
        "A made-up route, to try the program with.",
        "Parcours inventé, pour essayer le programme.",
        "Erfundener Rundgang, um das Programm auszuprobieren.",
        "Recorrido inventado, para probar el programa.",
    ),
}
MEET = (
    "Alla fontana del cortile di prova",
    "At the fountain in the sample courtyard",
    "À la fontaine de la cour d’essai",
    "Am Brunnen im Musterhof",
    "En la fuente del patio de prueba",
)
# Family name -> languages in which they guide, with their levels.
GUIDES = {
    "Essai": (("fr", "native"), ("en", "C1"), ("it", "C2")),
    "Tameshi": (("ja", "native"), ("it", "C1")),
}


def load():
    places = {key: Place.objects.filter(slug=f"demo-{key}").first() for key in ("palace", "tower")}
    if not all(places.values()):
        return
    routes = load_routes(places)
    load_guides()
    load_tour(routes["palace"])


def load_routes(places):
    palace = make(
        Route,
        {"slug": "demo-palace"},
        level=Audience.Level.PUBLIC,
        place=places["palace"],
        minutes=60,
        smallest=2,
        largest=6,
        starts_every=20,
        access="by_lift",
        languages=["it", "en", "fr"],
        lead_days=7,
        **words("name", NAMES["palace"]),
        **words("description", TEXTS["palace"]),
        **words("meeting_point", MEET),
    )
    tower = make(
        Route,
        {"slug": "demo-tower"},
        level=Audience.Level.PUBLIC,
        place=places["tower"],
        minutes=30,
        largest=15,
        access="steps",
        languages=["it", "en"],
        closes_in_rain=True,
        instead=palace,
        **words("name", NAMES["tower"]),
    )
    for position, slug in enumerate(("demo-hall", "demo-study"), start=1):
        if place := Place.objects.filter(slug=slug).first():
            make(Stop, {"route": palace, "place": place}, position=position, minutes=20)
    return {"palace": palace, "tower": tower}


def load_guides():
    for family_name, spoken in GUIDES.items():
        person = Person.objects.filter(family_name=family_name, is_demo=True).first()
        if person is None or Guide.objects.filter(person=person).exists():
            continue
        for language, level in spoken:
            row, _made = PersonLanguage.objects.get_or_create(
                person=person, language=language, defaults={"level": level, "is_demo": True}
            )
            row.guides_in = True
            row.save()
        audience = Audience.objects.create(level=Audience.Level.INTERNAL, is_demo=True)
        guide = Guide(person=person, audience=audience, is_demo=True, day_tours=3, week_tours=8)
        actions.enrol(guide=guide, by=None)
        # Also of the routes of the city's own data.
        for route in Route.objects.order_by("pk"):
            Clearance.objects.create(guide=guide, route=route, is_demo=True)
        for weekday in range(5):
            WeeklyHours.objects.create(
                guide=guide, weekday=weekday, starts=time(9), ends=time(18), is_demo=True
            )
    make(Fee, {"guide": None, "first_day": date(2026, 1, 1)}, a_tour=40, an_hour=25)
    make(Surcharge, {"language": "ja", "first_day": date(2026, 1, 1)}, amount=20)


def load_tour(route):
    """Of a visit that comes: two groups, one in French and one in English."""
    visit = Visit.objects.filter(is_demo=True, state="planning").order_by("pk").first()
    officer = User.objects.filter(is_demo=True, groups__name="officer").first()
    if visit is None or visit.first_day is None or visit.group_bookings.exists():
        return
    start = periods.moment(datetime.combine(visit.last_day, time(9, 30)), periods.here())
    size = visit.size or 2 * route.largest
    booking = GroupBooking(visit=visit, route=route, size=size, languages=["fr", "en"])
    groups = splitting.groups(
        people=size, route=route, languages=booking.languages, start=start, minutes=route.minutes
    )
    with suppress(Clash):
        actions.book(booking=booking, groups=groups, by=officer)


def words(field, said):
    return {f"{field}_{code}": text for code, text in zip(LANGUAGES, said, strict=True)}
