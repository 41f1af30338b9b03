import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, NotSupportedError, OperationalError

from relint import database, health
from tests.relint.trials import PROJECT, Trial, open_folder

PASSWORD = "top-s3cret"


@pytest.fixture(scope="module")
def server():
    """A server that asks relint's role for a password."""
    trial = Trial(open_folder())
    trial.command("localpg", "start")
    trial.query(f"ALTER ROLE relint PASSWORD '{PASSWORD}'")
    (trial.data / "pg_hba.conf").write_text("local all postgres trust\nlocal all all scram-sha-256")
    os.kill(trial.postmaster, 1)  # reads its files again
    yield f"@/%s?host={trial.pg / 'run'}"
    trial.end()


def run(*command, url):
    environment = {
        "SECRET_KEY": "x",
        "ALLOWED_HOSTS": "x",
        "PATH": os.environ["PATH"],
        "PYTHONWARNINGS": "ignore:No directory at",  # whether static files were collected or not
    }
    return subprocess.run(
        [sys.executable, *command],
        env=environment | {"DATABASE_URL": url},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def complaint(url, *command):
    """The one line that a command ends with."""
    result = run(*(command or ("manage.py", "migrate", "--plan")), url=url)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    assert PASSWORD not in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("who", "name", "words"),
    [
        ("relint:wrong", "relint", "Check user and password"),
        ("relint", "relint", "Put the user's password into"),
        (f"relint:{PASSWORD}", "nowhere", "Create the database"),
    ],
)
def test_what_the_server_refuses_is_told_in_one_line(server, who, name, words):
    assert words in complaint(f"postgres://{who}{server % name}")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("@127.0.0.1:1/x", "Is PostgreSQL running"),
        ("@nowhere.invalid/x", "Check the host"),
        ("@/x?host=/nowhere", "Is PostgreSQL running"),
        ("@127.0.0.1:port/x", "cannot be read"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_line(place, words):
    assert words in complaint(f"postgres://relint:{PASSWORD}{place}")


def test_runserver_works_in_a_thread_and_tells_it_too():
    url = f"postgres://relint:{PASSWORD}@127.0.0.1:1/x"
    result = run("manage.py", "runserver", "--noreload", "127.0.0.1:0", url=url)

    assert result.stderr.splitlines()[-1].endswith("are host and port right?")
    assert "Traceback" not in result.stderr


def test_the_web_server_does_not_start_with_an_address_that_cannot_be_read():
    result = run("-c", "import relint.wsgi", url="nonsense")

    assert result.returncode == 3
    assert result.stderr.startswith("DATABASE_URL cannot be read.")
    assert result.stderr.count("\n") == 1


def test_the_web_server_starts_while_the_database_is_away_and_says_so():
    result = run("-c", "import relint.wsgi", url="postgres://relint@127.0.0.1:1/x")

    assert result.returncode == 0
    assert result.stderr.count("\n") == 1
    assert "The database cannot be used" in result.stderr


def test_with_an_address_nothing_of_the_embedded_server_is_imported():
    code = (
        "import sys, relint.wsgi; from django.core.management import load_command_class as load\n"
        "for name in ('backup', 'restore', 'demo', 'migrate'):\n"
        "    load('relint' if name != 'migrate' else 'django.core', name)\n"
        "print([name for name in sys.modules if 'localpg' in name or 'pgserver' in name])"
    )

    assert run("-c", code, url="postgres://relint@127.0.0.1:1/x").stdout == "[]\n"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite:///x", "postgres://host", "mysql://a/b", "postgres://u:p@[::1/x", "://"],
)
def test_only_an_address_of_postgresql_is_read(url):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL cannot be read\."):
        database.from_url(url)


def test_an_address_keeps_its_options():
    found = database.from_url("postgres://u:p%40@h:6432/x?sslmode=require&connect_timeout=3")

    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "x",
        "USER": "u",
        "PASSWORD": "p@",
        "HOST": "h",
        "PORT": 6432,
        "OPTIONS": {"sslmode": "require", "connect_timeout": 3},
    }


def test_a_server_older_than_16_is_refused_and_left():
    left = []
    connection = SimpleNamespace(
        vendor="postgresql", pg_version=150_018, close=lambda: left.append(True)
    )

    with pytest.raises(NotSupportedError) as refused:
        database.refuse_old_server(connection)

    assert left == [True]
    assert database.in_words(refused.value) == (
        "relint needs PostgreSQL 16 or newer, and DATABASE_URL leads to version 15. "
        "Upgrade that server, or use another."
    )


def test_djangos_own_refusal_of_an_old_server_is_told_alike():
    said = NotSupportedError("PostgreSQL 14 or later is required (found 13.5).")

    assert "leads to version 13.5." in database.in_words(said)


def test_errors_of_queries_keep_their_traceback():
    locked = OperationalError("deadlock detected")
    locked.__cause__ = SimpleErrorWithState("40P01")

    assert database.in_words(locked) is None
    assert database.in_words(ValueError("x")) is None


class SimpleErrorWithState(Exception):
    @property
    def sqlstate(self):
        return self.args[0]


# ---------------------------------------------------------------- /healthz


@pytest.mark.django_db
def test_healthz_says_ok_with_one_query(rf, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = health.healthz(rf.get("/healthz"))

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_says_when_the_database_is_away(rf, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=away))

    assert health.healthz(rf.get("/healthz")).status_code == 503
