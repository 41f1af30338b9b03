"""
What the demonstration shows of letters, tasks, promises, minutes and who should know.

People and bodies are made up; addresses are of a domain that nobody has.
"""

from datetime import timedelta

from django.utils import timezone

from delegations import actions, outgoing
from delegations.models import (
    GuestBookPage,
    Minute,
    OutgoingLetter,
    Promise,
    Task,
    TaskTemplate,
    ToInform,
)
from directory.models import City
from office.demo import DOMAIN, email_of
from office.models import User
from office.roles import BY_KEY

TOLD = [
    ("Prefettura di prova", "Ufficio di gabinetto", "prefettura", "it", None, 4),
    ("Consulat d’Exemple", "Secrétariat", "consulat", "fr", None, None),
    ("Museo di prova", "Portineria", "museo", "it", "official_reception", None),
]
SIGNED = ("Anna Prova", "La Sindaca di prova")


def load(visits):
    officer = User.objects.get(email=email_of(BY_KEY["officer"]))
    load_who_should_know()
    load_tasks(visits, officer)
    load_letters(visits["completed"], officer)
    load_promises(visits, officer)
    load_minutes(visits["completed"], officer)


def load_who_should_know():
    from delegations.demo import level

    for body, name, box, language, of_level, rank in TOLD:
        email = f"{box}@{DOMAIN}"
        if ToInform.objects.filter(email=email, is_demo=True).exists():
            continue
        # Its level is that of visits, and says nothing of who may see the row.
        ToInform.objects.create(
            email=email,
            body=body,
            name=name,
            language=language,
            print="public",
            level=level(of_level),
            from_rank=rank,
            why="Riga inventata, per provare il programma.",
            is_demo=True,
        )


def load_tasks(visits, officer):
    """Of the visit that comes all tasks of two check-lists, the first of them done."""
    visit = visits["planning"]
    if Task.objects.filter(visit=visit).exists():
        return
    for key in ("visit", "official-reception"):
        if template := TaskTemplate.objects.filter(key=key).first():
            actions.make_tasks(occasion=visit, template=template, by=None)
    for task in Task.objects.filter(visit=visit).in_order()[:2]:
        actions.finish_task(task=task, by=officer)


def load_letters(visit, officer):
    """One that went out, under its number, and one that waits for a signature."""
    if OutgoingLetter.objects.filter(visit=visit).exists():
        return
    sent, _waiting = (
        actions.write_letter(
            occasion=visit,
            kind=kind,
            to=outgoing.Addressee("", name, office, email, language),
            by=officer,
            language=language,
            signatory=SIGNED,
        )
        for kind, name, office, email, language in (
            ("confirmation", visit.contact_name, visit.contact_office, visit.contact_email, "en"),
            ("thanks", "John Sample", "Councillor", "", "en"),
        )
    )
    # As it stood: its paper would be kept as a document, which the demonstration need not have.
    sent.state, sent.register_number = "sent", "DEMO/2026/77"
    sent.day = visit.first_day - timedelta(days=20)
    sent.save()


def load_promises(visits, officer):
    """Two that are open, ours late, theirs to come, and one that was kept."""
    visit, today = visits["completed"], timezone.localdate()
    if Promise.objects.filter(visit=visit).exists():
        return
    made = visit.last_day
    common = {"visit": visit, "made_on": made, "owner": officer, "is_demo": True}
    common["city"] = City.objects.filter(slug="demo-city").first()
    Promise.objects.create(
        side="ours",
        text="Mandare il catalogo della biblioteca",
        due_on=today - timedelta(days=5),
        **common,
    )
    Promise.objects.create(
        side="theirs",
        text="To propose a date for the exchange of librarians",
        their_name="Sam Sample, Head of protocol",
        due_on=today + timedelta(days=40),
        **common,
    )
    Promise.objects.create(
        side="ours",
        text="Mandare le fotografie della visita",
        state="kept",
        closed_on=made + timedelta(days=9),
        outcome="Mandate per posta elettronica.",
        **common,
    )


def load_minutes(visit, officer):
    if Minute.objects.filter(visit=visit).exists():
        return
    Minute.objects.create(
        visit=visit,
        subject="Le biblioteche delle due città",
        day=visit.first_day,
        present="John Sample, councillor\nAnna Prova, Assessora alla cultura",
        text="Verbale inventato, per provare il programma.",
        decided="Uno scambio di bibliotecari, di una settimana.",
        taken_by=officer,
        is_demo=True,
    )
    GuestBookPage.objects.create(
        visit=visit,
        volume="DEMO",
        page=12,
        signed_on=visit.first_day,
        who_signed="John Sample, councillor",
        words="With thanks for a warm welcome.",
        is_demo=True,
    )
