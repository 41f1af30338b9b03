"""
The demonstration's own visits: one in each situation that the office has to deal with.

Bodies, people and papers are made up; addresses are of a domain that nobody has.
"""

from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_DNS, uuid5

from django.utils import timezone

from agenda import periods
from agenda.clashes import Clash
from agenda.models import Appointment, Place
from delegations import actions, demo_after, demo_missions, demo_precedence, demo_programme
from delegations.demo_words import MEETING_WORDS, MEMBERS, PUBLISHED, RECEPTION_WORDS, VISITS
from delegations.models import (
    Decision,
    Level,
    Member,
    Message,
    ProgrammeItem,
    PublicVisit,
    State,
    StateChange,
    Visit,
)
from directory.models import City, Country, Person
from office.dates import PartialDate
from office.demo import DOMAIN, email_of, make
from office.models import Audience, User
from office.roles import BY_KEY
from partnerships.models import Theme

SATURDAY = 5
TITLES = ("title_it", "title_en", "title_fr", "title_de", "title_es")
# How far each has come, in its states.
WAYS = {
    State.RECEIVED: [],
    State.INCOMPLETE: [State.INCOMPLETE],
    State.EVALUATION: [State.EVALUATION],
    State.DECLINED: [State.EVALUATION, State.DECLINED],
    State.PLANNING: [State.EVALUATION, State.ACCEPTED, State.PLANNING],
    State.IN_PROGRESS: [
        State.EVALUATION,
        State.ACCEPTED,
        State.PLANNING,
        State.APPROVED,
        State.CONFIRMED,
        State.IN_PROGRESS,
    ],
    State.COMPLETED: [
        State.EVALUATION,
        State.ACCEPTED,
        State.PLANNING,
        State.APPROVED,
        State.CONFIRMED,
        State.IN_PROGRESS,
        State.COMPLETED,
    ],
}


WHY = {
    State.INCOMPLETE: "Manca la lettera ufficiale.",
    State.DECLINED: "Preavviso di una settimana, seconda visita in un anno sullo stesso tema.",
    State.ACCEPTED: "Città partner; tema del patto.",
}
RECEPTION = dict(zip(TITLES, RECEPTION_WORDS, strict=True))
MEETING = dict(zip(TITLES, MEETING_WORDS, strict=True))


def load():
    people = {role: User.objects.get(email=email_of(BY_KEY[role])) for role in ("officer", "head")}
    visits = {key: load_visit(key, people) for key in VISITS}
    load_members(visits["planning"])
    load_items(visits)
    demo_programme.load(visits)
    load_messages(visits)
    publish(visits["completed"])
    demo_missions.load()
    demo_precedence.load()
    demo_after.load(visits)


def visit_of(key):
    """The demonstration's visit of that key; None where there is none yet."""
    return Visit.objects.filter(form_id=form_id_of(key), is_demo=True).first()


def form_id_of(key):
    """By what it is found again: whoever tries the erasure out takes its address away."""
    return uuid5(NAMESPACE_DNS, f"visit.{key}.{DOMAIN}")


def load_visit(key, people):
    """The request with its log and, where one was made, the decision; one that is there stays."""
    told = VISITS[key]
    if found := visit_of(key):
        return found
    today = timezone.localdate()
    length, asked = told["length"], told["asked"]
    first = today + timedelta(days=told["ahead"])
    first = first if told.get("any_day") else weekday(first)
    visit = make(
        Visit,
        {"form_id": form_id_of(key)},
        contact_email=f"visit.{key}@{DOMAIN}",
        level=Audience.Level.QUIET if told.get("quiet") else Audience.Level.INTERNAL,
        state=told["state"],
        first_day=first,
        last_day=first + timedelta(days=length - 1),
        received_at=timezone.now() - timedelta(days=asked),
        officer=people["officer"],
        country=Country.objects.get(code="XX"),
        city=City.objects.filter(slug=told.get("city", "")).first(),
        level_wanted=level(told.get("wanted")),
        theme=Theme.objects.filter(key=told.get("theme", "")).first(),
        **told["is"],
    )
    visit.level = level(told.get("level"))
    visit.save()
    if told.get("quiet"):
        visit.audience.readers.add(people["head"])
    log(visit, people)
    return visit


def weekday(day):
    """That day, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def level(key):
    return Level.objects.filter(key=key or "").first()


def log(visit, people):
    """The changes of state that brought it here, a day apart, and the decision among them."""
    at, old = visit.received_at, ""
    for new in [State.RECEIVED, *WAYS[State(visit.state)]]:
        by = people["officer"] if old else None
        StateChange.objects.create(
            visit=visit, old=old, new=new, at=at, by=by, is_demo=True, why=WHY.get(new, "")
        )
        if new in (State.ACCEPTED, State.DECLINED):
            decided(visit, new, at, people)
        at, old = at + timedelta(hours=20), new


def decided(visit, verdict, at, people):
    second = bool(visit.level and visit.level.needs_second and verdict == State.ACCEPTED)
    Decision.objects.create(
        visit=visit,
        verdict=verdict,
        reason=WHY[verdict],
        level=visit.level,
        gift=visit.level.gift if visit.level else "",
        with_tour=bool(visit.level and visit.level.with_tour),
        host=Person.objects.filter(family_name="Prova", is_demo=True).first() if second else None,
        decided_by=people["officer"],
        decided_at=at,
        needs_second=second,
        seconded_by=people["head"] if second else None,
        seconded_at=at if second else None,
        is_demo=True,
    )


def load_members(visit):
    if visit.members.exists():
        return
    for position, told in enumerate(MEMBERS):
        Member.objects.create(
            visit=visit, position=position, is_head=position == 0, is_demo=True, **told
        )


def load_items(visits):
    """A reception that is confirmed for one, a room pencilled for another."""
    hall = Place.objects.filter(slug="demo-hall", is_demo=True).first()
    for key, title, state in (
        ("planning", RECEPTION, Appointment.State.CONFIRMED),
        ("evaluation", MEETING, Appointment.State.PENCILLED),
    ):
        visit = visits[key]
        if ProgrammeItem.objects.filter(visit=visit).exists():
            continue
        starts = datetime.combine(visit.first_day, time(15))
        start = periods.moment(starts, periods.here())
        appointment = Appointment(
            kind=Appointment.Kind.RECEPTION,
            period=periods.period(start, start + timedelta(hours=1)),
            place=hall,
            state=state,
            is_demo=True,
            **title,
        )
        # Somebody who tries things out may have taken the room meanwhile: then theirs stays.
        with suppress(Clash):
            item = ProgrammeItem(visit=visit, appointment=appointment)
            actions.save_item(item=item, by=None)


def load_messages(visits):
    if Message.objects.filter(is_demo=True).exists():
        return
    words = "Pouvons-nous ajouter deux personnes à la liste ?"
    visit = visits["planning"]
    Message.objects.create(
        visit=visit,
        text=words,
        from_guests=True,
        author_name=visit.contact_name,
        is_demo=True,
    )


def publish(visit):
    if PublicVisit.objects.filter(visit=visit).exists():
        return
    make(
        PublicVisit,
        {"slug": "demo-received"},
        level=Audience.Level.PUBLIC,
        visit=visit,
        received_on=PartialDate.of(visit.first_day),
        until=PartialDate.of(visit.last_day),
        city=visit.city,
        country=visit.country,
        theme=visit.theme,
        consent_checked=True,
        **{
            f"{field}_{language}": text
            for field, texts in PUBLISHED.items()
            for language, text in zip(("it", "en", "fr", "de", "es"), texts, strict=True)
        },
    )
