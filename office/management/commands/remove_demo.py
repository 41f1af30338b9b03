from django.core.management.base import BaseCommand, CommandError

from office import demo


class Command(BaseCommand):
    help = "Delete every record of the demonstration office, its accounts and their traces."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    def handle(self, *, dry_run, **options):
        from django.db import transaction

        try:
            with transaction.atomic():
                count = demo.remove()
                transaction.set_rollback(dry_run)
        except demo.Needed as error:
            raise CommandError(
                f"Real records hang on made-up ones, nothing was deleted: {error}"
            ) from error
        self.stdout.write(f"{'Would delete' if dry_run else 'Deleted'} {count} rows.")
