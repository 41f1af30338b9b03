"""The public pages of the networks: what they tell, to whom, in which words."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser

from networks.models import Fee, Suspension
from networks.pages import resting_on
from office.models import Citation
from tests import factories
from tests.pages import section, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LIST = "/en/networks/"


def url_of(network):
    return f"{LIST}{network.slug}/"


def names(page):
    return re.findall(r'class="it-card-title"><a href="[^"]*">(.*?)</a>', page)


# ---------------------------------------------------------------- from the list to the act


def test_a_citizen_goes_from_the_list_to_the_network_to_the_act(client):
    act = factories.make_act("2012/G/00348", adopted_on="2012-10-23", subject_en="Mayors for Peace")
    membership = factories.make_membership(
        factories.make_network("Mayors for Peace", slug="mayors-for-peace"),
        act=act,
        fee_kind="voluntary",
        fee_amount=2750,
    )
    factories.make_fee(membership, 2013, state="suspended", is_voluntary=True, act=act)

    listed = client.get(LIST).text
    link = re.search(r'<a href="(/en/networks/.*?)">Mayors for Peace</a>', listed)[1]
    page = client.get(link).text
    act_link = re.search(r'<a href="(/en/acts/.*?)">', page)[1]
    behind = client.get(act_link).text

    assert "Cost: €2,750 a year, voluntary" in text(listed)
    assert section(page, "membership").startswith(
        "Are we members, and do we pay? Member since 2003. "
    )
    assert "2013 Suspended, not paid €2,750 (voluntary)" in section(page, "membership")
    assert section(behind, "networks") == (
        "City networks Mayors for Peace – membership Mayors for Peace – fee of 2013"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"joined_on": "2003-05"}, "Member since May 2003."),
        ({"joined_on": None}, "Member; since when is not documented."),
        (
            {"status": "", "joined_on": "2017"},
            "Since 2017; whether it holds today is not documented.",
        ),
        (
            {"status": "not_confirmed", "joined_on": None},
            "Membership not confirmed; the sources tell only that the city was host or took part.",
        ),
        ({"status": "left", "left_on": "2020"}, "No longer a member since 2020."),
        ({"status_on": "2014-09-01"}, "Member since 2003. State known on: 1 September 2014."),
    ],
)
def test_the_page_says_in_one_sentence_how_we_stand(client, fields, said):
    membership = factories.make_membership(**fields)

    page = client.get(url_of(membership.network)).text

    assert f'<p class="lead">{said}</p>' in page


def test_of_some_networks_one_is_no_member(client):
    network = factories.make_network(kind="climate_initiative")
    factories.make_membership(network, joined_on="2022")

    assert "Taking part since 2022." in client.get(url_of(network)).text


def test_a_year_of_the_ledger_is_public_only_when_somebody_published_it(client, office):
    membership = factories.make_membership()
    factories.make_fee(membership, 2019)
    factories.make_fee(membership, 2020, is_published=False, register_number="PG/9")
    hidden = Fee.objects.get(year=2020)

    page = client.get(url_of(membership.network)).text

    assert ("2019 Due" in section(page, "membership"), "PG/9" in page) == (True, False)
    assert [
        hidden in rows
        for rows in (
            Fee.objects.public(),
            Fee.objects.visible_to(AnonymousUser()),
            Fee.objects.visible_to(factories.make_user("councillor")),
            Fee.objects.visible_to(factories.make_user("reader")),
        )
    ] == [False, False, False, True]


def test_the_ledger_says_for_which_years_it_has_nothing_and_names_one_source_once(client):
    membership = factories.make_membership()
    source = factories.make_source("The budget")
    for year in (2012, 2014, 2018):
        fee = factories.make_fee(membership, year)
        Citation.objects.create(record=fee, field="amount_due", source=source)

    said = section(client.get(url_of(membership.network)).text, "membership")

    assert said.count("The budget") == 1
    assert said.endswith(
        "Source: The budget No entry is published for 2013, 2015–2017. That does not say that "
        "nothing was asked or paid."
    )


def test_a_network_of_which_no_fee_is_known_says_so_where_one_asks_whether_we_pay(client):
    membership = factories.make_membership()

    said = section(client.get(url_of(membership.network)).text, "membership")

    assert "What it costs, and whether it is paid, is not documented." in said


def test_a_suspension_shows_with_its_act_and_an_unpaid_fee_as_none(client):
    membership = factories.make_membership()
    act = factories.make_act("9/2020")
    factories.make_fee(membership, 2020, due_on="2020-06-30")
    page = client.get(url_of(membership.network)).text
    assert "Member since 2003." in page
    assert "Last paid no payment is recorded" in section(page, "membership")

    Suspension.objects.create(membership=membership, since="2020-03-01", act=act)
    page = client.get(url_of(membership.network)).text

    assert "Suspended since 1 March 2020: the membership rests and is not ended." in page
    assert "Act Consiglio 9/2020" in section(page, "membership")


def test_roles_commitments_cities_and_what_happened_are_told_with_their_sources(client):
    network = factories.make_network()
    factories.make_membership(network)
    group = factories.make_working_group(network, "Noise")
    chair = factories.make_seat(network, kind="chair", working_group=group)
    holder = factories.make_person("Rossi", given_name="Ada")
    role = factories.make_role(chair, holder=holder, held_from="2018", held_to="2021")
    factories.make_commitment(network, "Charter", signed_on="2015", state="fulfilled")
    factories.make_city_in_network(network, factories.make_city("Kyoto"), since="2010")
    factories.make_activity(network, "Forum", happened_on="2013", kind="hosted")
    source = factories.make_source("Archive")
    Citation.objects.create(record=role, field="held_from", source=source)

    page = client.get(url_of(network)).text

    assert section(page, "roles") == (
        "Roles held Chair of a working group – Noise – Ada Rossi (2018 – 2021) Source: Archive"
    )
    assert section(page, "commitments") == (
        "Campaigns and commitments Charter – fulfilled, signed: 2015"
    )
    assert section(page, "cities") == "Partner cities in it Kyoto, Country JP (since 2010)"
    assert section(page, "history") == "What happened 2013 Forum we were host 2003 We joined"


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_what_names_a_hidden_thing_is_on_no_page(client, back_office, level):
    network = factories.make_network("Open")
    membership = factories.make_membership(network, fee_amount=10)
    act = factories.make_act("Zzyzx", level=level)
    factories.make_fee(membership, act=act)
    factories.make_commitment(network, act=act)
    factories.make_role(factories.make_seat(network), holder=factories.make_person(level=level))
    factories.make_city_in_network(network, factories.make_city("Zzyzx", level=level))
    hidden = factories.make_network("Zzyzx", level=level, slug="zzyzx")
    back_office("head")

    page = client.get(url_of(network)).text
    shown = [section(page, key) for key in ("roles", "commitments", "cities", "ledger-caption")]

    assert shown == [None, None, None, None]
    assert "Zzyzx" not in page + client.get(LIST).text
    assert client.get(url_of(hidden)).status_code == 404


def test_an_unknown_network_is_said_not_to_be_there(client):
    response = client.get(f"{LIST}nowhere/")

    assert response.status_code == 404
    assert "We have no page of a network with this name in its address." in response.text


# ---------------------------------------------------------------- the list


@pytest.fixture
def four():
    factories.make_membership(factories.make_network("Årboga", kind="thematic_network"))
    factories.make_membership(factories.make_network("Zeta"), status="not_confirmed")
    suspended = factories.make_membership(factories.make_network("Beta"))
    Suspension.objects.create(membership=suspended, since="2020")
    factories.make_network("Gamma")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Årboga", "Beta", "Gamma", "Zeta"]),
        ("?kind=thematic_network", ["Årboga"]),
        ("?state=suspended", ["Beta"]),
        ("?state=not_confirmed", ["Zeta"]),
        ("?kind=european_city_network&state=member", []),
    ],
)
def test_the_list_is_filtered_by_kind_and_state_in_the_address(client, four, query, found):
    assert names(client.get(f"{LIST}{query}").text) == found


@pytest.mark.parametrize("query", ["?kind=x", "?state=%00"])
def test_a_wrong_filter_is_told_at_its_field(client, four, query):
    response = client.get(f"{LIST}{query}")

    assert response.status_code == 404
    assert "There is no such" in response.text
    assert names(response.text) == []


def test_the_list_as_a_table_says_the_same(client, four):
    response = client.get(f"{LIST}networks.csv?state=suspended")

    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert [(row["Network"], row["Our membership"], row["Joined"]) for row in rows] == [
        ("Beta", "suspended", "2003")
    ]
    assert client.get(f"{LIST}networks.csv?state=x").status_code == 404


def test_csv_names_the_sources_of_the_membership_and_those_without_an_address(client):
    network = factories.make_network("Alpha")
    membership = factories.make_membership(network)
    for record, field, source in (
        (network, "name", factories.make_source("Register", url="")),
        (membership, "status", factories.make_source("Newspaper", url="")),
        (membership, "joined_on", factories.make_source("Page", url="https://a.example.org/")),
    ):
        Citation.objects.create(record=record, field=field, source=source)

    (row,) = csv.DictReader(
        io.StringIO(client.get(f"{LIST}networks.csv").text.removeprefix("\ufeff"))
    )

    told = {"Register", "Newspaper", "Page https://a.example.org/"}
    assert set(row["Sources"].split(" | ")) == told


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_of_each_as_for_three(client, django_assert_num_queries, count):
    for _n in range(count):
        other = factories.make_network()
        factories.make_membership(other, act=factories.make_act())
    network = factories.make_network()
    membership = factories.make_membership(network)
    for n in range(count):
        factories.make_fee(membership, 2020 + n, act=factories.make_act())
        seat = factories.make_seat(network, number=n + 1)
        factories.make_role(seat, holder=factories.make_person())
        factories.make_commitment(network, act=factories.make_act())
        factories.make_activity(network)
        factories.make_meeting(network)
        factories.make_city_in_network(network, factories.make_city())
    client.get(LIST)
    client.get(url_of(network))

    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(20):
        client.get(url_of(network))


def test_machines_read_the_network_and_that_we_are_in_it(client):
    network = factories.make_network("Eurocities", acronym="EC", founded_on="1986")
    factories.make_membership(network)

    page = client.get(url_of(network)).text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    (data,) = [one for one in map(json.loads, blocks) if one["@type"] == "Organization"]

    url = f"http://testserver{url_of(network)}"
    assert data == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{url}#network",
        "name": "Eurocities",
        "alternateName": ["EC"],
        "foundingDate": "1986",
        "member": {"@id": "http://testserver/#office"},
        "mainEntityOfPage": url,
    }


def test_the_page_of_a_city_names_its_networks_and_how_we_stand(client):
    city = factories.make_city("Kyoto", slug="kyoto")
    network = factories.make_network("League")
    factories.make_membership(network, status="not_confirmed", joined_on=None)
    factories.make_city_in_network(network, city)
    gone = factories.make_network("Gone")
    factories.make_city_in_network(gone, city, until="2001")

    page = client.get("/en/partner-cities/kyoto/").text

    assert section(page, "networks") == (
        "City networks League Borgolago – Membership not confirmed; the sources tell only that "
        "the city was host or took part."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_an_act_names_all_that_rests_on_it_in_two_queries(django_assert_num_queries, count):
    act = factories.make_act()
    for n in range(count):
        membership = factories.make_membership(
            factories.make_network(f"Net {n}"), status="left", act=act, left_by=act
        )
        factories.make_fee(membership, 2013, act=act)
        Suspension.objects.create(membership=membership, since="2012", act=act)
        factories.make_role(factories.make_seat(membership.network), elected_by=act)
        factories.make_commitment(membership.network, act=act)

    with django_assert_num_queries(2):
        section = resting_on(act)

    told = sorted(words for network, words in section.context["lines"] if str(network) == "Net 0")
    assert told == [
        "commitment",
        "end of the membership",
        "fee of 2013",
        "membership",
        "role in the network",
        "suspension",
    ]
