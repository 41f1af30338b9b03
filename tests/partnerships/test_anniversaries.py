"""The next anniversary of a signature, as exact as its date."""

from datetime import date

import pytest

from office.dates import PartialDate
from partnerships.anniversaries import next_anniversary
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("signed", "today", "years", "when"),
    [
        ("1965-11-06", date(2025, 11, 5), 60, "2025-11-06"),
        ("1965-11-06", date(2025, 11, 6), 60, "2025-11-06"),
        ("1965-11-06", date(2025, 11, 7), 61, "2026-11-06"),
        ("1965-11", date(2025, 11, 30), 60, "2025-11"),
        ("1965-11", date(2025, 12, 1), 61, "2026-11"),
        ("1952", date(2026, 12, 31), 74, "2026"),
        ("1952", date(2027, 1, 1), 75, "2027"),
        ("2025-03-01", date(2025, 3, 1), 1, "2026-03-01"),
        ("2025", date(2025, 3, 1), 1, "2026"),
        ("1964-02-29", date(2026, 3, 1), 63, "2027-02-28"),
        ("1964-02-29", date(2027, 12, 1), 64, "2028-02-29"),
    ],
)
def test_next_anniversary_is_the_first_that_is_not_over(signed, today, years, when):
    found = next_anniversary(PartialDate.parse(signed), today)

    assert (found.years, found.date.isoformat()) == (years, when)


@pytest.mark.parametrize(("years", "is_round"), [(5, True), (10, True), (61, False), (75, True)])
def test_round_anniversaries_are_those_of_five_years(years, is_round):
    signed, today = PartialDate(2000, 1, 1), date(2000 + years, 1, 1)

    assert next_anniversary(signed, today).is_round is is_round


def test_agreement_without_date_or_that_ended_has_no_anniversary():
    today = date(2026, 1, 1)
    undated = factories.make_agreement()
    ended = factories.make_agreement(signed_on="1952", status="ended")

    assert [one.next_anniversary(today) for one in (undated, ended)] == [None, None]


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ("1966-06-15", '<p class="anniversary round">Next anniversary: 60 years, <time'),
        ("1967-06", '<p class="anniversary">Next anniversary: 59 years, <time'),
        (None, None),
    ],
)
def test_page_of_the_city_tells_the_next_anniversary(client, office, monkeypatch, signed, shown):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 6, 1))
    city = factories.make_city("Kassel", slug="kassel")
    factories.make_agreement(city, signed_on=signed)

    page = client.get("/en/partner-cities/kassel/").text

    assert (shown in page) if shown else ("anniversary" not in page)
