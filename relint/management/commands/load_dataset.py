from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from office import datasets, duties
from office.planner import count_anew


class Command(BaseCommand):
    help = "Load the documented facts of a city, one of the folders of relint/datasets."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the folder's name")

    def handle(self, *, name, verbosity, **options):
        if name not in settings.DATA_SETS:
            known = ", ".join(settings.DATA_SETS)
            raise CommandError(f"There is no data set “{name}”. There are: {known}.")
        folder = Path(apps.get_app_config(name).path) / "data"
        try:
            counts = datasets.load(name, folder)
        except datasets.BadRow as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        duties.refresh()
        count_anew()
        if verbosity:
            kinds = ["added", "changed", "unchanged", "left"]
            told = ", ".join(f"{counts[kind]} {kind}" for kind in kinds)
            self.stdout.write(f"{name}: {told} (left: edited or deleted by staff)")
