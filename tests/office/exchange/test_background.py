"""An import lives for as long as its worker does, whatever that waits for."""

import time
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from directory.models import City
from office.exchange import actions, background, saving
from office.models import Import
from tests import factories
from tests.office.exchange.steps import checked

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ["nome (it)", "Country"]


@pytest.fixture
def ready(office, monkeypatch):
    """An import that was set going long ago and has not been heard of since."""
    monkeypatch.setattr(background, "EVERY", 0.02)
    factories.make_country(code="JP", name_it="Giappone", name_en="Japan")
    of = checked(factories.make_user("officer"), "cities", HEADER, ["Kyoto", "JP"])
    actions.begin_run(of)
    Import.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    return of


def beats(of):
    """Whether it says within some seconds that it lives."""
    for _try in range(250):
        if Import.objects.get(pk=of.pk).beat_at > timezone.now() - timedelta(minutes=1):
            return True
        time.sleep(0.02)
    return False


def test_an_import_that_waits_for_another_is_not_taken_for_dead(ready):
    worker = Thread(target=background.work, args=[ready.pk, "it"])
    with transaction.atomic():
        actions._wait_for_turn()
        worker.start()
        assert beats(ready)
        assert Import.objects.note_silent() == 0
    worker.join()

    ready.refresh_from_db()
    assert (ready.state, City.objects.get().name_it) == ("done", "Kyoto")


def test_an_import_that_writes_for_long_is_not_taken_for_dead(ready, monkeypatch):
    go_on, write = Event(), saving.write

    def slowly(*args, **options):
        write(*args, **options)
        assert go_on.wait(10)

    monkeypatch.setattr(saving, "write", slowly)
    worker = Thread(target=background.work, args=[ready.pk, "it"])
    worker.start()
    assert beats(ready)
    assert Import.objects.note_silent() == 0
    go_on.set()
    worker.join()

    ready.refresh_from_db()
    assert (ready.state, City.objects.count()) == ("done", 1)


def test_what_was_taken_from_a_worker_does_not_beat_for_it(ready):
    beat = background.Beat(ready)
    ready.take_turn("running", to="checking")
    Import.objects.update(beat_at="2026-01-01T00:00Z")

    beat.beat()

    assert Import.objects.silent().count() == 1


def test_a_beat_that_does_not_reach_the_database_stops_nothing(ready, monkeypatch, caplog):
    beat = background.Beat(ready)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [own])
    other.close()

    beat.beat()
    beat.beat()

    assert [record.levelname for record in caplog.records if "lives" in record.msg] == ["ERROR"]
    assert beats(ready)
