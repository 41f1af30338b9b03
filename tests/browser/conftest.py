"""A real browser on a real server, and a world worth looking at."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.utils.text import slugify

from office import search
from office.dates import PartialDate
from office.models import Citation
from tests import factories
from tools import browser as browsers

HERE = Path(__file__).parent
BROWSER = browsers.find()
NO_BROWSER = "no browser: `.venv/bin/python tools/browser.py` installs one"
MUST_HAVE_ONE = os.environ.get("CI") == "true"

A_DESK = {
    "locale": "en-GB",
    "viewport": {"width": 1280, "height": 900},
    "reduced_motion": "reduce",
}

# Playwright runs an event loop in this thread for as long as pytest runs, and the ORM would
# refuse to work beside one. Nothing here is asynchronous: each call waits for its answer.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if BROWSER is None and not MUST_HAVE_ONE:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if BROWSER is None:
        pytest.fail(f"CI=true, but {NO_BROWSER}")
    # Chromium's own sandbox refuses to work for root, which containers often are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": sandbox}


@pytest.fixture(scope="session", autouse=True)
def files_as_in_production():
    """Static files come from WhiteNoise, which lets the browser keep them for a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "_should_handle", lambda *_path: False)
        yield


@pytest.fixture(scope="session")
def base_url(live_server):
    """`page.goto("/en/")` is enough."""
    return live_server.url


@pytest.fixture(autouse=True)
def plain_http(settings):
    """What `make run` has: no https on this machine, known accounts, no second factor asked."""
    settings.DEMONSTRATION = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.LANGUAGE_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = False
    cache.clear()


# ---------------------------------------------------------------- nothing goes wrong unseen


@pytest.fixture
def new_context(new_context, live_server):
    """Opens browser contexts; the test fails when a page of one has reason to complain."""
    troubles = []

    def open_watched(**options):
        context = new_context(**A_DESK | options)
        context.set_default_timeout(5_000)
        watch(context, urlsplit(live_server.url).netloc, troubles)
        return context

    yield open_watched
    assert troubles == []


def watch(context, host, troubles):
    """Note errors in the console, refusals by the content policy, failed and foreign requests."""

    def on_console(message):
        # An answer of 404 is said here too; on_response judges it.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"console: {message.text}")

    def on_request(request):
        if urlsplit(request.url).netloc not in (host, ""):
            troubles.append(f"foreign: {request.url}")

    def on_failure(request):
        # Whoever clicks before a page has loaded ends its requests: no fault.
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"failed: {request.url} {request.failure}")

    def on_response(response):
        asked_for = response.request.is_navigation_request()
        if response.status >= (500 if asked_for else 400):
            troubles.append(f"answered {response.status}: {response.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
    context.on("request", on_request)
    context.on("requestfailed", on_failure)
    context.on("response", on_response)


# ---------------------------------------------------------------- the world

COUNTRIES = {
    "JP": ("Giappone", "Japan", "Japon", "Japan", "Japón"),
    "FR": ("Francia", "France", "France", "Frankreich", "Francia"),
    "DE": ("Germania", "Germany", "Allemagne", "Deutschland", "Alemania"),
    "GB": ("Regno Unito", "United Kingdom", "Royaume-Uni", "Vereinigtes Königreich", "Reino Unido"),
    "US": ("Stati Uniti", "United States", "États-Unis", "Vereinigte Staaten", "Estados Unidos"),
}
CITIES = {
    "JP": "Gifu Osaka Nara Kobe Sendai Kanazawa",
    "FR": "Reims Nancy Dijon Rouen Metz Angers Tours",
    "DE": "Kassel Dresden Weimar Bamberg Lübeck Ulm Trier",
    "GB": "Edinburgh York Bath Durham Exeter Norwich Lincoln",
    "US": "Philadelphia Providence Charleston Savannah Baltimore Boston",
}
IN_ITALIAN = {"Edinburgh": "Edimburgo", "Philadelphia": "Filadelfia", "Dresden": "Dresda"}
OTHERS = [(name, code) for code, names in CITIES.items() for name in names.split()]
BOND_TYPES = {
    "twin": ("Gemellaggio", "Twinning", "Jumelage", "Städtepartnerschaft", "Hermanamiento"),
    "friendship": ("Amicizia", "Friendship", "Amitié", "Freundschaft", "Amistad"),
}
LANGUAGES = ["it", "en", "fr", "de", "es"]


def in_each_language(field, texts):
    return {f"{field}_{code}": text for code, text in zip(LANGUAGES, texts, strict=True)}


@pytest.fixture
def kyoto(live_server, office):
    """A city that is told in full, and the kinds of bond and countries to add others with."""
    with search.postponed():
        for key, names in BOND_TYPES.items():
            factories.make_bond_type(key, **in_each_language("name", names))
        for code, names in COUNTRIES.items():
            factories.make_country(code=code, **in_each_language("name", names))
        city = factories.make_city(
            "Kyoto",
            slug="kyoto",
            own_name="京都市",
            own_language="ja",
            latitude="35.0116",
            longitude="135.7681",
            population=1_463_723,
            time_zone="Asia/Tokyo",
            website="https://www.city.kyoto.lg.jp/",
            story_it="Due città d’arte.\n\nIl patto nacque nel 1965.",
            story_en="Two cities of art.\n\nThe pact was made in 1965.",
        )
        factories.make_picture("The bridge", on=[city])
        factories.make_period("The first pacts", first_year=1950, last_year=1970)
        for title, day in [("Signing of the pact", "1965-09-22"), ("World conference", "1988")]:
            factories.make_event(title, starts_on=day, note_it="Una nota.", cities=[city])
        agreement = factories.make_agreement(
            city,
            bond="twin",
            signed_on=PartialDate(1965, 9, 22),
            status="in_force",
            note_it="Un patto tra due città d’arte.",
            note_en="A pact between two cities of art.",
        )
        archive = factories.make_source("City archive", url="https://archive.example.org/1965")
        newspaper = factories.make_source("A newspaper")
        for source, says in ((archive, ""), (newspaper, "1965-10")):
            Citation.objects.create(record=agreement, field="signed_on", says=says, source=source)
    return city


@pytest.fixture
def florence_like(kyoto):
    """An office in five languages with 34 partner cities, of which Kyoto is told in full."""
    with search.postponed():
        for n, (name, code) in enumerate(OTHERS, start=1):
            factories.make_agreement(
                factories.make_city(
                    name,
                    slug=slugify(name),
                    country=factories.make_country(code=code),
                    name_it=IN_ITALIAN.get(name, name),
                ),
                bond="friendship" if n % 3 == 0 else "twin",
                signed_on=PartialDate(1950 + n, 1 + n % 12),
            )
