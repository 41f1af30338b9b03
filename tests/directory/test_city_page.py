"""The page of a city beyond its agreements: story, events, whom to ask, last update."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

import pytest
from django.utils.html import strip_tags

from directory.models import City
from directory.pages import Section, city_sections
from events.models import Event
from office.dates import PartialDate
from office.models import Citation, Office
from partnerships.models import Agreement
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/partner-cities/kassel/"


def text(html):
    """What one reads on a piece of a page, with single spaces."""
    return " ".join(unescape(strip_tags(html.replace("</dt>", " "))).split())


def headings(page):
    return [text(found) for found in re.findall(r"<h2.*?</h2>", page.split('id="footer"')[0], re.S)]


def section(page, name):
    """What one reads in the section of that id."""
    return text(re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.S)[0])


def data(page):
    """The blocks of structured data of the page, by their type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return {one["@type"]: one for one in map(json.loads, blocks)}


@pytest.fixture
def kassel():
    germany = factories.make_country(code="DE", name_it="Germania", name_en="Germany")
    return factories.make_city("Kassel", slug="kassel", country=germany)


@pytest.fixture
def told(kassel):
    """Kassel with everything that a page may tell."""
    City.objects.filter(pk=kassel.pk).update(story_it="Una storia.", story_en="How it began.")
    factories.make_agreement(kassel, signed_on=PartialDate(1952), status="in_force")
    factories.make_event("Peace meeting", cities=[kassel])
    office = Office.objects.get()
    office.for_schools_en, office.email = "A letter to a class.", "office@example.org"
    office.save()
    return kassel


# ---------------------------------------------------------------- the order of the page


def test_page_goes_from_the_story_to_whom_to_ask(client, told):
    page = client.get(URL).text

    assert headings(page) == [
        "The story",
        "What binds us",
        "Events",
        "The city",
        "For schools and associations",
    ]
    levels = [int(level) for level in re.findall(r"<h(\d)", page.split('id="footer"')[0])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_page_without_story_events_and_offer_has_no_empty_heading(client, kassel):
    assert headings(client.get(URL).text) == ["What binds us", "The city"]


def test_lead_section_stands_above_the_story(client, told, monkeypatch):
    entries = city_sections._entries | {
        "picture": lambda _city: Section("_demonstration_mark.html", lead=True)
    }
    monkeypatch.setattr(city_sections, "_entries", entries)

    page = client.get(URL).text

    assert 0 < page.index("demonstration-mark") < page.index('id="story"')


# ---------------------------------------------------------------- story


def test_story_is_told_in_paragraphs_with_its_sources(client, kassel):
    City.objects.filter(pk=kassel.pk).update(story_en="After the war.\n\nThen <b>schools</b>.")
    Citation.objects.create(record=kassel, field="story", source=factories.make_source("Archive"))

    page = client.get(URL).text

    assert "<p>After the war.</p>" in page
    assert "<p>Then &lt;b&gt;schools&lt;/b&gt;.</p>" in page
    assert section(page, "story").endswith("Source: Archive")


def test_story_missing_in_the_readers_language_is_marked(client, kassel):
    City.objects.filter(pk=kassel.pk).update(story_it="Dopo la guerra.")

    page = client.get("/de/partnerstaedte/kassel/").text

    assert '<div lang="it" dir="ltr"><p>Dopo la guerra.</p></div>' in page


# ---------------------------------------------------------------- events


def test_events_are_told_as_they_happened_and_lead_to_the_history(client, kassel):
    factories.make_event("Festival", cities=[kassel], starts_on="2011-05", slug="festival")
    factories.make_event("Meeting", cities=[kassel], starts_on="1955", venue_en="Town hall")
    factories.make_event("Of others", cities=[factories.make_city("Osaka")])

    page = client.get(URL).text

    assert section(page, "events") == (
        "Events 1955 Meeting conference – Town hall May 2011 Festival conference"
    )
    assert 'href="/en/our-history/#festival"' in page


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_event_is_not_told(client, kassel, level):
    factories.make_event("Secret talks", level=level, cities=[kassel])

    assert headings(client.get(URL).text) == ["What binds us", "The city"]


# ---------------------------------------------------------------- whom to ask


def test_school_reads_what_it_can_ask_for_and_whom(client, told):
    said = section(client.get(URL).text, "for-schools")

    assert said == (
        "For schools and associations A letter to a class. Whom to ask: "
        "International Relations Office, Municipality of Borgolago E-mail office@example.org"
    )


# ---------------------------------------------------------------- last update


def at(model, year, **found):
    """Say that all versions so far were written in that year."""
    model.history.filter(**found).update(history_date=datetime(year, 5, 4, 12, tzinfo=UTC))


def update_of(client):
    return re.search(r'<p class="updated">(.*?)</p>', client.get(URL).text, re.S)[1]


@pytest.fixture
def since_2001(told):
    for model in (City, Agreement, Event, Citation, type(told.audience)):
        at(model, 2001)
    return told


def test_last_change_of_city_agreement_event_or_source_dates_the_page(client, since_2001):
    assert text(update_of(client)) == "Last updated: 4 May 2001"

    agreement, event = Agreement.objects.get(), Event.objects.get()
    for year, record in ((2002, since_2001), (2003, agreement), (2004, event)):
        record.save()
        at(type(record), year)
        assert f'datetime="{year}-05-04"' in update_of(client)

    Citation.objects.create(
        record=agreement, field="signed_on", source=factories.make_source("Archive")
    )
    at(Citation, 2005)
    assert 'datetime="2005-05-04"' in update_of(client)
    Citation.objects.get().delete()
    at(Citation, 2006, history_type="-")
    assert 'datetime="2006-05-04"' in update_of(client)


def test_what_is_done_to_hidden_things_does_not_date_the_page(client, since_2001):
    draft = factories.make_agreement(since_2001, level="internal")
    Citation.objects.create(record=draft, field="signed_on", source=factories.make_source("A hint"))
    draft.note_en = "Still secret"
    draft.save()
    factories.make_event("Secret talks", level="quiet", cities=[since_2001])
    since_2001.audience.readers.add(factories.make_user("officer"))
    since_2001.audience.save()

    assert 'datetime="2001-05-04"' in update_of(client)


def test_publishing_dates_the_page_and_not_the_work_before(client, since_2001):
    draft = factories.make_agreement(since_2001, level="internal")
    at(Agreement, 2010, id=draft.pk)
    at(type(draft.audience), 2010, id=draft.audience_id)
    assert 'datetime="2001-05-04"' in update_of(client)

    draft.audience.level = "public"
    draft.audience.save()
    at(type(draft.audience), 2012, id=draft.audience_id, level="public")

    assert 'datetime="2012-05-04"' in update_of(client)


# ---------------------------------------------------------------- for machines


def test_city_is_told_to_machines(client, kassel):
    City.objects.filter(pk=kassel.pk).update(
        name_fr="Cassel",
        latitude="51.3127",
        longitude="9.4797",
        website="https://kassel.example.org/",
    )

    page = data(client.get(URL).text)

    site = "http://testserver"
    assert page["City"] == {
        "@context": "https://schema.org",
        "@type": "City",
        "@id": f"{site}{URL}#city",
        "name": "Kassel",
        "alternateName": ["Cassel"],
        "geo": {"@type": "GeoCoordinates", "latitude": 51.3127, "longitude": 9.4797},
        "sameAs": "https://kassel.example.org/",
        "containedInPlace": {"@type": "Country", "name": "Germany"},
        "mainEntityOfPage": f"{site}{URL}",
    }
    assert [(one["name"], one["item"]) for one in page["BreadcrumbList"]["itemListElement"]] == [
        ("Home", f"{site}/en/"),
        ("Partner cities", f"{site}/en/partner-cities/"),
        ("Kassel", f"{site}{URL}"),
    ]


def test_what_is_not_known_is_not_told_to_machines(client, kassel):
    assert set(data(client.get(URL).text)["City"]) == {
        "@context",
        "@type",
        "@id",
        "name",
        "containedInPlace",
        "mainEntityOfPage",
    }


def test_name_cannot_break_out_of_the_data(client, kassel):
    evil = "</script><script>alert(1)</script>&"
    City.objects.filter(pk=kassel.pk).update(name_en=evil)

    page = client.get(URL).text

    assert "<script>alert" not in page
    assert data(page)["City"]["name"] == evil


# ---------------------------------------------------------------- cost


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_of_each_and_for_three(
    client, told, django_assert_num_queries, count
):
    for n in range(1, count):
        agreement = factories.make_agreement(told, signed_on=PartialDate(1960 + n))
        event = factories.make_event(f"Meeting {n}", cities=[told])
        for record, field in ((agreement, "signed_on"), (event, "starts_on"), (told, "story")):
            source = factories.make_source(f"{field} {n}")
            Citation.objects.create(record=record, field=field, source=source)
    client.get(URL)  # what is remembered from the first request on

    with django_assert_num_queries(14):
        page = client.get(URL).text

    assert page.count('class="agreement"') == count
    assert section(page, "events").count("conference") == count
