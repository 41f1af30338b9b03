import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from office import due


class Command(BaseCommand):
    help = "Do what is due now. Run it every minute; it may run twice at once."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="stay, and do it again after so many seconds",
        )

    def handle(self, *, every, verbosity, **options):
        while True:
            done = due.run()
            if verbosity:
                self.stdout.write(self.report(done))
            if not every:
                return
            close_old_connections()
            time.sleep(every)

    def report(self, done):
        if not done:
            return "Another process is at it."
        return ", ".join(
            f"{name}: {'failed' if count is None else count}" for name, count in done.items()
        )
