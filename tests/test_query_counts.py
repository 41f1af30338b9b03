"""No query per row in any list of the back-office."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import (
    Appointment,
    CalendarSettings,
    Closure,
    Feed,
    FindingLevel,
    OpeningHours,
    OutsideCalendar,
    Party,
    Place,
    Resource,
)
from cooperation.models import (
    Call,
    Exchange,
    IatiSettings,
    MoneyLine,
    Practice,
    Programme,
    Project,
    Update,
)
from delegations.models import (
    BudgetChapter,
    Criterion,
    Expense,
    ExpenseStatement,
    Flag,
    FlagRule,
    Gift,
    GiftLine,
    GuestBookPage,
    Honour,
    HonourKind,
    Level,
    Minute,
    Mission,
    OutgoingLetter,
    PrecedenceRank,
    PrecedenceTable,
    ProgrammeItem,
    Promise,
    PublicVisit,
    StatementSettings,
    Task,
    TaskTemplate,
    ToInform,
    Visit,
    VisitSettings,
    Whose,
)
from directory.models import (
    Act,
    Body,
    City,
    Contact,
    Correction,
    Country,
    Document,
    Organisation,
    Person,
)
from events.models import Event, Period
from networks.models import Commitment, Fee, Meeting, Membership, Network, Renewal, Role, Seat
from office.models import (
    Hold,
    Mail,
    MailTemplate,
    Office,
    PaperTemplate,
    PrivacyNotice,
    Retention,
    Source,
    User,
)
from office.personal import Kind
from partnerships.models import (
    Addressee,
    Agreement,
    BondType,
    Candidacy,
    CandidateQuestion,
    CouncilReport,
    Rule,
    Signature,
    Theme,
)
from tests import cooperation_factories, factories, tour_factories
from tours.models import Fee as GuideFee
from tours.models import Guide, OtherTime, Route, Surcharge, Tour, TourSettings

pytestmark = pytest.mark.django_db

CODES = iter(["JP", "FR", "DE", "ES", "IT", "MA", "TN", "SE", "FI", "PL", "AT", "CH"])


YEARS = iter(range(1950, 2000))
FLAGS = iter(Whose.values)


def someone():
    """A person of whom every column of the list has something to say."""
    person = factories.make_person(f"Person {next(factories.number)}")
    factories.make_office_held(person)
    factories.make_office_held(person, organisation=factories.make_organisation())
    factories.make_language(person)
    return person


def room():
    """A room of a building that is open today, booked for what is to come."""
    place = factories.make_place(building=factories.make_place())
    for one in (place, place.building):
        factories.make_opening_hours(one)
    resource = factories.make_room(place=place)
    factories.make_booking(resource, factories.make_appointment())
    return place


KINDS_OF_DATA = iter(Kind.values)
KINDS_OF_CRITERIA = iter(Criterion.Kind.names)


def visit():
    """A request of which every column of the list has something to say."""
    city = factories.make_city()
    return factories.make_visit(
        city=city,
        organisation=factories.make_organisation(city=city),
        officer=factories.make_user(),
        decided_level=(level := factories.make_level(f"level-{next(factories.number)}")),
        level_wanted=level,
        days=(30, 31),
        size=12,
    )


def mission():
    city = factories.make_city()
    return factories.make_mission(city=city, organisation=factories.make_organisation(city=city))


TONGUES = iter(["ja", "fr", "de", "es", "ar"])
MAKERS = {
    User: lambda: factories.make_user("reader"),
    Source: lambda: factories.make_source(f"Source {next(factories.number)}"),
    PaperTemplate: factories.make_paper_template,
    PrivacyNotice: factories.make_privacy_notice,
    Retention: lambda: factories.make_retention(next(KINDS_OF_DATA)),
    Hold: factories.make_hold,
    Mail: lambda: factories.make_mail(about=factories.make_city()),
    MailTemplate: lambda: factories.make_mail_template(f"kind-{next(factories.number)}"),
    Country: lambda: factories.make_country(code=next(CODES)),
    City: lambda: factories.make_city(country=factories.make_country(code=next(CODES))),
    Organisation: lambda: factories.make_organisation(city=factories.make_city()),
    Body: lambda: factories.make_body(city=factories.make_city()),
    Person: someone,
    Act: factories.make_act,
    Contact: lambda: factories.make_contact(
        factories.make_city(),
        person=factories.make_person(),
        organisation=factories.make_organisation(),
        had_by=factories.make_user(),
    ),
    Correction: lambda: factories.make_correction(factories.make_city()),
    Document: lambda: factories.make_document(languages=["it"], on=[factories.make_city()]),
    BondType: lambda: factories.make_bond_type(f"bond-{next(factories.number)}"),
    Theme: lambda: factories.make_theme(f"theme-{next(factories.number)}"),
    Agreement: lambda: factories.make_agreement(bond=f"bond-{next(factories.number)}"),
    Signature: factories.make_signature,
    Rule: lambda: factories.make_rule("REPORT", 1, (year := str(next(YEARS))), year),
    Addressee: factories.make_addressee,
    OutsideCalendar: lambda: factories.make_outside_calendar(
        factories.make_resource("person", f"Person {next(factories.number)}")
    ),
    Feed: factories.make_feed,
    Network: factories.make_network,
    Membership: lambda: factories.make_membership(
        act=factories.make_act(), officer=factories.make_user(), fee_amount=2750
    ),
    Fee: lambda: factories.make_fee(act=factories.make_act()),
    Role: lambda: factories.make_role(
        factories.make_seat(
            network := factories.make_network(),
            kind="chair",
            working_group=factories.make_working_group(network),
        ),
        holder=factories.make_person(),
    ),
    Seat: factories.make_seat,
    Commitment: factories.make_commitment,
    Renewal: lambda: factories.make_renewal(
        decision="renew",
        decided_on="2020",
        decided_by=factories.make_user(),
    ),
    FindingLevel: lambda: FindingLevel.objects.create(kind=f"kind-{next(factories.number)}"),
    CouncilReport: lambda: factories.make_council_report(
        (year := next(YEARS)), f"{year + 1}-01-01", act=factories.make_act()
    ),
    CandidateQuestion: factories.make_question,
    Candidacy: lambda: factories.make_candidacy(bond=f"bond-{next(factories.number)}"),
    PrecedenceTable: lambda: factories.make_rank(factories.make_precedence_table(), 1).table,
    PrecedenceRank: lambda: factories.make_rank(factories.make_precedence_table(), 1),
    FlagRule: lambda: factories.make_flag_rule(next(FLAGS)),
    Flag: lambda: factories.make_flag(country=factories.make_country(code=next(CODES))),
    Place: room,
    OpeningHours: lambda: factories.make_opening_hours(factories.make_place(), weekdays=[3]),
    Resource: room,
    Party: lambda: factories.make_appointment(party=factories.make_party()),
    Meeting: lambda: factories.make_meeting(
        place=factories.make_place(building=factories.make_place()), city=factories.make_city()
    ),
    Appointment: lambda: factories.make_booking(
        (room := factories.make_room()), factories.make_appointment(place=room.place)
    ),
    Closure: factories.make_closure,
    Period: factories.make_period,
    Event: lambda: factories.make_event(cities=[factories.make_city()]),
    Visit: visit,
    ProgrammeItem: lambda: factories.make_item(
        visit(), place=factories.make_place(building=factories.make_place())
    ),
    Mission: lambda: factories.make_mission(officer=factories.make_user("officer")),
    PublicVisit: lambda: factories.make_public_visit(city=factories.make_city()),
    Gift: lambda: factories.make_gift(value=12),
    GiftLine: lambda: factories.make_gift_line(
        factories.make_gift(), city=factories.make_city(), person=factories.make_person()
    ),
    HonourKind: lambda: factories.make_honour(
        factories.make_honour_kind(f"kind-{next(factories.number)}")
    ),
    Honour: lambda: factories.make_honour(
        factories.make_honour_kind(f"kind-{next(factories.number)}"),
        act=factories.make_act(),
        city=factories.make_city(),
    ),
    BudgetChapter: lambda: factories.make_budget(
        chapter=factories.make_chapter(f"chapter-{next(factories.number)}")
    ),
    Expense: lambda: factories.make_expense(
        visit=visit(), chapter=factories.make_chapter(f"chapter-{next(factories.number)}")
    ),
    ExpenseStatement: lambda: factories.make_statement(next(YEARS), act=factories.make_act()),
    Level: lambda: factories.make_room_of_level(
        factories.make_level(f"level-{next(factories.number)}")
    ),
    Criterion: lambda: factories.make_criterion(next(KINDS_OF_CRITERIA)),
    OutgoingLetter: lambda: [factories.make_letter(one) for one in (visit(), mission())],
    Task: lambda: [
        factories.make_task(one, owner=factories.make_user()) for one in (visit(), mission())
    ],
    TaskTemplate: lambda: factories.make_task_template(
        f"list-{(n := next(factories.number))}", level=factories.make_level(f"of-list-{n}")
    ),
    Promise: lambda: [
        factories.make_promise(owner=factories.make_user(), **named)
        for named in (
            {"occasion": visit()},
            {"occasion": mission()},
            {"person": factories.make_person()},
            {"organisation": factories.make_organisation(), "city": factories.make_city()},
        )
    ],
    Minute: lambda: [
        factories.make_minute(one, taken_by=factories.make_user()) for one in (visit(), mission())
    ],
    GuestBookPage: lambda: [factories.make_guest_book_page(one) for one in (visit(), mission())],
    ToInform: lambda: factories.make_to_inform(
        level=factories.make_level(f"told-{next(factories.number)}")
    ),
    Route: tour_factories.make_stop,
    Guide: lambda: tour_factories.make_guide(routes=[tour_factories.make_route()]),
    OtherTime: tour_factories.make_other_time,
    Programme: cooperation_factories.make_programme,
    Call: cooperation_factories.make_call,
    Project: lambda: cooperation_factories.make_project(
        programme=cooperation_factories.make_programme(), officer=factories.make_user()
    ),
    MoneyLine: cooperation_factories.make_money_line,
    Update: cooperation_factories.make_update,
    Exchange: lambda: cooperation_factories.make_exchange(city=factories.make_city()),
    Practice: lambda: cooperation_factories.make_practice(city=factories.make_city()),
    Tour: lambda: tour_factories.make_tour(guide=tour_factories.make_guide()),
    GuideFee: lambda: tour_factories.make_fee(tour_factories.make_guide()),
    Surcharge: lambda: tour_factories.make_surcharge(next(TONGUES)),
}


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# They have one row alone.
OF_ONE_ROW = (
    Office,
    CalendarSettings,
    VisitSettings,
    StatementSettings,
    TourSettings,
    IatiSettings,
)


def test_every_list_is_tried():
    assert {*MAKERS, *OF_ONE_ROW} == set(admin.site._registry)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label_lower)
def test_a_list_asks_as_often_for_one_row_as_for_three(back_office, model):
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    client = back_office("head")
    MAKERS[model]()
    client.get(url)  # what is remembered from the first request on

    for_one = queries_of(client, url)
    MAKERS[model]()
    MAKERS[model]()

    assert queries_of(client, url) == for_one
    assert for_one <= 20
