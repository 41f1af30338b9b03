"""The addresses of the public pages: a contract with everybody who linked to us."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = ["it", "en", "fr", "de", "es"]

# The word of each page in each language. A change here breaks links: it needs a redirect.
WORDS = {
    "it": [
        "citta-partner",
        "citta-partner/mappa",
        "citta-partner/cronologia",
        "citta-partner/anniversari",
        "tipi-di-legame",
        "reti",
        "regole-in-vigore",
        "la-nostra-storia",
        "delegazioni",
        "doni-e-onorificenze",
        "visite-guidate",
        "progetti",
        "buone-pratiche",
        "visite/richiesta",
        "visite/indirizzo-smarrito",
        "accessibilita",
        "privacy",
    ],
    "en": [
        "partner-cities",
        "partner-cities/map",
        "partner-cities/timeline",
        "partner-cities/anniversaries",
        "kinds-of-bond",
        "networks",
        "rules-in-force",
        "our-history",
        "delegations",
        "gifts-and-honours",
        "guided-tours",
        "projects",
        "good-practices",
        "visits/request",
        "visits/lost-address",
        "accessibility",
        "privacy",
    ],
    "fr": [
        "villes-partenaires",
        "villes-partenaires/carte",
        "villes-partenaires/chronologie",
        "villes-partenaires/anniversaires",
        "types-de-lien",
        "reseaux",
        "regles-en-vigueur",
        "notre-histoire",
        "delegations",
        "cadeaux-et-distinctions",
        "visites-guidees",
        "projets",
        "bonnes-pratiques",
        "visites/demande",
        "visites/adresse-perdue",
        "accessibilite",
        "confidentialite",
    ],
    "de": [
        "partnerstaedte",
        "partnerstaedte/karte",
        "partnerstaedte/zeitleiste",
        "partnerstaedte/jubilaeen",
        "arten-der-verbindung",
        "netzwerke",
        "geltende-regeln",
        "unsere-geschichte",
        "delegationen",
        "geschenke-und-ehrungen",
        "fuehrungen",
        "projekte",
        "gute-beispiele",
        "besuche/anfrage",
        "besuche/verlorene-adresse",
        "barrierefreiheit",
        "datenschutz",
    ],
    "es": [
        "ciudades-asociadas",
        "ciudades-asociadas/mapa",
        "ciudades-asociadas/cronologia",
        "ciudades-asociadas/aniversarios",
        "tipos-de-vinculo",
        "redes",
        "reglas-en-vigor",
        "nuestra-historia",
        "delegaciones",
        "obsequios-y-distinciones",
        "visitas-guiadas",
        "proyectos",
        "buenas-practicas",
        "visitas/solicitud",
        "visitas/direccion-perdida",
        "accesibilidad",
        "privacidad",
    ],
}
NAMES = [
    "partnerships:city_list",
    "partnerships:city_map",
    "partnerships:timeline",
    "partnerships:anniversaries",
    "partnerships:bond_types",
    "networks:network_list",
    "partnerships:rules",
    "events:heritage",
    "delegations:received",
    "delegations:registers",
    "tours:route_list",
    "cooperation:project_list",
    "cooperation:practice_list",
    "delegations:request",
    "delegations:lost_link",
    "accessibility",
    "privacy",
]
TABLES = {
    "it": "citta.csv",
    "en": "cities.csv",
    "fr": "villes.csv",
    "de": "staedte.csv",
    "es": "ciudades.csv",
}
ACTS = {"it": "atti", "en": "acts", "fr": "actes", "de": "beschluesse", "es": "actos"}
TABLES_OF_NETWORKS = {
    "it": "reti/reti.csv",
    "en": "networks/networks.csv",
    "fr": "reseaux/reseaux.csv",
    "de": "netzwerke/netzwerke.csv",
    "es": "redes/redes.csv",
}
# Not in the sitemap: search engines do not search us.
SEARCH = {"it": "cerca", "en": "search", "fr": "recherche", "de": "suche", "es": "buscar"}


def public_pages(language):
    """The address of every public page in a language: the home page, the named, Kyoto's."""
    named = [f"/{language}/{word}/" for word in WORDS[language]]
    return [f"/{language}/", *named, f"{named[0]}kyoto/"]


@pytest.fixture
def kyoto(office):
    city = factories.make_city("Kyoto", slug="kyoto")
    factories.make_agreement(city)
    return city


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_those_that_others_link_to(language):
    with translation.override(language):
        addresses = [reverse(name) for name in NAMES]
        city = reverse("directory:city_detail", args=["kyoto"])
        table = reverse("partnerships:cities_csv")
        act = reverse("directory:act_detail", args=[1])
        networks = reverse("networks:networks_csv")
        network = reverse("networks:network_detail", args=["eurocities"])
        route = reverse("tours:route_detail", args=["tower"])

    assert addresses == [f"/{language}/{word}/" for word in WORDS[language]]
    assert city == f"/{language}/{WORDS[language][0]}/kyoto/"
    assert table == f"/{language}/{WORDS[language][0]}/{TABLES[language]}"
    assert act == f"/{language}/{ACTS[language]}/1/"
    assert networks == f"/{language}/{TABLES_OF_NETWORKS[language]}"
    networks = WORDS[language][NAMES.index("networks:network_list")]
    assert network == f"/{language}/{networks}/eurocities/"
    tours = WORDS[language][NAMES.index("tours:route_list")]
    assert route == f"/{language}/{tours}/tower/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(client, kyoto, language):
    pages = {url: client.get(url) for url in public_pages(language)}

    assert {url: page.status_code for url, page in pages.items()} == dict.fromkeys(pages, 200)
    assert all(f'<html lang="{language}" dir="ltr">' in p.content.decode() for p in pages.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_words_of_another_language_lead_to_the_right_address(client, kyoto, language, other):
    right = public_pages(language)
    tried = [f"/{language}/{url[4:]}" for url in public_pages(other)]

    answers = [client.get(url, {"q": "kyo", "bond": "twin"}) for url in tried]

    led = [
        a.url if a.status_code == 301 else f"{a.request['PATH_INFO']}?{a.request['QUERY_STRING']}"
        for a in answers
    ]
    assert led == [f"{url}?q=kyo&bond=twin" for url in right]


def test_words_of_another_language_are_understood_without_the_last_slash(client, kyoto):
    response = client.get("/fr/partner-cities/kyoto")

    assert (response.status_code, response.url) == (301, "/fr/villes-partenaires/kyoto/")


def test_form_sent_to_words_of_another_language_is_not_redirected(client, kyoto):
    assert client.post("/fr/partner-cities/").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_of_the_search_is_that_which_others_link_to(client, office, language):
    with translation.override(language):
        address = reverse("search")

    assert address == f"/{language}/{SEARCH[language]}/"
    assert client.get(address).status_code == 200


# ---------------------------------------------------------------- which language


@pytest.mark.parametrize(
    ("accepted", "home"),
    [
        ("de", "/de/"),
        ("de-CH, fr;q=0.5", "/de/"),
        ("pt, fr;q=0.5, de;q=0.9", "/de/"),
        ("fr;q=0, es", "/es/"),
        ("pt, zh-Hans", "/it/"),
        ("fil, deu", "/it/"),
        ("*", "/it/"),
        ("", "/it/"),
        (";;q=a,,\x01", "/it/"),
    ],
)
def test_bare_address_leads_to_a_language_that_the_browser_asks_for(client, office, accepted, home):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert (response.status_code, response.url) == (302, home)
    assert "Accept-Language" in response.headers["Vary"]


def test_bare_address_leads_to_an_offered_language_only(client):
    factories.make_office(original_language="fr", languages=["fr", "en"])

    homes = [client.get("/", headers={"Accept-Language": code}).url for code in ("it", "en", "de")]

    assert homes == ["/fr/", "/en/", "/fr/"]


def test_account_whose_language_is_not_offered_reads_the_original(client):
    factories.make_office(original_language="fr", languages=["fr", "en"])
    client.force_login(factories.make_user("reader", language="it"))

    assert client.get("/").url == "/fr/"


def test_address_without_language_is_completed(client, kyoto):
    response = client.get("/partner-cities/kyoto/", headers={"Accept-Language": "en"})

    assert (response.status_code, response.url) == (302, "/en/partner-cities/kyoto/")


@pytest.mark.parametrize("path", ["/de/", "/de/partnerstaedte/", "/de/partner-cities/", "/de/x/"])
def test_language_not_offered_is_not_found_and_the_page_says_which_are(client, path):
    factories.make_office(original_language="fr", languages=["fr", "en"])

    response = client.get(path, headers={"Accept-Language": "de, en"})

    assert (response.status_code, response.headers["Content-Language"]) == (404, "en")
    hint = "There are no pages in German. These can be read: Français, English."
    assert hint in response.content.decode()


@pytest.mark.parametrize("path", ["/xx/", "/pt/partner-cities/", "/en/nothing/", "/zz"])
def test_unknown_address_is_not_found_in_an_offered_language(client, office, path):
    response = client.get(path, headers={"Accept-Language": "pt, en"})

    page = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"]) == (404, "en")
    assert "<h1>Page not found</h1>" in page
    assert 'href="/en/partner-cities/"' in page


def test_not_found_page_names_no_other_site_as_its_own_address(client, office):
    page = client.get("/", PATH_INFO="//evil.example/x/").content.decode()

    assert '<link rel="canonical" href="http://testserver//evil.example/x/">' in page


# ---------------------------------------------------------------- head and switch


def links(page, attribute, value):
    """{hreflang or rel: href} of the page's <link>s."""
    found = re.findall(rf'<link rel="{value}"([^>]*)>', page)
    return {
        (re.search(rf'{attribute}="([^"]*)"', one) or [None, value])[1]: re.search(
            r'href="([^"]*)"', one
        )[1]
        for one in found
    }


def test_every_page_names_itself_in_each_language_and_the_original_as_default(client, kyoto):
    by_language = {language: public_pages(language) for language in LANGUAGES}

    for number, url in enumerate(by_language["fr"]):
        page = client.get(url).content.decode()
        each = {code: f"http://testserver{by_language[code][number]}" for code in LANGUAGES}
        assert links(page, "hreflang", "alternate") == {**each, "x-default": each["it"]}
        assert links(page, "rel", "canonical") == {"canonical": each["fr"]}


def test_only_offered_languages_are_named_the_original_first(client):
    factories.make_office(original_language="fr", languages=["en", "fr"])

    page = client.get("/en/").content.decode()

    assert links(page, "hreflang", "alternate") == {
        "fr": "http://testserver/fr/",
        "x-default": "http://testserver/fr/",
        "en": "http://testserver/en/",
    }


def test_language_switch_stays_on_the_page_and_keeps_the_filters(client, kyoto):
    response = client.get("/en/partner-cities/?q=k%26y&bond=twin")

    switch = response.content.decode().split('<details class="language-switch">')[1]
    shown = re.findall(r'<a href="([^"]*)" lang="(..)"', switch.split("</details>")[0])
    assert shown == [
        (f"/{code}/{WORDS[code][0]}/?q=k%26y&amp;bond=twin", code) for code in LANGUAGES
    ]
    assert client.get("/de/partnerstaedte/?q=k%26y&bond=twin").status_code == 200


# ---------------------------------------------------------------- for search engines


def test_sitemap_lists_each_public_page_in_each_language_with_its_alternates(client, kyoto):
    for level in ("internal", "confidential", "quiet"):
        factories.make_agreement(factories.make_city(level, level=level))
        factories.make_agreement(factories.make_city(f"With {level} bond"), level=level)

    sitemap = client.get("/sitemap.xml").content.decode()

    pages = zip(*(public_pages(language) for language in LANGUAGES), strict=True)
    told = {
        re.search(r"<loc>http://testserver(.*?)</loc>", entry)[1]: re.findall(
            r'hreflang="(..)" href="http://testserver(.*?)"', entry
        )
        for entry in sitemap.split("<url>")[1:]
    }
    assert told == {
        url: list(zip(LANGUAGES, page, strict=True)) for page in list(pages) for url in page
    }


def test_sitemap_keeps_to_the_languages_offered(client):
    factories.make_office(original_language="fr", languages=["fr", "en"])

    sitemap = client.get("/sitemap.xml").content.decode()

    assert set(re.findall(r"<loc>http://testserver/(..)/", sitemap)) == {"fr", "en"}


def test_robots_are_kept_out_of_the_back_office_and_told_of_the_sitemap(client, office):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Sitemap: http://testserver/sitemap.xml",
    ]
