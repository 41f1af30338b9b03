from django.core.management.base import BaseCommand

from office.search.index import reindex


class Command(BaseCommand):
    help = "Compare the search index with the records and put right what differs."

    def handle(self, **options):
        self.stdout.write(f"{reindex()} put right")
