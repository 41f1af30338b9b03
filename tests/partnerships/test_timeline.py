"""The timeline: what was agreed when."""

import re

import pytest
from django.utils.html import strip_tags

from office.dates import PartialDate
from partnerships.years import phases_of_city
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TIMELINE = "/en/partner-cities/timeline/"


def told(client, **asked):
    """{heading of the decade: what stands under it}."""
    page = client.get(TIMELINE, asked).text
    parts = re.findall(r'<h2 id="decade-\w+">(.*?)</h2>.*?<ol[^>]*>(.*?)</ol>', page, re.S)
    return {
        heading: [" ".join(strip_tags(line).split()) for line in body.split("<li>")[1:]]
        for heading, body in parts
    }


@pytest.fixture
def signed():
    dates = {
        "Reims": PartialDate(1954, 7, 3),
        "Kassel": PartialDate(1952),
        "Kyoto": PartialDate(1965, 11),
        "Edinburgh": PartialDate(1964),
        "Philadelphia": PartialDate(1964),
        "Puebla": None,
    }
    for name, date in dates.items():
        factories.make_agreement(factories.make_city(name), signed_on=date)


def test_agreements_stand_by_decade_as_exactly_as_they_are_dated(client, signed):
    assert told(client) == {
        "1950–1959": [
            "1952Kassel, Country JP – Bond twin",
            "3 July 1954Reims, Country JP – Bond twin",
        ],
        "1960–1969": [
            "1964Edinburgh, Country JP – Bond twin",
            "1964Philadelphia, Country JP – Bond twin",
            "November 1965Kyoto, Country JP – Bond twin",
        ],
        "Date not documented": ["Puebla, Country JP – Bond twin"],
    }


def test_timeline_is_filtered(client, signed):
    assert told(client, since="1964", until="1964", q="edin") == {
        "1960–1969": ["1964Edinburgh, Country JP – Bond twin"]
    }


def test_chart_counts_each_year_and_leads_to_its_map(client, signed):
    page = client.get(TIMELINE, {"bond": "twin", "year": "1970"}).text

    rows = re.findall(r'<a href="([^"]*)">Map of (\d+)</a></th><td>(\d+)</td>', page)
    assert rows == [
        (f"/en/partner-cities/map/?bond=twin&amp;year={year}", year, count)
        for year, count in [("1952", "1"), ("1954", "1"), ("1964", "2"), ("1965", "1")]
    ]
    assert page.count("<rect ") == 4
    assert 'height="100.00%"' in page


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_what_is_hidden_is_neither_told_nor_counted(client, back_office, signed, level):
    before = told(client)
    factories.make_agreement(level=level, signed_on=PartialDate(1940))
    factories.make_agreement(factories.make_city(level=level), signed_on=PartialDate(1941))
    back_office("head")

    assert told(client) == before
    assert client.get(TIMELINE).text.count("<rect ") == 4


def test_timeline_without_agreements_says_so(client):
    assert "No partner city has been published yet." in client.get(TIMELINE).text


@pytest.mark.parametrize("count", [1, 3])
def test_timeline_costs_the_same_for_one_agreement_and_for_three(
    client, django_assert_num_queries, count
):
    for n in range(count):
        country = factories.make_country(code=["JP", "FR", "DE"][n])
        city = factories.make_city(country=country)
        factories.make_agreement(city, bond=f"bond-{n}", signed_on=PartialDate(1950 + n))

    with django_assert_num_queries(7):
        client.get(TIMELINE)


def test_bonds_of_one_city_follow_each_other_without_a_gap_or_an_overlap():
    factories.make_bond_type("twin", rank=1)
    factories.make_bond_type("letter", rank=2)
    city = factories.make_city()
    letter = factories.make_agreement(city, bond="letter", signed_on=PartialDate(1950))
    ended = factories.make_agreement(
        city, signed_on=PartialDate(1960), status="ended", ended_on=PartialDate(1970)
    )

    found = phases_of_city([letter, ended])

    assert [(one.agreement, one.first, one.last, one.is_shown) for one in found] == [
        (letter, 1950, 1959, False),
        (ended, 1960, 1970, False),
        (letter, 1971, None, True),
    ]
