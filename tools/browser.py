"""
Sees to a browser for the tests that drive one: `.venv/bin/python tools/browser.py`.

Debian's Chromium, else Playwright's own; where neither is there, it is installed. Where that
fails too, those tests are skipped, each by its name; a machine that sets CI=true must have one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]


def find():
    """The path of a browser, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return playwrights_own()


def playwrights_own():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def install():
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        print("  Browser for the tests … installing Debian's chromium", flush=True)
        # The shell without a window is a fifth faster; not every Debian has it.
        for package in ("chromium-headless-shell", "chromium"):
            if succeeds(["apt-get", "install", "-y", "-qq", package]):
                return
    print("  Browser for the tests … downloading Playwright's chromium", flush=True)
    succeeds([sys.executable, "-m", "playwright", "install", "chromium"])


def succeeds(command):
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def main():
    if find():
        return
    install()
    if find():
        return
    print(
        "No browser could be had: the tests that drive one will be skipped, each by its name.\n"
        "Install one (Debian: apt install chromium) to run them."
    )
    if os.environ.get("CI") == "true":
        sys.exit(1)


if __name__ == "__main__":
    main()
