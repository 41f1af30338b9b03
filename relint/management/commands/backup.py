from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from relint import backups


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one archive, which only you can read."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="default: var/backups/relint-….tar")

    def handle(self, *, file, **options):
        target = (file or self.default()).absolute()
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}: make it first.")
        try:
            manifest = backups.write(target)
        except backups.Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or target}: {error.strerror}") from error
        self.stdout.write(
            f"{target}: {target.stat().st_size / 1e6:.1f} MB, PostgreSQL {manifest['postgresql']}, "
            f"{len(manifest['members']) - 1} files"
        )

    def default(self):
        folder = settings.BASE_DIR / "var" / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"relint-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
