"""The list of partner cities and the page of the kinds of bond, as a visitor meets them."""

import re

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from directory.models import CityName
from office.dates import PartialDate
from tests import factories
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LIST = "/en/partner-cities/"
BONDS = "/en/kinds-of-bond/"


def cards(client, **filters):
    """The text of each card of the list."""
    response = client.get(LIST, filters)
    assert response.status_code == 200
    return [
        text(card)
        for card in re.findall(r'<article class="it-card">(.*?)</article>', response.text, re.S)
    ]


def cities(client, **filters):
    """The names on the cards of the list."""
    response = client.get(LIST, filters)
    assert response.status_code == 200
    return [
        text(title) for title in re.findall(r'<h2 class="it-card-title">(.*?)</h2>', response.text)
    ]


def hint(client, **filters):
    """What the page says at the fields of a filter that means nothing."""
    response = client.get(LIST, filters)
    assert response.status_code == 404
    told = re.findall(r'<ul class="errorlist" id="id_\w+_error">(.*?)</ul>', response.text, re.S)
    return " ".join(map(text, told))


@pytest.fixture
def fez():
    morocco = factories.make_country(code="MA", name_en="Morocco")
    city = factories.make_city("Fez", name_fr="Fès", own_name="فاس", country=morocco)
    for name in ("Fes", "Фес", "Fas el-Bali"):
        CityName.objects.create(city=city, name=name)
    factories.make_agreement(city, bond="friendship")
    return city


@pytest.fixture
def lodz():
    poland = factories.make_country(code="PL", name_en="Poland")
    city = factories.make_city("Łódź", name_de="Lodsch", country=poland)
    factories.make_agreement(city, bond="twin")
    return city


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize("q", ["fes", "Fès", "FÈS", "fe\u0300s", "فاس", "фЕС", "as el", " fez "])
def test_city_is_found_by_any_of_its_names(client, fez, lodz, q):
    assert cities(client, q=q) == ["Fez"]


@pytest.mark.parametrize("q", ["lodz", "Łódź", "ŁÓDŹ", "lódz", "lodsch"])
def test_city_is_found_without_accents_and_strokes(client, fez, lodz, q):
    assert cities(client, q=q) == ["Łódź"]


@pytest.mark.parametrize(
    "q", ["%", "_", "\\", "'", '"', "%%%", "𝔉", "🏙", "\u202e", "\ud7ff\ufffd", "ﷺ", "ﬁ", "a" * 100]
)
def test_odd_text_is_looked_for_as_it_stands(client, fez, lodz, q):
    assert cities(client, q=q) == []


def test_filters_work_alone_and_together(client, fez, lodz):
    asked = [
        {"bond": "twin"},
        {"country": "MA"},
        {"q": "o", "bond": "twin", "country": "PL"},
        {"q": "fez", "bond": "twin"},
        {"bond": "friendship", "country": "PL"},
        {"q": "", "bond": "", "country": ""},
        {"page": "2"},
    ]

    assert [cities(client, **filters) for filters in asked] == [
        ["Łódź"],
        ["Fez"],
        ["Łódź"],
        [],
        [],
        ["Fez", "Łódź"],
        ["Fez", "Łódź"],
    ]


def test_filters_offer_the_countries_of_public_partners_in_order(client, fez, lodz):
    iceland = factories.make_country(code="IS", name_en="Åland-like")
    factories.make_agreement(factories.make_city("Reykjavík", country=iceland))
    hidden = factories.make_country(code="TV", name_en="Tuvalu")
    factories.make_agreement(factories.make_city("Funafuti", country=hidden, level="internal"))

    page = client.get(LIST, {"country": "PL", "q": "o"}).text

    select = page.split('<select name="country"')[1].split("</select>")[0]
    options = re.findall(r'<option value="([A-Z]*)"( selected)?>(.*?)</option>', select)
    assert options == [
        ("", "", "All countries"),
        ("IS", "", "Åland-like"),
        ("MA", "", "Morocco"),
        ("PL", " selected", "Poland"),
    ]
    assert '<input type="text" name="q" value="o" maxlength="100" id="id_q">' in page


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"bond": "marriage"}, "There is no kind of bond “marriage”."),
        ({"bond": "a\0b"}, "There is no kind of bond “a\ufffdb”."),
        ({"bond": "<b>"}, "There is no kind of bond “<b>”."),
        ({"country": "ZZ"}, "There is no partner city in a country “ZZ”."),
        ({"country": "\0"}, "There is no partner city in a country “\ufffd”."),
        ({"q": "a\0b"}, "Null characters are not allowed."),
        ({"q": "a" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
        (
            {"bond": "x", "country": "YY"},
            "There is no kind of bond “x”. There is no partner city in a country “YY”.",
        ),
    ],
)
def test_filter_that_means_nothing_is_not_found_and_named_at_its_field(client, fez, filters, said):
    assert hint(client, **filters) == said


def test_country_without_public_partner_is_not_told_apart_from_an_unknown_one(client, fez):
    hidden = factories.make_city("Seoul", country=factories.make_country(code="KR"), level="quiet")
    factories.make_agreement(hidden)

    assert hint(client, country="KR") == "There is no partner city in a country “KR”."


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({}, "No partner city has been published yet."),
        (
            {"q": "x"},
            "No partner city answers to this. Try another spelling, or take a filter away.",
        ),
    ],
)
def test_empty_list_says_why(client, filters, said):
    page = client.get(LIST, filters).text

    assert said in page
    assert ('<a href="/en/partner-cities/">All partner cities</a>' in page) is bool(filters)


# ---------------------------------------------------------------- cards


def test_city_has_one_card_with_its_closest_bond(client, fez):
    factories.make_bond_type("twin", rank=1)
    factories.make_agreement(fez, bond="twin", signed_on=PartialDate(1961, 10))
    factories.make_agreement(fez, bond="twin", signed_on=PartialDate(1950))

    assert cards(client) == ["Fez Morocco Bond twin, October 1961"]
    assert cards(client, bond="friendship") == ["Fez Morocco Bond friendship"]


def test_bond_that_ended_says_so_and_yields_to_one_that_stands(client, fez, lodz):
    factories.make_bond_type("twin", rank=1)
    factories.make_agreement(
        fez, bond="twin", status="ended", signed_on=PartialDate(1961), ended_on=PartialDate(1999, 5)
    )
    lodz.agreements.update(status="ended")

    assert cards(client) == ["Fez Morocco Bond friendship", "Łódź Poland Bond twin (ended)"]
    assert cards(client, bond="twin", country="MA") == [
        "Fez Morocco Bond twin, 1961 (ended: May 1999)"
    ]


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_cities_and_agreements_are_never_shown(client, back_office, fez, level):
    factories.make_agreement(factories.make_city("Hidden", level=level))
    factories.make_agreement(factories.make_city("With a draft"), level=level)
    factories.make_agreement(fez, bond="twin", level=level, signed_on=PartialDate(1961))
    back_office("head")

    assert cards(client) == ["Fez Morocco Bond friendship"]


def test_made_up_city_or_agreement_is_marked(client, fez, lodz):
    fez.agreements.update(is_demo=True)
    type(lodz).objects.filter(pk=lodz.pk).update(is_demo=True)

    assert cards(client) == [
        "Fez Morocco Bond friendship Demonstration: made up",
        "Łódź Poland Bond twin Demonstration: made up",
    ]


def test_name_missing_in_the_readers_language_is_said_to_be(client, lodz):
    type(lodz).objects.filter(pk=lodz.pk).update(name_en="", name_it="Lodz")

    page = client.get(LIST).text

    assert '<span lang="it" dir="ltr">Lodz</span> <small class="fallback">' in page
    assert "(in Italian)" in page


def test_cards_stand_in_the_order_of_the_names_that_the_reader_sees(client):
    for name, french in [("Zagreb", "Zagreb"), ("Athens", "Athènes"), ("Edinburgh", "Édimbourg")]:
        factories.make_agreement(factories.make_city(name, name_fr=french))
    factories.make_agreement(factories.make_city("Dresden"))

    assert cities(client) == ["Athens", "Dresden", "Edinburgh", "Zagreb"]
    french = client.get("/fr/partner-cities/", follow=True).text
    names = ["Athènes", "Dresden", "Édimbourg", "Zagreb"]
    assert sorted(names, key=lambda name: french.index(f">{name}<")) == names


def test_names_are_printed_as_text(client):
    factories.make_agreement(factories.make_city("<script>alert(1)</script>"))

    page = client.get(LIST, {"q": "<script>"}).text

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1
    assert 'value="&lt;script&gt;"' in page


# ---------------------------------------------------------------- kinds of bond


def test_each_kind_tells_how_many_cities_it_binds_today(client, fez):
    factories.make_bond_type("twin", rank=1)
    factories.make_bond_type("letter", rank=2)
    factories.make_agreement(fez, bond="friendship")
    for name in ("Reims", "Kyoto"):
        factories.make_agreement(factories.make_city(name), bond="twin")
    factories.make_agreement(factories.make_city("Former"), bond="twin", status="ended")
    factories.make_agreement(factories.make_city("Hidden", level="quiet"), bond="twin")
    factories.make_agreement(factories.make_city("Draft"), bond="twin", level="internal")

    page = client.get(BONDS).text

    sections = re.findall(r'<section class="section prose" id="(.*?)">(.*?)</section>', page, re.S)
    assert [(key, text(body)) for key, body in sections] == [
        ("twin", "Bond twin What it means. 2 cities are bound to us in this way"),
        ("letter", "Bond letter What it means."),
        ("friendship", "Bond friendship What it means. 1 city is bound to us in this way"),
    ]
    assert '<a href="/en/partner-cities/?bond=twin">' in page


def test_kinds_of_bond_are_missed_when_there_are_none(client):
    assert "No kind of bond has been described yet." in client.get(BONDS).text


def test_home_counts_the_partner_cities_and_each_kind(client, fez, lodz):
    page = text(client.get("/en/").text)

    assert "The 2 partner cities" in page
    assert "Bond friendship 1 city Bond twin 1 city" in page


def test_home_says_why_the_kinds_add_up_to_more_than_the_cities(client, fez, lodz):
    assert "bonds with" not in text(client.get("/en/").text)

    factories.make_agreement(fez, bond="twin")
    factories.make_agreement(fez, bond="letter", status="ended")

    page = text(client.get("/en/").text)
    assert "3 bonds with 2 cities: a city may have more than one." in page
    assert "Bond friendship 1 city Bond twin 2 cities" in page


def test_paper_says_its_day_as_every_page_writes_days(client):
    with translation.override("it"):
        today = date_format(timezone.localdate())

    page = text(client.get("/it/citta-partner/").text)

    assert today == today.lower()
    assert today in page


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_city_and_for_three(client, django_assert_num_queries, count):
    for number in range(count):
        country = factories.make_country(code=["JP", "FR", "DE"][number])
        factories.make_agreement(factories.make_city(f"City {number}", country=country))

    with django_assert_num_queries(6):
        assert len(cards(client)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_bond_page_costs_the_same_for_one_kind_and_for_three(
    client, django_assert_num_queries, count
):
    for number in range(count):
        factories.make_agreement(bond=f"kind-{number}")

    with django_assert_num_queries(2):
        client.get(BONDS)


def test_page_with_34_cities_is_light(client):
    for number in range(34):
        factories.make_agreement(
            factories.make_city(f"A city with a name of its own {number}"),
            signed_on=PartialDate(1954, 7, 3),
        )

    page = client.get(LIST).content

    assert page.count(b'<article class="it-card">') == 34
    assert len(page) < 60_000
