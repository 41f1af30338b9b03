"""The radar, and what the pacts put on it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from office import radar
from partnerships.models import Agreement
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/admin/radar/"
FIRST, LAST = date(2026, 6, 1), date(2028, 6, 30)


@pytest.fixture(autouse=True)
def laid_down(june):
    factories.make_bond_type("twin", needs_confirmation=True)


def make_pact(name, signed_on="1965", **fields):
    city = factories.make_city(name)
    return factories.make_agreement(city, signed_on=signed_on, **{"status": "in_force", **fields})


def marks(reader):
    return [
        (mark.on.isoformat(), str(mark.kind), mark.text, mark.years, mark.is_round)
        for mark in radar.ahead(reader, FIRST, LAST)
    ]


def test_radar_has_anniversaries_confirmations_and_ends_of_terms_of_two_years(people):
    factories.make_rule("CONFIRMATION", 10, "2000")
    kyoto = make_pact("Kyoto", "2017-11-06")
    factories.make_signature(kyoto, "2018-01-20")  # in the other city
    factories.make_signature(kyoto, "2020-02-02", kind="renewal")
    make_pact("Tunis", "2003", bond="pact", term_ends_on="2026-12")
    make_pact("Gone", "1990", status="ended")
    make_pact("Proposed", None, status="proposed")

    assert marks(people["reader"]) == [
        ("2026", "anniversary", "Bond pact – Tunis", 23, False),
        ("2026-11-06", "anniversary", "Bond twin – Kyoto", 9, False),
        ("2026-12", "term of the agreement ends", "Bond pact – Tunis", None, False),
        ("2027", "anniversary", "Bond pact – Tunis", 24, False),
        ("2027-11-06", "anniversary", "Bond twin – Kyoto", 10, True),
        ("2027-11-06", "confirmation by the Council", "Bond twin – Kyoto", None, False),
        ("2028", "anniversary", "Bond pact – Tunis", 25, True),
    ]


def notes(reader):
    return {mark.years: mark.notes for mark in radar.ahead(reader, FIRST, LAST) if mark.years}


def test_anniversary_tells_what_the_timeline_shows_around_the_last_one(people):
    pact = make_pact("Kyoto", "1965-11-06")
    factories.make_event("Sixty years", cities=[pact.city], starts_on="2025-06-19")
    factories.make_event("Too early", cities=[pact.city], starts_on="2024-11-05")
    factories.make_event("Quiet talk", cities=[pact.city], starts_on="2025-11-01", level="quiet")
    factories.make_step(pact, "debate", on="2025-11-01")

    told = ("1 year before (60 years, 6 November 2025)", "19 June 2025: event, Sixty years")
    assert notes(people["officer"]) == {
        61: told,
        62: ("2 years before (60 years, 6 November 2025)", told[1]),
    }


def test_where_the_timeline_is_silent_the_radar_says_so_at_round_anniversaries(people):
    make_pact("Kyoto", "2018")

    assert notes(people["officer"]) == {
        8: (),
        9: (),
        10: ("5 years before (5 years, 2023): nothing recorded",),
    }


def test_each_reader_is_shown_what_they_may_see(people):
    make_pact("Kyoto", "1966-11-06", level="internal")
    make_pact("Quietville", "1966-11-06", level="quiet", readers=[people["reader"]])

    seen = {
        who: {mark.record.city.name for mark in radar.ahead(reader, FIRST, LAST)}
        for who, reader in (
            ("nobody", AnonymousUser()),
            ("head", people["head"]),
            ("reader", people["reader"]),
        )
    }

    assert seen == {"nobody": set(), "head": {"Kyoto"}, "reader": {"Kyoto", "Quietville"}}


def test_page_shows_round_years_first_and_all_else_month_by_month(back_office):
    make_pact("Kyoto", "1967-11-06")
    make_pact("Tunis", "2003")
    client = back_office("reader")

    def shown(query=""):
        return {
            month.title: [mark.years for mark, _url in (*month.marks, *month.others)]
            for month in client.get(PAGE + query).context["months"]
        }

    assert list(shown().items()) == [
        ("Round anniversaries", [60, 25]),
        ("November 2026", [59]),
        ("2026, the day is not known", [23]),
        ("2027, the day is not known", [24]),
    ]
    assert shown("?round=on") == {"Round anniversaries": [60, 25]}
    assert shown("?kind=nonsense") == shown()
    assert client.get(f"{PAGE}export/pdf/").getvalue()[:4] == b"%PDF"


def test_page_asks_as_often_for_three_as_for_one(back_office):
    factories.make_rule("CONFIRMATION", 10, "2000")
    client, queries = back_office("reader"), []
    for count in (1, 3):
        while Agreement.objects.count() < count:
            pact = make_pact("Kyoto", "1967-11-06", term_ends_on="2027")
            factories.make_event(cities=[pact.city], starts_on="2022")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        queries.append(len(captured))

    assert queries[0] == queries[1]


def test_citizens_read_the_next_anniversaries_of_what_is_public(client):
    make_pact("Kyoto", "1967-11-06")
    make_pact("Tunis", "2003")
    make_pact("Secretville", "1967-11-06", level="internal")

    page = client.get("/en/partner-cities/anniversaries/")

    assert [
        (str(month), [(str(one.agreement.city), one.anniversary.years) for one in found])
        for month, found in page.context["months"]
    ] == [
        ("November 2026", [("Kyoto", 59)]),
        ("2026", [("Tunis", 23)]),
        ("November 2027", [("Kyoto", 60)]),
        ("2027", [("Tunis", 24)]),
        ("2028", [("Tunis", 25)]),
    ]
    assert [str(one.agreement.city) for one in page.context["round"]] == ["Kyoto", "Tunis"]
    assert "/en/partner-cities/anniversaries/" in client.get("/en/").text
