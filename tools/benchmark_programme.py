"""
How long the builder of a programme and its print take with a visit of forty items:

    .venv/bin/python -m tools.benchmark_programme

In the database of the settings, which has its tables; everything is taken back in the end. It
ends with 1 where a drag takes longer to say what speaks against it than it may, or the PDF.
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ITEMS, MEMBERS, DAYS = 40, 60, 4
TIMES = 7

LINE = "{:34}{:>10}{:>10}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from tests import factories

    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    with transaction.atomic():
        if not factories.Office.objects.exists():
            factories.make_office()
        client = Client()
        client.force_login(factories.make_user("officer"))
        visit, item = planned()
        found = {name: measured(ask, client, visit, item) for name, ask in QUESTIONS.items()}
        transaction.set_rollback(True)
    factories.Office.objects.forget()
    return report(found)


def planned():
    """A visit of sixty guests, and one of its forty items that stands close to two others."""
    from tests import factories

    first = factories.at(9).date()
    last = first + timedelta(days=DAYS - 1)
    visit = factories.make_visit(state="planning", days=(first, last), size=MEMBERS)
    for number in range(MEMBERS):
        factories.make_member(visit, f"Guest {number}")
    rooms = [factories.make_room(f"Room {number}") for number in range(10)]
    items = []
    for number in range(ITEMS):
        day, hour = first + timedelta(days=number % DAYS), 8 + number // DAYS
        room = rooms[number % len(rooms)]
        item = factories.make_item(
            visit, f"Item {number}", hour, (hour, 45), day=day, place=room.place
        )
        factories.make_booking(room, item.appointment)
        factories.make_part(item, f"Host {number}", answer="asked")
        host = factories.make_resource("person", f"Host {number % 7}")
        factories.make_booking(host, item.appointment)
        items.append(item)
    return visit, items[len(items) // 2]


def of_visit(name):
    from django.urls import reverse

    return lambda client, visit, _item: client.get(reverse(f"admin:{name}", args=[visit.pk]))


def drag(client, _visit, item):
    """What a drag asks: half an hour later, over the next item."""
    from django.urls import reverse

    one = item.appointment
    asked = {"appointment": one.pk, "version": one.version, "minutes": 30}
    return client.post(
        reverse("admin:calendar_preview"), json.dumps(asked), content_type="application/json"
    )


def pdf(client, visit, _item):
    """The office's print; each time of another programme, because typst remembers what it set."""
    from django.db.models import F, Value
    from django.db.models.functions import Concat
    from django.urls import reverse

    from agenda.models import Appointment

    items = Appointment.objects.filter(programme_item__visit=visit)
    items.update(title_en=Concat(F("title_en"), Value("!")))
    url = reverse("admin:programme_print", args=[visit.pk, "office"])
    return client.get(url, {"version": "draft", "language": "en", "as": "pdf"})


DRAG, PDF = "drag, with what would help", "PDF of the office’s print"
SECONDS = {DRAG: 0.2, PDF: 1}
QUESTIONS = {
    "page of the visit": of_visit("visit"),
    "builder": of_visit("programme"),
    "what the grid reads": of_visit("programme_events"),
    DRAG: drag,
    PDF: pdf,
}


def measured(ask, client, visit, item):
    """(seconds, queries)"""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seconds = []
    ask(client, visit, item)
    for _time in range(TIMES):
        began = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, visit, item)
        seconds.append(time.monotonic() - began)
    if answer.status_code != 200:
        sys.exit(f"{ask} answers {answer.status_code}")
    return median(seconds), len(queries)


def report(found):
    print(LINE.format("asked", "time", "queries"))
    for name, (seconds, queries) in found.items():
        print(LINE.format(name, f"{seconds:.3f} s", queries))
    return any(found[name][0] > most for name, most in SECONDS.items())


if __name__ == "__main__":
    sys.exit(main())
