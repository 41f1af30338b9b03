"""
Makes the environment `.venv` with the locked packages: `python3 tools/setup.py [--dev]`.

The standard library only, and words that an old Python can read too. It does only what is
missing, and mends what an interruption left half done.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"  # the hash of each list of packages that is installed completely
OLDEST = (3, 11)
NEEDED = 1_000_000_000  # bytes, with the database and what pip unpacks on the way

# What pip says, and what it means.
MEANINGS = {
    "No space left on device": "The disk is full: about 1 GB is needed.",
    "DO NOT MATCH THE HASHES": (
        "A package is not the one that was locked, so it was not installed. If a proxy or a mirror "
        "stands between you and the package index, ask who runs it."
    ),
    "Temporary failure in name resolution": "network",
    "Name or service not known": "network",
    "nodename nor servname": "network",
    "Network is unreachable": "network",
    "Failed to establish a new connection": "network",
    "ConnectTimeoutError": "network",
    "ReadTimeoutError": "network",
    "ProxyError": "network",
    "SSLError": "network",
    "No matching distribution found": (
        "The package index has no package that fits this machine, or was not reached. relint runs "
        "on Linux with glibc 2.28 or newer and on macOS; elsewhere see docs/operations.md."
    ),
}
NETWORK = (
    "The package index was not reached: is the machine online? Behind a proxy, set HTTPS_PROXY; "
    "for an index of your own, PIP_INDEX_URL."
)


class Stop(Exception):
    """The set-up cannot go on; the message says what to do."""


def main():
    parser = argparse.ArgumentParser(description="Make .venv with the locked packages.")
    parser.add_argument("--dev", action="store_true", help="with what tests and checks need")
    wanted = "requirements-dev.txt" if parser.parse_args().dev else "requirements.txt"
    # Would make every later start slower: the byte code is written once.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        with one_at_a_time():
            set_up(wanted)
    except Stop as stop:
        sys.exit(f"\n{stop}")
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command goes on where this one ended.")
    except PermissionError as error:
        sys.exit(f"\n{error.filename} belongs to another account: work as that account.")
    except OSError as error:
        sys.exit(f"\n{error.filename or ROOT}: {error.strerror}")


def set_up(wanted):
    if works() and installed().get(wanted) == hash_of(wanted):
        return
    print("Setting up (once, and again when the locked packages change):", flush=True)
    refuse_full_disk()
    if not works():
        refuse_old_python()
        with step("Environment .venv"):
            make_environment()
    kept = {name: known for name, known in installed().items() if name != wanted}
    STAMP.unlink(missing_ok=True)  # an interrupted installation is not taken for a complete one
    with step("Packages") as progress:
        install(wanted, progress)
    STAMP.write_text(json.dumps(stamps_after(wanted, kept)))


def stamps_after(wanted, kept):
    """The list for development contains the other, with the same versions."""
    stamps = {wanted: hash_of(wanted)}
    if wanted == "requirements-dev.txt":
        stamps["requirements.txt"] = hash_of("requirements.txt")
    elif kept.get("requirements-dev.txt") == hash_of("requirements-dev.txt"):
        stamps.update(kept)
    return stamps


def installed():
    try:
        return json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def hash_of(name):
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


# ---------------------------------------------------------------- steps


@contextmanager
def step(title):
    """Say what goes on and how long it took; the block may add words while it works."""
    start = time.monotonic()

    def progress(words):
        if sys.stdout.isatty():
            print(f"\r\033[K  {title} … {words}", end="", flush=True)

    print(f"  {title} … ", end="", flush=True)
    yield progress
    back = f"\r\033[K  {title} … " if sys.stdout.isatty() else ""
    print(f"{back}{time.monotonic() - start:.0f} s", flush=True)


@contextmanager
def one_at_a_time():
    """`make run` and `make test` started together: the second waits for the first."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def refuse_old_python():
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        raise Stop(
            f"This is Python {found}, and relint needs 3.11 or newer. If a newer one is installed, "
            "name it: make run PYTHON=python3.12"
        )


def refuse_full_disk():
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED and not installed():
        raise Stop(
            f"{free // 1_000_000} MB are free on the disk of {ROOT}, and about "
            f"{NEEDED // 1_000_000} MB are needed: free some space, then try again."
        )


def works():
    """Whether .venv is there and whole; its Python may be another than this one."""
    test = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        return run([PYTHON, "-c", test]).returncode == 0
    except FileNotFoundError:
        return False  # not there, or its Python was removed from the machine


def make_environment():
    # Over what is there; from nothing where nothing runs, or that does not help.
    for clear in [[], ["--clear"]] if PYTHON.exists() else [["--clear"]]:
        result = run([sys.executable, "-m", "venv", *clear, VENV])
        if result.returncode == 0 and works():
            return
    if "ensurepip" in result.stdout or "No module named venv" in result.stdout:
        version = ".".join(map(str, sys.version_info[:2]))
        raise Stop(
            "This Python cannot make environments. On Debian and Ubuntu install what is missing,"
            f"\n\n    apt install python3-venv     (or python{version}-venv)\n\nthen try again."
        )
    raise Stop(meaning(result.stdout))


def install(wanted, progress):
    total = sum(line[:1].isalnum() for line in (ROOT / wanted).read_text().splitlines())
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar=off", "--require-hashes", "--only-binary=:all:"]
    said, found = [], 0
    with subprocess.Popen(
        [*command, "--requirement", ROOT / wanted],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                found += 1
                progress(f"{found} of {total} found")
            elif line.startswith("Installing collected packages"):
                progress("installing")
    if pip.returncode:
        raise Stop(meaning("".join(said)))


def run(command):
    return subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def meaning(said):
    for sign, words in MEANINGS.items():
        if sign in said:
            return NETWORK if words == "network" else words
    last = "\n    ".join(said.strip().splitlines()[-6:])
    return f"The set-up did not succeed. The last that was said:\n\n    {last}"


if __name__ == "__main__":
    main()
