"""
Say how long an import of 3,000 invented contacts takes: `python -m tools.benchmark_import`.

Everything happens in one transaction, which is taken back in the end.
"""

import os
import sys
import time
from pathlib import Path

ROWS = 3000
LIMIT = 30

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        seconds = timed()
        transaction.set_rollback(True)
    for step, taken in seconds.items():
        print(f"{step:12} {taken:6.1f} s")
    total = seconds["upload"] + seconds["check"] + seconds["import"]
    print(f"{'together':12} {total:6.1f} s for {ROWS} contacts; at most {LIMIT} are allowed")
    return total > LIMIT


def timed():
    """Seconds of each step."""
    from office.exchange import actions
    from office.models import Import, Office, User
    from tests.factories import make_office
    from tests.office.exchange.invented import HEADER, contacts
    from tests.office.exchange.tables import csv_file

    # With an office, as everywhere: until there is one each text asks for its language.
    if not Office.objects.exists():
        make_office()
    by = User.objects.create_user("benchmark@example.org", name="Benchmark")
    by.give_roles("officer")
    seconds = {}

    def step(name, work):
        began = time.monotonic()
        result = work()
        seconds[name] = time.monotonic() - began
        return result

    def upload():
        file = csv_file(HEADER, *contacts(ROWS))
        return actions.upload(resource="people", file=file, sheet="", by=by)

    def check(of):
        actions.begin_check(of)
        actions.check(Import.objects.get(pk=of.pk))

    of = step("upload", upload)
    step("check", lambda: check(of))
    of.refresh_from_db()
    actions.begin_run(of)
    step("import", lambda: actions.run(Import.objects.get(pk=of.pk)))
    of.refresh_from_db()
    actions.begin_undo(of)
    step("undo", lambda: actions.undo(Import.objects.get(pk=of.pk)))
    return seconds


if __name__ == "__main__":
    sys.exit(main())
