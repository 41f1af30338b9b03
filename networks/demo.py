"""The demonstration's own network: one to renew, with a fee that is due and seats held."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from agenda import periods
from agenda.models import Appointment, Place
from directory.models import City, Person
from networks.actions import save_meeting
from networks.models import (
    Activity,
    CityInNetwork,
    Commitment,
    Fee,
    Meeting,
    Membership,
    MembershipContact,
    Network,
    Renewal,
    Role,
    Seat,
    WorkingGroup,
)
from office.dates import PartialDate
from office.demo import DOMAIN, make
from office.models import Audience, User

LANGUAGES = ("it", "en", "fr", "de", "es")
MADE_UP = (
    "Rete inventata, per provare il programma.",
    "A made-up network, to try the program with.",
    "Réseau inventé, pour essayer le programme.",
    "Ein erfundenes Netzwerk, um das Programm auszuprobieren.",
    "Red inventada, para probar el programa.",
)


def load():
    today = timezone.localdate()
    network = make(
        Network,
        {"slug": "demo-network"},
        level=Audience.Level.PUBLIC,
        acronym="RCP",
        kind=Network.Kind.THEMATIC,
        founded_on=PartialDate(2001),
        **texts("name", NAME),
        **texts("note", MADE_UP),
    )
    membership = make(
        Membership,
        {"network": network},
        status=Membership.Status.MEMBER,
        joined_on=PartialDate(2015, 3),
        fee_kind=Membership.FeeKind.MANDATORY,
        fee_amount=1500,
        renew_by=PartialDate.of(today + timedelta(days=60)),
        officer=User.objects.filter(email=f"officer@{DOMAIN}").first(),
        **texts("role", ROLE),
    )
    load_ledger(membership, today)
    load_seats(network, membership, today)
    load_what_came_of_it(network, today)
    load_meetings(network, today)
    make(
        Renewal,
        {"membership": membership, "year": membership.renew_by.year},
        level=Audience.Level.INTERNAL,
        judgement="Giudizio inventato: due incontri in cinque anni, un gruppo di lavoro utile.",
    )


def load_ledger(membership, today):
    """Four years paid, one waived, and this year's fee, whose day is past."""
    for year in range(today.year - 4, today.year):
        paid = {"state": Fee.State.PAID, "paid_on": PartialDate(year, 5, 2), "amount_paid": 1500}
        waived = {"state": Fee.State.WAIVED}
        make(
            Fee,
            {"membership": membership, "year": year},
            amount_due=1500,
            due_on=PartialDate(year, 6, 30),
            register_number=f"DEMO/{year}/1",
            is_published=True,
            **(waived if year == today.year - 3 else paid),
        )
    make(
        Fee,
        {"membership": membership, "year": today.year},
        amount_due=1500,
        due_on=PartialDate.of(today - timedelta(days=10)),
    )


def load_seats(network, membership, today):
    """The presidency with a term that ends soon, and the chair of a working group."""
    names = {("Hanako", "Prova"): "mayor", ("Eleni", "Dokimi"): "councillor"}
    people = {
        part: Person.objects.filter(given_name=given, family_name=family, is_demo=True).first()
        for (given, family), part in names.items()
    }
    group = make(
        WorkingGroup,
        {"network": network, "name_it": GROUP[0]},
        **without("name_it", texts("name", GROUP)),
    )
    presidency = make(Seat, {"network": network, "kind": Seat.Kind.PRESIDENCY})
    chair = make(Seat, {"network": network, "kind": Seat.Kind.CHAIR, "working_group": group})
    make(
        Role,
        {"seat": presidency},
        holder=people["mayor"],
        held_from=PartialDate(today.year - 2, 4),
        held_to=PartialDate.of(today + timedelta(days=80)),
        **texts("held_as", ("Sindaca", "Mayor", "Maire", "Oberbürgermeisterin", "Alcaldesa")),
    )
    make(Role, {"seat": chair}, holder=people["councillor"], held_from=PartialDate(2023, 6))
    if people["councillor"]:
        make(
            MembershipContact,
            {"membership": membership, "part": MembershipContact.Part.POLITICAL},
            person=people["councillor"],
        )


def load_what_came_of_it(network, today):
    make(
        Activity,
        {"network": network, "happened_on": PartialDate(today.year - 2, 10, 4)},
        kind=Activity.Kind.HOSTED,
        **texts("title", ASSEMBLY),
    )
    make(
        Activity,
        {"network": network, "happened_on": PartialDate(today.year - 1, 3)},
        kind=Activity.Kind.PROJECT,
        **texts("title", PROJECT),
    )
    make(
        Commitment,
        {"network": network, "title_it": CHARTER[0]},
        state=Commitment.State.UNDER_WAY,
        signed_on=PartialDate(today.year - 1, 11, 5),
        deadline=PartialDate.of(today + timedelta(days=45)),
        **without("title_it", texts("title", CHARTER)),
    )
    make(
        CityInNetwork,
        {"network": network, "city": City.objects.get(slug="demo-city")},
        since=PartialDate(2010),
    )


def load_meetings(network, today):
    """An assembly to come, of which we are host, and a working group that met."""
    if Meeting.objects.filter(network=network, is_demo=True).exists():
        return
    hall = Place.objects.filter(slug="demo-hall").first()
    group = WorkingGroup.objects.filter(network=network).first()
    planned = [
        (GENERAL_ASSEMBLY, 30, hall, {"our_part": Meeting.Part.HOST}),
        (GROUP_MET, -40, None, {"kind": Meeting.Kind.WORKING_GROUP, "working_group": group}),
    ]
    for words, days, place, fields in planned:
        start = datetime.combine(today + timedelta(days=days), time(9), periods.here())
        appointment = Appointment(
            kind=Appointment.Kind.NETWORK,
            state=Appointment.State.CONFIRMED,
            period=periods.period(start, start + timedelta(hours=8)),
            place=place,
            audience=Audience.objects.create(level=Audience.Level.PUBLIC, is_demo=True),
            is_demo=True,
            **texts("title", words),
        )
        meeting = Meeting(network=network, is_demo=True, **fields)
        save_meeting(meeting=meeting, appointment=appointment, by=None)


def texts(field, words):
    return {f"{field}_{language}": text for language, text in zip(LANGUAGES, words, strict=True)}


def without(found_by, values):
    """The values beside the one by which the record is found."""
    return {name: value for name, value in values.items() if name != found_by}


NAME = (
    "Rete delle città di prova",
    "Network of Sample Cities",
    "Réseau des villes d’essai",
    "Netzwerk der Musterstädte",
    "Red de Ciudades de Prueba",
)
ROLE = (
    "membro, alla presidenza",
    "member, holding the presidency",
    "membre, à la présidence",
    "Mitglied, mit der Präsidentschaft",
    "miembro, en la presidencia",
)
GROUP = ("Piazze", "Squares", "Places", "Plätze", "Plazas")
ASSEMBLY = (
    "Assemblea di prova",
    "Assembly of the demonstration",
    "Assemblée d’essai",
    "Probeversammlung",
    "Asamblea de prueba",
)
GENERAL_ASSEMBLY = (
    "Assemblea generale di prova",
    "General assembly of the demonstration",
    "Assemblée générale d’essai",
    "Probe-Generalversammlung",
    "Asamblea general de prueba",
)
GROUP_MET = (
    "Gruppo di prova sulle piazze",
    "Group of the demonstration on squares",
    "Groupe d’essai sur les places",
    "Probegruppe zu Plätzen",
    "Grupo de prueba sobre plazas",
)
PROJECT = (
    "Progetto di prova sulle piazze",
    "Project of the demonstration on squares",
    "Projet d’essai sur les places",
    "Probeprojekt zu Plätzen",
    "Proyecto de prueba sobre plazas",
)
CHARTER = (
    "Carta delle piazze di prova",
    "Charter of sample squares",
    "Charte des places d’essai",
    "Charta der Musterplätze",
    "Carta de las plazas de prueba",
)
