"""The page of the office's history, as a citizen meets it."""

import json
import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from office.models import Citation, Office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/our-history/"


def text(html):
    """What one reads on a piece of a page, with single spaces."""
    return " ".join(unescape(strip_tags(html.replace("</dt>", " "))).split())


def told(page):
    """[(heading of the period, [title of each event]), …] as the page shows them."""
    parts = page.split('id="footer"')[0].split("<h2")[1:]
    return [
        (
            text(f"<h2{part}".split("</h2>")[0]),
            [text(title) for title in re.findall(r"<h3>(.*?)</h3>", part)],
        )
        for part in parts
    ]


def event_on(page, slug):
    """What one reads of one event."""
    return text(re.search(rf'<li id="{slug}">.*?</li>', page, re.S)[0])


def test_events_stand_in_their_periods_as_they_happened(client):
    factories.make_period("The beginnings", first_year=1951, last_year=1965)
    factories.make_period("Our days", first_year=2015, last_year=None)
    for title, day in [
        ("Summit", "2015-11-05"),
        ("Colloquy", "1958-10-04"),
        ("Meetings", "1952"),
        ("Congress", "1988-06-18"),
        ("Appeal", "2006-11-11"),
        ("Latest", "2026"),
    ]:
        factories.make_event(title, starts_on=day)

    assert told(client.get(URL).text) == [
        ("The beginnings 1951–1965", ["Meetings", "Colloquy"]),
        ("1988–2006", ["Congress", "Appeal"]),
        ("Our days 2015–", ["Summit", "Latest"]),
    ]


def test_events_without_any_period_stand_under_their_years(client):
    factories.make_event("Congress", starts_on="1988-06-18")
    assert told(client.get(URL).text) == [("1988", ["Congress"])]

    factories.make_event("Colloquy", starts_on="1958-10")
    assert told(client.get(URL).text) == [("1958–1988", ["Colloquy", "Congress"])]


def test_later_one_of_two_overlapping_periods_holds_the_event(client):
    factories.make_period("Long", first_year=1950, last_year=2000)
    factories.make_period("Short", first_year=1955, last_year=1955)
    factories.make_event("Colloquy", starts_on="1955")

    assert told(client.get(URL).text) == [("Short 1955–1955", ["Colloquy"])]


def test_event_is_told_with_all_that_is_known_and_who_says_so(client):
    kyoto = factories.make_city("Kyoto", slug="kyoto")
    event = factories.make_event(
        "Congress",
        slug="congress",
        cities=[kyoto, factories.make_city("Fez")],
        starts_on="1988-06-18",
        ends_on="1988-06-21",
        venue_en="Town hall",
        organiser_en="The city",
        participants_en="33 cities",
        note_en="It went well.",
    )
    source = factories.make_source("Archive")
    for field in ("starts_on", "venue"):
        Citation.objects.create(record=event, field=field, source=source)

    page = client.get(URL).text

    assert event_on(page, "congress") == (
        "18 June 1988 – 21 June 1988 Congress conference It went well. Place Town hall "
        "Organiser The city Participants 33 cities Partner cities Kyoto, Fez Source: Archive"
    )
    assert 'href="/en/partner-cities/kyoto/"' in page


def test_what_is_not_known_of_an_event_has_no_line(client):
    factories.make_event("Meetings", slug="meetings", starts_on="1952")

    assert event_on(client.get(URL).text, "meetings") == "1952 Meetings conference"


def test_office_frames_its_history_in_its_own_words(client):
    Office.objects.update(heritage_en="It began in <1951>.\n\nIt goes on.")

    page = client.get(URL).text

    assert "<p>It began in &lt;1951&gt;.</p>" in page
    assert "Nothing has been published yet." in page


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_event_and_hidden_city_are_told_to_nobody(client, back_office, level):
    factories.make_event("Secret talks", level=level)
    factories.make_event("Congress", cities=[factories.make_city("Atlantis", level=level)])
    back_office("head")

    page = client.get(URL).text

    assert told(page) == [("1955", ["Congress"])]
    assert "Atlantis" not in page
    assert "Secret" not in page


def test_made_up_event_is_marked(client):
    factories.make_event("Festival", is_demo=True)

    assert client.get(URL).text.count("Demonstration: made up") == 1


def test_events_are_told_to_machines(client):
    factories.make_event("Meetings", slug="meetings", starts_on="1952", ends_on="1956")

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(URL).text)

    page = f"http://testserver{URL}"
    assert json.loads(blocks[0])["@graph"] == [
        {
            "@type": "Event",
            "@id": f"{page}#meetings",
            "name": "Meetings",
            "startDate": "1952",
            "endDate": "1956",
            "url": f"{page}#meetings",
        }
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_event_and_for_three(client, django_assert_num_queries, count):
    for n in range(count):
        factories.make_period(f"Period {n}", first_year=1950 + n)
        event = factories.make_event(
            f"Meeting {n}", starts_on=str(1950 + n), cities=[factories.make_city(f"City {n}")]
        )
        source = factories.make_source(f"Source {n}")
        Citation.objects.create(record=event, field="starts_on", source=source)
    client.get(URL)  # what is remembered from the first request on

    with django_assert_num_queries(7):
        assert text(client.get(URL).text).count("Source: Source") == count
