"""What holds for the project as a whole."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(__file__).parent.parent
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def tracked(*patterns):
    """The files of the repository that fit one of the patterns, as git knows them."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in out.splitlines() if (ROOT / name).is_file()]


# ---------------------------------------------------------------- languages


def catalogue(language):
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def texts_in(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def is_complete(message):
    return all(texts_in(message)) and not message.fuzzy


def texts_of(messages):
    """(context, text or texts) -> translation or translations, without the header."""

    def plain(text):
        return tuple(text) if isinstance(text, list | tuple) else text

    def context(message):  # read_mo leaves it in bytes
        return message.context.decode() if isinstance(message.context, bytes) else message.context

    return {(context(one), plain(one.id)): plain(one.string) for one in messages if one.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_is_complete(language):
    messages = [message for message in catalogue(language) if message.id]

    assert [message.id for message in messages if not is_complete(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_is_compiled_as_it_is_written(language):
    compiled = ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"
    with compiled.open("rb") as file:
        from_mo = texts_of(read_mo(file))

    assert from_mo == texts_of(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places_of_the_original(language):
    """A lost %(name)s is a server error in that language."""
    place = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
    wrong = []
    for message in catalogue(language):
        if not message.id or message.context == "url":
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(place.findall(ids[-1]))
        wrong += [text for text in texts[-1:] if set(place.findall(text)) != wanted]
    assert wrong == []


def test_french_signs_are_not_torn_from_their_words():
    """French sets a space before : ; ! ? and within « », at which no line may break."""
    texts = [
        text
        for message in catalogue("fr")
        if message.id
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]

    assert [text for text in texts if re.search(r"\S [:;!?»]|« ", text)] == []


def test_every_text_of_the_program_is_in_the_catalogues(tmp_path):
    if shutil.which("xgettext") is None:
        if os.environ.get("CI"):
            pytest.fail("gettext is missing: apt install gettext")
        pytest.skip("gettext is not installed: the texts of the program are not collected")
    for file in tracked("*.py", "*.html"):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "it", "--ignore", "tests"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)

    with (tmp_path / "locale/it/LC_MESSAGES/django.po").open("rb") as file:
        used = {(message.context, message.id) for message in read_po(file) if message.id}
    known = {(message.context, message.id) for message in catalogue("it") if message.id}
    assert used == known, "run `make messages` and translate"


def test_no_french_text_may_break_its_line_before_a_mark():
    breaking = re.compile(r"\S [:;!?»]|« ")
    texts = [text for one in catalogue("fr") if one.id for text in texts_in(one)]
    for file in tracked("*/data/*.csv"):
        with file.open(newline="") as lines:
            for row in csv.DictReader(lines):
                texts += [text for name, text in row.items() if name.endswith("_fr")]

    assert [text for text in texts if breaking.search(text)] == []


@pytest.mark.parametrize("word", ["Filtrare", "Togliere", "Scrivere", "Provare", "Riprovare"])
def test_italian_texts_speak_to_the_reader_in_one_voice(word):
    texts = [text for one in catalogue("it") if one.id for text in texts_in(one)]

    assert [text for text in texts if text.startswith(f"{word} ") or f". {word}" in text] == []


# ---------------------------------------------------------------- templates


def test_every_template_of_ours_compiles():
    for file in tracked("templates/*.html", "templates/**/*.html"):
        get_template(str(file.relative_to(ROOT / "templates")))


def test_every_template_of_ours_is_used():
    """A page that is rendered by a name nobody writes is dead, unless it overrides another's."""
    overrides = ("admin/", "allauth/", "account/", "403", "404", "500")
    words = "\n".join(file.read_text() for file in tracked("*.py", "*.html"))
    names = [str(file.relative_to(ROOT / "templates")) for file in tracked("templates/**.html")]

    dead = [name for name in names if not name.startswith(overrides) and f'"{name}"' not in words]

    assert names
    assert dead == []


def test_no_page_carries_styles_or_scripts_of_its_own():
    """The content policy drops them, in a browser and nowhere else."""
    inline = re.compile(r"\sstyle=|<style|\son\w+=|<script(?![^>]*(\bsrc=|json))")

    assert [f for f in tracked("templates/**.html") if inline.search(f.read_text())] == []


# ---------------------------------------------------------------- the repository


def test_no_file_names_a_package_index_or_a_folder_of_one_machine():
    """Each machine has its own; a lock file that names one stops the others."""
    hosts = ["registry." + "npmjs", "pypi." + "org/simple", "files." + "pythonhosted"]
    folders = ["/" + "root/", "/" + "home/"]
    texts = {file: file.read_text(errors="ignore") for file in tracked() if file.suffix != ".mo"}

    assert [f for f, text in texts.items() if any(host in text for host in hosts)] == []
    code = {file: text for file, text in texts.items() if file.suffix in (".py", ".toml", "")}
    assert [f for f, text in code.items() if any(folder in text for folder in folders)] == []


def test_every_locked_package_has_its_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = re.findall(r"^[\w.-]+(?:\[.*\])?==.*$", (ROOT / name).read_text(), re.MULTILINE)

        assert len(pins) > 20
        assert [pin for pin in pins if not pin.endswith("\\")] == []


PRODUCTION = {
    "SECRET_KEY": "a-key-for-this-check-alone-" * 3,
    "ALLOWED_HOSTS": "relations.example.org",
    "DJANGO_SETTINGS_MODULE": "relint.settings",
}


def manage(*arguments, **environment):
    # The databases of the tests are of no use here, and neither is what the tests relax.
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "LOCALPG_DIR")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_production_settings_pass_the_deployment_check_without_a_warning():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_missing_setting_stops_the_start_and_is_named(name):
    done = manage("check", **{k: v for k, v in PRODUCTION.items() if k != name})

    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_the_models_have_their_migrations():
    done = manage("makemigrations", "--check", "--dry-run", **PRODUCTION)

    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------- every answer


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/accounts/login/", "/admin/login/", "/healthz"])
def test_every_page_comes_with_the_strict_policy(client, office, path):
    response = client.get(path, follow=True)

    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/partner-cities/?q=kyoto", "/en/privacy/"])
def test_who_only_reads_gets_no_cookie(client, office, path):
    assert client.get(path).cookies == {}


def test_cookies_and_transport_are_safe_unless_the_demonstration_says_otherwise():
    question = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.DEBUG)"
    )

    strict = manage("shell", "-v0", "-c", question, **PRODUCTION)
    relaxed = manage("shell", "-v0", "-c", question, **PRODUCTION, DEMONSTRATION="yes")

    assert strict.stdout.split() == ["True", "True", "True", "True", "False"], strict.stderr
    assert relaxed.stdout.split() == ["False", "False", "False", "False", "False"], relaxed.stderr
