"""
Everything in one file: the database, the uploaded files, and a list of both with their hashes.

The file is a tar: `database.dump` (pg_dump's own format), `media/…`, and last `manifest.json`.
"""
# ruff: noqa: S603 (the programs are PostgreSQL's, the arguments ours)

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
import tomllib
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from relint import programs

DUMP = "database.dump"
MANIFEST = "manifest.json"
FACTS = {"relint", "made_at", "postgresql", "pg_dump", "migrations"}  # in every manifest
STAGING = ".restore-"  # what a restore puts into the media folder while it works

# A restore into a database in use: every table goes, also those that the archive does not know.
CLEAR = """
SET lock_timeout = '30s';
DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT relname, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
      WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r','p','v','m','S','f')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY relkind = 'S'
  LOOP
    EXECUTE format('DROP %s IF EXISTS %I.%I CASCADE', found.kind, current_schema(), found.relname);
  END LOOP;
END $$;
"""


class Refused(Exception):
    """Nothing was changed; the message says why, in words for people."""


def write(target):
    """Write the archive and return its manifest. The file appears only when it is complete."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        dump, archive = Path(folder, DUMP), Path(folder, target.name)
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        manifest = describe()
        archive.touch(mode=0o600)
        with archive.open("wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            # After the dump: a file that no row names is harmless, a row without its file is not.
            for name, path in [(DUMP, dump), *media_files()]:
                with path.open("rb") as source:
                    manifest["members"][name] = add(tar, name, source, path.stat().st_size)
            listing = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
            add(tar, MANIFEST, io.BytesIO(listing), len(listing))
        with archive.open("rb") as file:
            os.fsync(file.fileno())
        archive.rename(target)
    return manifest


def restore(source, *, replace):
    """
    Put database and files back as the archive has them, or change nothing and raise Refused.

    Whoever kills it half-way finds the earlier files in the media folder, under `.restore-…`.
    """
    if connection.introspection.table_names() and not replace:
        raise Refused("The database holds tables already. `--replace` gives them up.")
    if any(media_files()) and not replace:
        raise Refused(f"{settings.MEDIA_ROOT} holds files already. `--replace` gives them up.")
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=settings.MEDIA_ROOT) as folder:
        new, old = Path(folder, "new"), Path(folder, "old")
        old.mkdir()
        manifest = unpack(source, new)
        refuse_newer(manifest)
        with swapped_files(new / "media", old):
            load(new / DUMP, major=manifest["pg_dump"], replace=replace)
    return manifest


# ---------------------------------------------------------------- the archive


def describe():
    migrations = MigrationLoader(connection)
    return {
        "relint": version(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": server_major(),
        "pg_dump": programs.major_of(program("pg_dump", server_major())),
        "migrations": len(migrations.applied_migrations),
        "members": {},
    }


def version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def media_files():
    """Every uploaded file with its name in the archive; links are left out."""
    root = settings.MEDIA_ROOT
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and not name.parts[0].startswith(STAGING):
            yield f"media/{name.as_posix()}", path


class Hashed:
    """A file that counts what is read from it into a hash."""

    def __init__(self, file):
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.sha256.update(data)
        return data


def add(tar, name, file, size):
    """Add a member that only its owner may read, and return its hash."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    file = Hashed(file)
    tar.addfile(member, file)
    return file.sha256.hexdigest()


def unpack(source, folder):
    """Unpack into a folder of its own and return the manifest, if every byte is as it says."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            hashes = {member.name: unpack_member(tar, member, folder) for member in tar}
        manifest = json.loads((folder / MANIFEST).read_text())
        hashes.pop(MANIFEST)
        complete = hashes == manifest["members"] and DUMP in hashes and manifest.keys() >= FACTS
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and error.errno:
            raise Refused(f"{error.filename or source}: {error.strerror}") from error
        raise Refused(f"{source} is not a backup of relint, or is damaged: {error}") from error
    if not complete:
        raise Refused(f"{source} is damaged: a member is missing, added or changed")
    return manifest


def unpack_member(tar, member, folder):
    """Only plain files, only where a backup has them. (`tarfile`'s own filter came with 3.11.4.)"""
    path = PurePosixPath(member.name)
    expected = member.name in (DUMP, MANIFEST) or path.parts[:1] == ("media",)
    if not member.isreg() or not expected or ".." in path.parts or (folder / path).exists():
        raise ValueError(f"unexpected member {member.name!r}")
    if hasattr(tarfile, "data_filter"):
        tarfile.data_filter(member, folder)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    file = Hashed(tar.extractfile(member))
    with (folder / path).open("wb") as target:
        while data := file.read(1024 * 1024):
            target.write(data)
    return file.sha256.hexdigest()


def refuse_newer(manifest):
    if manifest["postgresql"] > server_major():
        raise Refused(
            f"The backup is of PostgreSQL {manifest['postgresql']}, this server has only "
            f"{server_major()}: restore into {manifest['postgresql']} or newer."
        )
    known = len(MigrationLoader(connection).disk_migrations)
    if (numbers(manifest["relint"]), manifest["migrations"]) > (numbers(version()), known):
        raise Refused(
            f"The backup is of relint {manifest['relint']} with {manifest['migrations']} "
            f"migrations, this is {version()} with {known}: update relint first."
        )


def numbers(version):
    return [int(part) for part in version.split(".")]


# ---------------------------------------------------------------- files


@contextmanager
def swapped_files(new, old):
    """
    The new files stand in the media folder; the earlier ones come back if the block fails.

    What is in the folder is moved, not the folder: that may be a mounted disk.
    """
    new.mkdir(exist_ok=True)
    root = settings.MEDIA_ROOT
    try:
        move(root, old)
        try:
            move(new, root)
            yield
        except BaseException:
            move(root, new)
            raise
    except BaseException:
        move(old, root)
        raise


def move(source, target):
    for path in list(source.iterdir()):
        if not path.name.startswith(STAGING):
            path.rename(target / path.name)


# ---------------------------------------------------------------- database


def load(dump, *, major, replace):
    """
    Load the dump in one transaction.

    pg_restore writes the script and psql runs it: so the tables that go, also those that only a
    newer relint knows, go in the same transaction.
    """
    clear, script = dump.with_name("clear.sql"), dump.with_name("database.sql")
    clear.write_text(CLEAR if replace else "")
    clean = ["--clean", "--if-exists"] if replace else []
    options = ["--no-owner", "--no-privileges", *clean, f"--file={script}"]
    run("pg_restore", *options, dump, major=major)
    connection.close()
    quiet = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    scripts = [f"--file={clear}", f"--file={script}"]
    run("psql", *quiet, "--single-transaction", *scripts, major=major)
    # A dump does not say how many rows there are, and without that the first queries are slow.
    run("psql", *quiet, "--command=ANALYZE", major=major)


def server_major():
    connection.ensure_connection()
    return connection.pg_version // 10_000


def program(name, major):
    if settings.DATABASES["default"]["ENGINE"] == "relint.localpg":
        return programs.from_wheel(name, major=server_major())
    return programs.at_least(name, major=major)


def run(name, *arguments, major=None):
    """Run a program of PostgreSQL on our database, or raise Refused with its first complaint."""
    try:
        command = [program(name, major or server_major()), *arguments]
    except programs.Missing as error:
        raise Refused(str(error)) from error
    result = subprocess.run(
        command, check=False, capture_output=True, text=True, env=os.environ | address()
    )
    if result.returncode:
        lines = result.stderr.strip().splitlines() or [f"{name} ended with {result.returncode}"]
        raise Refused(
            next((line for line in lines if "rror:" in line or "ERROR" in line), lines[-1])
        )


def address():
    """Where our database is, as environment variables: no process list shows the password."""
    parameters = connection.get_connection_params()
    return {
        option.envvar.decode(): str(parameters[option.keyword.decode()])
        for option in psycopg.pq.Conninfo.get_defaults()
        if option.envvar and option.keyword.decode() in parameters
    }
