"""What the data sets say of countries, cities and bodies."""

from decimal import Decimal

from babel import Locale
from babel.languages import get_official_languages
from django.conf import settings

from directory.models import Act, Body, City, CityName, Country
from directory.models.countries import known_codes
from office.datasets import Row
from office.models import Audience
from office.readers import days, texts


def load_countries(data_set):
    """Every country under its names in the Unicode CLDR."""
    locales = {code: Locale(code) for code, _name in settings.LANGUAGES}
    for code in sorted(known_codes()):
        names = {
            f"name_{language}": locale.territories[code] for language, locale in locales.items()
        }
        row = Row({"code": code}, "countries of the CLDR", 0)
        data_set.put(Country, code, {"code": code, **names}, row, natural={"code": code})


def load_cities(data_set):
    """Cities with their coordinates and every name they go by: `cities.csv`, published."""
    for row in data_set.rows("cities.csv"):
        values = texts(row, "name")
        values["languages"] = official_languages(row["country"])
        for column in ("slug", "own_name", "own_language", "time_zone"):
            values[column] = row[column]
        with row.reading("country") as code:
            values["country"] = data_set.record(Country, code)
        for column in ("latitude", "longitude"):
            with row.reading(column) as text:
                values[column] = Decimal(text) if text else None
        with row.reading("population") as text:
            values["population"] = int(text) if text else None
        if values["country"] is None:
            data_set.pass_over(City, row["slug"])
            continue
        city = data_set.put(
            City,
            row["slug"],
            values,
            row,
            natural={"slug": row["slug"]},
            audience=Audience.Level.PUBLIC,
        )
        if city and data_set.made(city):
            add_names(data_set, city, row)


def load_stories(data_set):
    """The stories of the cities, which are long: `stories.csv`."""
    for row in data_set.rows("stories.csv"):
        data_set.supplement(City, row["city"], texts(row, "story"), row)


def official_languages(country):
    """The country's official languages in the Unicode CLDR, the most spoken first."""
    codes = get_official_languages(country, de_facto=True)
    return [code for code in dict.fromkeys(code.split("_")[0] for code in codes) if len(code) == 2]


def add_names(data_set, city, row):
    """The other spellings, each handed in once: what staff take out stays out."""
    fresh = data_set.once(city, row["slug"], [name for name in row["names"].split("|") if name])
    names = [CityName(city=city, name=name) for name in fresh]
    with row.reading("names"):
        for name in names:
            name.clean_fields(exclude=["city"])
    CityName.objects.bulk_create(names, ignore_conflicts=True)
    data_set.counts["added"] += len(names)


def load_bodies(data_set):
    """The bodies that adopt acts, with the pattern of their numbers: `bodies.csv`."""
    for row in data_set.rows("bodies.csv"):
        values = texts(row, "name")
        for column in ("key", "number_pattern", "number_example"):
            values[column] = row[column]
        if row.get("city"):
            with row.reading("city") as slug:
                values["city"] = data_set.record(City, slug)
            if values["city"] is None:
                data_set.pass_over(Body, row["key"])
                continue
        data_set.put(Body, row["key"], values, row, natural={"key": row["key"]})


def load_acts(data_set):
    """What councils and executives decided: `acts.csv`, published."""
    for row in data_set.rows("acts.csv"):
        values = texts(row, "subject", "department")
        for column in ("kind", "number", "proposal_number", "rapporteur", "url"):
            values[column] = row[column]
        with row.reading("body") as key:
            values["body"] = data_set.record(Body, key)
        values |= days(row, "adopted_on", "enforceable_on", "published_on")
        if values["body"] is None:
            data_set.pass_over(Act, row["key"])
            continue
        # Without a number there is nothing by which an act that staff made could be known.
        same = {"body": values["body"], "number": row["number"]} if row["number"] else None
        data_set.put(Act, row["key"], values, row, natural=same, audience=Audience.Level.PUBLIC)
