import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from office import due
from office.registry import Registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    """A registry with nothing in it, in the place of the real one."""
    empty = Registry()
    monkeypatch.setattr(due, "jobs", empty)
    return empty


def test_a_failing_job_is_logged_and_keeps_no_other_from_its_turn(jobs, caplog):
    jobs.add("broken", lambda: 1 / 0)
    jobs.add("sound", lambda: 3)

    with caplog.at_level(logging.ERROR):
        done = due.run()

    assert done == {"broken": None, "sound": 3}
    assert [record.message for record in caplog.records] == ["the due job broken failed"]


def test_nothing_is_done_while_another_process_is_at_it(jobs):
    jobs.add("counted", lambda: 1)
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [due.LOCK])
        while_busy = due.run()
        other.execute("SELECT pg_advisory_unlock(%s)", [due.LOCK])
        other.connection.close()

    assert (while_busy, due.run()) == ({}, {"counted": 1})


def test_a_job_that_broke_its_transaction_keeps_no_other_from_the_database(jobs):
    jobs.add("broken", lambda: connection.cursor().execute("SELECT nonsense"))
    jobs.add("sound", Session.objects.count)

    assert due.run() == {"broken": None, "sound": 0}


def test_sessions_that_ran_out_are_forgotten():
    for days in (-1, 1):
        store = SessionStore()
        store["kept_form"] = "what someone typed"
        store.create()
        expires = timezone.now() + timedelta(days=days)
        Session.objects.filter(pk=store.session_key).update(expire_date=expires)
        lasting = store.session_key

    assert due.clear_sessions() == 1
    assert [session.pk for session in Session.objects.all()] == [lasting]


def test_the_command_tells_what_it_did(jobs, capsys):
    jobs.add("sessions", lambda: 2)
    jobs.add("broken", lambda: 1 / 0)

    call_command("due")

    assert capsys.readouterr().out == "sessions: 2, broken: failed\n"
