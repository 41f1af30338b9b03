"""The demonstration office: marked wherever it shows, and gone without a trace."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import translation

from agenda.models import Party, Place, Resource
from directory.models import (
    City,
    CityName,
    Country,
    Document,
    Organisation,
    Person,
)
from events.models import Event
from networks.models import Commitment, Fee, Meeting, Membership, Network, Renewal, Role
from office import datasets, demo
from office.models import Audience, Citation, Record, User
from partnerships.models import Agreement, BondType
from tests import database, factories

pytestmark = pytest.mark.django_db

HEAD = "head@example.org"
NOTHING = {"", "None", "False", "[]"}  # what a browser would not send


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration office, loaded for all the tests of this file; the counts before it was."""
    with database.taken_back(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr("directory.readers.known_codes", lambda: {"FR", "JP"})
        factories.make_office()
        datasets.load_common()
        before = counts()
        with override_settings(DEMONSTRATION=True):
            demo.load()
        yield before


@pytest.fixture(autouse=True)
def demonstration(loaded, settings):
    settings.DEMONSTRATION = True
    return loaded


def counts():
    """How many rows each table has, history, sessions and sign-in among them."""
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}


def rows():
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
    }


def left_over(before):
    """The tables that have other rows than before, with the difference."""
    now = counts()
    return {table: now[table] - count for table, count in before.items() if now[table] != count}


def remove(**options):
    out = StringIO()
    call_command("remove_demo", stdout=out, **options)
    return out.getvalue()


def signed_in(email):
    """A browser in which the account signed in with the password that is shown."""
    client = Client()
    response = client.post("/accounts/login/", {"login": email, "password": demo.PASSWORD})
    assert response.status_code == 302
    return client


def send(client, url, **changes):
    """Open a form of the back-office, change some of it and save it."""
    form = client.get(url).context["adminform"].form
    formsets = [one.formset for one in client.get(url).context["inline_admin_formsets"]]
    data = {}
    for one in [form, *(formset.management_form for formset in formsets)]:
        for field in one:
            data[field.html_name] = field.value()
    for formset in formsets:
        for one in formset.initial_forms:
            data |= {field.html_name: field.value() for field in one}
    data = {name: value for name, value in data.items() if str(value) not in NOTHING}
    response = client.post(url, data | changes)
    assert response.status_code == 302, response.context["errors"]


# ---------------------------------------------------------------- loading


def test_loading_twice_is_the_same(demonstration):
    before = rows()

    call_command("load_demo", verbosity=0)

    assert rows() == before


def test_loading_again_bears_with_what_was_done_in_the_demonstration(demonstration):
    city = City.objects.get(slug="demo-city")
    friendship = BondType.objects.get(key="friendship")
    factories.make_agreement(city, bond="friendship")
    Agreement.objects.filter(bond_type__key="letter_of_intent").delete()
    BondType.objects.get(key="letter_of_intent").delete()

    demo.load()

    assert [one.bond_type for one in city.agreements.all()] == [friendship, friendship]


def test_every_role_has_its_account(demonstration):
    accounts = {user.email: [role.key for role in user.roles] for user in User.objects.all()}

    assert accounts == {
        email: [role.key] for (email, *_), role in zip(demo.accounts(), demo.ROLES, strict=True)
    }


def test_accounts_are_shut_outside_the_switch(demonstration, settings):
    client = signed_in(HEAD)
    assert client.get("/admin/").status_code == 200

    settings.DEMONSTRATION = False

    assert "/accounts/login/" in client.get("/admin/", follow=True).redirect_chain[-1][0]
    again = Client()
    again.post("/accounts/login/", {"login": HEAD, "password": demo.PASSWORD})
    assert "/accounts/login/" in again.get("/admin/", follow=True).redirect_chain[-1][0]


# ---------------------------------------------------------------- marked


def test_public_list_and_city_page_mark_what_is_made_up(client, demonstration):
    factories.make_agreement(factories.make_city("Real"))

    cards = client.get("/en/partner-cities/").text.split('<article class="it-card">')[1:]
    page = client.get("/en/partner-cities/demo-city/").text

    assert [("Real" in card, "made up" in card) for card in cards] == [
        (False, True),
        (False, True),
        (True, False),
        (False, True),
    ]
    # The city, its agreement, its network, its delegation, a mission, two honours, two documents
    # and the three people everybody may see.
    assert page.count("Demonstration: made up") == 15


def test_back_office_marks_what_is_made_up(demonstration):
    client = signed_in(HEAD)
    made_up = {
        model: record
        for model in admin.site._registry
        if (record := model._base_manager.filter(is_demo=True).first())
    }

    lists = {
        model: client.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        ).text
        for model in made_up
    }

    networks = {Network, Membership, Fee, Role, Commitment, Renewal, Meeting}
    calendar = {Place, Resource, Party}
    every_room = {City, Country, Document, Event, Organisation, Person, Agreement, User}
    assert every_room | networks | calendar <= set(made_up)
    assert {
        model
        for model, page in lists.items()
        if not any(word in page for word in ("made up", "Demonstration country", "Demo – "))
    } == set()


# ---------------------------------------------------------------- removing


def test_remove_leaves_nothing_behind(demonstration):
    told = remove()

    assert left_over(demonstration) == {}
    assert told.startswith("Deleted ")


def test_remove_leaves_nothing_of_what_the_accounts_did(demonstration):
    for email, *_ in demo.accounts():
        signed_in(email)
    client = signed_in(HEAD)
    city = City.objects.get(slug="demo-city")
    send(client, reverse("admin:directory_city_change", args=[city.pk]), population="99")
    send(
        client,
        reverse("admin:directory_city_add"),
        name_it="Nuova",
        slug="nuova",
        country=Country.objects.get(code="JP").pk,
        level="quiet",
    )
    send(
        client,
        reverse("admin:office_user_add"),
        name="Ospite",
        email="guest@example.net",
        groups=[User.objects.get(email=HEAD).groups.get().pk],
    )
    gone = factories.make_source("Soon gone")
    client.post(reverse("admin:office_source_delete", args=[gone.pk]), {"post": "yes"})
    assert City.objects.get(slug="nuova").audience.level == "quiet"

    remove()

    assert left_over(demonstration) == {
        # A record that was real stays known after its deletion.
        "office_historicalsource": 2,
    }


def test_remove_takes_what_hangs_on_made_up_records_with_it(demonstration):
    city = City.objects.get(slug="demo-city")
    CityName.objects.create(city=city, name="Sampletown")
    Citation.objects.create(record=city, field="population", source=factories.make_source())
    city.audience.readers.add(factories.make_user("officer"))

    remove()

    readers = Audience.readers.through, Audience.history.model.readers.model
    parts = CityName, Citation, CityName.history.model, Citation.history.model, *readers
    now = [model._base_manager.count() for model in parts]
    assert now == [demonstration.get(model._meta.db_table, 0) for model in parts]


def test_remove_forgets_that_a_data_set_found_made_up_records(demonstration):
    data_set = datasets.DataSet("trial", ".")
    row = datasets.Row({}, "cities.csv", 2)
    data_set.put(City, "demo", {}, row, natural={"slug": "demo-city"})
    data_set.finish()

    remove()

    assert left_over(demonstration) == {}


def test_remove_ends_the_sessions_that_keep_a_form_of_the_accounts(demonstration):
    client = signed_in(HEAD)
    url = reverse("admin:office_source_add")
    form = client.get(url).context["adminform"].form
    client.logout()
    client.post(url, {"title": "Typed", "filled_by": form["filled_by"].value()})

    remove()

    assert left_over(demonstration) == {}


def test_remove_keeps_what_is_real(demonstration):
    officer = factories.make_user("officer")
    client = Client()
    client.force_login(officer)
    city = factories.make_city("Real")
    send(client, reverse("admin:directory_city_change", args=[city.pk]), population="7")
    before = rows()
    signed_in(HEAD)

    remove()

    after = rows()
    kept = [City, Audience, City.history.model, apps.get_model("admin.logentry")]
    kept += [apps.get_model("sessions.session"), apps.get_model("usersessions.usersession")]
    for model in kept:
        real = [row for row in before[model._meta.db_table] if not row.get("is_demo")]
        assert after[model._meta.db_table] == real
    assert [user.email for user in User.objects.all()] == [officer.email]


def test_dry_run_counts_and_deletes_nothing(demonstration):
    signed_in(HEAD)
    before = rows()

    told = remove(dry_run=True)

    assert rows() == before
    assert told.replace("Would delete", "Deleted") == remove()


def test_real_record_that_hangs_on_a_made_up_one_stops_it(demonstration):
    signed_in(HEAD)
    city = City.objects.get(slug="demo-city")
    factories.make_agreement(city, bond="twin")
    before = rows()

    with pytest.raises(CommandError) as refused, translation.override("en"):
        remove()

    assert str(refused.value) == (
        "Real records hang on made-up ones, nothing was deleted: agreement “Twinning – Sampleton”"
    )
    assert rows() == before


def test_remove_works_outside_the_switch(demonstration, settings):
    settings.DEMONSTRATION = False

    remove()

    assert left_over(demonstration) == {}


def test_every_kind_of_record_keeps_its_history(demonstration):
    """What the demonstration's accounts made is found by its first version."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]

    # What the program writes beside something else, and nobody edits, is its own history.
    without = {model._meta.label for model in records if not hasattr(model, "history")}
    assert without == {
        "office.LinkUse",
        "office.Code",
        "delegations.StateChange",
        "delegations.RequestDraft",
        "delegations.ProgrammeVersion",
        "delegations.Told",
    }
