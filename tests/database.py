"""The tests' database: migrated once for all processes and runs, and copied for each of them."""

import gc
import hashlib
import importlib.util
import re
from contextlib import contextmanager, suppress
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader

MIGRATED = "test_migrated_"
LOCK = 1_957_103  # any number: who makes, copies or drops holds it
IMPORT = re.compile(r"^(?:import|from) ([\w.]+)(?: import (\w+))?$", re.M)


@contextmanager
def copied():
    """A copy of the migrated database, named as this process's tests want it, for as long."""
    own = connection.settings_dict["NAME"]
    name = connection.creation._get_test_db_name()
    migrated = MIGRATED + fingerprint()
    with alone() as cursor:
        if migrated not in databases(cursor):
            make(migrated, cursor)
        # Not by force: another run in this folder may be at work in it.
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        # Copied as files, which for a small database is quicker than as rows.
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}" STRATEGY file_copy')
    work_in(name)
    # The permissions and roles of today, which are no migration.
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    yield
    work_in(own)
    # What a thread of the web server still holds open goes before the next run.
    with alone() as cursor, suppress(OperationalError):
        cursor.execute(f'DROP DATABASE "{name}"')


@contextmanager
def taken_back(blocker):
    """What is made herein is there for all the tests of a file, and gone after them."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def fingerprint():
    """Of the text of every migration, and of what of ours they import."""
    loader = MigrationLoader(None)
    modules = {migration.__module__ for migration in loader.disk_migrations.values()}
    files = {source(module) for module in modules}
    for text in [file.read_text() for file in files]:
        for module, name in IMPORT.findall(text):
            files.update(sources_of_ours(module), sources_of_ours(f"{module}.{name}"))
    digest = hashlib.sha256(django.__version__.encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def source(module):
    return Path(importlib.util.find_spec(module).origin)


def sources_of_ours(module):
    """The files of a module or package of the project; none for what is of somebody else."""
    path = settings.BASE_DIR.joinpath(*module.strip(".").split("."))
    return [one for one in (path.with_suffix(".py"), *path.glob("*.py")) if one.exists()]


@contextmanager
def alone():
    """A connection to no database of ours, while no other process is in here."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor  # the lock ends with the connection


def databases(cursor):
    cursor.execute("SELECT datname FROM pg_database")
    return {name for (name,) in cursor.fetchall()}


def drop(name, cursor):
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def make(name, cursor):
    """Run all migrations, under another name first: half of them are never taken for all."""
    for old in databases(cursor):
        if old.startswith(MIGRATED):
            drop(old, cursor)
    half = f"{MIGRATED}half"
    test = connection.settings_dict["TEST"]
    wanted, test["NAME"] = test["NAME"], half
    # Each migration makes every model anew: looking for rubbish among them takes a third of it.
    gc.disable()
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    gc.enable()
    test["NAME"] = wanted
    leave_uncounted()
    connection.close()
    cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


def leave_uncounted():
    """
    The database does not count rows by itself: it would see a table as empty as tests leave it.

    Which test it falls upon would be chance, and that one would take a minute for a list.
    """
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in tables & {*connection.introspection.table_names(cursor)}:
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')


def work_in(name):
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
