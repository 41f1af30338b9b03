"""The same program serves another city: here one that does not exist and writes in French."""

import re
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import City
from office.dates import PartialDate
from office.languages import reading_order
from office.models import Citation, Office, User
from tests import factories

# What only the first city's data may say.
WORDS = re.compile("firenze|florence|palazzo vecchio|la pira|\\btosc", re.IGNORECASE)
PASSWORD = "une longue phrase 7"


@pytest.fixture
def montclair(db, monkeypatch):
    """The office of Montclair as `start_office` makes it, with a few records of its own."""
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"FR", "JP"})
    call_command(
        "start_office",
        verbosity=0,
        municipality="Ville de Montclair",
        city="Montclair",
        department="Relations internationales",
        original_language="fr",
        languages="fr,en",
        head_name="Anne Martin",
        head_email="anne@example.org",
        head_password=PASSWORD,
    )
    with translation.override("fr"):
        city = factories.make_city("Kyoto", slug="kyoto", name_fr="Kyôto", name_en="")
        pact = factories.make_agreement(
            city, signed_on=PartialDate(1965, 11), note_fr="Signé au printemps."
        )
        Citation.objects.create(record=pact, field="signed_on", source=factories.make_source())
        factories.make_organisation("Orchestre", name_fr="Orchestre", city=city)
        factories.make_body(name_fr="Conseil municipal")


@pytest.fixture
def head(montclair, settings):
    settings.DEMONSTRATION = True  # without a second factor
    client = Client()
    client.force_login(User.objects.get(email="anne@example.org"))
    return client


def text_of(response):
    """What can be read there; of a workbook nothing, whose cells are tried where it is made."""
    is_text = response["Content-Type"].startswith(("text/", "application/xml"))
    content = response.getvalue()  # A file that is not read would stay open.
    return content.decode() if is_text else ""


def walk(client, *starts):
    """Every page that links lead to from the starts, below them: {address: page}."""
    pages, waiting = {}, list(starts)
    while waiting:
        url = waiting.pop()
        if url in pages:
            continue
        response = client.get(url, follow=True)
        assert response.status_code == 200, url
        pages[url] = text_of(response)
        links = (urldefrag(link)[0] for link in re.findall(r'href="([^"]*)"', pages[url]))
        waiting += [link for link in links if link.startswith(starts) and "?" not in link]
    return pages


def named(pages):
    """The addresses whose page says a word of the first city, with the word."""
    return {url: found[0] for url, page in pages.items() if (found := WORDS.search(page))}


def test_no_public_page_speaks_of_another_city(client, montclair):
    pages = walk(client, "/fr/", "/en/", "/accounts/", "/sitemap.xml", "/robots.txt")

    assert len(pages) >= 15
    assert named(pages) == {}
    assert {url for url in pages if url[1:4] not in ("fr/", "en/")} <= {
        "/accounts/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/sitemap.xml",
        "/robots.txt",
    }


def test_no_page_of_the_back_office_speaks_of_another_city(head):
    pages = walk(head, "/admin/")

    assert len(pages) > 40
    assert named(pages) == {}


def test_program_itself_speaks_of_no_city():
    root = Path(settings.BASE_DIR)
    kinds = {".py", ".html", ".js", ".css", ".po"}
    ours = [path for path in root.iterdir() if path.is_dir() and path.name not in NOT_THE_PROGRAM]
    files = [*root.glob("*.py"), *(file for folder in ours for file in folder.rglob("*.*"))]
    data = [root / "relint" / "datasets" / name for name in settings.DATA_SETS]

    told = {
        str(file.relative_to(root))
        for file in files
        if file.suffix in kinds
        and not any(file.is_relative_to(one) for one in data)
        and "node_modules" not in file.parts
        and WORDS.search(file.read_text())
    }

    assert len(files) > 150
    assert told == set()


NOT_THE_PROGRAM = {".git", ".venv", "var", "node_modules", "test-results", "docs", "tests"}


def test_texts_fall_back_to_the_citys_own_language_first(client, montclair):
    assert {code: reading_order(code) for code in ("fr", "en", "de")} == {
        "fr": ("fr", "en", "it", "de", "es"),
        "en": ("en", "fr", "it", "de", "es"),
        "de": ("de", "fr", "en", "it", "es"),
    }

    page = client.get("/en/partner-cities/kyoto/").text

    assert '<span lang="fr" dir="ltr">Kyôto</span> <small class="fallback">' in page
    assert "(in French)" in page


def test_forms_ask_for_the_languages_offered_and_need_the_original(head):
    page = head.get(reverse("admin:directory_city_add")).text

    fields = re.findall(r'<input type="text" name="(name_..)"[^>]*?( required)?[ >]', page)
    assert sorted(name for name, _required in fields) == ["name_en", "name_fr"]
    form = head.get(reverse("admin:directory_city_add")).context["adminform"].form
    assert {name: form.fields[name].required for name in ("name_fr", "name_en")} == {
        "name_fr": True,
        "name_en": False,
    }


def test_record_without_the_original_language_is_refused(head):
    url = reverse("admin:directory_body_add")

    refused = head.post(url, {"name_en": "City Council", "key": "council"})

    assert refused.context["adminform"].form.errors.keys() >= {"name_fr"}


@pytest.mark.parametrize("path", ["/it/", "/it/citta-partner/", "/de/"])
def test_other_languages_have_no_page(client, montclair, path):
    response = client.get(path, headers={"Accept-Language": "it"})

    assert (response.status_code, response.headers["Content-Language"]) == (404, "fr")


def test_first_page_is_in_the_citys_own_language(client, montclair):
    page = client.get("/", follow=True)

    assert page.redirect_chain == [("/fr/", 302)]
    assert '<html lang="fr" dir="ltr">' in page.text
    assert "Ville de Montclair" in page.text
    assert Office.objects.get().original_language == "fr"
    assert City.objects.public().count() == 1
