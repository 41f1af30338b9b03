"""What a cell may say, in the words of five languages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from directory.models import Organisation
from office.dates import PartialDate
from office.exchange import columns
from office.exchange.matching import guess
from office.exchange.resources import Lookups, resources
from office.exchange.tables.reading import letters
from tests import factories

pytestmark = pytest.mark.django_db

DAY = columns.Day("day", "day")
NUMBER = columns.Number("number", "number")
DEGREES = columns.Number("degrees", "degrees", places=4)
WHOLE = columns.Whole("whole", "whole")
YES_NO = columns.YesNo("yes", "yes")
KIND = columns.Choice("kind", "kind", choices=Organisation.Kind)
LANGUAGES = columns.Languages("languages", "languages")


@pytest.fixture
def lookups(office):
    return Lookups(factories.make_user("officer"))


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (DAY, "1954", PartialDate(1954)),
        (DAY, "1954-07", PartialDate(1954, 7)),
        (DAY, "7/1954", PartialDate(1954, 7)),
        (DAY, "3.7.1954", PartialDate(1954, 7, 3)),
        (DAY, "03/07/1954", PartialDate(1954, 7, 3)),
        (DAY, "1954-07-03 12:30", PartialDate(1954, 7, 3)),
        (NUMBER, "-35,5", Decimal("-35.5")),
        (DEGREES, "53.869720", Decimal("53.8697")),
        (DEGREES, "35.5", Decimal("35.5")),
        (WHOLE, "1.463.723", 1463723),
        (WHOLE, "1 463 723", 1463723),
        (YES_NO, "Sì", True),
        (YES_NO, "Nein", False),
        (KIND, "CONSOLATO", "consulate"),
        (KIND, "Hochschule oder Schule", "university"),
        (LANGUAGES, "giapponese; English, fr", ["ja", "en", "fr"]),
    ],
)
def test_a_cell_is_understood_as_people_write_it(lookups, column, text, value):
    assert column.read(text, lookups) == value


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (DAY, "31.2.1954"),
        (DAY, "summer"),
        (NUMBER, "north"),
        (NUMBER, "NaN"),
        (DEGREES, "inf"),
        (WHOLE, "9" * 5000),
        (WHOLE, "1.46"),
        (WHOLE, "-1"),
        (YES_NO, "perhaps"),
        (KIND, "circus"),
        (LANGUAGES, "Klingon"),
    ],
)
def test_what_is_not_understood_is_quoted(lookups, column, text):
    with pytest.raises(ValidationError) as refused:
        column.read(text, lookups)
    assert text in refused.value.messages[0]


@pytest.mark.parametrize("name", ["cities", "organisations", "people", "agreements"])
@pytest.mark.parametrize("language", ["it", "en", "fr", "de", "es"])
def test_a_header_in_any_language_finds_every_column(office, name, language):
    from django.utils import translation

    with translation.override(language):
        header = [f"{column.label} *" for column in resources.get(name).columns()]

    found = guess(header, resources.get(name).columns())

    assert [found[place] for place in sorted(found)] == [
        column.name for column in resources.get(name).columns()
    ]


def test_columns_go_by_their_letters():
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("text", ["31.02.2022", "31/2/2022", "2022-02-31", "2022-13"])
def test_a_day_that_the_calendar_has_not_is_told_as_such(lookups, text):
    with pytest.raises(ValidationError) as told:
        DAY.read(text, lookups)

    assert told.value.messages == [f"There is no such day: {text}."]


@pytest.mark.parametrize(("language", "text"), [("it", "35,0116"), ("en", "35.0116")])
def test_a_number_is_written_as_the_reader_writes_it(lookups, language, text):
    with translation.override(language):
        assert NUMBER.write(Decimal("35.01160"), lookups) == text
        assert NUMBER.read(text, lookups) == Decimal("35.0116")
