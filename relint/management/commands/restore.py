from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from relint import backups


class Command(BaseCommand):
    help = (
        "Put database and files back from an archive that `backup` wrote. Stop the web server "
        "before. The archive is checked first; when anything fails, everything stays as it was."
    )
    requires_system_checks = []  # they may ask a database that has no tables yet

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="give up the tables and files that are there"
        )

    def handle(self, *, file, replace, **options):
        try:
            manifest = backups.restore(file, replace=replace)
        except backups.Refused as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        except OSError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(
            f"Restored the backup of {manifest['made_at']} (relint {manifest['relint']}). "
            "Now run `manage.py migrate`, which brings an older backup up to date."
        )
        if count := mails_in_doubt():
            self.stdout.write(
                f"{count} mails waited in it to go out, and may have gone since: they are in the "
                "outbox as perhaps sent, and none goes by itself."
            )


def mails_in_doubt():
    """How many mails of the backup nobody knows of whether they went out since."""
    if not apps.is_installed("office"):
        return 0
    from office import sending

    return sending.doubt_what_waited()
