"""What one reads when something went wrong: in one's language, and without a second fault."""

import re

import pytest
from django.db import OperationalError, connections
from django.template import loader
from django.test import Client
from django.urls import reverse

from tests import factories

LANGUAGES = ["it", "en", "fr", "de", "es"]


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.text)[1]


def language(response):
    return re.search(r'<html lang="(.*?)" dir="ltr">', response.text)[1]


@pytest.fixture
def database_away(monkeypatch):
    """Whoever asks the database for anything is told that it is not there."""

    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connections["default"], "cursor", away)


@pytest.fixture
def visitor():
    """A visitor's browser, which gets the page of a fault where a test would get the fault."""
    return Client(raise_request_exception=False)


# ---------------------------------------------------------------- 404


@pytest.mark.django_db
@pytest.mark.parametrize("code", LANGUAGES)
def test_not_found_speaks_the_language_of_the_address(client, office, code):
    response = client.get(f"/{code}/nothing/")

    assert (response.status_code, language(response)) == (404, code)
    assert f'href="/{code}/"' in response.text


@pytest.mark.django_db
def test_not_found_in_the_back_office_speaks_the_language_of_the_account(client, office):
    client.force_login(factories.make_user("officer", language="de"))

    response = client.get("/media/nothing.png")

    assert (response.status_code, language(response)) == (404, "de")


@pytest.mark.django_db
def test_hint_is_printed_as_text(client, office):
    response = client.get("/en/partner-cities/", {"bond": "<script>"})

    assert "“&lt;script&gt;”" in response.text
    assert "<script>" not in response.text.split("<main")[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/media/../settings.py", "/media/%2e%2e/secret", "/media/a%00b", "/media/.", "/media//"],
)
def test_file_that_is_not_public_is_not_given(visitor, office, path):
    assert visitor.get(path).status_code in (400, 404)


# ---------------------------------------------------------------- 500


@pytest.mark.django_db
@pytest.mark.parametrize("code", LANGUAGES)
def test_our_own_fault_is_told_in_the_language_of_the_address(visitor, office, monkeypatch, code):
    monkeypatch.setattr("partnerships.models.BondType.objects", None)

    response = visitor.get(f"/{code}/")

    assert (response.status_code, language(response)) == (500, code)


@pytest.mark.django_db
def test_our_own_fault_is_told_in_the_language_of_the_account(visitor, office, monkeypatch):
    visitor.force_login(factories.make_user("officer", language="fr"))
    monkeypatch.setattr("relint.views.reverse", None)
    monkeypatch.setattr("django.contrib.sitemaps.views.sitemap", None)

    response = visitor.get("/sitemap.xml", headers={"Accept-Language": "it"})

    assert (response.status_code, language(response)) == (500, "fr")


def test_page_of_our_own_fault_needs_no_database(visitor, database_away):
    response = visitor.get("/en/")

    assert (response.status_code, heading(response)) == (500, "Something went wrong")
    assert language(response) == "en"


def test_page_of_our_own_fault_needs_no_context():
    assert "<h1>Something went wrong</h1>" in loader.render_to_string("500.html")


def test_our_own_fault_is_told_when_the_styles_are_not_there(visitor, database_away, settings):
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    settings.STATIC_ROOT = "/nonexistent"

    response = visitor.get("/en/")

    assert (response.status_code, "Something went wrong" in response.text) == (500, True)


# ---------------------------------------------------------------- 403


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "it"])
def test_page_that_the_account_may_not_open_says_whom_to_ask(client, office, settings, code):
    settings.DEMONSTRATION = True
    client.force_login(factories.make_user("officer", language=code))

    response = client.get(reverse("admin:office_user_changelist"))

    assert (response.status_code, language(response)) == (403, code)
    assert ("ask the head of office" in response.text) is (code == "en")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "de"])
def test_form_that_was_open_too_long_asks_to_send_it_again(office, code):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": code})

    response = client.post("/accounts/login/", {"login": "a@example.org"})

    assert (response.status_code, language(response)) == (403, code)
    assert ("nothing was saved" in response.text) is (code == "en")


# ---------------------------------------------------------------- is it alive


@pytest.mark.django_db
def test_health_is_good_while_the_database_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.text, response.cookies) == (200, "ok\n", {})


def test_health_is_bad_while_the_database_is_away(visitor, database_away):
    response = visitor.get("/healthz")

    assert (response.status_code, response.text) == (503, "no database\n")


def test_robots_are_answered_while_the_database_is_away(visitor, database_away):
    assert visitor.get("/robots.txt").status_code == 200
