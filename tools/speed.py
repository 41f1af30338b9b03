"""
Measures how soon a page stands on a slow telephone, from a running site:

    make run
    .venv/bin/python tools/speed.py http://127.0.0.1:8000

Each kind of page that the sitemap names is opened with an empty cache in Chromium, at a quarter of
this machine's speed, over 1.6 Mbit/s with 150 ms to each answer. Asked are the moment at which
the largest content stands (LCP) and how far things shift after they were shown (CLS); the
middle of several tries counts. It ends with 1 where a limit is passed.
"""

import os
import re
import sys
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

LARGEST_CONTENT = 0.9  # seconds
SHIFT = 0.0
HTML = 60  # KB
TRIES = 5
LANGUAGE = "it"
SEARCHES = ["/it/cerca/?find=kyoto"]

TELEPHONE = {
    "viewport": {"width": 375, "height": 760},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SLOW_CPU = {"rate": 4}
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
WATCH = """
    window.seen = {largest: 0, what: "", shift: 0, shifted: []};
    const name = node => node?.nodeName?.toLowerCase() + "." + (node?.className || "");
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            window.seen.largest = entry.startTime;
            window.seen.what = name(entry.element);
        }
    }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            window.seen.shift += entry.value;
            window.seen.shifted.push(...entry.sources.map(source => name(source.node)));
        }
    }).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Visit:
    largest: float
    what: str
    shift: float
    shifted: list[str]
    html: float


def main(site):
    import browser as browsers  # beside this file, where the tests do not look

    path = browsers.find()
    if path is None:
        sys.exit("There is no browser: .venv/bin/python tools/browser.py installs one.")
    # Chromium's own sandbox refuses to work for root, which containers often are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    print(f"{'page':44} {'LCP s':>6} {'CLS':>6} {'HTML KB':>8}  largest content")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=sandbox)
        good = [measured(chromium, site, page) for page in pages(site)]
        chromium.close()
    print(f"{'limit':44} {LARGEST_CONTENT:6.2f} {SHIFT:6.3f} {HTML:8}")
    return 0 if good and all(good) else 1


def pages(site):
    """The paths of the sitemap in one language; of those below another, two and the last."""
    sitemap = urlopen(f"{site}/sitemap.xml").read().decode()  # noqa: S310 (the site we were given)
    paths = [urlsplit(url).path for url in re.findall(r"<loc>(.*?)</loc>", sitemap)]
    kinds = {}
    for path in paths:
        language, *parts = path.strip("/").split("/")
        if language == LANGUAGE:
            below = len(parts) > 1
            kinds.setdefault(("".join(parts[:1]), below), []).append(path)
    # Named pages stand before those of records: below the cities the map and the timeline.
    some = [path for found in kinds.values() for path in dict.fromkeys((*found[:2], found[-1]))]
    return [*some, *SEARCHES]


def measured(chromium, site, path):
    """Open the page several times, print what was found; whether it keeps to the limits."""
    visits = [visit(chromium, f"{site}{path}") for _try in range(TRIES)]
    largest = median(one.largest for one in visits)
    shift = median(one.shift for one in visits)
    html = visits[0].html
    print(f"{path:44} {largest:6.2f} {shift:6.3f} {html:8.1f}  {visits[-1].what}")
    for name in sorted({name for one in visits for name in one.shifted}):
        print(f"{'':44} shifts: {name}")
    return largest <= LARGEST_CONTENT and round(shift, 3) <= SHIFT and html <= HTML


def visit(chromium, url):
    """One visit with an empty cache."""
    context = chromium.new_context(**TELEPHONE)
    found = seen(context, url)
    context.close()
    return found


def seen(context, url):
    """What a new page of the browser's context sees of the address, slowed down."""
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    session.send("Emulation.setCPUThrottlingRate", SLOW_CPU)
    answer = page.goto(url, wait_until="load")
    if answer.status != 200:
        sys.exit(f"{url} answers {answer.status}")
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(500)  # for what comes late, and the observers
    found = page.evaluate("window.seen")
    html = len(answer.body()) / 1000
    return Visit(found["largest"] / 1000, found["what"], found["shift"], found["shifted"], html)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: .venv/bin/python tools/speed.py http://127.0.0.1:8000")
    sys.exit(main(sys.argv[1].rstrip("/")))
