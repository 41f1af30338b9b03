import hashlib
import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from relint import backups
from tests.relint.trials import Trial, open_folder

USERS = "SELECT string_agg(username || last_name, ',' ORDER BY id) FROM auth_user"


@pytest.fixture(scope="module")
def place():
    """An embedded server with rows and files, and their archive; the tests only read it."""
    trial = Trial(open_folder())
    trial.environment |= {"MEDIA_ROOT": str(trial.folder / "media")}
    (trial.folder / "media" / "protected" / "città").mkdir(parents=True)
    (trial.folder / "media" / "protected" / "città" / "è.pdf").write_bytes(b"\x00\xff" * 1000)
    (trial.folder / "media" / "public").mkdir()
    (trial.folder / "media" / "public" / "arms.webp").write_text("picture")
    trial.command("localpg", "start")  # the processes that come by address do not start it
    assert trial.command("migrate").returncode == 0
    trial.query(
        "INSERT INTO auth_user (username, last_name, first_name, email, password, is_superuser,"
        " is_staff, is_active, date_joined) SELECT 'u' || n, 'Łódź', '', '', '', false, false,"
        " true, now() FROM generate_series(1, 3) AS n"
    )
    trial.archive = trial.folder / "backup.tar"
    done = trial.command("backup", str(trial.archive))
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" MB, PostgreSQL 18, 2 files\n")
    yield trial
    trial.end()


@pytest.fixture
def elsewhere(place):
    """The environment of another office: an empty database of a server, and an empty folder."""
    place.query("DROP DATABASE IF EXISTS other WITH (FORCE)")
    place.query("CREATE DATABASE other")
    media = place.folder / "other"
    shutil.rmtree(media, ignore_errors=True)
    media.mkdir()
    return {
        "DATABASE_URL": f"postgres://relint@/other?host={place.pg / 'run'}",
        "MEDIA_ROOT": str(media),
    }


def contents(folder):
    """Every file below the folder with its bytes, hidden ones too."""
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_else(place):
    assert place.archive.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in place.folder.iterdir() if path.name != "other") == [
        "backup.tar",
        "media",
        "pg",
    ]


def test_restored_into_another_database_everything_is_there(place, elsewhere):
    done = place.command("restore", str(place.archive), **elsewhere)

    assert done.returncode == 0, done.stderr
    assert place.query(USERS, **elsewhere) == place.query(USERS) == "u1Łódź,u2Łódź,u3Łódź"
    assert contents(elsewhere["MEDIA_ROOT"]) == contents(place.environment["MEDIA_ROOT"])
    assert "No migrations to apply" in place.command("migrate", **elsewhere).stdout


def test_a_database_with_tables_is_left_alone(place, elsewhere):
    place.query("CREATE TABLE somebodys AS SELECT 1", **elsewhere)

    refused = place.command("restore", str(place.archive), **elsewhere)

    assert refused.returncode == 1
    assert "holds tables already" in refused.stderr
    assert contents(elsewhere["MEDIA_ROOT"]) == {}


def test_files_that_are_there_are_left_alone(place, elsewhere):
    kept = Path(elsewhere["MEDIA_ROOT"], "kept")
    kept.write_text("kept")

    refused = place.command("restore", str(place.archive), **elsewhere)

    assert refused.returncode == 1
    assert "holds files already" in refused.stderr
    assert kept.read_text() == "kept"


def test_replace_gives_up_tables_that_the_archive_does_not_know(place, elsewhere):
    place.command("restore", str(place.archive), **elsewhere)
    place.query("CREATE TABLE newer (u integer REFERENCES auth_user DEFERRABLE)", **elsewhere)
    place.query("DELETE FROM auth_user", **elsewhere)
    Path(elsewhere["MEDIA_ROOT"], "later").write_text("later")

    done = place.command("restore", "--replace", str(place.archive), **elsewhere)

    assert done.returncode == 0, done.stderr
    assert place.query(USERS, **elsewhere) == "u1Łódź,u2Łódź,u3Łódź"
    assert place.query("SELECT to_regclass('newer')", **elsewhere) == "None"
    assert contents(elsewhere["MEDIA_ROOT"]) == contents(place.environment["MEDIA_ROOT"])


def test_a_dump_that_does_not_load_changes_nothing(place, elsewhere):
    place.query("CREATE TABLE kept AS SELECT 42 AS number", **elsewhere)
    Path(elsewhere["MEDIA_ROOT"], "kept").write_text("kept")
    bad = rewritten(place.archive, place.folder / "bad.tar", {"database.dump": b"PGDMP nonsense"})

    refused = place.command("restore", "--replace", str(bad), **elsewhere)

    assert refused.returncode == 1
    assert refused.stderr.endswith("Nothing was changed.\n")
    assert place.query("SELECT number FROM kept", **elsewhere) == "42"
    assert contents(elsewhere["MEDIA_ROOT"]) == {"kept": b"kept"}


# ---------------------------------------------------------------- the archive alone


@pytest.fixture
def archive(tmp_path):
    members = {"database.dump": b"dump", "media/public/a": b"a"}
    return rewritten(None, tmp_path / "good.tar", members)


def rewritten(source, target, changes, **facts):
    """A copy of an archive in which some members and facts are others, and the hashes right."""
    members = {}
    manifest = {"relint": "0.1.0", "made_at": "", "postgresql": 18, "pg_dump": 18, "migrations": 0}
    if source:
        with tarfile.open(source) as tar:
            members = {member.name: tar.extractfile(member).read() for member in tar}
        manifest = json.loads(members.pop("manifest.json"))
    members |= changes
    manifest |= facts
    manifest["members"] = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    with tarfile.open(target, "w") as tar:
        for name, data in [*members.items(), ("manifest.json", json.dumps(manifest).encode())]:
            add(tar, name, data)
    return target


def add(tar, name, data=b"", **properties):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in properties.items():
        setattr(member, key, value)
    tar.addfile(member, io.BytesIO(data))


def test_a_whole_archive_is_unpacked(archive, tmp_path):
    backups.unpack(archive, tmp_path / "new")

    assert contents(tmp_path / "new").keys() == {
        "database.dump",
        "manifest.json",
        "media/public/a",
    }


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("../evil", {}),
        ("media/../../evil", {}),
        ("/evil", {}),
        ("elsewhere/evil", {}),
        ("media/link", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}),
        ("media/link", {"type": tarfile.LNKTYPE, "linkname": "database.dump"}),
        ("media/device", {"type": tarfile.CHRTYPE}),
        ("media/public/a", {}),  # a second time
        ("media/added", {}),  # not in the manifest
    ],
)
def test_members_that_no_backup_has_are_refused(archive, tmp_path, name, properties):
    with tarfile.open(archive, "a") as tar:
        add(tar, name, **properties)

    with pytest.raises(backups.Refused):
        backups.unpack(archive, tmp_path / "new" / "here")

    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("keep", [0, 600, 2000])
def test_an_archive_that_was_cut_off_is_refused(archive, tmp_path, keep):
    cut = tmp_path / "cut.tar"
    cut.write_bytes(archive.read_bytes()[:keep])

    with pytest.raises(backups.Refused):
        backups.unpack(cut, tmp_path / "new")


def test_a_changed_byte_is_refused(archive, tmp_path):
    data = bytearray(archive.read_bytes())
    data[data.index(b"dump", 512)] ^= 1
    archive.write_bytes(data)

    with pytest.raises(backups.Refused, match="damaged"):
        backups.unpack(archive, tmp_path / "new")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(backups.Refused, match="No such file"):
        backups.unpack(tmp_path / "nowhere.tar", tmp_path / "new")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"postgresql": 99}, "is of PostgreSQL 99"),
        ({"relint": "99.0"}, "update relint first"),
        ({"migrations": 9999}, "update relint first"),
    ],
)
def test_an_archive_of_something_newer_is_refused(facts, words):
    manifest = {"relint": "0.0.1", "postgresql": 16, "migrations": 1}
    backups.refuse_newer(manifest)
    if "migrations" in facts:
        manifest["relint"] = backups.version()

    with pytest.raises(backups.Refused, match=words):
        backups.refuse_newer(manifest | facts)


def test_files_come_back_when_what_follows_fails(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    work = settings.MEDIA_ROOT / ".restore-1"
    for folder in (work / "new", work / "old", settings.MEDIA_ROOT / "public"):
        folder.mkdir(parents=True)
    (settings.MEDIA_ROOT / "public" / "a").write_text("old")
    (work / "new" / "public").mkdir()
    (work / "new" / "public" / "a").write_text("new")
    before = contents(settings.MEDIA_ROOT)

    def fail():
        with backups.swapped_files(work / "new", work / "old"):
            assert (settings.MEDIA_ROOT / "public" / "a").read_text() == "new"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert contents(settings.MEDIA_ROOT) == before
