"""
The programme of the demonstration's big visit, and the visit that is here today.

People, hotels and flights are made up.
"""

from contextlib import suppress
from datetime import datetime, time, timedelta

from django.utils import timezone

from agenda import periods
from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.models import Appointment, Place, Resource
from delegations import actions
from delegations.demo_programme_words import GUESTS, ITEMS, OTHER_WORDS
from delegations.models import (
    Arrangements,
    ItemWords,
    Leg,
    Member,
    Part,
    ProgrammeItem,
    Recipient,
    Stay,
)
from directory.models import Person
from office.demo import DOMAIN

LANGUAGES = ("it", "en", "fr", "de", "es")
KINDS, STATES = Appointment.Kind, Appointment.State
CALL = {"call_name": "Ufficio di turno", "call_telephone": "+39 06 9999 0100"}
SECRETARIAT = {
    "ask_name": "Segreteria di prova",
    "ask_email": f"secretariat@{DOMAIN}",
    "ask_telephone": "+39 06 9999 0101",
    "ask_language": "it",
}


def load(visits):
    load_big(visits["planning"])
    load_today(visits["today"])


# ---------------------------------------------------------------- the big visit


def load_big(visit):
    if visit.legs.exists():
        return
    for told in GUESTS:
        add_member(visit, **told)
    load_travel(visit)
    load_recipients(visit)
    first = visit.first_day
    hall, loggia = place("hall"), place("loggia")
    transfer = {"kind": KINDS.TRANSFER, "things": ("minibus",)}
    add(visit, "briefing", first, (14, 0), (14, 30), place("study"), is_internal=True)
    add(
        visit,
        "arrival",
        first,
        (10, 30),
        (11, 15),
        loggia,
        for_driver="Uscita arrivi, cartello con il nome della delegazione.",
        **transfer,
    )
    adopt_reception(visit)
    add(
        visit,
        "press",
        first,
        (16, 15),
        (16, 30),
        hall,
        kind=KINDS.PRESS,
        press=ProgrammeItem.Press.OPEN,
        is_public=True,
    )
    second = first + timedelta(days=1)
    host = part("Dokimi", ask_name="Assessorato di prova", **asked_at("culture"))
    add(
        visit,
        "talk",
        second,
        (10, 0),
        (11, 30),
        place("study"),
        language="fr",
        parts=[host, part(None, kind=Part.Kind.INTERPRETER, source="ja", target="it")],
    )
    add(
        visit,
        "lunch",
        second,
        (12, 30),
        (14, 0),
        loggia,
        kind=KINDS.MEAL,
        set_up="Un tavolo da dieci, un posto accessibile.",
        parts=[part("Prova", **SECRETARIAT)],
    )
    add(visit, "departure", visit.last_day, (15, 0), (16, 0), loggia, **transfer)


def adopt_reception(visit):
    """The reception that is held for the visit already, with whoever has a part in it."""
    item = visit.items.select_related("appointment").order_by("pk").first()
    if item is None or item.parts.exists():
        return
    write_words(item, "reception")
    item.is_public, item.press, item.language = True, ProgrammeItem.Press.PHOTOGRAPHS, "fr"
    item.set_up = "Bandiere, libro d’onore, leggio con microfono."
    item.save()
    for position, one in enumerate(
        [
            part("Prova", office="Sindaca di prova", **SECRETARIAT),
            part("Tameshi", kind=Part.Kind.INTERPRETER, source="ja", target="it"),
        ]
    ):
        one.item, one.position = item, position
        one.save()


def add(visit, key, day, start, end, where, *, kind=KINDS.MEETING, parts=(), things=(), **fields):
    """An item with what it books; where somebody took the room meanwhile, theirs stays."""
    title, _details = ITEMS[key]
    appointment = Appointment(
        kind=kind,
        period=span(day, start, end),
        place=where,
        state=STATES.PENCILLED,
        is_demo=True,
        people=visit.size,
        **dict(zip((f"title_{code}" for code in LANGUAGES), title, strict=True)),
    )
    item = ProgrammeItem(visit=visit, appointment=appointment, is_demo=True, **fields)
    names = {"minibus": Resource.Kind.VEHICLE}
    wanted = [
        Wanted(one)
        for thing in things
        for one in Resource.objects.filter(kind=names[thing], is_demo=True)[:1]
    ]
    with suppress(Clash):
        actions.save_item(item=item, wanted=wanted, parts=list(filter(None, parts)), by=None)
        write_words(item, key)
        item.save()


def write_words(item, key):
    _title, details = ITEMS[key]
    for code, words in zip(LANGUAGES, details, strict=False):
        setattr(item, f"details_{code}", words)
    for language, (title, more) in OTHER_WORDS.get(key, {}).items():
        ItemWords.objects.get_or_create(
            item=item,
            language=language,
            defaults={"title": title, "details": more, "is_demo": True},
        )


def span(day, start, end):
    here = periods.here()
    return periods.period(
        *(periods.moment(datetime.combine(day, time(*at)), here) for at in (start, end))
    )


def place(key):
    return Place.objects.filter(slug=f"demo-{key}", is_demo=True).first()


def part(family_name, *, kind=Part.Kind.HOST, **fields):
    """Somebody of the demonstration's directory; None where they are not there."""
    person = Person.objects.filter(family_name=family_name, is_demo=True).first()
    if family_name and person is None:
        return None
    return Part(person=person, kind=kind, is_demo=True, **fields)


def asked_at(who):
    return {"ask_email": f"{who}@{DOMAIN}", "ask_language": "it"}


def add_member(visit, **told):
    position = visit.members.count()
    return Member.objects.create(visit=visit, position=position, is_demo=True, **told)


def load_travel(visit):
    here = periods.here()
    arrives = periods.moment(datetime.combine(visit.first_day, time(10, 10)), here)
    leaves = periods.moment(datetime.combine(visit.last_day, time(18, 40)), here)
    flight = {"station": "Aeroporto di prova", "is_demo": True}
    arrival = Leg.objects.create(visit=visit, at=arrives, number="XX 101", **flight)
    departure = Leg.objects.create(
        visit=visit, at=leaves, number="XX 102", direction=Leg.Direction.DEPARTURE, **flight
    )
    hotel = Stay.objects.create(
        visit=visit,
        hotel="Albergo di prova",
        address="Via di Prova 1",
        telephone="+39 06 9999 0102",
        arrives_on=visit.first_day,
        leaves_on=visit.last_day,
        is_demo=True,
    )
    visit.members.update(arrives_by=arrival, leaves_by=departure, stay=hotel)
    Arrangements.objects.get_or_create(
        visit=visit,
        defaults={
            **CALL,
            "guests_telephone": "+33 1 99 00 12 35",
            "entrance": "Ingresso dal cortile, parcheggio riservato al minibus",
            "vehicles": "Minibus XX 000 YY",
            "is_demo": True,
        },
    )


def load_recipients(visit):
    minibus = Resource.objects.filter(kind=Resource.Kind.VEHICLE, is_demo=True).first()
    hall = place("hall")
    for name, kind, narrowed in (
        ("Autista di prova", "driver", {"resource": minibus}),
        ("Custode di prova", "room", {"place": hall}),
        ("Ufficio stampa di prova", "press", {}),
    ):
        Recipient.objects.get_or_create(
            visit=visit,
            print=kind,
            email=f"{kind}@{DOMAIN}",
            defaults={"name": name, "language": "it", "is_demo": True, **narrowed},
        )


# ---------------------------------------------------------------- who is here today


def load_today(visit):
    """One who has arrived, one who is late, and one who is expected."""
    if visit.members.exists():
        return
    here = periods.here()
    at = periods.moment(datetime.combine(visit.first_day, time(9, 40)), here)
    leg = Leg.objects.create(
        visit=visit, at=at, number="XX 200", station="Stazione di prova", is_demo=True
    )
    Arrangements.objects.create(
        visit=visit, guests_telephone="+49 30 9999 0104", is_demo=True, **CALL
    )
    states = Member.Attendance
    for told, attendance, words in (
        (("Erika", "Muster", "Bürgermeisterin"), states.HERE, ""),
        (("Max", "Muster", "Stadtrat"), states.LATE, "40 min"),
        (("Lena", "Beispiel", "Referentin"), states.EXPECTED, ""),
    ):
        given, family, office = told
        add_member(
            visit,
            given_name=given,
            family_name=family,
            office=office,
            languages=["de"],
            arrives_by=leg,
            attendance=attendance,
            whereabouts=words,
            attendance_at=timezone.now() if attendance else None,
        )
    add(visit, "talk", visit.first_day, (11, 0), (12, 0), place("study"))
    add(visit, "lunch", visit.first_day, (12, 45), (14, 0), place("loggia"), kind=KINDS.MEAL)
