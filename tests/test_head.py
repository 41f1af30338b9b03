"""What the head of a page tells search engines and social networks; how pages travel."""

import gzip
import io
import json
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.signing import BadSignature
from PIL import Image

from directory.models import City
from office import cards
from office.structured import script, without_gaps
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SITE = "http://testserver"
URL = "/en/partner-cities/kyoto/"


@pytest.fixture
def kyoto():
    city = factories.make_city(
        "Kyoto",
        slug="kyoto",
        name_it="Kioto",
        own_name="京都市",
        own_language="ja",
        latitude="35.0116",
        longitude="135.7681",
        website="https://www.city.kyoto.lg.jp/",
    )
    factories.make_agreement(city)
    return city


def metas(page):
    """{property or name: content} of the page's <meta>s; of several, a list."""
    found = {}
    for name, content in re.findall(r'<meta (?:property|name)="(.*?)" content="(.*?)">', page):
        found.setdefault(name, []).append(unescape(content))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def graph(page):
    """The blocks of structured data of a page."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [json.loads(block) for block in blocks]


# ---------------------------------------------------------------- addresses


def test_filters_are_a_part_of_the_address_and_what_is_unknown_is_not(client, kyoto):
    page = client.get("/en/partner-cities/?bond=twin&utm_source=x").text

    assert f'<link rel="canonical" href="{SITE}/en/partner-cities/?bond=twin">' in page
    alternate = f'hreflang="en" href="{SITE}/en/partner-cities/?bond=twin">'
    assert page.count(f'<link rel="alternate" {alternate}') == 1
    default = re.search(r'hreflang="x-default" href="(.*?)"', page)[1]
    assert default == f"{SITE}/it/citta-partner/?bond=twin"
    assert metas(page)["og:url"] == f"{SITE}/en/partner-cities/?bond=twin"


# ---------------------------------------------------------------- social networks


def test_a_page_says_what_a_social_network_shows(client, kyoto):
    page = client.get(URL).text

    told = metas(page)
    card = told.pop("og:image")
    assert {name: value for name, value in told.items() if name[:3] in ("og:", "twi")} == {
        "og:type": "website",
        "og:url": f"{SITE}{URL}",
        "og:site_name": "Municipality of Borgolago",
        "og:title": "Kyoto",
        "og:description": told["description"],
        "og:locale": "en_US",
        "og:locale:alternate": ["it_IT", "fr_FR", "de_DE", "es_ES"],
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Kyoto – Municipality of Borgolago",
        "twitter:card": "summary_large_image",
    }
    assert "Kyoto" in told["description"]
    assert client.get(urlsplit(card).path).status_code == 200


def test_names_of_any_letters_stand_safely_in_the_head(client, kyoto):
    City.objects.update(name_en='"><script>alert(1)</script> & Co')

    page = client.get(URL).text

    assert "<script>alert" not in page
    assert metas(page)["og:title"] == '"><script>alert(1)</script> & Co'
    title, _name = cards.read(metas(page)["og:image"].rstrip("/").split("/")[-1].split(".")[0])
    assert title == '"><script>alert(1)</script> & Co'


# ---------------------------------------------------------------- the card


@pytest.mark.parametrize(
    "title", ["Kyoto", "京都市", "word " * 40, "x" * 400, "", "Fès – il patto dell’amicizia"]
)
def test_the_card_is_a_picture_of_the_size_that_networks_want(client, title):
    response = client.get(cards.address(title, "Comune di Borgolago"))

    picture = Image.open(io.BytesIO(response.content))
    assert (response["Content-Type"], picture.format, picture.size) == (
        "image/png",
        "PNG",
        (1200, 630),
    )
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) < 60_000


def test_cards_of_two_titles_differ():
    assert cards.draw("Kyoto", "Comune") != cards.draw("Reims", "Comune")
    assert cards.draw("Kyoto", "Comune") == cards.draw("Kyoto", "Comune")


def test_nobody_has_the_site_paint_other_words(client):
    address = cards.address("Kyoto", "Comune")
    signed = cards.signer().sign_object(["Kyoto", "Comune"], compress=True)
    other = cards.signer().sign_object(["Another title", "Comune"], compress=True)
    forged = other.rpartition(":")[0] + ":" + signed.rpartition(":")[2]

    answers = [
        client.get(address.replace(signed, tried)).status_code
        for tried in (signed, forged, f"{signed}x", signed[1:])
    ]
    assert answers == [200, 404, 404, 404]
    with pytest.raises(BadSignature):
        cards.read(forged)


# ---------------------------------------------------------------- structured data


def test_a_city_is_told_to_machines(client, kyoto):
    page = client.get(URL).text

    city, steps = sorted(graph(page), key=lambda data: data["@type"], reverse=True)
    assert city == {
        "@context": "https://schema.org",
        "@type": "City",
        "@id": f"{SITE}{URL}#city",
        "name": "Kyoto",
        "alternateName": ["Kioto", "京都市"],
        "geo": {"@type": "GeoCoordinates", "latitude": 35.0116, "longitude": 135.7681},
        "sameAs": "https://www.city.kyoto.lg.jp/",
        "containedInPlace": {"@type": "Country", "name": "Country JP"},
        "mainEntityOfPage": f"{SITE}{URL}",
    }
    assert [(item["name"], item["item"]) for item in steps["itemListElement"]] == [
        ("Home", f"{SITE}/en/"),
        ("Partner cities", f"{SITE}/en/partner-cities/"),
        ("Kyoto", f"{SITE}{URL}"),
    ]


def test_the_home_page_says_whose_site_it_is(client):
    (data,) = graph(client.get("/en/").text)

    kinds = {one["@type"]: one for one in data["@graph"]}
    assert kinds["GovernmentOrganization"]["name"] == "Municipality of Borgolago"
    assert kinds["WebSite"]["publisher"] == {"@id": f"{SITE}/#office"}


def test_structured_data_survive_the_end_of_a_script_in_a_name(client, kyoto):
    evil = "</script><script>alert(1)</script><!--"
    City.objects.update(name_en=evil)

    page = client.get(URL).text

    assert "<script>alert" not in page
    assert [data["name"] for data in graph(page) if data["@type"] == "City"] == [evil]


def test_what_is_empty_is_not_told():
    empty = {"@type": "Event", "name": "", "location": {"@type": "Place", "name": ""}, "n": [None]}

    assert without_gaps(empty | {"population": 0}) == {
        "@type": "Event",
        "n": [None],
        "population": 0,
    }
    assert "nonce" not in script({"@type": "City"})


# ---------------------------------------------------------------- the way to the reader


def test_pages_travel_compressed_to_those_who_take_it(client, kyoto):
    plain = client.get(URL)
    packed = client.get(URL, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert b"Kyoto" in gzip.decompress(packed.content)


def test_pictures_are_not_compressed_again(client):
    response = client.get(cards.address("Kyoto", "Comune"), headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response
