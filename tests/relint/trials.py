"""Processes that use a database of their own, in a folder of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from relint.localpg import watcher
from relint.localpg.server import Server

PROJECT = Path(__file__).parents[2]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")

QUERY = """
import sys, django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(sys.argv[1])
    print(cursor.fetchone()[0] if cursor.description else "done", flush=True)
"""


class Trial:
    """A folder with its server, and processes that know no other."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.pg = folder / "pg"
        self.data = self.pg.resolve() / "data"
        self.python = sys.executable
        self.account = {}  # what subprocess needs to become another account
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.relint.trial_settings",
            "PYTHONPATH": str(PROJECT),
            "LOCALPG_DIR": str(self.pg),
            "LOCALPG_GRACE": "0.1",
            **environment,
        }

    def begin(self, code, *arguments, **environment):
        return subprocess.Popen(
            [self.python, "-c", code, *arguments],
            env=self.environment | environment,
            cwd="/",
            **self.account,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, code, *arguments, **environment):
        """What the code printed, or an error with what it complained of."""
        process = self.begin(code, *arguments, **environment)
        said, complaint = process.communicate(timeout=60)
        assert process.returncode == 0, complaint
        return said.strip()

    def query(self, sql, **environment):
        return self.run(QUERY, sql, **environment)

    def command(self, *arguments, **environment):
        """Run a command of Django; the finished process."""
        return subprocess.run(
            [self.python, "-m", "django", *arguments],
            env=self.environment | environment,
            cwd="/",
            **self.account,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def as_account(self, uid, gid):
        """The same trial for processes of another account."""
        other = Trial(self.folder, **self.environment | {"PYTHONPATH": os.pathsep.join(sys.path)})
        other.account = {"user": uid, "group": gid, "extra_groups": []}
        for python in (sys.executable, "/usr/bin/python3"):
            other.python = python
            try:
                other.run("import django, psycopg")
            except (OSError, AssertionError):
                continue
            return other
        return pytest.skip("no Python here that an ordinary account may run")

    @property
    def postmaster(self):
        return watcher.postmaster(self.data)

    def stops(self):
        """Whether the server goes away by itself."""
        return wait(lambda: self.postmaster is None)

    def end(self):
        watcher.stop(self.data)
        if self.pg.exists():
            # Otherwise the watcher still writes while we delete.
            with (self.pg / "watch.lock").open("a") as lock:
                wait(lambda: watcher.free(lock))
            shutil.rmtree(Server(self.pg).run, ignore_errors=True)
        shutil.rmtree(self.folder)


def wait(condition, seconds=15):
    """Whether the condition comes true in that time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def open_folder():
    """A temporary folder that the server's account can reach; pytest's own is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="relint-trial-"))
    folder.chmod(0o755)
    return folder
