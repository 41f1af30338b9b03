"""The database of DATABASE_URL, and what is said, in one line, when something is wrong with it."""

import logging
import re
import sys
import threading
import traceback
import warnings
from contextlib import contextmanager

import environ
from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError, OperationalError, connection

OLDEST = 16

# What libpq says, and what to do about it; the first that fits.
REMEDIES = {
    r"failed to resolve host|translate host name": "Check the host in DATABASE_URL.",
    r"Connection refused|No such file": "Is PostgreSQL running, and are host and port right?",
    r"timeout expired": "The server does not answer: check host, port and firewall.",
    r"password authentication failed": "Check user and password in DATABASE_URL.",
    r"no password supplied": "Put the user's password into DATABASE_URL.",
    r"pg_hba.conf": "The server does not let this user in from here: see its pg_hba.conf.",
    r'role ".*" does not exist': "Create the user (createuser), or correct DATABASE_URL.",
    r'database ".*" does not exist': "Create the database (createdb), or correct DATABASE_URL.",
    r"SSL|encryption": "See the sslmode in DATABASE_URL.",
}


def from_url(url):
    """Django's settings of the database; an error says what is wrong without the password."""
    try:
        with warnings.catch_warnings(action="ignore"):
            found = environ.Env.db_url_config(url)
    except ValueError:
        found = {}
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. It has the form postgres://user:password@host:5432/name; "
            "the signs @ : / ? # in the password are written %40 %3A %2F %3F %23."
        )
    # Otherwise a host that swallows what is sent is waited for for minutes.
    found["OPTIONS"] = {"connect_timeout": "10"} | found.get("OPTIONS", {})
    return found


def refuse_old_server(connection, **kwargs):
    """Told of every new connection: Django's own minimum lacks what our SQL needs."""
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST * 10_000:
        found = connection.pg_version // 10_000
        connection.close()
        raise NotSupportedError(too_old(found))


def too_old(found):
    return (
        f"relint needs PostgreSQL {OLDEST} or newer, and DATABASE_URL leads to version {found}. "
        "Upgrade that server, or use another."
    )


# ---------------------------------------------------------------- in one line


def in_words(error):
    """What is wrong with settings or database, in one line; None when it is another error."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, NotSupportedError) and "PostgreSQL" in str(error):
        django_found = re.search(r"\(found ([\d.]+)\)", str(error))
        return too_old(django_found[1]) if django_found else str(error)
    if isinstance(error, OperationalError):
        if type(error) is not OperationalError:
            return str(error)  # the embedded server's own words
        # Only a connection that failed has no code of PostgreSQL's.
        if getattr(error.__cause__, "sqlstate", None) is None:
            return unreachable(str(error))
    return None


def unreachable(said):
    reason = re.sub(r"^connection (failed|is bad): ", "", said.partition("\n")[0])
    remedy = next((words for sign, words in REMEDIES.items() if re.search(sign, reason)), "")
    return f"The database cannot be used: {reason}. {remedy}".strip()


def speak_in_one_line():
    """For manage.py: such errors end a command without their traceback (`--traceback` shows it)."""

    def tell(kind, error, trace):
        words = in_words(error)
        if issubclass(kind, KeyboardInterrupt):
            sys.stderr.write("\n")
        elif words is None or "--traceback" in sys.argv:
            traceback.print_exception(kind, error, trace)
        else:
            sys.stderr.write(f"{words}\n")

    sys.excepthook = tell
    # runserver works in a thread.
    threading.excepthook = lambda args: tell(args.exc_type, args.exc_value, args.exc_traceback)


@contextmanager
def start_of_web_server():
    """
    For wsgi.py: wrong settings end the web server, with one line.

    A database that is away is only told: it may be back soon, and /healthz says so meanwhile.
    """
    try:
        yield
        with connection.temporary_connection():
            pass  # closed again: the processes that the web server forks must not share it
    except Exception as error:
        words = in_words(error)
        if words is None:
            raise
        if isinstance(error, OperationalError):
            logging.getLogger(__name__).error(words)  # noqa: TRY400 (one line is the point)
            return
        sys.stderr.write(f"{words}\n")
        raise SystemExit(3) from None  # gunicorn does not try again after a 3
