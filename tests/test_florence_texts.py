"""The words about Florence's partners and events: whole, honest about drafts, well written."""

import csv
import re
from itertools import combinations
from pathlib import Path

import pytest

from relint.datasets import florence

DATA = Path(florence.__path__[0]) / "data"
LANGUAGES = ["it", "en", "fr", "de", "es"]
DRAFTS = "fr|de|es"
THEMES = {
    "peace",
    "memory",
    "solidarity",
    "culture",
    "heritage",
    "education",
    "youth",
    "economy",
    "tourism",
    "sustainability",
    "institutions",
}
EVENTS = [
    "convegni-pace-civilta-cristiana",
    "sindaci-capitali-1955",
    "colloquio-mediterraneo-1",
    "colloquio-mediterraneo-2",
    "colloquio-mediterraneo-3",
    "colloquio-mediterraneo-4",
    "world-conference-historical-cities-1988",
    "appello-alluvione-2006",
    "conferenza-citta-gemellate-saharawi-2009",
    "festival-europa-2011",
    "uclg-world-council-2011",
    "festival-europa-2013",
    "unesco-forum-2014",
    "culture-of-peace-2014",
    "unity-in-diversity-2015",
    "unity-in-diversity-2016",
    "festival-europa-2017",
    "unity-in-diversity-2017",
    "festival-europa-2019",
    "prefects-days-2021",
    "mediterranean-mayors-forum-2022",
    "festival-europa-2022",
    "european-cities-global-challenges-2023",
    "kyoto-60-2025",
    "keys-kyiv-2026",
]
# file -> the fields that it writes in every language
TEXTS = {
    "stories.csv": ["story"],
    "agreements.csv": ["instrument", "place", "note"],
    "events.csv": ["title", "venue", "organiser", "participants", "note"],
    "office_texts.csv": ["for_schools", "heritage"],
    "networks.csv": ["name", "seat", "note"],
    "memberships.csv": ["role"],
    "working_groups.csv": ["name"],
    "seats.csv": ["name"],
    "roles.csv": ["held_as"],
    "commitments.csv": ["title"],
    "network_activities.csv": ["title"],
    "places.csv": ["name", "note"],
}
QUOTES = {"it": "“”", "en": "“”", "fr": "«»", "de": "„“", "es": "«»"}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def texts(name):
    """(key, field, language, text) of every cell in one of the languages that is filled."""
    return [
        (next(iter(row.values())), field, language, row[f"{field}_{language}"])
        for row in rows(name)
        for field in TEXTS[name]
        for language in LANGUAGES
        if row[f"{field}_{language}"]
    ]


def faults(wrong):
    """Where a text of any of the files is wrong, by `wrong(language, text)`."""
    return [
        (name, key, field, language)
        for name in TEXTS
        for key, field, language, text in texts(name)
        if wrong(language, text)
    ]


def typewritten(_language, text):
    return "'" in text or '"' in text


def misquoted(language, text):
    """Whether quotation marks are not the language's own, or do not open and close in turn."""
    opening, closing = QUOTES[language]
    marks = "".join(re.findall("[“”„«»]", text))
    return marks != (opening + closing) * (len(marks) // 2)


def badly_spaced(language, text):
    """Whether French lacks a no-break space before a high sign, or another language has one."""
    if language == "fr":
        return bool(re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", text))
    return "\u00a0" in text or bool(re.search(r" [:;?!]", text))


def untidy(language, text):
    """Whether a line starts or ends with a space, has two in a row, or a blank line too many."""
    return text != text.strip() or bool(re.search(r"[ \t]$|^[ \t]|  |\n{3}", text, re.MULTILINE))


# ---------------------------------------------------------------- what is there


def test_every_city_has_its_story_in_the_order_of_the_cities():
    assert [row["city"] for row in rows("stories.csv")] == [
        row["slug"] for row in rows("cities.csv")
    ]


def test_every_event_handed_over_is_there():
    assert [row["key"] for row in rows("events.csv")] == EVENTS


def test_dates_of_events_are_as_exact_as_their_sources():
    dates = {row["key"]: (row["starts_on"], row["ends_on"]) for row in rows("events.csv")}

    assert [dates[key] for key in EVENTS[:4]] == [
        ("1952", "1956"),
        ("1955-10-02", ""),
        ("1958-10-04", ""),
        ("1960-10", ""),
    ]
    assert not [
        key
        for key, pair in dates.items()
        for date in pair
        if date and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date)
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_in_every_language_or_in_none(name):
    partly = [
        (next(iter(row.values())), field)
        for row in rows(name)
        for field in TEXTS[name]
        if 0 < sum(bool(row[f"{field}_{language}"]) for language in LANGUAGES) < len(LANGUAGES)
    ]

    assert partly == []


@pytest.mark.parametrize("name", TEXTS)
def test_translations_are_marked_as_drafts(name):
    assert {row["drafts"] for row in rows(name)} == {DRAFTS}


def test_stories_titles_and_notes_are_never_missing():
    needed = {
        "stories.csv": ["story_it"],
        "agreements.csv": ["note_it"],
        "events.csv": ["title_it", "starts_on", "kind", "note_it"],
        "office_texts.csv": ["for_schools_it", "heritage_it"],
    }
    missing = [
        (name, next(iter(row.values())), column)
        for name, columns in needed.items()
        for row in rows(name)
        for column in columns
        if not row[column]
    ]

    assert missing == []


# ---------------------------------------------------------------- how it is written


def test_stories_are_short_and_not_too_short():
    lengths = {
        (key, language): len(text.split()) for key, _field, language, text in texts("stories.csv")
    }

    assert {story: length for story, length in lengths.items() if not 25 <= length <= 140} == {}


def test_every_story_names_its_city_as_that_language_does():
    cities = {row["slug"]: row for row in rows("cities.csv")}
    nameless = [
        (key, language)
        for key, _field, language, text in texts("stories.csv")
        if cities[key][f"name_{language}"] not in text
    ]

    assert nameless == []


def test_no_story_is_a_copy_of_another():
    """Two stories share one sentence at the most, the names of the cities aside."""
    names = {
        name
        for row in rows("cities.csv")
        for column, name in row.items()
        if column.startswith("name_")
    }
    any_name = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    told = [
        (key, language, set(re.split(r"(?<=\D[.?])\s+", any_name.sub("@", text))))
        for key, _field, language, text in texts("stories.csv")
    ]
    copies = [
        (one[0], other[0], one[1], other[1])
        for one, other in combinations(told, 2)
        if len(one[2] & other[2]) > 1
    ]

    assert copies == []


def test_no_story_repeats_the_note_that_stands_below_it():
    notes = {
        (key, language): text
        for key, field, language, text in texts("agreements.csv")
        if field == "note"
    }
    stories = texts("stories.csv")

    assert [key for key, _field, language, text in stories if notes[key, language] in text] == []


def test_apostrophes_and_quotation_marks_are_those_of_print():
    assert faults(typewritten) == []
    assert faults(misquoted) == []


def test_spaces_are_where_each_language_wants_them():
    assert faults(badly_spaced) == []
    assert faults(untidy) == []


# ---------------------------------------------------------------- what it points to


def test_themes_are_from_the_list():
    themes = [theme for row in rows("agreements.csv") for theme in row["themes"].split("|")]

    assert set(themes) - {""} <= THEMES


def test_cities_of_events_exist():
    slugs = {row["slug"] for row in rows("cities.csv")}
    named = {row["key"]: row["cities"].split("|") for row in rows("events.csv") if row["cities"]}

    assert {key: cities for key, cities in named.items() if not slugs.issuperset(cities)} == {}
    assert set(named["world-conference-historical-cities-1988"]) == {
        "reims",
        "fez",
        "kyoto",
        "nanjing",
        "isfahan",
        "krakow",
    }


def test_every_event_has_its_source():
    cited = [row for row in rows("citations.csv") if row["record"] == "event"]

    assert {row["key"] for row in cited if row["field"] == "starts_on"} == set(EVENTS)


def test_stories_cite_only_what_their_agreements_do_not():
    cited = {(row["key"], row["title"]) for row in rows("citations.csv") if row["field"] != "story"}
    stories = [row for row in rows("citations.csv") if row["field"] == "story"]

    assert {row["record"] for row in stories} == {"city"}
    assert {row["key"] for row in stories} <= {row["slug"] for row in rows("cities.csv")}
    assert [row for row in stories if (row["key"], row["title"]) in cited] == []


def test_a_source_has_one_address():
    addresses = {}
    for row in rows("citations.csv"):
        addresses.setdefault(row["title"], set()).add(row["url"])
    del addresses["GeoNames"]  # one page for each city

    assert {title: urls for title, urls in addresses.items() if len(urls) > 1} == {}
