"""What data sets say of events, periods, stories and the office's own texts."""

import csv

import pytest

from directory.models import City
from events.models import Event, Participation, Period
from office import datasets
from office.models import Office

pytestmark = pytest.mark.django_db

FILES = {
    "office.csv": {
        "key": "office",
        "name_it": "Comune",
        "city_name_it": "Città",
        "department_it": "Ufficio",
        "address": "",
        "website": "",
        "original_language": "it",
        "languages": "it|en",
    },
    "office_texts.csv": {
        "key": "office",
        "heritage_it": "Tutto cominciò nel 1951.",
        "for_schools_it": "Una lettera.",
        "drafts": "",
    },
    "cities.csv": {
        "slug": "kassel",
        "name_it": "Kassel",
        "own_name": "",
        "own_language": "",
        "country": "DE",
        "latitude": "",
        "longitude": "",
        "population": "",
        "time_zone": "",
        "names": "",
    },
    "stories.csv": {"city": "kassel", "story_it": "Prima.\n\nPoi.", "story_en": "", "drafts": ""},
    "periods.csv": {"key": "first", "title_it": "I primi", "first_year": "1951", "last_year": ""},
    "events.csv": {
        "key": "convegno",
        "title_it": "Convegno",
        "kind": "conference",
        "starts_on": "1955-10-02",
        "ends_on": "",
        "venue_it": "Palazzo",
        "note_it": "",
        "cities": "kassel",
        "drafts": "",
    },
    "citations.csv": {
        "record": "city",
        "key": "kassel",
        "field": "story",
        "says": "",
        "title": "Archivio",
        "url": "",
        "confidence": "high",
        "licence": "",
    },
}
EVENT_CITATION = FILES["citations.csv"] | {
    "record": "event",
    "key": "convegno",
    "field": "starts_on",
}


def write(folder, **changes):
    """All files, each with one row; `events={"kind": "x"}` changes a cell of events.csv."""
    for name, row in FILES.items():
        rows = [row | changes.get(name.removesuffix(".csv"), {})]
        if name == "citations.csv":
            rows.append(EVENT_CITATION)
        with (folder / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerows(rows)


def load(folder):
    return datasets.load("trial", folder)


@pytest.fixture(autouse=True)
def few_countries(monkeypatch):
    monkeypatch.setattr("directory.readers.known_codes", lambda: {"DE"})


@pytest.fixture
def loaded(tmp_path):
    write(tmp_path)
    load(tmp_path)
    return tmp_path


def test_files_make_events_periods_and_texts_with_their_sources(loaded):
    city, event, period = City.objects.get(), Event.objects.get(), Period.objects.get()

    assert city.story_it == "Prima.\n\nPoi."
    assert (event.slug, event.kind, event.audience.level) == ("convegno", "conference", "public")
    assert (event.starts_on.isoformat(), event.ends_on, event.venue_it) == (
        "1955-10-02",
        None,
        "Palazzo",
    )
    assert list(event.cities.all()) == [city]
    assert (period.first_year, period.last_year, period.title_it) == (1951, None, "I primi")
    assert Office.objects.get().heritage_it == "Tutto cominciò nel 1951."
    assert Office.objects.get().for_schools_it == "Una lettera."
    assert [(one.field, str(one.source)) for one in event.citations.all()] == [
        ("starts_on", "Archivio")
    ]
    assert [one.field for one in city.citations.all()] == ["story"]


def test_city_and_its_story_are_one_version_of_one_record(loaded):
    city = City.objects.get()

    kept = [(one.history_type, one.story_it) for one in city.history.all()]
    assert kept == [("+", "Prima.\n\nPoi.")]


def test_loading_again_changes_nothing(loaded):
    before = {model: list(model.objects.values()) for model in (City, Event, Office, Period)}

    counted = load(loaded)

    assert {model: list(model.objects.values()) for model in before} == before
    assert set(+counted) == {"unchanged"}
    assert [City.history.count(), Event.history.count()] == [1, 1]


def test_story_that_changed_in_the_file_changes_and_that_of_staff_stays(loaded):
    write(loaded, stories={"story_it": "Di nuovo."})
    load(loaded)
    assert City.objects.get().story_it == "Di nuovo."

    city = City.objects.get()
    city.story_it = "Dell’ufficio."
    city.save()
    write(loaded, stories={"story_it": "Ancora."})
    counted = load(loaded)

    assert City.objects.get().story_it == "Dell’ufficio."
    assert counted["left"] == 1


def test_story_of_a_city_that_staff_made_or_deleted_is_left(tmp_path):
    write(tmp_path)
    load(tmp_path)
    Participation.objects.all().delete()
    City.objects.get().delete()

    load(tmp_path)

    assert not City.objects.exists()


def test_city_that_staff_took_out_of_an_event_stays_out(loaded):
    Participation.objects.get().delete()

    load(loaded)

    assert not Participation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"stories": {"city": "osaka"}},
            r"stories\.csv, line 4, row: “osaka” stands in no other file",
        ),
        ({"events": {"kind": "party"}}, r"events\.csv, line 2, kind: "),
        ({"events": {"cities": "osaka"}}, r"events\.csv, line 2, cities: “osaka” is not underst"),
        ({"events": {"starts_on": ""}}, r"events\.csv, line 2, starts_on: "),
        ({"events": {"ends_on": "1955-01"}}, r"events\.csv, line 2, ends_on: An event cannot end"),
        ({"periods": {"first_year": "x"}}, r"periods\.csv, line 2, first_year: “x” is not underst"),
        ({"citations": {"record": "visit"}}, r"citations\.csv, line 2, record: “visit” is not und"),
        (
            {"office_texts": {"key": "other"}},
            r"office_texts\.csv, line 2, row: “other” stands in no",
        ),
    ],
)
def test_bad_cell_is_named_and_nothing_is_loaded(tmp_path, changes, message):
    write(tmp_path, **changes)

    with pytest.raises(datasets.BadRow, match=message):
        load(tmp_path)

    assert not City.objects.exists()
