"""What a first visit weighs, with the files as production serves them: hashed and compressed."""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.test.testcases import LiveServerThread

from tests.browser.steps import address

KB = 1000


@pytest.fixture
def as_in_production(settings, tmp_path, live_server):
    """The address of a second server, whose static files were collected."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    # The pages of citizens need ours alone; the back-office's would take ten times as long.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    server = LiveServerThread("localhost", static_handler=StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def visit(as_in_production, florence_like, browser, browser_context_args):
    """What came over the wire when the list was opened for the first time: (path, kind, bytes)."""
    context = browser.new_context(**browser_context_args)
    page, requests = context.new_page(), []

    def note(request):
        requests.append(request)

    page.on("requestfinished", note)
    page.goto(f"{as_in_production}{address('partnerships:city_list')}", wait_until="networkidle")
    page.wait_for_function("document.fonts.status === 'loaded'")
    assert page.locator(".card-list .it-card").count() == 34
    came = [
        (urlsplit(one.url).path, one.resource_type, one.sizes()["responseBodySize"])
        for one in requests
    ]
    context.close()
    return came


def weight(visit, kind=None):
    return sum(size for _path, found, size in visit if kind in (None, found))


def test_the_first_visit_of_the_list_is_light(visit):
    assert weight(visit) < 200 * KB, visit
    assert 0 < weight(visit, "stylesheet") < 40 * KB, visit
    assert 0 < weight(visit, "document") < 60 * KB, visit
