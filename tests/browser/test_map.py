"""The map, the timeline and the list, as people use them."""

import io
import re

import pytest
from playwright.sync_api import expect

from directory.models import City
from partnerships.models import Agreement
from tests.browser.steps import address
from tests.browser.test_accessibility import overflow, violations
from tests.browser.test_citizen import tab_to

PLACES = {
    "reims": (49.2583, 4.0317),
    "kassel": (51.3127, 9.4797),
    "dresden": (51.0504, 13.7373),
    "edinburgh": (55.9533, -3.1883),
    "gifu": (35.4233, 136.7607),
    "osaka": (34.6937, 135.5023),
    "philadelphia": (39.9526, -75.1652),
}
LANGUAGES = ["it", "en", "de"]
SHOWN = ".map > svg[data-mark]:not([display=none])"


@pytest.fixture
def placed(florence_like):
    """Some of the cities with their coordinates, in crowds and alone."""
    for slug, (latitude, longitude) in PLACES.items():
        City.objects.filter(slug=slug).update(latitude=latitude, longitude=longitude)
    return florence_like


def status(page):
    return page.locator("#map-status")


@pytest.mark.parametrize(
    ("language", "script"), [*((language, True) for language in LANGUAGES), ("it", False)]
)
def test_kyoto_is_found_by_map_timeline_and_list(new_context, placed, language, script):
    page = new_context(java_script_enabled=script).new_page()
    city = address("directory:city_detail", language, "kyoto")

    page.goto(address("home", language))
    page.locator("a.map-link").click()
    page.locator(".map a[href*='area=east-asia'] .target").click()
    page.locator(f".map a[href='{city}'] .target").click()
    expect(page.locator("h1")).to_contain_text("Kyoto")

    for name in ("timeline", "city_list"):
        page.goto(address("partnerships:city_map", language))
        path = address(f"partnerships:{name}", language)
        page.locator(f".views a[href='{path}']").click()
        page.locator(f"main a[href='{city}']").first.click()
        expect(page).to_have_url(city)


def test_kyoto_is_found_on_the_map_by_keyboard_alone(page, placed):
    page.goto(address("partnerships:city_map"))

    tab_to(page, ".map a[href*='area=east-asia']")
    assert (
        page.locator(":focus .target").evaluate("el => getComputedStyle(el).strokeWidth") == "3px"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "area=east-asia" in url)
    tab_to(page, ".map a[href$='/kyoto/']")
    expect(page.locator(":focus text")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Kyoto")


def test_slider_shows_the_year_without_asking_the_server(page, placed):
    page.goto(address("partnerships:city_map"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    everything = page.locator(SHOWN).count()

    page.locator("#slide").fill("1955")
    expect(status(page)).to_contain_text("In 1955")
    expect(page).to_have_url(re.compile(r"\?year=1955$"))
    before = page.locator(SHOWN).count()
    lines = page.locator(".map-lines li:not([hidden])").count()

    assert (before < everything, asked) == (True, [])
    page.reload()
    expect(status(page)).to_contain_text("In 1955")
    assert page.locator(SHOWN).count() == before
    assert page.locator(".map-lines li:not([hidden])").count() == lines
    page.locator("#every-year").click()
    expect(page.locator(SHOWN)).to_have_count(everything)


def test_script_counts_each_year_as_the_server_does(page, placed):
    path = address("partnerships:city_map")
    Agreement.objects.filter(city__slug="reims").update(
        status="ended", ended_on="1980", signed_on="1955"
    )

    def seen():
        # The script alone writes an address of the crowd's own order; what it says counts.
        return {
            "status": status(page).inner_text(),
            "points": page.locator(f"{SHOWN} a").evaluate_all(
                "all => all.map(el => el.getAttribute('aria-label'))"
            ),
            "lines": page.locator(".map-lines li:not([hidden])").all_inner_texts(),
        }

    for year in ("1951", "1955", "1964", "1966", "1981"):
        page.goto(path)
        page.locator("#slide").fill(year)
        expect(status(page)).to_contain_text(year)
        by_script = seen()
        page.goto(f"{path}?year={year}")
        assert by_script == seen(), year


def test_year_stays_when_the_reader_goes_to_another_view(page, placed):
    page.goto(address("partnerships:city_map"))

    page.locator("#year").fill("1966")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text("In 1966")
    page.locator(".views a").first.click()

    expect(page).to_have_url(f"{address('partnerships:city_list')}?year=1966")
    expect(page.locator(".chips")).to_contain_text("Bonds in 1966")


def test_slider_is_a_form_without_a_script(new_context, placed):
    page = new_context(java_script_enabled=False).new_page()
    path = address("partnerships:city_map")
    page.goto(f"{path}?bond=twin")

    page.locator("#slide").focus()
    page.keyboard.press("Home")
    page.locator("#year-form button").click()
    expect(page).to_have_url(re.compile(r"\?bond=twin&year=195\d$"))
    page.locator("#year").fill("1966")
    page.locator("#year-form button").click()

    expect(page).to_have_url(re.compile(r"\?bond=twin&year=1966$"))
    expect(status(page)).to_contain_text("In 1966")
    page.locator("#every-year").click()
    expect(page).to_have_url(f"{path}?bond=twin")


@pytest.fixture
def our_pages(placed):
    city_map = address("partnerships:city_map")
    return [
        city_map,
        address("partnerships:city_map", "fr"),
        f"{city_map}?area=europe&year=1970",
        f"{city_map}?bond=nothing",
        f"{address('partnerships:city_list')}?since=1950&until=2000&continent=europe",
        f"{address('partnerships:timeline')}?bond=twin",
        address("partnerships:bond_types", "it"),
        address("home", "it"),
    ]


def test_pages_have_no_fault_and_fit_the_narrowest_screen(page, our_pages):
    found = {}
    for path in our_pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        page.locator("details:not(.language-switch)").evaluate_all(
            "all => all.forEach(el => { el.open = true })"
        )
        faults = violations(page)
        found[path] = faults + [pixels for pixels in overflow(page) if pixels]

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("query", ["", "?area=europe", "?area=east-asia"])
def test_points_can_be_hit_one_by_one_on_the_narrowest_screen(new_context, placed, query):
    page = new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(address("partnerships:city_map") + query)

    targets = page.locator(f"{SHOWN} .target").evaluate_all(
        "all => all.map(el => { const r = el.getBoundingClientRect();"
        " return [r.left, r.top, r.right, r.bottom] })"
    )

    assert targets
    assert min(min(r - le, b - t) for le, t, r, b in targets) > 23.99  # but for rounding
    assert [
        (one, other)
        for n, one in enumerate(targets)
        for other in targets[n + 1 :]
        if min(one[2], other[2]) > max(one[0], other[0])
        and min(one[3], other[3]) > max(one[1], other[1])
    ] == []


def test_map_does_not_mirror(page, placed):
    def places():
        return page.locator(".map .target").evaluate_all(
            "all => all.map(el => Math.round(el.getBoundingClientRect().x))"
        )

    page.goto(address("partnerships:city_map"))
    before = places()
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert places() == before


def test_printed_list_says_what_it_is_of_and_where_from(page, placed):
    path = f"{address('partnerships:city_list')}?bond=twin"
    page.goto(path)
    page.emulate_media(media="print")

    expect(page.locator("h1")).to_have_text("Partner cities")
    expect(page.locator(".printed")).to_contain_text(path)
    expect(page.locator(".chips")).to_contain_text("Kind of bond: Twinning")
    for hidden in (".filters", ".views", ".chips a", ".table-link"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert io.BytesIO(page.pdf()).read(5) == b"%PDF-"


def test_page_of_the_map_stands_at_once_and_nothing_shifts(new_context, placed):
    """On a telephone with a processor four times slower, 1.6 Mbit/s and 150 ms to the server."""
    context = new_context(viewport={"width": 375, "height": 700})
    page = context.new_page()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    slow.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 200_000,
            "uploadThroughput": 93_750,
        },
    )
    page.goto(address("partnerships:city_map"), wait_until="networkidle")

    shift, largest = page.evaluate(
        """() => new Promise(done => {
            let shift = 0, largest = 0;
            const watch = (type, note) => new PerformanceObserver(
                list => list.getEntries().forEach(note)).observe({ type, buffered: true });
            watch("layout-shift", entry => { shift += entry.value });
            watch("largest-contentful-paint", entry => { largest = entry.startTime });
            setTimeout(() => done([shift, largest]), 500);
        })"""
    )

    # Within 0.9 seconds on a quiet machine; the tests run on busy ones as well.
    assert (shift < 0.01, 0 < largest < 2_000) == (True, True), (shift, largest)
