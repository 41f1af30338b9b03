"""
Takes the pictures of the README from a running demonstration:

    make run
    .venv/bin/python tools/screenshots.py http://127.0.0.1:8000

They show what the program shows: take them again when a page in them has changed.
"""

import io
import os
import sys
from pathlib import Path

import browser as browsers
from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
HEAD, PASSWORD = "head@example.org", "demonstration-only"  # office/demo.py
DESK = {"width": 1280, "height": 900}
TELEPHONE = {"width": 375, "height": 760}


def main(site):
    path = browsers.find()
    if path is None:
        sys.exit("There is no browser: .venv/bin/python tools/browser.py installs one.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    # Chromium's own sandbox refuses to work for root, which containers often are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        page = browser.new_page(base_url=site, viewport=DESK, locale="en-GB")
        public_pages(page)
        back_office(page)
        browser.close()


def public_pages(page):
    page.goto("/it/")
    take(page, "home-it")
    open_list(page)
    open_in(page, "en")
    take(page, "cities-en")
    page.goto("/it/")
    open_list(page)
    cards = page.locator(".it-card a")
    kyoto = cards.and_(page.locator("[href*=kyoto]"))
    (kyoto if kyoto.count() else cards.first).click()
    page.locator(".agreement").first.wait_for()
    take(page, "city-it")
    page.set_viewport_size(TELEPHONE)
    take(page, "city-phone")
    page.set_viewport_size(DESK)


def open_list(page):
    page.locator(".it-hero-wrapper a.btn").click()
    page.locator(".card-list").wait_for()


def open_in(page, language):
    page.locator(".language-switch summary").click()
    page.locator(f".language-switch a[lang={language}]").click()
    page.locator(f"html[lang={language}]").wait_for()


def back_office(page):
    page.goto("/admin/partnerships/agreement/")
    page.locator("[name=login]").fill(HEAD)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("#result_list").wait_for()
    page.goto("/admin/partnerships/agreement/?q=kyoto")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#agreement_form").wait_for()
    take(page, "back-office")


def take(page, name):
    """Keep what the window shows, in at most 256 colours: a quarter of the size, and no loss."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.fonts.status === 'loaded'")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    path = PICTURES / f"{name}.png"
    picture.convert("RGB").quantize(256).save(path, optimize=True)
    print(f"{path.relative_to(PICTURES.parent.parent)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: .venv/bin/python tools/screenshots.py http://127.0.0.1:8000")
    main(sys.argv[1].rstrip("/"))
