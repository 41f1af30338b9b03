"""The head of every public page: its one address, its card, what machines are told."""

import io
import json
import re
from html import unescape

import pytest
from django.core.signing import Signer
from PIL import Image

from directory.models import City
from office import cards
from office.models import Office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SITE = "http://testserver"


def meta(page):
    """{property or name: content}; a list where one stands more than once."""
    found = {}
    for name, content in re.findall(r'<meta (?:property|name)="(.*?)" content="(.*?)">', page):
        found.setdefault(name, []).append(unescape(content))
    return {name: all_of if len(all_of) > 1 else all_of[0] for name, all_of in found.items()}


def card(client, page):
    return client.get(meta(page)["og:image"].removeprefix(SITE))


@pytest.fixture
def kyoto():
    city = factories.make_city("Kyoto", slug="kyoto", name_de="Kioto")
    factories.make_agreement(city, bond="twin")
    return city


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?utm_source=letter&x=1", ""),
        ("?bond=twin", "?bond=twin"),
        ("?fbclid=1&country=JP&bond=twin&q=", "?bond=twin&amp;country=JP"),
        ("?q=k%26y", "?q=k%26y"),
    ],
)
def test_canonical_address_keeps_what_is_asked_and_nothing_unknown(client, kyoto, query, kept):
    page = client.get(f"/en/partner-cities/{query}").text

    assert f'<link rel="canonical" href="{SITE}/en/partner-cities/{kept}">' in page
    assert f'hreflang="de" href="{SITE}/de/partnerstaedte/{kept}">' in page
    assert f'hreflang="x-default" href="{SITE}/it/citta-partner/{kept}">' in page


# ---------------------------------------------------------------- social networks


def test_page_tells_social_networks_what_it_is(client, kyoto):
    found = meta(client.get("/de/partnerstaedte/kyoto/").text)

    image = found.pop("og:image")
    assert image.startswith(f"{SITE}/social-card/")
    assert {name: said for name, said in found.items() if ":" in name} == {
        "og:type": "website",
        "og:url": f"{SITE}/de/partnerstaedte/kyoto/",
        "og:site_name": "Comune di Borgolago",
        "og:title": "Kioto",
        "og:description": found["description"],
        "og:locale": "de_DE",
        "og:locale:alternate": ["it_IT", "en_US", "fr_FR", "es_ES"],
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Kioto – Comune di Borgolago",
        "twitter:card": "summary_large_image",
    }


def test_title_with_signs_is_written_once_for_all(client, kyoto):
    City.objects.filter(pk=kyoto.pk).update(name_en='Kyo & "to" <b>')

    page = client.get("/en/partner-cities/kyoto/").text

    assert "<title>Kyo &amp; &quot;to&quot; &lt;b&gt; – " in page
    assert meta(page)["og:title"] == 'Kyo & "to" <b>'
    assert cards.read(meta(page)["og:image"].split("/")[-1].removesuffix(".png")) == (
        'Kyo & "to" <b>',
        "Municipality of Borgolago",
    )


def test_page_that_is_not_there_offers_itself_to_no_search_engine(client):
    page = client.get("/en/nothing/").text

    assert meta(page)["robots"] == "noindex"


# ---------------------------------------------------------------- the card


def test_card_is_a_picture_that_may_be_kept(client, kyoto):
    page = client.get("/en/partner-cities/kyoto/").text

    response = card(client, page)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.cookies == {}
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < 60_000
    assert meta(client.get("/en/partner-cities/kyoto/").text) == meta(page)


@pytest.mark.parametrize("signed", ["x", "WyJhIiwiYiJd:forged", "%00"])
def test_card_with_words_of_others_is_refused(client, signed):
    assert client.get(f"/social-card/{signed}.png").status_code == 404


def test_card_signed_for_something_else_is_refused(client):
    signed = Signer(salt="other").sign_object(["Vote for me", "The city"])

    assert client.get(f"/social-card/{signed}.png").status_code == 404


def test_title_is_drawn_as_large_as_three_lines_allow():
    long = "Convegno internazionale delle città partner sul dialogo tra i popoli del Mediterraneo"

    for title in ("Kyoto", long, "W" * cards.LONGEST):
        lines, font = cards.fitting(title)
        assert len(lines) <= cards.LINES
        assert " ".join(lines) == title
        assert font.size in cards.SIZES
    lines, font = cards.fitting(long)
    assert cards.fitting("Kyoto")[1].size > font.size
    assert all(font.getlength(line) <= cards.WIDTH - 2 * cards.MARGIN for line in lines)


def test_title_in_a_script_that_the_font_lacks_is_left_out():
    assert cards.draw("京都", "Comune") == cards.draw("", "Comune")
    assert cards.draw("Łódź – Málaga", "Comune") != cards.draw("", "Comune")


# ---------------------------------------------------------------- machines


def graph(page):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return [one for block in blocks for one in json.loads(block)["@graph"]]


def test_home_page_says_whose_site_it_is(client):
    Office.objects.update(
        address="Piazza Grande 1", email="office@example.org", website="https://city.example.org/"
    )

    assert graph(client.get("/it/").text) == [
        {
            "@type": "GovernmentOrganization",
            "@id": f"{SITE}/#office",
            "name": "Comune di Borgolago",
            "url": "https://city.example.org/",
            "address": "Piazza Grande 1",
            "email": "office@example.org",
            "department": {
                "@type": "GovernmentOrganization",
                "name": "Ufficio relazioni internazionali",
            },
        },
        {
            "@type": "WebSite",
            "@id": f"{SITE}/#site",
            "name": "Ufficio relazioni internazionali",
            "url": f"{SITE}/",
            "inLanguage": "it",
            "publisher": {"@id": f"{SITE}/#office"},
        },
    ]


# ---------------------------------------------------------------- on the wire


def test_pages_go_out_compressed_and_pictures_as_they_are(client, kyoto):
    page = client.get("/en/partner-cities/kyoto/")
    packed = client.get("/en/partner-cities/kyoto/", headers={"Accept-Encoding": "gzip"})
    picture = client.get(
        meta(page.text)["og:image"].removeprefix(SITE), headers={"Accept-Encoding": "gzip"}
    )

    assert (packed["Content-Encoding"], "Accept-Encoding" in packed["Vary"]) == ("gzip", True)
    assert len(packed.content) < len(page.content) / 2
    assert "Content-Encoding" not in page
    assert "Content-Encoding" not in picture
