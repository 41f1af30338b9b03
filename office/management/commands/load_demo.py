from django.core.management.base import BaseCommand, CommandError

from office import demo
from office.planner import count_anew


class Command(BaseCommand):
    help = "Add the demonstration office: made-up people and facts, each marked as such."

    def handle(self, *, verbosity, **options):
        try:
            demo.load()
        except demo.NotADemonstration as error:
            raise CommandError(
                "This is not a demonstration. Set DEMONSTRATION=yes to try relint out; "
                "never in an office that works with it."
            ) from error
        count_anew()
        if verbosity:
            self.stdout.write("The demonstration office is there.")
