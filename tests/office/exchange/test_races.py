"""Two clerks at once, each with a connection of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from directory.models import City
from office.exchange import actions, background
from office.models import Import
from tests import factories
from tests.office.exchange.steps import checked

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [["name (it)", "country"], *([f"City {n}", "JP"] for n in range(20))]


@pytest.fixture
def clerks(office):
    factories.make_country(code="JP")
    return [factories.make_user("officer"), factories.make_user("officer")]


def together(*works):
    """Do all of it at the same moment; what each returned or raised."""
    start, results = Barrier(len(works)), [None] * len(works)

    def do(place, work):
        start.wait()
        try:
            results[place] = work()
        except actions.NotNow as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_file_by_two_clerks_at_once_makes_everything_once(clerks):
    imports = [checked(clerk, "cities", *ROWS) for clerk in clerks]
    for of in imports:
        actions.begin_run(of)

    together(*(lambda of=of: background.work(of.pk, "en") for of in imports))

    ended = Import.objects.order_by("state")
    assert [(of.state, of.counts) for of in ended] == [
        ("checked", {"unchanged": 20}),
        ("done", {"new": 20}),
    ]
    assert City.objects.count() == City.history.count() == 20


def test_one_import_started_in_two_windows_runs_once(clerks):
    of = checked(clerks[0], "cities", *ROWS)
    windows = [Import.objects.get(pk=of.pk) for _window in range(2)]

    results = together(*(lambda one=one: actions.begin_run(one) for one in windows))

    refused = [one for one in results if one is not None]
    assert [str(one) for one in refused] == [
        "This import is in another state by now: being imported."
    ]


def test_the_work_tells_how_far_it_is_before_it_is_saved(clerks):
    of = checked(clerks[0], "cities", *ROWS)
    actions.begin_run(of)
    beat = background.Beat(of)

    beat(7)
    beat.beat()

    of.refresh_from_db()
    assert (of.rows_done, of.per_cent, City.objects.count()) == (7, 35, 0)
