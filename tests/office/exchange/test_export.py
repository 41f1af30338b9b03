"""Every list as a file: what the reader sees of it, with its filters, and nothing live in it."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import City, Organisation, Person
from office.exchange.resources import resources
from office.exchange.tables import read
from office.models import User
from office.roles import ROLES
from partnerships.models import Agreement
from tests import cooperation_factories, factories, tour_factories
from tests.forms import signed_in
from tests.office.exchange.steps import checked, imported
from tests.office.exchange.tables import csv_file, named
from tests.office.exchange.test_people import full

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(office, settings):
    settings.DEMONSTRATION = True
    return signed_in("reader")


def address(model, ending="csv"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export", args=[ending])


def exported(client, model, ending="csv", query=""):
    answer = client.get(address(model, ending) + query)
    assert answer.status_code == 200
    return named(f"t.{ending}", b"".join(answer.streaming_content))


def names_in(file):
    return [row.cells[0] for row in read(file).rows]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_a_list_is_exported_with_its_filters_its_search_and_its_order(reader, ending):
    france = factories.make_country(code="FR")
    for name, population in (("Lyon", 2), ("Reims", 3), ("Arles", 1)):
        factories.make_city(name, country=france, population=population)
    factories.make_city("Kyoto")

    filtered = exported(reader, City, ending, f"?country__id__exact={france.pk}&o=-3&p=7")

    assert names_in(filtered) == ["Reims", "Lyon", "Arles"]
    assert names_in(exported(reader, City, ending, "?q=kyo")) == ["Kyoto"]


@pytest.mark.parametrize("model", [City, Organisation, Agreement, Person])
def test_what_may_not_be_read_is_not_exported(reader, model):
    hidden = factories.make_city("Zzyzx", level="quiet")
    factories.make_organisation("Their office", level="public", city=hidden)
    factories.make_agreement(hidden)
    factories.make_person("Zzyzx", level="confidential")
    person = factories.make_person("Yamada")
    factories.make_office_held(person, city=hidden)
    factories.make_agreement()
    factories.make_organisation("Orchestra")

    for ending in ("csv", "ods", "xlsx"):
        cells = [cell for row in read(exported(reader, model, ending)).rows for cell in row.cells]
        assert cells
        assert [cell for cell in cells if "Zzyzx" in cell or cell == "Their office"] == []


def test_every_list_but_that_of_the_accounts_is_exported_by_who_sees_it(people, settings):
    from tests.test_query_counts import MAKERS

    settings.DEMONSTRATION = True
    head, coordinator = signed_in("head"), signed_in("guide_coordinator")
    for model in admin.site._registry:
        if model in MAKERS:
            MAKERS[model]()
        expected = 403 if model is User else 200
        assert head.get(address(model)).status_code == expected, model
    assert coordinator.get(address(User)).status_code == 403
    assert "/user/export/" not in head.get("/admin/office/user/").content.decode()
    assert address(City, "ods") in head.get("/admin/directory/city/").content.decode()
    assert head.get(address(City, "pdf")).status_code == 404


@pytest.mark.parametrize("role", [role.key for role in ROLES])
def test_each_role_takes_the_people_that_it_sees_and_no_accounts(office, settings, role):
    settings.DEMONSTRATION = True
    client = signed_in(role)
    for level in ("public", "internal", "confidential", "quiet"):
        factories.make_person(level, level=level)
        factories.make_person(f"{level}, named", level=level, readers=[client.user])
    seen = {person.family_name for person in Person.objects.visible_to(client.user)}

    codes = [client.get(address(model)).status_code for model in (Person, User)]

    if client.user.has_perm("directory.view_person"):
        cells = [row.cells for row in read(exported(client, Person)).rows]
        assert ("quiet, named" in seen, "quiet" in seen) == (True, False)
        assert len(cells) == len(seen)
        assert seen <= {cell for row in cells for cell in row}
        assert codes == [200, 403]
    else:
        assert codes == [302, 302]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_what_is_exported_comes_in_again_and_changes_nothing(office, settings, ending):
    settings.DEMONSTRATION = True
    clerk = signed_in("officer")
    kyoto = factories.make_city(
        "Kyoto",
        own_name="京都市",
        own_language="ja",
        latitude="35.0116",
        longitude="-5.5",
        population=7,
        time_zone="Asia/Tokyo",
        languages=["ja", "en"],
    )
    factories.make_city("=Florence", slug="florence-us")
    other = factories.make_city("=Florence", slug="florence-it", website="https://example.org/")
    factories.make_organisation("+39 Club", city=kyoto, kind="university")
    factories.make_organisation("Office", city=other, country=other.country, is_counterpart=True)
    factories.make_agreement(kyoto, signed_on="1965-09", status="in_force", note_it="a\nb")
    factories.make_agreement(other, signed_on="1999", status="ended", ended_on="2001-02-03")
    factories.make_agreement(other)
    imported(clerk.user, "people", *full(organisation="Club Nuovo"))
    person = factories.make_person("Sama", given_name="-Ai")
    factories.make_office_held(person, city=kyoto, held_to="2020")
    factories.make_office_held(person, "Curator", organisation=Organisation.objects.first())
    factories.make_contact_detail(person, "+39 055 27681", "telephone")
    council = factories.make_body(key="council", name_it="Consiglio")
    factories.make_act(
        "2008/C/00010", body=council, adopted_on="2008-02", department_it="Segreteria"
    )
    factories.make_act("2009/C/00010", body=council, kind="motion", url="https://example.org/a")
    factories.make_contact(kyoto, "=They called", direction="theirs", had_by=clerk.user)
    factories.make_contact(person=person, organisation=Organisation.objects.first(), note="a\nb")

    network = factories.make_network("Eurocities", acronym="EC", seat_country=other.country)
    membership = factories.make_membership(network)
    factories.make_fee(membership, 2024, due_on="2024-06", is_voluntary=True)
    paid = {"state": "paid", "paid_on": "2025-05-02", "amount_paid": "2750.50"}
    factories.make_fee(membership, 2025, **paid, register_number="=7")
    palace = factories.make_place("Palace", latitude="43.76932", longitude="11.25551")
    sala = factories.make_place("Sala", building=palace, floor=-1, access="steps", note_it="a\nb")
    factories.make_room(place=sala, before=30)
    factories.make_resource("person", person=person)
    factories.make_resource(name="=Booth", is_active=False)
    season = {"first_day": date(2027, 4, 1), "last_day": date(2027, 9, 30), "last_entry": 60}
    factories.make_opening_hours(palace, 9, 23, weekdays=[3], rooms="museum", **season)

    tour_factories.make_route("=Tower", place=sala, smallest=2, closes_in_rain=True)
    tour_factories.make_route("Walk", place=palace, minutes=None, largest=None, starts_every=20)

    project = cooperation_factories.make_project(
        "=Rivers",
        programme=cooperation_factories.make_programme(),
        role="lead",
        state="running",
        starts_on="2025-03",
        budget_total=1000,
        summary_it="a\nb",
    )
    cooperation_factories.make_money_line(project, year=2026, source="own_cash", is_reserved=True)
    dollars = {"currency": "USD", "rate": "0.92", "rate_on": "2026-05-12"}
    cooperation_factories.make_money_line(project, **dollars)

    days = {"first_day": date(2025, 5, 12), "last_day": date(2025, 5, 13)}
    factories.make_visit(
        "=Municipality",
        city=kyoto,
        organisation=Organisation.objects.first(),
        size=12,
        head_rank=4,
        languages=["ja"],
        state="completed",
        decided_level=factories.make_level(),
        officer=clerk.user,
        contact_telephone="+39 055 27681",
        purpose="a\nb",
        **days,
    )
    factories.make_visit("", city_name="Gifu", contact_language="fr", requester="city")

    order = factories.make_precedence_table("=Order")
    governor = factories.make_rank(
        order, 1, "Governor", "governor", category="A", name_it="Governatore"
    )
    house = factories.make_precedence_table("House", "local")
    factories.make_rank(
        house, 1, "Mayor", "-deputy|mayor", before=governor, note_it="a\nb", name_it="Sindaco"
    )

    factories.make_public_visit("=Choir", title_it="=Coro", city=kyoto, until="2025-05-13")
    factories.make_mission(
        "=Fiera", title_it="=Fiera", city=kyoto, days=(-9, -8), host_rank=4, result_it="a\nb"
    )
    gift = factories.make_gift("=Lion", name_it="=Leone")
    factories.make_gift_line(gift, city=kyoto, note="a\nb")
    factories.make_honour(name="=Ada", city=kyoto)
    factories.make_expense(note="a\nb")

    found = {}
    for name, resource in resources.items():
        file = exported(clerk, resource.model, ending)
        of = checked(clerk.user, name, file=file)
        found[name] = of.counts, [row.messages for row in of.rows.all() if row.messages]

    assert found == {
        "cities": ({"unchanged": 3}, []),
        "organisations": ({"unchanged": 3}, []),
        "people": ({"unchanged": 3}, []),
        "acts": ({"unchanged": 2}, []),
        "contacts": ({"unchanged": 2}, []),
        "agreements": ({"unchanged": 3}, []),
        "networks": ({"unchanged": 1}, []),
        "fees": ({"unchanged": 2}, []),
        "projects": ({"unchanged": 1}, []),
        "project money": ({"unchanged": 2}, []),
        "places": ({"unchanged": 2}, []),
        "bookables": ({"unchanged": 3}, []),
        "opening hours": ({"unchanged": 1}, []),
        "visits": ({"unchanged": 2}, []),
        "ranks": ({"unchanged": 2}, []),
        "received": ({"unchanged": 1}, []),
        "missions": ({"unchanged": 1}, []),
        "gifts": ({"unchanged": 1}, []),
        "gift register": ({"unchanged": 1}, []),
        "honours": ({"unchanged": 1}, []),
        "expenses": ({"unchanged": 1}, []),
        "routes": ({"unchanged": 2}, []),
    }


@pytest.mark.parametrize(
    "name",
    ["cities", "organisations", "people", "agreements", "networks", "fees", "places", "bookables"],
)
def test_an_export_asks_as_often_for_one_row_as_for_three(reader, name):
    resource = resources.get(name)

    def make():
        city = factories.make_city()
        factories.make_agreement(city)
        person = factories.make_person()
        factories.make_office_held(person, organisation=factories.make_organisation(city=city))
        factories.make_contact_detail(person)
        factories.make_fee(act=factories.make_act())
        factories.make_room(place=factories.make_place(building=factories.make_place()))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            exported(reader, resource.model)
        return len(captured)

    make()
    queries()
    for_one = queries()
    make()
    make()

    assert queries() == for_one
    assert for_one <= 24


def test_filters_that_do_not_exist_lead_back_to_the_list(reader):
    answer = reader.get(address(City) + "?audience__level__exact=x&population=abc")

    assert (answer.status_code, answer.url) == (302, "../../?e=1")


def test_an_imported_table_of_live_formulas_leaves_as_text(reader):
    clerk = signed_in("officer")
    factories.make_country(code="JP")
    imported(clerk.user, "cities", file=csv_file(["name (it)", "country"], ["=HYPERLINK(1)", "JP"]))

    assert b"'=HYPERLINK(1)" in exported(reader, City).read()
