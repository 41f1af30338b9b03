import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.urls import reverse

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Make the demonstration ready – each step only where something is missing – and serve it."
    )
    requires_system_checks = []  # `migrate` makes them, once there is a database

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--dataset", help="the city's facts, a folder of relint/datasets")
        parser.add_argument("--only-prepare", action="store_true", help="do not serve")
        parser.add_argument("--only-due-jobs", action="store_true", help="used by demo itself")

    def handle(self, *, port, dataset, only_prepare, only_due_jobs, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration opens accounts with known passwords. Set DEMONSTRATION=yes if "
                "that is what you want; `make run` does."
            )
        if only_due_jobs:
            return due_jobs()
        self.prepare(port, dataset)
        if not only_prepare:
            self.welcome(port)
            # The due jobs, in a process of their own, write addresses into mails.
            os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
            connections.close_all()
            serve(port)
        return None

    def prepare(self, port, dataset):
        with self.step("Port"):
            refuse_taken(port)
        with self.step("Database"):
            refuse_real_office()
        with self.step("Tables"):
            call_command("migrate", verbosity=0, interactive=False)
        if dataset:
            with self.step("Public facts"):
                call_command("load_dataset", dataset, verbosity=0)
        with self.step("Demonstration office"):
            call_command("load_demo", verbosity=0)
        with self.step("Styles and pictures"):
            collect_static()

    @contextmanager
    def step(self, title):
        self.stdout.write(f"  {title} … ", ending="")
        self.stdout.flush()
        start = time.monotonic()
        try:
            yield
        except BaseException:
            self.stdout.write("")
            raise
        self.stdout.write(f"{time.monotonic() - start:.1f} s")

    def welcome(self, port):
        from office.demo import accounts

        rows = list(accounts())
        widths = [max(len(row[column]) for row in rows) for column in range(2)] if rows else []
        self.stdout.write(f"""
The site         http://{HOST}:{port}/
                 http://localhost:{port}/ (use this one for passkeys)
The back-office  http://{HOST}:{port}{reverse("admin:index")}

Accounts of the demonstration (address, password, role):""")
        for email, password, role in rows:
            self.stdout.write(f"  {email:{widths[0]}}  {password:{widths[1]}}  {role}")
        self.stdout.write("\nCtrl-C ends it.\n")
        self.stdout.flush()


def refuse_real_office():
    """Made-up records are not mixed into an office's real work, whose database .env may name."""
    users = get_user_model().objects
    if get_user_model()._meta.db_table not in connection.introspection.table_names():
        return
    if users.exists() and not users.filter(is_demo=True).exists():
        raise CommandError(
            "This database is a real office's. Try the demonstration in a folder of its own, or "
            "with another DATABASE_URL."
        )


def refuse_taken(port):
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OverflowError as error:
            raise CommandError(f"{port} is no port: choose one with PORT=8001 make run") from error
        except OSError as error:
            trouble = (
                "is taken: stop the other program"
                if error.errno == errno.EADDRINUSE
                else ("is not for ordinary accounts: use a number from 1024 on")
            )
            raise CommandError(
                f"Port {port} {trouble}, or choose another with PORT=8001 make run"
            ) from error


def collect_static():
    """Collect only when a file is new or changed since the last time."""
    stamp = Path(f"{settings.STATIC_ROOT}.stamp")
    state = state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and Path(settings.STATIC_ROOT).exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def state_of_static_files():
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def serve(port):
    """Serve from this process until a signal ends it."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self):
            self.cfg.set("bind", f"{HOST}:{port}")
            self.cfg.set("workers", 1)
            self.cfg.set("threads", 8)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)
            self.cfg.set("when_ready", start_due_jobs)

        def load(self):
            from relint.wsgi import application

            return application

    Server().run()


def start_due_jobs(_server):
    """
    Beside the server, in a process that ends when its standard input does.

    The kernel closes that pipe however this process ends, so no orphan keeps the database up.
    """
    command = [sys.executable, "manage.py", "demo", "--only-due-jobs"]
    start_due_jobs.process = subprocess.Popen(  # noqa: S603 (our own command)
        command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE
    )


def due_jobs():
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which we follow
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    call_command("due", every=60, verbosity=0)


def end_with_standard_input():
    sys.stdin.buffer.read()
    os._exit(0)
