from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from relint.localpg import watcher


class Command(BaseCommand):
    help = (
        "The embedded PostgreSQL. It starts and stops by itself; `start` keeps it running for "
        "tools that connect on their own (psql), until `stop`."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *, action, **options):
        if settings.DATABASES["default"]["ENGINE"] != "relint.localpg":
            raise CommandError("DATABASE_URL is set: the embedded PostgreSQL is not used.")
        from relint.localpg.base import server

        getattr(self, action)(server())

    def start(self, server):
        server.start()
        server.keep.touch()
        self.status(server)

    def stop(self, server):
        server.keep.unlink(missing_ok=True)
        if server.folder.exists():
            server.stop()
        self.status(server)

    def status(self, server):
        running = watcher.postmaster(server.data)
        version = f"PostgreSQL {server.major} in {server.folder}"
        if running is None:
            self.stdout.write(f"{version}: stopped")
            return
        self.stdout.write(f"{version}: running, process {running}")
        database = settings.DATABASES["default"] | server.address
        address = "host='{HOST}' port={PORT} user={USER} dbname={NAME}".format(**database)
        self.stdout.write(f'psql "{address}"')
