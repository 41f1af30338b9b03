"""The page of our history: periods, events with their sources, and nothing hidden."""

import json
import re

import pytest

from events.models import Event, Participation
from office.models import Audience, Citation, Office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/our-history/"
DRAFT = "Draft translation, not yet checked by a person:"


def events_in(page):
    """(period or None, title) of each event, in the order of the page."""
    headings = re.findall(r"<h([23])[^>]*>(.*?)</h\1>", page.split("<main")[1], re.S)
    period, told = None, []
    for level, words in headings:
        text = " ".join(re.sub(r"<.*?>", "", words).split())
        if level == "2":
            period = text
        else:
            told.append((period, text))
    return told


def cite(event, field, title, **fields):
    source = factories.make_source(title, **fields)
    Citation.objects.create(record=event, field=field, source=source)


def test_events_stand_below_their_periods_in_order(client):
    factories.make_period("La Pira", first_year=1952, last_year=1964)
    factories.make_period("Today", first_year=2011)
    factories.make_event("Later", starts_on="1964-06")
    factories.make_event("First", starts_on="1955-10-02")
    factories.make_event("Between", starts_on="1988-06-18")
    factories.make_event("Also between", starts_on="1990")
    factories.make_event("Now", starts_on="2026")

    assert events_in(client.get(URL).text.split('id="footer"')[0]) == [
        ("La Pira 1952–1964", "First"),
        ("La Pira 1952–1964", "Later"),
        ("1988–1990", "Between"),
        ("1988–1990", "Also between"),
        ("Today 2011–", "Now"),
    ]


def test_an_event_is_told_with_all_that_is_known_and_each_source_once(client):
    city = factories.make_city("Kyoto", slug="kyoto")
    event = factories.make_event(
        "World conference",
        slug="conference",
        kind="conference",
        starts_on="1988-06-18",
        ends_on="1988-06-21",
        venue_en="Town hall",
        organiser_en="The municipality",
        participants_en="33 cities",
        note_en="It was <long>.",
        cities=[city],
    )
    cite(event, "starts_on", "Archive", url="https://archive.example.org/")
    Citation.objects.create(record=event, field="venue", source=event.citations.get().source)

    page = client.get(URL).text
    told = page.split('<li id="conference">')[1].split("</li>")[0]

    assert " ".join(re.sub(r"<.*?>", " ", told).split()) == (
        "18 – 21 June 1988 World conference conference It was &lt;long&gt;. "
        "Place Town hall Organiser The municipality Participants 33 cities "
        "Partner cities Kyoto Source: Archive"
    )
    assert '<a href="/en/partner-cities/kyoto/">Kyoto</a>' in told
    assert event.get_absolute_url() == f"{URL}#conference"


def test_page_without_events_says_so(client):
    page = client.get(URL).text

    assert "Nothing has been published yet." in page
    assert "Last updated" not in page


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_events_and_cities_are_not_told_to_anybody(client, back_office, level):
    hidden = factories.make_city("Zzyzx", level=level)
    factories.make_event("Hidden visit", level=level, starts_on="1988")
    factories.make_event("Open day", cities=[hidden])
    back_office("head")

    page = client.get(URL).text

    assert [title for _period, title in events_in(page.split('id="footer"')[0])] == ["Open day"]
    assert ("Zzyzx" in page, "Hidden visit" in page, "Partner cities</dt>" in page) == (
        False,
        False,
        False,
    )


# ---------------------------------------------------------------- texts


def test_that_texts_are_drafts_is_said_once_for_all(client):
    for n in range(3):
        event = factories.make_event(f"Event {n}")
        event.note_en, event.drafts = f"Note {n}.", {"en"}
        event.save()

    page = client.get(URL).text

    assert (page.count(DRAFT), page.count('class="fallback"')) == (1, 1)


def test_texts_that_a_person_wrote_have_no_remark(client):
    office = Office.objects.get()
    office.heritage_it, office.heritage_en = "La nostra storia.", "Our history."
    office.save()
    factories.make_event(note_it="Nota.", note_en="Note.")
    factories.make_period(first_year=1950)

    page = client.get(URL).text

    assert "<p>Our history.</p>" in page
    assert 'class="fallback"' not in page


def test_note_in_the_original_alone_names_its_language(client):
    factories.make_event(note_it="Nota.")

    page = client.get(URL).text

    assert '<div lang="it" dir="ltr"><p>Nota.</p></div>' in page
    assert '<small class="fallback">(in Italian)</small>' in page
    assert DRAFT not in page


# ---------------------------------------------------------------- for machines


def test_machines_read_the_same_events(client):
    factories.make_event("Hidden", level="internal")
    factories.make_event(
        "Festival </script>", slug="festival", starts_on="2019-05", venue_en="Park"
    )

    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(URL).text, re.S
    )
    (graph,) = [data["@graph"] for data in map(json.loads, blocks) if "@graph" in data]

    page = f"http://testserver{URL}"
    assert graph == [
        {
            "@type": "Event",
            "@id": f"{page}#festival",
            "name": "Festival </script>",
            "startDate": "2019-05",
            "location": {"@type": "Place", "name": "Park"},
            "url": f"{page}#festival",
        }
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_event_as_for_three(client, django_assert_num_queries, count):
    for n in range(count):
        factories.make_period(first_year=1950 + 10 * n, last_year=1955 + 10 * n)
        event = factories.make_event(
            starts_on=str(1950 + 10 * n), note_it="Nota.", cities=[factories.make_city()]
        )
        cite(event, "starts_on", f"Source {n}")
    client.get(URL)

    with django_assert_num_queries(7):
        client.get(URL)


def test_publishing_an_event_dates_the_page_and_hidden_work_does_not(client):
    history = Event.history
    event = factories.make_event(level="internal")
    history.update(history_date="2020-01-01T12:00Z")
    Audience.history.update(history_date="2020-01-01T12:00Z")
    Participation.objects.all().delete()
    shown = factories.make_event("Shown")
    history.filter(id=shown.pk).update(history_date="2021-05-04T12:00Z")
    Audience.history.filter(id=shown.audience_id).update(history_date="2021-05-04T12:00Z")

    event.note_en = "Still hidden."
    event.save()
    assert 'Last updated: <time datetime="2021-05-04">4 May 2021</time>' in client.get(URL).text

    Audience.objects.filter(pk=event.audience_id).update(level="public")
    assert '<time datetime="2021-05-04">4 May 2021</time></p>' not in client.get(URL).text
