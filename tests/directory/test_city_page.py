"""What the page of a city tells beside its agreements: story, picture, place, whom to ask."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps

from directory.actions import attach
from directory.models import City
from office.dates import PartialDate
from office.models import Audience, Citation, Office
from partnerships.anniversaries import Anniversary
from tests import factories
from tests.pages import section, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/partner-cities/kyoto/"


def headings(page):
    return [text(words) for words in re.findall(r"<h2[^>]*>(.*?)</h2>", page.split("<footer")[0])]


@pytest.fixture
def kyoto():
    country = factories.make_country(code="JP", name_en="Japan")
    return factories.make_city("Kyoto", slug="kyoto", country=country)


def write(city, **texts):
    drafts = texts.pop("drafts", ())
    city = City.objects.get(pk=city.pk)
    for name, value in texts.items():
        setattr(city, name, value)
    city.drafts = set(drafts)
    city.save()


# ---------------------------------------------------------------- the order of the page


def test_the_parts_stand_in_the_order_of_the_readers_questions(client, kyoto):
    City.objects.update(latitude="35.0116", longitude="135.7681")
    Office.objects.update(for_schools_en="Write to us.")
    write(kyoto, story_it="Storia.", story_en="Story.")
    factories.make_agreement(kyoto)
    factories.make_event(cities=[kyoto])
    factories.make_office_held(city=kyoto)
    factories.make_document(on=[kyoto])
    factories.make_picture(on=[kyoto])

    page = client.get(URL).text

    assert headings(page) == [
        "The story",
        "What binds us",
        "Events",
        "Who to know there",
        "Documents",
        "On the map",
        "The city",
        "For schools and associations",
    ]
    assert page.index('<figure class="picture">') < page.index('id="story"')


def test_what_is_not_known_leaves_no_heading(client, kyoto):
    page = client.get(URL).text

    assert headings(page) == ["What binds us", "The city"]
    assert '<figure class="picture">' not in page


# ---------------------------------------------------------------- the story


def test_the_story_is_told_with_its_sources(client, kyoto):
    write(kyoto, story_it="Storia.", story_en="Once.\n\nAnd <twice>.")
    source = factories.make_source("Archive", url="https://archive.example.org/")
    Citation.objects.create(record=kyoto, field="story", source=source)

    page = client.get(URL).text

    assert section(page, "story") == "The story Once. And <twice>. Source: Archive"
    assert "<p>Once.</p>\n\n<p>And &lt;twice&gt;.</p>" in page


def test_a_story_in_the_original_alone_names_its_language(client, kyoto):
    write(kyoto, story_it="Storia.")

    assert section(client.get(URL).text, "story") == "The story Storia. (in Italian)"


def test_that_nobody_checked_the_texts_is_said_once_with_the_way_to_the_original(client, kyoto):
    write(kyoto, story_it="Storia.", story_en="Story.", drafts=["en"])
    agreement = factories.make_agreement(kyoto)
    agreement.note_it, agreement.note_en, agreement.drafts = "Nota.", "Note.", {"en"}
    agreement.save()

    page = client.get(URL).text

    said = "Draft translation, not yet checked by a person: read the original in Italian"
    assert text(page).count(said) == 1
    assert page.count('class="fallback"') == 1
    assert '<a href="/it/citta-partner/kyoto/" hreflang="it">read the original' in page
    assert section(page, "story") == "The story Story."


def test_texts_that_a_person_wrote_have_no_remark(client, kyoto):
    write(kyoto, story_it="Storia.", story_en="A better story.")

    assert 'class="fallback"' not in client.get(URL).text


def test_an_original_that_nobody_checked_leads_to_no_other_language(client, kyoto):
    write(kyoto, story_it="Storia.", drafts=["it"])

    page = client.get("/it/citta-partner/kyoto/").text

    assert text(page).count("Alcuni testi di questa pagina non sono stati controllati") == 1
    assert "leggi l’originale" not in page


# ---------------------------------------------------------------- for schools


def test_schools_read_what_they_can_ask_and_whom(client, kyoto):
    office = Office.objects.get()
    office.for_schools_en, office.telephone = "Ask for a contact.", "+39 055 123"
    office.address, office.email = "Town hall", "office@example.org"
    office.save()

    page = client.get(URL).text

    assert section(page, "for-schools") == (
        "For schools and associations Ask for a contact. "
        "Whom to ask: International Relations Office, Municipality of Borgolago "
        "AddressTown hall Telephone+39 055 123 E-mailoffice@example.org"
    )
    assert '<a href="tel:+39055123" dir="ltr">+39 055 123</a>' in page


# ---------------------------------------------------------------- the next anniversary

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("signed", "years", "day"),
    [
        ("1965-11-25", 61, "2026-11-25"),
        ("1965-11-24", 62, "2027-11-24"),
        ("1965-11-26", 61, "2026-11-26"),
        ("1965-11", 61, "2026-11"),
        ("1965-10", 62, "2027-10"),
        ("1952", 74, "2026"),
        ("2026-11-25", 1, "2027-11-25"),
        ("2026", 1, "2027"),
        ("2024-02-29", 3, "2027-02-28"),
    ],
)
def test_the_next_anniversary_is_as_exact_as_the_date(kyoto, signed, years, day):
    agreement = factories.make_agreement(kyoto, signed_on=PartialDate.parse(signed))

    told = agreement.next_anniversary(TODAY)
    assert told == Anniversary(years, PartialDate.parse(day))


def test_a_leap_day_has_its_own_day_in_a_leap_year(kyoto):
    agreement = factories.make_agreement(kyoto, signed_on=PartialDate(2000, 2, 29))

    assert agreement.next_anniversary(date(2028, 2, 1)).date == PartialDate(2028, 2, 29)


@pytest.mark.parametrize(("signed", "is_round"), [("1966-12", True), ("1965-12", False)])
def test_every_fifth_anniversary_is_round(kyoto, signed, is_round):
    agreement = factories.make_agreement(kyoto, signed_on=PartialDate.parse(signed))

    assert agreement.next_anniversary(TODAY).is_round is is_round


def test_what_has_no_date_or_has_ended_has_no_anniversary(client, kyoto):
    undated = factories.make_agreement(kyoto)
    ended = factories.make_agreement(kyoto, status="ended", signed_on=PartialDate(1952))

    assert (undated.next_anniversary(TODAY), ended.next_anniversary(TODAY)) == (None, None)
    assert "Next anniversary" not in client.get(URL).text


def test_the_page_tells_the_anniversary_of_each_agreement(client, kyoto, monkeypatch):
    monkeypatch.setattr("partnerships.pages.timezone", SimpleNamespace(localdate=lambda: TODAY))
    factories.make_agreement(kyoto, signed_on=PartialDate(1965, 11, 6))
    factories.make_agreement(kyoto, bond="pact", signed_on=PartialDate(2026))

    told = re.findall(r'<p class="anniversary.*?</p>', client.get(URL).text)

    assert [text(one) for one in told] == [
        "Next anniversary: 62 years, 6 November 2027",
        "Next anniversary: 1 year, 2027",
    ]


# ---------------------------------------------------------------- picture and place


def test_the_picture_has_its_credit_and_words_and_is_not_listed_again(client, kyoto):
    picture = factories.make_picture(
        "The bridge", alt_text_en="A bridge over a river", author="Ada", licence="CC BY 4.0"
    )
    factories.make_document("A pact", on=[kyoto])
    assert '<figure class="picture">' not in client.get(URL).text
    attach(document=picture, record=kyoto, by=None)

    page = client.get(URL).text

    figure = page.split('<figure class="picture">')[1].split("</figure>")[0]
    assert 'alt="A bridge over a river"' in figure
    assert 'loading="eager"' in figure
    assert text(figure) == "Author: Ada – Licence: CC BY 4.0"
    assert re.findall(r"Documents (.*?) \(PDF", section(page, "documents")) == ["A pact"]
    assert "The bridge" not in section(page, "documents")


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_a_hidden_picture_is_not_shown(client, kyoto, level):
    factories.make_picture(level=level, on=[kyoto])

    assert '<figure class="picture">' not in client.get(URL).text


@pytest.mark.parametrize(
    ("latitude", "longitude", "area", "side"),
    [
        ("35.0116", "135.7681", "east-asia", "start"),
        ("51.3127", "9.4797", "europe", "start"),
        ("27.1253", "-13.1625", "africa", "end"),
        ("-33.8688", "151.2093", "oceania", "end"),
    ],
)
def test_the_city_stands_on_the_map_of_its_part_of_the_world(
    client, kyoto, latitude, longitude, area, side
):
    City.objects.update(latitude=latitude, longitude=longitude)

    # With a language that writes a decimal comma: a drawing knows none.
    page = client.get("/it/citta-partner/kyoto/").text
    place = page.split('aria-labelledby="place">')[1].split("</section>")[0]

    assert f"vendor/map/{area}.svg#land" in place
    x, y = re.search(r'<circle cx="(\d+)" cy="(\d+)"', place).groups()
    assert (0 < int(x) < 1000, 0 < int(y) < 750) == (True, True)
    assert ('class="at-start"' in place) == (int(x) > 500)
    assert 'aria-hidden="true"' in place
    link = re.search(rf'href="(/it/[^"]*\?area={area})"', place)[1]
    assert client.get(link).status_code == 200


def test_the_map_is_told_in_words_as_well(client, kyoto):
    City.objects.update(latitude="35.0116", longitude="135.7681")

    place = section(client.get(URL).text, "place")
    assert place.endswith("Kyoto, Japan: on the map of the partner cities, East Asia")


# ---------------------------------------------------------------- the last update


def date_all(moment):
    """Whatever was done until now was done at that moment."""
    for model in apps.get_models():
        if hasattr(model, "history_date"):
            model._base_manager.update(history_date=moment)


def updated(client):
    return re.search(r'Last updated: <time datetime="(.*?)">', client.get(URL).text)[1]


def test_the_page_is_dated_by_what_it_shows(client, kyoto):
    agreement = factories.make_agreement(kyoto)
    event = factories.make_event(cities=[kyoto])
    office = factories.make_office_held(city=kyoto)
    document = factories.make_document(on=[kyoto])
    for n, record in enumerate([kyoto, agreement, event, office, document, office.person]):
        date_all("2020-01-01T12:00Z")
        type(record).objects.get(pk=record.pk).save()
        type(record).history.filter(history_date__year__gt=2020).update(
            history_date=f"2021-01-0{n + 1}T12:00Z"
        )

        assert updated(client) == f"2021-01-0{n + 1}"


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_work_does_not_date_the_page(client, kyoto, level):
    agreement = factories.make_agreement(kyoto, level=level)
    event = factories.make_event(level=level, cities=[kyoto])
    document = factories.make_document(level=level, on=[kyoto])
    person = factories.make_person(level=level)
    office = factories.make_office_held(person, city=kyoto)
    date_all("2020-01-01T12:00Z")

    for record in (agreement, event, document, person, office):
        type(record).objects.get(pk=record.pk).save()
    factories.make_agreement(kyoto, level=level, note_en="Hidden")

    assert updated(client) == "2020-01-01"


def test_what_was_hidden_dates_the_page_from_its_publication(client, kyoto):
    agreement = factories.make_agreement(kyoto, level="internal")
    date_all("2020-01-01T12:00Z")
    Audience.objects.get(pk=agreement.audience_id).save()
    audience = Audience.objects.get(pk=agreement.audience_id)
    audience.level = "public"
    audience.save()
    Audience.history.filter(level="public", id=audience.pk).update(history_date="2022-03-04T12:00Z")

    assert updated(client) == "2022-03-04"


# ---------------------------------------------------------------- how often it asks


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_of_each_as_for_three(
    client, kyoto, django_assert_num_queries, count
):
    for n in range(count):
        agreement = factories.make_agreement(kyoto, signed_on=PartialDate(1950 + n))
        agreement.themes.add(factories.make_theme(f"theme-{n}"))
        event = factories.make_event(cities=[kyoto, factories.make_city()])
        for record in (agreement, event):
            field = "signed_on" if record is agreement else "starts_on"
            source = factories.make_source(f"Source {n} of {field}")
            Citation.objects.create(record=record, field=field, source=source)
        person = factories.make_person(f"Person {n}")
        factories.make_contact_detail(person, is_published=True)
        factories.make_office_held(person, city=kyoto)
        factories.make_document(f"Document {n}", on=[kyoto])
        factories.make_picture(f"Picture {n}", on=[kyoto])
    client.get(URL)

    with django_assert_num_queries(39):
        client.get(URL)
