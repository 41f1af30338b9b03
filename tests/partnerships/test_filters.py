"""The filters: in the address, in words, the same in every view."""

import re

import pytest

from directory.models.countries import known_codes
from office.dates import PartialDate
from partnerships.continents import CONTINENTS, continent_names, countries_of
from partnerships.models import Agreement
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

LIST = "/en/partner-cities/"
VIEWS = [LIST, f"{LIST}map/", f"{LIST}timeline/"]


@pytest.fixture
def partners():
    """Reims 1954 with youth, Kyoto 1965 with culture, Fez without a date or theme."""
    reims = factories.make_city("Reims", country=factories.make_country(code="FR"))
    kyoto = factories.make_city("Kyoto", country=factories.make_country(code="JP"))
    fez = factories.make_city("Fez", country=factories.make_country(code="MA"))
    youth, culture = factories.make_theme("youth"), factories.make_theme("culture")
    factories.make_theme("unused")
    factories.make_agreement(reims, signed_on=PartialDate(1954, 7, 3)).themes.add(youth)
    factories.make_agreement(kyoto, signed_on=PartialDate(1965)).themes.add(culture, youth)
    factories.make_agreement(fez, bond="friendship")


def cities(client, **filters):
    page = client.get(LIST, filters).context["page"]
    return [agreement.city.name for agreement in page]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"continent": "europe"}, ["Reims"]),
        ({"continent": "asia"}, ["Kyoto"]),
        ({"continent": "africa"}, ["Fez"]),
        ({"continent": "oceania"}, []),
        ({"theme": "youth"}, ["Kyoto", "Reims"]),
        ({"theme": "culture"}, ["Kyoto"]),
        ({"since": "1955"}, ["Kyoto"]),
        ({"since": "1965"}, ["Kyoto"]),
        ({"until": "1954"}, ["Reims"]),
        ({"since": "1954", "until": "1965"}, ["Kyoto", "Reims"]),
        ({"theme": "youth", "continent": "europe", "until": "1960"}, ["Reims"]),
        ({"year": "1960"}, ["Reims"]),
    ],
)
def test_filters_find(client, partners, filters, found):
    assert cities(client, **filters) == found


def test_themes_of_public_agreements_only_are_offered(client, partners):
    hidden = factories.make_agreement(level="internal", bond="friendship")
    hidden.themes.add(factories.make_theme("unused"))

    page = client.get(LIST).text

    select = page.split('<select name="theme"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w*)"', select) == ["", "youth", "culture"]
    assert client.get(LIST, {"theme": "unused"}).status_code == 404


@pytest.mark.parametrize("path", VIEWS)
def test_what_is_filtered_is_said_and_can_be_taken_away(client, partners, path):
    asked = {"bond": "twin", "continent": "asia", "theme": "youth", "since": "1960", "q": "k"}

    page = client.get(path, asked).text

    chips = re.findall(r'<li>([^<]*) <a href="(.*?)"><span aria-hidden', page)
    assert chips == [
        ("Name: “k”", f"{path}?bond=twin&amp;continent=asia&amp;theme=youth&amp;since=1960"),
        (
            "Kind of bond: Bond twin",
            f"{path}?q=k&amp;continent=asia&amp;theme=youth&amp;since=1960",
        ),
        ("Continent: Asia", f"{path}?q=k&amp;bond=twin&amp;theme=youth&amp;since=1960"),
        ("Theme: Theme youth", f"{path}?q=k&amp;bond=twin&amp;continent=asia&amp;since=1960"),
        ("Signed from 1960", f"{path}?q=k&amp;bond=twin&amp;continent=asia&amp;theme=youth"),
    ]


@pytest.mark.parametrize("path", VIEWS)
def test_filters_go_along_from_view_to_view_and_into_the_table(client, partners, path):
    page = client.get(path, {"theme": "youth", "year": "1966", "page": "1", "odd": "x"}).text

    views = page.split('<nav class="views"')[1].split("</nav>")[0]
    assert re.findall(r'<a href="(.*?)"', views) == [
        f"{view}?theme=youth&amp;year=1966" for view in VIEWS
    ]
    assert f'href="{LIST}cities.csv?theme=youth&amp;year=1966"' in page


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"since": "1970", "until": "1960"}, "until", "The period ends before it begins."),
        ({"since": "soon"}, "since", "Write the year in four figures: 1965."),
        ({"continent": "<b>"}, "continent", "There is no continent “&lt;b&gt;”."),
        ({"theme": "a\0b"}, "theme", "There is no theme “a\ufffdb”."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_shows_no_city(
    client, partners, path, asked, field, said
):
    response = client.get(path, asked)

    assert response.status_code == 404
    told = response.text.split(f'id="id_{field}_error"')[1].split("</ul>")[0]
    assert said in told
    assert '<details class="filters-more" open>' in response.text
    assert "Reims" not in response.text
    if asked.get("since"):
        assert f'name="since" value="{asked["since"]}"' in response.text


def test_long_list_is_given_in_pages_that_keep_the_filters(client):
    for n in range(50):
        factories.make_agreement(factories.make_city(f"City {n:02}"))

    first = client.get(LIST, {"bond": "twin"})
    second = client.get(LIST, {"bond": "twin", "page": "2"})

    assert '<a rel="next" href="?bond=twin&amp;page=2">' in first.text
    assert "50 cities" in first.text
    assert [one.city.name for one in second.context["page"]] == ["City 48", "City 49"]


def test_every_country_lies_in_one_continent_or_in_the_antarctic():
    placed = [code for key in CONTINENTS for code in countries_of(key)]

    assert len(placed) == len(set(placed))
    assert known_codes() - set(placed) == {"AQ"}
    assert [name for _key, name in continent_names()] == [
        "Africa",
        "Americas",
        "Asia",
        "Europe",
        "Oceania",
    ]


def test_agreement_that_ended_without_a_date_holds_in_no_year():
    city = factories.make_city()
    factories.make_agreement(city, signed_on=PartialDate(1960), status="ended")

    assert not Agreement.objects.held_in(1970).exists()


def test_themes_stand_on_the_page_of_the_city(client, partners):
    agreement = Agreement.objects.get(city__name_en="Kyoto")

    page = client.get(agreement.get_absolute_url()).text

    assert f'<a href="{LIST}?theme=youth">Theme youth</a>, ' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "zzz"}, "Try another spelling, or take a filter away."),
        ({"year": "1950"}, "Try another year, or take a filter away."),
        ({"continent": "oceania"}, "Take a filter away."),
    ],
)
@pytest.mark.parametrize("path", [VIEWS[0], VIEWS[2]])
def test_nothing_found_names_what_can_be_changed_and_offers_no_table(
    client, partners, path, asked, said
):
    page = client.get(path, asked).text

    assert f"No partner city answers to this. {said}" in page
    assert "cities.csv" not in page


def test_map_offers_the_table_only_where_cities_are_shown(client, partners):
    hidden = 'class="table-link" id="table-link" hidden>'

    assert hidden in client.get(VIEWS[1], {"year": "1950"}).text
    assert hidden not in client.get(VIEWS[1], {"year": "1960"}).text


def test_wrong_year_is_told_the_first_year_that_there_is(client, partners):
    page = client.get(LIST, {"since": "3"}).text

    assert "Check the filters: something is wrong." in page
    assert "Write a year from 1954 to " in page
