import socket
import subprocess
import sys
from collections import namedtuple

import pytest
from django.core.management import CommandError, call_command

from relint.management.commands import demo
from tests.factories import make_user
from tests.relint.trials import PROJECT
from tools import browser, setup


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, which needs no package at all."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup, "STAMP", tmp_path / ".venv" / "installed.json")
    return tmp_path


@pytest.fixture
def installs(project, monkeypatch):
    """The lists that were installed, in order, by a pip that does nothing."""
    done = []
    monkeypatch.setattr(setup, "works", setup.VENV.exists)
    monkeypatch.setattr(setup, "make_environment", setup.VENV.mkdir)
    monkeypatch.setattr(setup, "install", lambda wanted, _progress: done.append(wanted))
    return done


def test_an_environment_is_made_over_a_broken_one(project):
    setup.PYTHON.parent.mkdir(parents=True)
    setup.PYTHON.symlink_to("/nowhere/python3.11")
    setup.STAMP.write_text("{half")

    setup.set_up("requirements.txt")

    assert setup.works()
    assert setup.installed() == {"requirements.txt": setup.hash_of("requirements.txt")}


def test_packages_are_installed_when_their_list_changed(project, installs):
    setup.set_up("requirements.txt")
    setup.set_up("requirements.txt")
    assert installs == ["requirements.txt"]

    (project / "requirements.txt").write_text("django==5.2.19\n")
    setup.set_up("requirements.txt")

    assert installs == ["requirements.txt", "requirements.txt"]


def test_the_list_for_development_contains_the_other(installs):
    setup.set_up("requirements-dev.txt")
    setup.set_up("requirements.txt")

    assert installs == ["requirements-dev.txt"]


def test_an_interrupted_installation_is_taken_up_again(installs, monkeypatch):
    def interrupted(wanted, progress):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(setup, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            setup.set_up("requirements.txt")

    setup.set_up("requirements.txt")

    assert installs == ["requirements.txt"]


def test_a_python_that_is_too_old_is_told(project, monkeypatch):
    monkeypatch.setattr(setup.sys, "version_info", (3, 10, 13))

    with pytest.raises(setup.Stop, match=r"This is Python 3\.10, and relint needs 3\.11 or newer"):
        setup.set_up("requirements.txt")


def test_a_full_disk_is_told_before_anything_is_made(project, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _path: usage(50_000_000))

    with pytest.raises(setup.Stop, match="50 MB are free"):
        setup.set_up("requirements.txt")

    assert not setup.VENV.exists()


def test_a_debian_without_venv_is_told_what_to_install(project, monkeypatch):
    said = (
        "The virtual environment was not created successfully because ensurepip is not\n"
        "available.  On Debian/Ubuntu systems, you need to install the python3-venv package"
    )
    failed = subprocess.CompletedProcess([], 1, stdout=said)
    monkeypatch.setattr(setup, "run", lambda _command: failed)

    with pytest.raises(setup.Stop, match="apt install python3-venv"):
        setup.set_up("requirements.txt")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Retrying … Temporary failure in name resolution", "is the machine online?"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was locked"),
        ("No matching distribution found for x", "no package that fits this machine"),
        ("something else\nat the end", "something else\n    at the end"),
    ],
)
def test_what_pip_says_is_told_in_words(said, words):
    assert words in setup.meaning(said)


def test_an_old_python_can_read_the_script():
    """It must be able to say that it is too old, so nothing newer than Python 3.6 is in it."""
    import ast

    ast.parse((PROJECT / "tools" / "setup.py").read_text(), feature_version=(3, 6))


# ---------------------------------------------------------------- browser


def test_a_browser_that_cannot_be_had_is_told(monkeypatch, capsys):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "install", lambda: None)
    monkeypatch.delenv("CI", raising=False)

    browser.main()

    assert "will be skipped, each by its name" in capsys.readouterr().out


def test_a_machine_for_checks_must_have_a_browser(monkeypatch):
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "install", lambda: None)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(SystemExit):
        browser.main()


# ---------------------------------------------------------------- the demonstration


def test_the_demonstration_wants_its_switch(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="Set DEMONSTRATION=yes"):
        call_command("demo")


def test_a_taken_port_is_told_before_anything_is_done(settings):
    settings.DEMONSTRATION = True
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is taken: stop the other program"):
            call_command("demo", port=port)


@pytest.mark.django_db
def test_the_demonstration_stays_out_of_a_real_office():
    demo.refuse_real_office()
    make_user("officer")

    with pytest.raises(CommandError, match="a real office's"):
        demo.refuse_real_office()

    make_user("officer", email="demo@example.org", is_demo=True)
    demo.refuse_real_office()


def test_static_files_are_collected_only_when_one_changed(tmp_path, settings, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(*arguments, **options):
        calls.append(arguments)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(demo, "call_command", collect)

    demo.collect_static()
    demo.collect_static()
    assert len(calls) == 1

    monkeypatch.setattr(demo, "state_of_static_files", lambda: "another")
    demo.collect_static()

    assert len(calls) == 2


def test_the_due_jobs_end_when_their_server_does():
    code = (
        "import threading, time\n"
        "from relint.management.commands.demo import end_with_standard_input\n"
        "threading.Thread(target=end_with_standard_input, daemon=True).start()\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, cwd=PROJECT) as jobs:
        jobs.stdin.close()

        assert jobs.wait(timeout=20) == 0
