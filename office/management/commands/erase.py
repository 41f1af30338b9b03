from django.core.management.base import BaseCommand, CommandError

from office import due
from office.erasure import nightly


class Command(BaseCommand):
    help = "Erase the personal data whose time is past, now. It may be stopped and run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="erase nothing, and say what would be erased"
        )

    def handle(self, *, dry_run, verbosity, **options):
        if dry_run:
            for task, rows, past in nightly.waiting():
                self.stdout.write(self.line(task, rows, past))
            return
        with due.alone() as is_alone:
            if not is_alone:
                raise CommandError("The due jobs run just now: try again in a minute.")
            count, _was_all = nightly.erase()
        if verbosity:
            self.stdout.write(f"{count} rows erased; the log of erasures says which.")

    def line(self, task, rows, past):
        fields = ", ".join(task.held.fields)
        since = f"{task.days} days after {task.held.after}"
        return f"{task.model._meta.label}: {rows} rows, {past} of the past ({fields}; {since})"
