from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Load the documented facts of Florence; the same as load_dataset florence."

    def handle(self, *, verbosity, **options):
        call_command("load_dataset", "florence", verbosity=verbosity, stdout=self.stdout)
