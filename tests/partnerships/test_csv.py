"""The partners as a table that programs and spreadsheets read."""

import csv
import io

import pytest

from office.dates import PartialDate
from office.models import Citation
from office.text import inert
from tests import factories

pytestmark = pytest.mark.django_db

TABLE = "/en/partner-cities/cities.csv"


def rows(response, delimiter=","):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


@pytest.fixture
def kyoto():
    factories.make_office(licence="CC BY 4.0")
    city = factories.make_city("Kyoto", own_name="京都市", latitude="-35.5", longitude="135.7681")
    agreement = factories.make_agreement(
        city, signed_on=PartialDate(1965, 11), status="in_force", place_en="Palace; hall"
    )
    agreement.themes.add(factories.make_theme("youth"), factories.make_theme("peace"))
    source = factories.make_source("Archive", url="https://archive.example.org/1965")
    for field in ("signed_on", "status"):
        Citation.objects.create(record=agreement, field=field, source=source)
    return city


def test_each_agreement_is_one_line_with_its_sources_and_the_licence(client, kyoto):
    response = client.get(TABLE)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    assert rows(response) == [
        {
            "City": "Kyoto",
            "Name in its own script": "京都市",
            "Country": "Country JP",
            "Code of the country": "JP",
            "Continent": "Asia",
            "Latitude": "-35.5000",
            "Longitude": "135.7681",
            "Kind of bond": "Bond twin",
            "Instrument": "",
            "Signed on": "1965-11",
            "Place of signature": "Palace; hall",
            "State of the agreement": "in force",
            "Ended on": "",
            "Themes": "Theme youth | Theme peace",
            "Sources": "Archive https://archive.example.org/1965",
            "Demonstration": "",
            "Licence": "CC BY 4.0",
        }
    ]


def test_table_is_in_the_readers_language_and_for_the_readers_spreadsheet(client, kyoto):
    (line,) = rows(client.get("/it/citta-partner/citta.csv"), delimiter=";")

    assert line["Tipo di legame"] == "Legame twin"
    assert line["Continente"] == "Asia"
    assert (line["Latitudine"], line["Longitudine"]) == ("-35,5000", "135,7681")


def test_table_answers_to_the_same_filter(client, kyoto):
    factories.make_agreement(factories.make_city("Fez"), bond="friendship")
    factories.make_agreement(kyoto, bond="friendship", signed_on=PartialDate(1950))

    found = {
        query: [line["City"] for line in rows(client.get(f"{TABLE}?{query}"))]
        for query in ("", "bond=friendship", "q=kyo", "until=1955", "theme=youth", "year=1952")
    }

    assert found == {
        "": ["Fez", "Kyoto", "Kyoto"],
        "bond=friendship": ["Fez", "Kyoto"],
        "q=kyo": ["Kyoto", "Kyoto"],
        "until=1955": ["Kyoto"],
        "theme=youth": ["Kyoto"],
        "year=1952": ["Kyoto"],
    }


def test_filter_that_means_nothing_gives_no_table(client, kyoto):
    response = client.get(TABLE, {"bond": "marriage"})

    assert response.status_code == 404
    assert "There is no kind of bond “marriage”." in response.text


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_what_is_hidden_is_in_no_table(client, back_office, level):
    factories.make_agreement(factories.make_city("Hidden", level=level))
    factories.make_agreement(factories.make_city("Draft"), level=level)
    back_office("head")

    assert rows(client.get(TABLE)) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_calculate_is_marked_as_text(client, office, text):
    factories.make_agreement(factories.make_city("Kyoto"), place_en=text)

    (line,) = rows(client.get(TABLE))

    assert line["Place of signature"] == f"'{text}"


@pytest.mark.parametrize("text", ["+39 055;1", "+39055=1", "+SUM(1)", "+39 055 A1", "-39 055 276"])
def test_what_only_resembles_a_telephone_number_is_marked_as_text(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Kyoto", "", "1+1", "'=1", "京都", "-35.5", "-35,5"])
def test_other_text_and_numbers_stay_as_they_are(text):
    assert inert(text) == text


@pytest.mark.parametrize("text", ["+44 7700 900102", "+39 (055) 276-1234", "+390552761234"])
def test_a_telephone_number_can_be_dialled_as_it_stands(text):
    assert inert(text) == text


@pytest.mark.parametrize("count", [1, 3])
def test_table_costs_the_same_for_one_city_and_for_three(
    client, office, django_assert_num_queries, count
):
    for n in range(count):
        country = factories.make_country(code=["JP", "FR", "DE"][n])
        agreement = factories.make_agreement(factories.make_city(country=country))
        agreement.themes.add(factories.make_theme("youth"))
        source = factories.make_source(f"Source {n}")
        Citation.objects.create(record=agreement, field="signed_on", source=source)

    with django_assert_num_queries(4):
        client.get(TABLE)
