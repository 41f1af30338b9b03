"""The page of the map: which points it shows, in which year, and at what cost."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError

from office import search
from office.dates import PartialDate
from office.planner import count_anew
from tests import factories
from tests.partnerships.test_atlas import random_cities

MAP = "/en/partner-cities/map/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def located(name, latitude, longitude, **fields):
    return factories.make_city(name, latitude=latitude, longitude=longitude, **fields)


def points(client, **asked):
    """What each point that is shown says."""
    response = client.get(MAP, asked)
    assert response.status_code == 200
    found = re.findall(
        r'<svg x="[\d.]+%" y="[\d.]+%"([^>]*)>.*?aria-label="(.*?)"', response.text, re.S
    )
    return [unescape(label) for attributes, label in found if 'display="none"' not in attributes]


def lines(client, **asked):
    """The cities of the list below that are shown."""
    page = client.get(MAP, asked).text
    found = re.findall(r"<li data-city=([^>]*)><a [^>]*>(.*?)</a>", page)
    return [name for attributes, name in found if not attributes.endswith(" hidden")]


@pytest.fixture
def three():
    factories.make_bond_type("twin", rank=1)
    factories.make_bond_type("letter", rank=2)
    reims = located("Reims", 49.3, 4.0, country=factories.make_country(code="FR"))
    kyoto = located("Kyoto", 35.0, 135.8)
    puebla = located("Puebla", 19.0, -98.2, country=factories.make_country(code="MX"))
    factories.make_agreement(reims, signed_on=PartialDate(1954, 7, 3), status="in_force")
    factories.make_agreement(
        kyoto, signed_on=PartialDate(1965), status="ended", ended_on=PartialDate(1999, 5)
    )
    factories.make_agreement(puebla)
    return reims, kyoto, puebla


def test_each_point_says_city_country_bond_and_year(client, three):
    assert points(client) == [
        "Kyoto, Country JP – Bond twin, 1965 (ended)",
        "Puebla, Country MX – Bond twin",
        "Reims, Country FR – Bond twin, 1954",
    ]
    assert lines(client) == ["Kyoto", "Reims", "Puebla"]


@pytest.mark.parametrize(
    ("year", "shown"),
    [
        ("1953", []),
        ("1954", ["Reims"]),
        ("1964", ["Reims"]),
        ("1965", ["Kyoto", "Reims"]),
        ("1999", ["Kyoto", "Reims"]),
        ("2000", ["Reims"]),
    ],
)
def test_year_shows_what_was_bound_in_it(client, three, year, shown):
    drawn = [label.split(",")[0] for label in points(client, year=year)]

    assert drawn == shown
    # What is not dated stands apart, whatever the year.
    assert lines(client, year=year) == [*shown, "Puebla"]
    listed = client.get("/en/partner-cities/", {"year": year}).context["page"]
    assert [agreement.city.name for agreement in listed] == shown


def test_one_city_shows_the_bond_that_it_had_in_the_year(client, three):
    reims, _kyoto, _puebla = three
    factories.make_agreement(reims, bond="letter", signed_on=PartialDate(1950))

    shown = [
        label
        for year in ("1950", "1953", "1954")
        for label in points(client, year=year)
        if label.startswith("Reims")
    ]

    assert shown == [
        "Reims, Country FR – Bond letter, 1950",
        "Reims, Country FR – Bond letter, 1950",
        "Reims, Country FR – Bond twin, 1954",
    ]


def test_crowd_is_counted_for_the_year_and_unfolds_with_the_filters(client):
    for n in range(5):
        city = located(f"City {n}", 48 + n / 5, 8 + n / 5)
        factories.make_agreement(city, signed_on=PartialDate(1960 + n))

    assert points(client) == ["Europe and the Mediterranean: 5 cities"]
    assert points(client, year="1960") == ["Europe and the Mediterranean: 1 city"]
    assert points(client, year="1959") == []
    page = client.get(MAP, {"bond": "twin", "year": "1962"}).text
    assert f'href="{MAP}?bond=twin&amp;year=1962&amp;area=europe"' in page
    inside = client.get(MAP, {"bond": "twin", "year": "1962", "area": "europe"}).text
    assert f'<a href="{MAP}?bond=twin&amp;year=1962" data-keeps-year>' in inside
    assert "Back to the world" in inside


def test_part_shows_its_cities_only(client, three):
    assert points(client, area="east-asia") == ["Kyoto, Country JP – Bond twin, 1965 (ended)"]
    assert lines(client, area="east-asia") == ["Kyoto"]
    assert client.get(MAP, {"area": "atlantis"}).status_code == 404


def test_city_without_coordinates_is_in_the_list(client):
    factories.make_agreement(factories.make_city("Nowhere"), signed_on=PartialDate(1990))

    assert (points(client), lines(client)) == ([], ["Nowhere"])


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_cities_and_agreements_are_on_no_map(client, back_office, three, level):
    hidden = located("Hidden", 10, 10, level=level)
    factories.make_agreement(hidden, signed_on=PartialDate(1940))
    factories.make_agreement(
        located("With a draft", 11, 12), level=level, signed_on=PartialDate(1941)
    )
    back_office("head")

    page = client.get(MAP).text

    assert "Hidden" not in page
    assert "With a draft" not in page
    # Nor does the slider begin with what is hidden.
    assert 'min="1954"' in page


@pytest.mark.parametrize(
    ("sent", "led"),
    [
        ({"slide": "1966", "year": ""}, "?year=1966"),
        ({"slide": "1966", "year": "1970"}, "?year=1970"),
        ({"slide": "1966", "year": "", "bond": "twin", "q": ""}, "?year=1966&bond=twin"),
        ({"slide": "nonsense", "year": ""}, ""),
    ],
)
def test_form_of_the_slider_leads_to_an_address_that_lasts(client, three, sent, led):
    response = client.get(MAP, sent)

    assert (response.status_code, response.url) == (302, f"{MAP}{led}")


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("66x", "Write the year in four figures: 1965."),
        ("3000", "Write a year from 1954 to"),
        ("1", "Write a year from 1954 to"),
        ("\0", "Write the year in four figures: 1965."),
    ],
)
def test_year_that_means_nothing_is_told_at_its_field_and_stays(client, three, year, said):
    response = client.get(MAP, {"year": year})

    assert response.status_code == 404
    told = response.text.split('id="id_year_error"')[1].split("</ul>")[0]
    assert said in told
    if year != "\0":
        assert f'name="year" value="{year}"' in response.text


def test_made_up_city_is_marked(client, three):
    three[1].agreements.update(is_demo=True)

    assert client.get(MAP).text.count("Demonstration: made up") == 1


def test_word_of_the_map_is_no_citys_address():
    city = factories.make_city("Map")
    city.slug = "mappa"

    with pytest.raises(ValidationError) as refused:
        city.full_clean()

    assert refused.value.message_dict == {"slug": ["Another page has this word in its address."]}


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", [MAP, f"{MAP}?area=europe", f"{MAP}?year=1966"])
def test_map_costs_the_same_for_one_city_and_for_three(
    client, django_assert_num_queries, path, count
):
    for n in range(count):
        country = factories.make_country(code=["JP", "FR", "DE"][n])
        city = located(f"City {n}", 45, 5 * n, country=country)
        factories.make_agreement(city, signed_on=PartialDate(1960 + n), bond=f"bond-{n}")

    with django_assert_num_queries(6):
        client.get(path)


@pytest.fixture
def three_hundred():
    codes = ["JP", "FR", "DE", "US", "BR", "MA", "TN", "PL", "FI", "SE"]
    countries = [factories.make_country(code=code) for code in codes]
    with search.postponed():
        for n, place in enumerate(random_cities()):
            city = located(
                f"A city named {n}",
                round(max(min(place.latitude, 89), -89), 4),
                round((place.longitude + 180) % 360 - 180, 4),
                country=countries[n % 10],
            )
            bond = "friendship" if n % 3 else "twin"
            factories.make_agreement(city, signed_on=PartialDate(1952 + n % 70), bond=bond)
    count_anew()


def test_pages_with_300_cities_are_light_and_their_cost_is_bounded(
    client, three_hundred, django_assert_max_num_queries
):
    """Bytes of the page as it is written, before it is compressed for the way."""
    allowed = {
        MAP: 80_000,
        f"{MAP}?year=1980": 80_000,
        f"{MAP}?area=europe": 80_000,
        "/en/partner-cities/": 60_000,
        "/en/partner-cities/timeline/": 60_000,
        "/en/": 60_000,
    }
    sizes = {}
    for path in allowed:
        with django_assert_max_num_queries(8):
            sizes[path] = len(client.get(path).content)

    assert {path: size for path, size in sizes.items() if size > allowed[path]} == {}


def test_a_city_whose_name_has_no_room_has_its_number_in_point_and_list(client):
    places = [(49, 4), (51, 9), (51, 14), (50, 20), (47, 19), (41, 20)]
    for n, place in enumerate(places):
        city = located(f"A long name {n}", *place)
        factories.make_agreement(city, signed_on=PartialDate(1960 + n))

    page = client.get(f"{MAP}?area=europe").text

    points = page.split('class="map ')[1].split("<svg x=")
    in_points = [
        (re.search(r"A long name \d", point)[0], number[1])
        for point in points
        if (number := re.search(r'<text class="number"[^>]*>(\d)<', point))
    ]
    listed = page.split('class="map-lines">')[1]
    in_list = re.findall(r'aria-hidden="true">(\d)</b><a href=".*?">(A long name \d)', listed)
    assert in_list
    assert sorted(in_points) == sorted((name, number) for number, name in in_list)
    assert [number for number, _name in in_list] == [str(n + 1) for n in range(len(in_list))]
    assert 'class="number"' not in client.get(MAP).text
