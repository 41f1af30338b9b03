"""
The demonstration's own calendar: a palace that does not exist, and a week in it.

The week shows what speaks against an appointment: a way that is too short, guests in two
places, steps, a closed room, more people than it holds, nobody free for a break.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from agenda import actions, periods
from agenda.actions import Wanted
from agenda.clashes import Clash
from agenda.demo_words import PLACES, THINGS, TITLES
from agenda.models import (
    Appointment,
    Closure,
    OpeningHours,
    OutsideCalendar,
    OutsideEntry,
    Party,
    Place,
    Resource,
    Way,
)
from directory.models import Person
from office.demo import DOMAIN, make
from office.models import Audience, User

THURSDAY, WEEKEND = 3, (5, 6)
PEOPLE = {"mayor": "Prova", "interpreter": "Tameshi", "guide": "Essai", "culture": "Dokimi"}
MUSEUM_HOURS = {weekday: (time(9), time(19)) for weekday in range(7)} | {
    THURSDAY: (time(9), time(14))
}


def load():
    places = load_places()
    bookable = load_resources(places)
    party = make(
        Party,
        {"name": "Delegazione di Cittaprova"},
        level=Audience.Level.INTERNAL,
        size=48,
        takes_lift=True,
    )
    load_week(places, bookable, party)
    load_closure(places["study"])
    load_outside_calendar(bookable["interpreter"])


def load_places():
    """A palace with three rooms, and a loggia twenty minutes away, in the middle of the sea."""
    palace = place("palace", latitude="0.001", longitude="-30", level=Audience.Level.PUBLIC)
    inside = {"building": palace, "level": Audience.Level.PUBLIC}
    places = {
        "palace": palace,
        "hall": place("hall", floor=1, stair="A", capacity=40, is_ceremonial=True, **inside),
        "study": place("study", floor=2, stair="B", capacity=12, is_museum=True, **inside),
        "tower": place("tower", floor=5, capacity=15, access="steps", is_museum=True, **inside),
        "loggia": place("loggia", latitude="0.011", longitude="-30", access="step_free"),
    }
    ways = {"start": places["hall"], "end": places["tower"]}
    make(Way, ways, minutes=9, note="Contati dal personale, per prova.")
    for weekday, (opens, closes) in MUSEUM_HOURS.items():
        make(
            OpeningHours,
            {"place": palace, "weekday": weekday},
            rooms=OpeningHours.Rooms.MUSEUM,
            opens=opens,
            closes=closes,
            last_entry=60,
        )
    return places


def place(key, *, level=Audience.Level.INTERNAL, **values):
    return make(Place, {"slug": f"demo-{key}"}, level=level, **values, **words("name", PLACES[key]))


def load_resources(places):
    """Its rooms, the people of the demonstration, a minibus and a booth, by their keys."""
    found = {
        key: make(
            Resource,
            {"place": places[key]},
            level=Audience.Level.INTERNAL,
            kind=Resource.Kind.ROOM,
            before=30 if key == "hall" else 0,
            after=15 if key == "hall" else 0,
        )
        for key in ("hall", "study", "tower")
    }
    for key, family_name in PEOPLE.items():
        person = Person.objects.filter(family_name=family_name, is_demo=True).first()
        if person:
            found[key] = make(
                Resource,
                {"person": person},
                level=Audience.Level.INTERNAL,
                kind=Resource.Kind.PERSON,
            )
    for key, kind in (("minibus", Resource.Kind.VEHICLE), ("booth", Resource.Kind.EQUIPMENT)):
        said = words("name", THINGS[key])
        found[key] = make(
            Resource,
            {"name_it": said.pop("name_it")},
            level=Audience.Level.INTERNAL,
            kind=kind,
            **said,
        )
    return found


# ---------------------------------------------------------------- the week


def load_week(places, bookable, party):
    hall, study, tower, loggia = (places[key] for key in ("hall", "study", "tower", "loggia"))
    kinds, states = Appointment.Kind, Appointment.State
    guests = {"party": party, "audience": party.audience}
    confirmed = {"state": states.CONFIRMED}

    def plan(key, when, place, *who, **fields):
        known = [bookable[one] for one in who if one in bookable]
        appointment(key, when, known, place=place, **fields)

    plan("consul", at(-2, 10, 11), hall, "mayor", **confirmed)
    # More people than the hall holds.
    reception = {"kind": kinds.RECEPTION, "people": 60, **guests, **confirmed}
    plan("reception", at(1, 10, 11), hall, "mayor", "interpreter", "booth", **reception)
    # Ten minutes for a way of twenty, and of thirty for so many; then they are in two places.
    loggia_at = span(working_day(1), time(11, 10), time(12, 15))
    plan("loggia", loggia_at, loggia, "guide", "interpreter", "minibus", kind=kinds.TOUR, **guests)
    plan("lunch", at(1, 12, (13, 30)), hall, kind=kinds.MEAL, **guests)
    # Steps, for guests of whom one cannot take them.
    plan("tower", at(2, 15, 16), tower, "guide", kind=kinds.TOUR, **guests)
    # While the interpreter's own calendar says that she is busy.
    plan("technical", at(2, 10, 11), study, "interpreter", **confirmed)
    # Two who want one hall; the second does not hold it.
    plan("book", at(2, 17, 18), hall, "culture", kind=kinds.EVENT)
    plan("concert", at(2, (17, 30), 19), hall, kind=kinds.EVENT, blocks=False)
    # The study is closed that day for works.
    plan("works", at(3, 11, 12), study)
    # The Mayor for five hours without a break.
    plan("executive", at(4, 9, (11, 30)), hall, "mayor", **confirmed)
    plan("press", at(4, (11, 30), 13), None, "mayor", kind=kinds.PRESS, **confirmed)
    plan("working-lunch", at(4, 13, 14), None, "mayor", kind=kinds.MEAL)
    plan("cancelled", at(5, 18, 19), hall, state=states.CANCELLED, blocks=False)
    plan("confidential", at(5, 9, 10), None, "mayor", readers=("officer",))
    plan("quiet", at(5, 11, 12), None, "mayor", readers=("head",), level=Audience.Level.QUIET)
    # On Thursdays the museum closes at two.
    plan("thursday", span(next_thursday(), time(16), time(17)), study, "guide", kind=kinds.TOUR)
    away = periods.days(working_day(6), working_day(7), periods.here())
    plan("absence", away, None, "guide", kind=kinds.ABSENCE, all_day=True, **confirmed)


def appointment(key, period, resources, *, readers=(), level=None, **fields):
    """Made with its bookings where it is not there; what was done with one that is, stays."""
    known = words("title", TITLES[key])
    if Appointment.objects.filter(title_it=known["title_it"], is_demo=True).exists():
        return
    if "audience" not in fields:
        level = level or (Audience.Level.CONFIDENTIAL if readers else Audience.Level.INTERNAL)
        fields["audience"] = Audience.objects.create(level=level, is_demo=True)
        emails = [f"{role}@{DOMAIN}" for role in readers]
        fields["audience"].readers.set(User.objects.filter(email__in=emails))
    one = Appointment(period=period, is_demo=True, **known, **fields)
    # Somebody who tries things out may have taken the room meanwhile: then theirs stays.
    with suppress(Clash):
        actions.schedule(appointment=one, wanted=[Wanted(each) for each in resources], by=None)


def working_day(ahead):
    """The working day so many after today, or before."""
    day, step = timezone.localdate(), 1 if ahead > 0 else -1
    for _each in range(abs(ahead)):
        day += timedelta(days=step)
        while day.weekday() in WEEKEND:
            day += timedelta(days=step)
    return day


def next_thursday():
    tomorrow = timezone.localdate() + timedelta(days=1)
    return tomorrow + timedelta(days=(THURSDAY - tomorrow.weekday()) % 7)


def at(ahead, start, end):
    """The period from one hour to another of a working day: 9, or (9, 30)."""
    hours = (time(*one) if isinstance(one, tuple) else time(one) for one in (start, end))
    return span(working_day(ahead), *hours)


def span(day: date, start: time, end: time):
    here = periods.here()
    return periods.period(*(periods.moment(datetime.combine(day, at), here) for at in (start, end)))


# ---------------------------------------------------------------- what else is on


def load_closure(study):
    if Closure.objects.filter(place=study, is_demo=True).exists():
        return
    day = working_day(3)
    make(
        Closure,
        {"place": study, "period": periods.days(day, day, periods.here())},
        level=Audience.Level.INTERNAL,
        reason=Closure.Reason.WORKS,
        note="lavori inventati",
    )


def load_outside_calendar(interpreter):
    """One without an address, as if its file had been read today: nothing is ever fetched."""
    known = {"name": "Agenda di prova dell’interprete"}
    if OutsideCalendar.objects.filter(**known, is_demo=True).exists():
        return
    calendar = make(
        OutsideCalendar,
        known,
        level=Audience.Level.INTERNAL,
        resource=interpreter,
        is_active=True,
        read_at=timezone.now(),
    )
    OutsideEntry.objects.create(calendar=calendar, key="demo-1", period=at(2, 9, 12))


def words(field, texts):
    """The text in the five languages, in their order."""
    return {
        f"{field}_{language}": text
        for language, text in zip(("it", "en", "fr", "de", "es"), texts, strict=True)
    }
