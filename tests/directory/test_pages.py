"""The page of a city, as a visitor meets it."""

import re

import pytest

from directory.models import City
from office.dates import PartialDate
from office.models import Citation
from tests import factories
from tests.pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/partner-cities/kassel/"


def facts(page):
    """Every term of the page's lists of facts with what it says, in the order of the page."""
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page.split('id="footer"')[0], re.S)
    return [(text(term), text(said)) for term, said in found]


def cite(record, field, title, says="", **source):
    Citation.objects.create(
        record=record, field=field, says=says, source=factories.make_source(title, **source)
    )


@pytest.fixture
def kassel():
    germany = factories.make_country(code="DE", name_it="Germania", name_en="Germany")
    return factories.make_city("Kassel", slug="kassel", country=germany)


# ---------------------------------------------------------------- agreements


def test_each_agreement_is_shown_the_closest_first_and_what_ended_last(client, kassel):
    factories.make_bond_type("twin", rank=1)
    factories.make_bond_type("letter", rank=2)
    factories.make_agreement(kassel, bond="letter", signed_on=PartialDate(2006, 11))
    factories.make_agreement(
        kassel, status="ended", signed_on=PartialDate(1952), ended_on=PartialDate(1990, 2, 1)
    )
    factories.make_agreement(
        kassel,
        status="in_force",
        signed_on=PartialDate(2008, 5, 17),
        instrument_en="twinning pact",
        place_en="Town hall",
    )

    page = client.get(URL).text

    headings = re.findall(r'<h3><a href="(.*?)">(.*?)</a></h3>', page)
    assert headings == [
        ("/en/kinds-of-bond/#twin", "Bond twin"),
        ("/en/kinds-of-bond/#letter", "Bond letter"),
        ("/en/kinds-of-bond/#twin", "Bond twin"),
    ]
    assert facts(page) == [
        ("Instrument", "twinning pact"),
        ("Signed", "17 May 2008"),
        ("Place of signature", "Town hall"),
        ("State", "In force"),
        ("Signed", "November 2006"),
        ("State", "Not documented"),
        ("Signed", "1952"),
        ("State", "Ended, 1 February 1990"),
        ("Country", "Germany"),
    ]
    assert '<time datetime="2006-11">November 2006</time>' in page


def test_what_no_source_tells_is_not_documented(client, kassel):
    factories.make_agreement(kassel)

    assert facts(client.get(URL).text)[:2] == [
        ("Signed", "not documented"),
        ("State", "Not documented"),
    ]


def test_date_in_dispute_stands_with_every_source(client, kassel):
    twin = factories.make_agreement(kassel, signed_on=PartialDate(1952), status="in_force")
    cite(twin, "signed_on", "City archive", url="https://example.org/1952", licence="CC BY 4.0")
    cite(twin, "signed_on", "A list", says="1958-07")

    page = client.get(URL).text

    assert facts(page)[0] == (
        "Signed",
        "1952 Source: City archive (CC BY 4.0) July 1958 according to A list",
    )
    assert '<a href="https://example.org/1952" rel="external">City archive</a>' in page
    assert '<time datetime="1958-07">July 1958</time>' in page


def test_state_in_dispute_is_told_in_words(client, kassel):
    twin = factories.make_agreement(kassel, status="in_force")
    cite(twin, "status", "A newspaper", says="ended")

    assert facts(client.get(URL).text)[1] == ("State", "In force ended according to A newspaper")


def test_figures_of_the_city_name_their_source_once(client, kassel):
    City.objects.filter(pk=kassel.pk).update(
        population=197230, latitude="51.3127", longitude="9.4797", time_zone="Europe/Berlin"
    )
    source = factories.make_source("Gazetteer")
    for field in ("population", "latitude", "longitude"):
        Citation.objects.create(record=kassel, field=field, source=source)

    assert facts(client.get(URL).text) == [
        ("Country", "Germany"),
        ("Population", "197,230 Source: Gazetteer"),
        ("Coordinates", "51.31° N, 9.48° E Source: Gazetteer"),
        ("Time zone", "Central European Time (the same time as here)"),
    ]


def test_city_without_agreements_says_so(client, kassel):
    assert "No agreement has been published yet." in client.get(URL).text


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_agreement_is_not_shown_to_anybody(client, back_office, kassel, level):
    factories.make_agreement(kassel, level=level, note_en="A draft")
    back_office("head")

    page = client.get(URL).text

    assert "A draft" not in page
    assert "No agreement has been published yet." in page


# ---------------------------------------------------------------- languages


def test_text_missing_in_the_readers_language_is_shown_in_the_original(client, kassel):
    factories.make_agreement(kassel, note_it="Prima riga.\n\nSeconda.", note_es="Otra.")

    page = client.get(URL).text

    assert (
        '<div lang="it" dir="ltr"><p>Prima riga.</p>\n\n<p>Seconda.</p></div> '
        '<small class="fallback">(in Italian)</small>'
    ) in page
    assert "Otra." not in page


def test_text_in_the_readers_language_is_shown_without_remark(client, kassel):
    factories.make_agreement(kassel, note_it="Nota.", note_en="A note.")

    page = client.get(URL).text

    assert "<p>A note.</p>" in page
    assert 'class="fallback"' not in page


def test_name_in_another_script_says_its_language(client, kassel):
    City.objects.filter(pk=kassel.pk).update(own_name="فاس", own_language="ar")

    assert '<span lang="ar" dir="auto">فاس</span>' in client.get(URL).text


def test_note_on_the_country_is_shown(client, kassel):
    type(kassel.country).objects.update(note_en="Its borders are <disputed>.")

    assert "<p>Its borders are &lt;disputed&gt;.</p>" in client.get(URL).text


# ---------------------------------------------------------------- what is not there


@pytest.mark.parametrize("slug", ["atlantis", "hidden", "KASSEL"])
def test_city_without_public_page_is_not_found_in_the_readers_language(client, kassel, slug):
    factories.make_city("Hidden", slug="hidden", level="internal")

    english = client.get(f"/en/partner-cities/{slug}/")
    italian = client.get(f"/it/partner-cities/{slug}/", follow=True)

    assert (english.status_code, italian.status_code) == (404, 404)
    assert "We have no page of a city with this name in its address." in english.text
    assert '<html lang="it"' in italian.text
    assert "We have no page of a city" not in italian.text


def test_page_that_is_only_read_takes_no_form(client, kassel):
    assert client.post(URL).status_code == 405


# ---------------------------------------------------------------- made up, and safe


def test_made_up_city_and_agreement_are_marked(client, kassel):
    factories.make_agreement(kassel, is_demo=True)

    assert client.get(URL).text.count("Demonstration: made up") == 1
    City.objects.filter(pk=kassel.pk).update(is_demo=True)
    assert client.get(URL).text.count("Demonstration: made up") == 2


def test_everything_that_was_typed_is_printed_as_text(client, kassel):
    evil = "<script>alert(1)</script>"
    City.objects.filter(pk=kassel.pk).update(name_en=evil, own_name=evil, own_language='"><x')
    twin = factories.make_agreement(
        kassel, note_en=evil, place_en=evil, instrument_en=evil, bond="odd", signed_on="1952"
    )
    cite(twin, "signed_on", evil, url='https://example.org/"onclick="x', licence=evil)
    cite(twin, "place", f"Another {evil}", says=evil)

    page = client.get(URL).text

    assert "<script>alert" not in page
    assert '"onclick=' not in page
    assert 'lang=""><x' not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 9


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_agreement_and_for_three(
    client, kassel, django_assert_num_queries, count
):
    for year in range(count):
        agreement = factories.make_agreement(kassel, signed_on=PartialDate(1950 + year))
        cite(agreement, "signed_on", f"Source {year}", says="1999")
        cite(kassel, "population", f"Other source {year}", says=f"{year + 1}")

    with django_assert_num_queries(35):
        assert client.get(URL).text.count("according to") == count


def test_sources_of_a_bond_stand_after_its_text(client, kassel):
    twin = factories.make_agreement(kassel, note_en="They signed.")
    cite(twin, "bond_type", "City archive")

    page = client.get(URL).text

    assert page.index("They signed.") < page.index("City archive")
