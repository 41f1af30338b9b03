"""Records for the tests: plain functions, each with the least that makes a valid one."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from agenda import feeds, periods
from agenda.models import (
    Appointment,
    Booking,
    Closure,
    Feed,
    OpeningHours,
    OutsideCalendar,
    OutsideEntry,
    Party,
    Place,
    Resource,
    Way,
)
from delegations.models import (
    Arrangements,
    Budget,
    BudgetChapter,
    Criterion,
    Decision,
    Expense,
    ExpenseStatement,
    Flag,
    FlagRule,
    Gift,
    GiftLine,
    GuestBookPage,
    Honour,
    HonourKind,
    Leg,
    Level,
    Lineup,
    Member,
    Message,
    Minute,
    Mission,
    OutgoingLetter,
    Part,
    PrecedenceRank,
    PrecedenceTable,
    ProgrammeItem,
    Promise,
    PublicVisit,
    Recipient,
    RoomOfLevel,
    SeatAtTable,
    SeatingPlan,
    SeatingTable,
    Standing,
    StatementSettings,
    Stay,
    StockChange,
    Task,
    TaskTemplate,
    ToInform,
    Traveller,
    Visit,
    Whose,
)
from directory.actions import add_version, attach
from directory.models import (
    Act,
    Body,
    City,
    Contact,
    ContactDetail,
    Correction,
    Country,
    Document,
    OfficeHeld,
    Organisation,
    Person,
    PersonLanguage,
)
from events.models import Event, Participation, Period
from networks.models import (
    Activity,
    CityInNetwork,
    Commitment,
    Fee,
    Meeting,
    Membership,
    Network,
    Renewal,
    Role,
    Seat,
    WorkingGroup,
)
from office.models import (
    Audience,
    Duty,
    Hold,
    Link,
    Mail,
    MailTemplate,
    Office,
    PaperTemplate,
    PrivacyNotice,
    Retention,
    Source,
    User,
)
from office.outbox import MailKind, kinds
from office.papers.report import Report, Section, Table, Text
from partnerships.models import (
    Addressee,
    Agreement,
    BondType,
    Candidacy,
    CandidateQuestion,
    CouncilReport,
    Notice,
    Rule,
    Signatory,
    Signature,
    Step,
    Theme,
)
from tests import files

number = count(1)
number_of_acts = count(1)


def make_office(**fields):
    return Office.objects.create(
        **{
            "name_it": "Comune di Borgolago",
            "name_en": "Municipality of Borgolago",
            "city_name_it": "Borgolago",
            "department_it": "Ufficio relazioni internazionali",
            "department_en": "International Relations Office",
            "original_language": "it",
            **fields,
        }
    )


def make_user(*role_keys, **fields):
    n = next(number)
    fields = {"email": f"person{n}@example.org", "name": f"Person {n}", "language": "en", **fields}
    user = User.objects.create_user(password="a long password 1", **fields)
    if role_keys:
        user.give_roles(*role_keys)
    return user


def make_audience(level="public", readers=()):
    audience = Audience.objects.create(level=level)
    if readers:
        audience.readers.set(readers)
    return audience


def make_country(**fields):
    code = fields.pop("code", "JP")
    defaults = {"name_it": f"Paese {code}", "name_en": f"Country {code}", **fields}
    return Country.objects.get_or_create(code=code, defaults=defaults)[0]


def make_city(name="Kyoto", *, level="public", readers=(), **fields):
    fields = {"name_it": name, "name_en": name, "slug": f"city-{next(number)}", **fields}
    fields.setdefault("country", None)
    fields["country"] = fields["country"] or make_country()
    return City.objects.create(audience=make_audience(level, readers), **fields)


def make_organisation(name="Orchestra", *, level="public", readers=(), **fields):
    return Organisation.objects.create(
        audience=make_audience(level, readers),
        **{"name_it": name, "name_en": name, "kind": "association", **fields},
    )


def make_body(**fields):
    return Body.objects.create(**{"key": f"body-{next(number)}", "name_it": "Consiglio", **fields})


def make_act(number="", *, level="public", readers=(), body=None, **fields):
    """An act of the city's own Council, whose numbers have no pattern."""
    return Act.objects.create(
        audience=make_audience(level, readers),
        body=body or make_body(),
        number=number or f"2020/C/{next(number_of_acts):05}",
        **fields,
    )


def make_person(family_name="Yamada", *, level="public", readers=(), **fields):
    return Person.objects.create(
        audience=make_audience(level, readers), family_name=family_name, **fields
    )


def make_office_held(person=None, title="Mayor", **fields):
    if not {"city", "organisation"} & set(fields):
        fields["city"] = make_city()
    return OfficeHeld.objects.create(
        person=person or make_person(), title_it=title, title_en=title, **fields
    )


def make_language(person, language="ja", **fields):
    return PersonLanguage.objects.create(person=person, language=language, **fields)


def make_contact_detail(owner, value="person@example.org", kind="email", **fields):
    whose = "person" if isinstance(owner, Person) else "organisation"
    return ContactDetail.objects.create(**{whose: owner}, kind=kind, value=value, **fields)


def make_contact(city=None, summary="They called", *, level="internal", readers=(), **fields):
    """A contact that was had with a city, or with whom the fields name."""
    if not {"person", "organisation"} & set(fields):
        city = city or make_city()
    fields = {"had_on": "2020-05-04", "channel": "telephone", "summary": summary, **fields}
    return Contact.objects.create(audience=make_audience(level, readers), city=city, **fields)


def make_bond_type(key="twin", **fields):
    defaults = {
        "name_it": f"Legame {key}",
        "name_en": f"Bond {key}",
        "definition_en": "What it means.",
        "rank": next(number),
        **fields,
    }
    return BondType.objects.get_or_create(key=key, defaults=defaults)[0]


def make_theme(key="culture", **fields):
    defaults = {
        "name_it": f"Tema {key}",
        "name_en": f"Theme {key}",
        "rank": next(number),
        **fields,
    }
    return Theme.objects.get_or_create(key=key, defaults=defaults)[0]


def make_agreement(city=None, *, level="public", readers=(), bond="twin", **fields):
    return Agreement.objects.create(
        audience=make_audience(level, readers),
        city=city or make_city(),
        bond_type=make_bond_type(bond),
        **fields,
    )


def make_rule(kind, figure, since, until=None, **fields):
    """A rule of the regulation, in force from and to; `kind` by its name."""
    return Rule.objects.create(
        kind=Rule.Kind[kind],
        figure=figure,
        in_force_from=since,
        in_force_to=until,
        **{"text_it": "Regolamento, art. 1", "text_en": "Regulation, art. 1", **fields},
    )


def make_step(agreement=None, move="confirm", **fields):
    """A step as it stands in the record; it changes no state of the agreement."""
    agreement = agreement or make_agreement()
    state = {"from_status": agreement.status, "to_status": agreement.status}
    return Step.objects.create(agreement=agreement, move=move, **{**state, **fields})


def make_signature(agreement=None, signed_on="2001-02-26", *, people=(), **fields):
    """A signature by these people, who held no office."""
    signature = Signature.objects.create(
        agreement=agreement or make_agreement(), signed_on=signed_on, **fields
    )
    for person in people:
        Signatory.objects.create(signature=signature, person=person, without_office=True)
    return signature


def make_addressee(name="Ministry", **fields):
    n = next(number)
    return Addressee.objects.create(
        **{"key": f"addressee-{n}", "name_it": name, "name_en": name, "rank": n, **fields}
    )


def make_notice(agreement=None, sent_on="2026-05-04", **fields):
    fields.setdefault("addressee", None)
    fields["addressee"] = fields["addressee"] or make_addressee()
    return Notice.objects.create(
        agreement=agreement or make_agreement(), sent_on=date.fromisoformat(sent_on), **fields
    )


def make_council_report(year=2024, presented_on="2025-03-04", **fields):
    day = date.fromisoformat(presented_on)
    return CouncilReport.objects.create(year=year, presented_on=day, **fields)


def make_question(question="Why this city?", **fields):
    n = next(number)
    return CandidateQuestion.objects.create(
        **{"key": f"q-{n}", "question_it": question, "question_en": question, "rank": n, **fields}
    )


def make_candidacy(city=None, *, level="internal", readers=(), bond="twin", **fields):
    return Candidacy.objects.create(
        audience=make_audience(level, readers),
        city=city or make_city(),
        bond_type=make_bond_type(bond),
        **fields,
    )


def make_source(title="A newspaper", **fields):
    return Source.objects.create(title=title, **fields)


def make_duty(record, *, owner=None, key=None, due_on=None):
    """Something that is due since yesterday, of a kind that no app handed in."""
    return Duty.objects.create(
        kind="letters",
        key=key or f"{record._meta.label_lower}:{record.pk}",
        record=record,
        owner=owner,
        due_on=due_on or timezone.localdate() - timedelta(days=1),
        notice_days=30,
        opened_at=timezone.now(),
    )


def make_link(city=None, purpose="corrections", **fields):
    """A private link: by which a partner corrects the page of its city, or for another purpose."""
    fields = {"reader_name": "Hana Yamada", "language": "en", **fields}
    fields.setdefault("expires_on", timezone.localdate() + timedelta(days=30))
    return Link.objects.create(purpose=purpose, target=city or make_city(), **fields)


def make_mail(subject="The visit is confirmed", *, level="internal", readers=(), **fields):
    """A mail of a kind that no app handed in, waiting to go out."""
    fields = {"reader_name": "Hana Yamada", "reader_email": "hana@example.org", **fields}
    fields = {"language": "en", "kind": "letters", "text": "We look forward to it.", **fields}
    if fields.get("state") == "sent":
        fields.setdefault("sent_at", timezone.now())
    fields.setdefault("audience", None)
    fields["audience"] = fields["audience"] or make_audience(level, readers)
    return Mail.objects.create(subject=subject, **fields)


class Letters(MailKind):
    """A kind of mail of the tests, with fields and a private link."""

    label = "letters"
    fields = {"city": "The city.", "reason": "Why not, often empty."}
    subject = "Your visit: {{ city }}"
    text = """Dear {{reader_name}},

{{ city }}

{{ reason }}

Your page:
{{ private_link }}

{{ department }}"""

    def values(self, record, *, reason="", **extra):
        return {"city": getattr(record, "name", ""), "reason": reason}

    def example(self):
        return {"city": "Borgolago", "reason": ""}


LETTERS = Letters()


def make_mail_template(kind="letters", **fields):
    """What the office wrote for a kind of mail, by default for one of the tests' own."""
    kinds.add("letters", LETTERS)
    fields = {"subject_it": "La visita è confermata", **fields}
    return MailTemplate.objects.create(kind=kind, **fields)


def make_correction(city=None, should_say="We are more.", **fields):
    fields = {"part": "The city", "name": "Hana Yamada", "email": "hana@example.org", **fields}
    return Correction.objects.create(city=city or make_city(), should_say=should_say, **fields)


def make_document(title="Pact", *, level="public", readers=(), content=None, on=(), **fields):
    """A document of one version, attached to the records of `on`."""
    document = Document.objects.create(
        audience=make_audience(level, readers),
        **{"title_it": title, "title_en": title, "kind": "signed_text", **fields},
    )
    add_version(document=document, file=files.upload(content or files.pdf()), by=None)
    for record in on:
        attach(document=document, record=record, by=None)
    return document


def make_picture(title="The town hall", **fields):
    """A picture with all that it needs before everybody may see it."""
    fields = {"author": "Ada Photographer", "licence": "CC BY 4.0", "kind": "photograph", **fields}
    fields.setdefault("alt_text_it", f"Veduta: {title}")
    fields.setdefault("content", files.picture(size=(2000, 1000)))
    return make_document(title, **fields)


def make_period(title="The beginnings", **fields):
    n = next(number)
    fields = {"key": f"period-{n}", "first_year": 1000 + n % 1000, **fields}
    return Period.objects.create(**{"title_it": title, "title_en": title, **fields})


def make_event(title="Colloquy", *, level="public", readers=(), cities=(), **fields):
    """An event in which the cities took part."""
    event = Event.objects.create(
        audience=make_audience(level, readers),
        **{
            "title_it": title,
            "title_en": title,
            "slug": f"event-{next(number)}",
            "kind": "colloquy",
            "starts_on": "1958-10",
            **fields,
        },
    )
    for city in cities:
        Participation.objects.create(event=event, city=city)
    return event


def make_report(**parts):
    """A report with one of everything."""
    section = Section(
        ["Il patto con ", Text("京都", "ja")],
        paragraphs=["Firmato in palazzo.", ["Da ", Text("مدينة", "ar"), " in poi."]],
        facts=[("Firmato", "22 settembre 1965"), ("Città & Co <x>", Text("京都市", "ja"))],
        table=Table(["Anno", "Visite"], [["1999", "3"], ["2000", "=1+1"]], "Le visite", (1,)),
        note="Senza le visite private.",
    )
    parts = {
        "title": "Relazione annuale",
        "subtitle": "Anno 2025",
        "intro": ["Quello che è successo."],
        "sections": [section, Section("Senza notizie", ["Niente."], level=2)],
        "sources": [Text("Delibera 10/2008", url="https://example.org/atti/10"), "Annuario"],
        **parts,
    }
    return Report(**parts)


def make_paper_template(content=b"PK", **fields):
    """A Word template of the office for reports."""
    fields = {"kind": "report", "name": "Modello.docx", **fields}
    return PaperTemplate.objects.create(file=files.upload(content, "Modello.docx"), **fields)


def make_privacy_notice(text="We keep little.", *, days=1, **fields):
    """A version that comes into force in so many days; in force already for none or fewer."""
    day = timezone.localdate() + timedelta(days=days)
    return PrivacyNotice.objects.create(
        **{"text_it": text, "text_en": text, "in_force_from": day, **fields}
    )


def make_retention(kind="special", after="departure", days=30, **fields):
    return Retention.objects.create(kind=kind, after=after, days=days, **fields)


def make_hold(record=None, reason="A complaint", **fields):
    return Hold.objects.create(record=record or make_visit(), reason=reason, **fields)


def make_network(name="Eurocities", *, level="public", readers=(), **fields):
    fields = {"name_it": name, "name_en": name, "slug": f"network-{next(number)}", **fields}
    fields.setdefault("kind", "european_city_network")
    return Network.objects.create(audience=make_audience(level, readers), **fields)


def make_membership(network=None, **fields):
    fields = {"status": "member", "joined_on": "2003", **fields}
    return Membership.objects.create(network=network or make_network(), **fields)


def make_fee(membership=None, year=2020, **fields):
    fields = {"amount_due": 2750, "is_published": True, **fields}
    return Fee.objects.create(membership=membership or make_membership(), year=year, **fields)


def make_working_group(network=None, name="Noise", **fields):
    return WorkingGroup.objects.create(
        network=network or make_network(), name_it=name, name_en=name, **fields
    )


def make_seat(network=None, kind="presidency", **fields):
    return Seat.objects.create(network=network or make_network(), kind=kind, **fields)


def make_role(seat=None, **fields):
    return Role.objects.create(seat=seat or make_seat(), **{"held_from": "2018", **fields})


def make_commitment(network=None, title="Charter", **fields):
    return Commitment.objects.create(
        network=network or make_network(), title_it=title, title_en=title, **fields
    )


def make_activity(network=None, title="Forum", **fields):
    fields = {"happened_on": "2013", **fields}
    return Activity.objects.create(
        network=network or make_network(), title_it=title, title_en=title, **fields
    )


def make_city_in_network(network, city, **fields):
    return CityInNetwork.objects.create(network=network, city=city, **fields)


def make_renewal(membership=None, year=2027, *, level="internal", readers=(), **fields):
    return Renewal.objects.create(
        audience=make_audience(level, readers),
        membership=membership or make_membership(),
        year=year,
        **fields,
    )


def make_place(name="Sala di Lorenzo", *, level="internal", readers=(), **fields):
    fields = {"name_it": name, "name_en": name, "slug": f"place-{next(number)}", **fields}
    return Place.objects.create(audience=make_audience(level, readers), **fields)


def make_resource(kind="equipment", name="Booth", *, level="internal", readers=(), **fields):
    """A room with its place, a person of the directory, or a thing of that name."""
    match kind:
        case "room":
            fields.setdefault("place", None)
            fields["place"] = fields["place"] or make_place(name, level=level, readers=readers)
        case "person":
            fields.setdefault("person", None)
            fields["person"] = fields["person"] or make_person(name, level=level, readers=readers)
        case _thing:
            fields = {"name_it": name, "name_en": name, **fields}
    return Resource.objects.create(kind=kind, audience=make_audience(level, readers), **fields)


def make_room(name="Sala di Lorenzo", **fields):
    return make_resource("room", name, **fields)


def at(hour, minute=0, *, day=date(2027, 5, 12)):
    """A moment of that day on the clocks of the office."""
    return datetime.combine(day, time(hour, minute), timezone.get_default_timezone())


def coming_wednesday():
    """A Wednesday a month from today: on none of them are the clocks changed."""
    soon = timezone.localdate() + timedelta(days=30)
    return soon + timedelta(days=(2 - soon.weekday()) % 7)


def between(start, end, *, day=date(2027, 5, 12)):
    """The period between two hours of a day: 9, or (9, 30)."""
    hours = ((one, 0) if isinstance(one, int) else one for one in (start, end))
    return periods.period(*(at(*one, day=day) for one in hours))


def make_appointment(title="Reception", start=9, end=10, *, level="internal", **fields):
    """An appointment from one hour to another of 12 May 2027; nothing is booked for it."""
    day = fields.pop("day", date(2027, 5, 12))
    fields.setdefault("period", between(start, end, day=day))
    fields.setdefault("audience", make_audience(level, fields.pop("readers", ())))
    fields.setdefault("blocks", fields.get("state") != "cancelled")
    return Appointment.objects.create(**{"title_it": title, "title_en": title, **fields})


def make_booking(resource, appointment=None, **fields):
    appointment = appointment or make_appointment()
    return Booking.objects.create(resource=resource, appointment=appointment, **fields)


def make_party(name="Delegation of Kyoto", *, level="internal", readers=(), **fields):
    return Party.objects.create(name=name, audience=make_audience(level, readers), **fields)


def make_way(start, end, minutes=10, **fields):
    return Way.objects.create(start=start, end=end, minutes=minutes, **fields)


def make_opening_hours(place, opens=9, closes=19, *, weekdays=range(7), **fields):
    """From one hour to another, each day or on these weekdays; Monday is 0."""
    return OpeningHours.objects.bulk_create(
        OpeningHours(place=place, weekday=weekday, opens=time(opens), closes=time(closes), **fields)
        for weekday in weekdays
    )


def make_closure(place=None, start=9, end=10, *, level="internal", readers=(), **fields):
    """A closure from one hour to another of 12 May 2027."""
    fields.setdefault("period", between(start, end, day=fields.pop("day", date(2027, 5, 12))))
    return Closure.objects.create(
        place=place or make_place(),
        audience=make_audience(level, readers),
        **{"reason": "works", **fields},
    )


def make_outside_calendar(owner=None, name="Secretariat", *, level="internal", **fields):
    """A calendar of others about a place or a resource, in use and read a minute ago."""
    owner = owner or fields.pop("place", None) or make_resource()
    whose = "place" if isinstance(owner, Place) else "resource"
    fields.setdefault("read_at", timezone.now() - timedelta(minutes=1))
    fields.setdefault("audience", make_audience(level, fields.pop("readers", ())))
    return OutsideCalendar.objects.create(
        **{whose: owner, "name": name, "is_active": True, **fields}
    )


def make_outside_entry(calendar, start=9, end=10, *, title="Busy", **fields):
    """An entry from one hour to another of 12 May 2027."""
    fields.setdefault("period", between(start, end, day=fields.pop("day", date(2027, 5, 12))))
    fields = {"key": f"entry-{next(number)}", **fields}
    return OutsideEntry.objects.create(calendar=calendar, title=title, **fields)


def make_feed(owner=None, name="Everything", *, level="internal", readers=(), **fields):
    """A feed with its address, which `feeds.links_of` finds."""
    owner = owner or make_user("officer")
    audience = make_audience(level, readers)
    feed = Feed.objects.create(name=name, owner=owner, audience=audience, **fields)
    feeds.give_out(feed)
    return feed


def make_meeting(network=None, title="Assembly", **fields):
    """A meeting with its appointment; `level`, `period`, `place`, `state` are those of this."""
    names = ("level", "readers", "period", "place", "state", "party", "day", "start", "end")
    of_appointment = {name: fields.pop(name) for name in names if name in fields}
    of_appointment = {"level": "public", "state": "confirmed", "kind": "network"} | of_appointment
    appointment = make_appointment(title, **of_appointment)
    return Meeting.objects.create(
        network=network or make_network(), appointment=appointment, **fields
    )


# ---------------------------------------------------------------- visits


def make_level(key="working_visit", **fields):
    rank = fields.pop("rank", None) or 1 + Level.objects.count()
    values = {"key": key, "rank": rank, "name_en": key.replace("_", " ").capitalize()}
    return Level.objects.create(**values | fields)


def make_criterion(kind, figure=0, weight=1, since="2020", **fields):
    return Criterion.objects.create(
        kind=Criterion.Kind[kind],
        figure=figure,
        weight=weight,
        in_force_from=since,
        text_en="A rule",
        **fields,
    )


def make_visit(body_name="Municipality of Kyoto", *, level="internal", readers=(), **fields):
    """A request as it stands in the database; `days` are (first, last), or days from today."""
    if "days" in fields:
        days = [
            timezone.localdate() + timedelta(days=one) if isinstance(one, int) else one
            for one in fields.pop("days")
        ]
        fields["first_day"], fields["last_day"] = days
    if "decided_level" in fields:
        fields["level"] = fields.pop("decided_level")
    return Visit.objects.create(
        body_name=body_name, audience=make_audience(level, readers), **fields
    )


def make_mission(title="Thirty years of the pact", *, level="internal", readers=(), **fields):
    """A mission to a city of its own unless another place is given; `days` as of a visit."""
    first, last = (
        timezone.localdate() + timedelta(days=one) if isinstance(one, int) else one
        for one in fields.pop("days", (-3, -1))
    )
    if not {"city", "organisation", "country"} & fields.keys():
        fields["city"] = make_city()
    return Mission.objects.create(
        title=title,
        first_day=first,
        last_day=last,
        audience=make_audience(level, readers),
        **fields,
    )


def make_traveller(mission, name="Anna Bianchi", **fields):
    return Traveller.objects.create(mission=mission, name=name, **fields)


def make_message(visit, text="Hello", **fields):
    return Message.objects.create(visit=visit, text=text, **{"from_guests": True, **fields})


def make_room_of_level(level, place=None, **fields):
    return RoomOfLevel.objects.create(level=level, place=place or make_place(), **fields)


def make_member(visit, family_name="Tanaka", **fields):
    return Member.objects.create(visit=visit, family_name=family_name, **fields)


def make_decision(visit, verdict="accepted", **fields):
    values = {"reason": "Because.", "decided_by": fields.pop("by", None) or make_user("officer")}
    return Decision.objects.create(visit=visit, verdict=verdict, **values | fields)


OF_ITEM = ("is_internal", "is_public", "press", "language", "dress", "details", "set_up")
OF_ITEM += ("starts_from", "for_driver", "details_it", "details_en", "dress_it", "dress_en")


def make_item(visit, title="Reception", start=9, end=10, **fields):
    """An item of its programme; `level` is the visit's own."""
    own = {name: fields.pop(name) for name in OF_ITEM if name in fields}
    appointment = make_appointment(title, start, end, party=visit.party, **fields)
    appointment.audience = visit.audience
    appointment.save()
    return ProgrammeItem.objects.create(visit=visit, appointment=appointment, **own)


def make_part(item, name="The Mayor", **fields):
    """A part of somebody who is not in the directory; `answer` is for the hours of the item."""
    if fields.get("answer", "unasked") != "unasked":
        fields.setdefault("answer_for", item.appointment.period)
    if "person" in fields:
        name = ""
    return Part.objects.create(item=item, name=name, **fields)


def make_interpreter(item, source="ja", target="it", **fields):
    """An interpreter of the item: nobody yet, unless `person` or `name` say who."""
    fields.setdefault("name", "")
    return make_part(item, kind="interpreter", source=source, target=target, **fields)


def make_recipient(visit, email="driver@example.org", kind="driver", **fields):
    return Recipient.objects.create(
        visit=visit, email=email, print=kind, **{"name": "A recipient", **fields}
    )


def make_precedence_table(name="Made-up order", kind="law", **fields):
    fields = {"key": f"table-{next(number)}", **fields}
    return PrecedenceTable.objects.create(name=name, kind=kind, **fields)


def make_rank(table, position, name="Mayor", words="", **fields):
    """A rank of the table; `before` and `after` are the ranks that it goes beside."""
    for slot in ("before", "after"):
        if slot in fields:
            fields |= {"slot": slot, "beside": fields.pop(slot)}
    return PrecedenceRank.objects.create(
        table=table, position=position, name=name, words=words, **fields
    )


def make_lineup(visit, table=None, **fields):
    return Lineup.objects.create(visit=visit, table=table or make_precedence_table(), **fields)


def make_standing(lineup, name="Hanako Tanaka", **fields):
    return Standing.objects.create(lineup=lineup, name=name, **fields)


def make_flag_rule(whose="own", position=None, **fields):
    position = position or next(number)
    fields = {"text": "By decree.", "key": f"flag-{position}", **fields}
    return FlagRule.objects.create(whose=whose, position=position, **fields)


def make_flag(name="Flag of Japan", whose=Whose.GUESTS, **fields):
    return Flag.objects.create(name=name, whose=whose, **fields)


def make_plan(lineup, name="Dinner", **fields):
    return SeatingPlan.objects.create(lineup=lineup, name=name, **fields)


def make_seating_table(plan, size=8, shape="rectangle", **fields):
    return SeatingTable.objects.create(plan=plan, size=size, shape=shape, **fields)


def make_seat_at_table(table, number, standing):
    return SeatAtTable.objects.create(table=table, number=number, standing=standing)


def make_leg(visit, at=None, **fields):
    values = {"number": "AZ 1675", "station": "Airport"}
    return Leg.objects.create(visit=visit, at=at or at_noon(), **values | fields)


def at_noon():
    return at(12)


def make_stay(visit, hotel="Hotel Exemplar", **fields):
    return Stay.objects.create(visit=visit, hotel=hotel, **fields)


def make_arrangements(visit, **fields):
    return Arrangements.objects.create(visit=visit, **fields)


def make_public_visit(title="Delegation of Kyoto", *, level="public", readers=(), **fields):
    values = {
        "title_en": title,
        "slug": f"received-{next(number)}",
        "received_on": fields.pop("on", "2025-05-12"),
    }
    return PublicVisit.objects.create(audience=make_audience(level, readers), **values | fields)


# ---------------------------------------------------------------- gifts, honours, expenses


def make_gift(name="A paperweight", *, stock=10, **fields):
    """A gift of the catalogue with so many pieces, which were bought."""
    gift = Gift.objects.create(name_en=name, **fields)
    if stock:
        StockChange.objects.create(gift=gift, quantity=stock)
        gift.refresh_from_db()
    return gift


def make_gift_line(gift=None, *, level="internal", readers=(), **fields):
    """A gift in words, given today to the mayor of nowhere, unless told otherwise."""
    if gift is None:
        fields.setdefault("words_en", "A paperweight")
    if not {"person", "member", "name", "office", "organisation", "city"} & fields.keys():
        fields["office"] = "mayor"
    if not {"visit", "mission"} & fields.keys():
        fields["audience"] = make_audience(level, readers)
    return GiftLine.objects.create(gift=gift, **fields)


def make_honour_kind(key="keys", **fields):
    return HonourKind.objects.create(key=key, **{"name_en": key.capitalize(), **fields})


def make_honour(kind=None, name="Anna Bianchi", *, level="internal", readers=(), **fields):
    kind = kind or HonourKind.objects.first() or make_honour_kind()
    if not {"visit", "mission"} & fields.keys():
        fields["audience"] = make_audience(level, readers)
    fields.setdefault("conferred_on", "2025-05-12")
    return Honour.objects.create(kind=kind, name=name, **fields)


def make_chapter(code="100", **fields):
    return BudgetChapter.objects.create(code=code, **{"name": "Representation", **fields})


def make_budget(amount=1000, *, chapter=None, year=2026, **fields):
    return Budget.objects.create(
        chapter=chapter or make_chapter(), year=year, amount=amount, **fields
    )


def make_expense(amount="100", subject="Flowers", *, level="internal", readers=(), **fields):
    """An expense committed today; `paid` on a day makes it paid."""
    if paid := fields.pop("paid", None):
        fields |= {"stage": "paid", "paid_on": paid}
    if not {"visit", "mission"} & fields.keys():
        fields["audience"] = make_audience(level, readers)
        fields.setdefault("on_occasion", "A visit")
    return Expense.objects.create(subject=subject, amount=Decimal(amount), **fields)


def make_statement_settings(**fields):
    return StatementSettings.objects.create(**{"heading_en": "Expenses of the year", **fields})


def make_statement(year=2025, total="0", **fields):
    values = {"approved_on": date(year + 1, 4, 20)}
    return ExpenseStatement.objects.create(year=year, total=Decimal(total), **values | fields)


# ---------------------------------------------------------------- letters, and what stays


def make_letter(occasion=None, subject="Thank you", **fields):
    """A draft for a visit or a mission; `sent` says under which number it went out."""
    if number := fields.pop("sent", None):
        fields |= {"state": "sent", "register_number": number, "day": timezone.localdate()}
    values = {"kind": "thanks", "language": "en", "addressee_name": "Aiko Tanaka", "text": "Thanks"}
    return OutgoingLetter.objects.create(
        **of_occasion(occasion or make_visit()), subject=subject, **values | fields
    )


def of_occasion(occasion):
    return {"mission" if isinstance(occasion, Mission) else "visit": occasion}


def make_task_template(key="visit", *, lines=(), **fields):
    """`lines` are (text, days, counted from) or (text, days, counted from, who)."""
    template = TaskTemplate.objects.create(key=key, **{"name_en": key.capitalize()} | fields)
    for position, (text, days, counts_from, *who) in enumerate(lines):
        template.lines.create(
            position=position,
            text_en=text,
            days=days,
            counts_from=counts_from,
            who=who[0] if who else "charge",
        )
    return template


def make_task(occasion=None, text="Write the letter", **fields):
    return Task.objects.create(text=text, **of_occasion(occasion) if occasion else {}, **fields)


def make_promise(occasion=None, text="Send the book", **fields):
    """One of ours, open; of a city of its own where nothing else is named."""
    named = {"city", "organisation", "person"} & fields.keys()
    if occasion is None and not named:
        fields["city"] = make_city()
    level, readers = fields.pop("level", None), fields.pop("readers", ())
    if occasion is None and level:
        fields["audience"] = make_audience(level, readers)
    values = {"side": "ours", "made_on": timezone.localdate()}
    return Promise.objects.create(
        text=text, **of_occasion(occasion) if occasion else {}, **values | fields
    )


def make_minute(occasion=None, subject="Talk on libraries", **fields):
    return Minute.objects.create(subject=subject, **of_occasion(occasion or make_visit()), **fields)


def make_guest_book_page(occasion=None, page=None, **fields):
    values = {"volume": "I", "page": page or next(number), "who_signed": "Aiko Tanaka, Mayor"}
    return GuestBookPage.objects.create(**of_occasion(occasion or make_visit()), **values | fields)


def make_to_inform(name="Prefecture", **fields):
    values = {"email": f"told{next(number)}@example.org", "language": "it", "print": "guest"}
    return ToInform.objects.create(name=name, **values | fields)
