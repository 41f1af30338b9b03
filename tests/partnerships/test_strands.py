"""What the pacts and the events tell of a city, each reader of what they may see."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.timeline import happenings, last_contacts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

NOBODY = AnonymousUser()


def told(city, reader=NOBODY, **kwargs):
    return [
        (one.on.isoformat(), str(one.kind), one.text, one.is_contact)
        for one in happenings([city.pk], reader, **kwargs)
    ]


def last(city, reader=NOBODY):
    day = last_contacts([city.pk], reader).get(city.pk)
    return day and day.isoformat()


def test_life_of_a_pact_is_told_with_what_counts_as_a_sign_of_life(people):
    pact = factories.make_agreement(signed_on="1995-06-14", status="in_force")
    factories.make_signature(pact, "1995-06-14", place_en="Kyoto")
    factories.make_signature(pact, "2015-09-23", kind="renewal")
    factories.make_step(pact, "sign", on="1995-06-14")
    factories.make_step(pact, "renew", on="2015-09-23")
    factories.make_step(pact, "propose", on="1994")
    factories.make_step(pact, "debate", on="2020-01-02")
    factories.make_step(pact, "confirm", on="2016", act=factories.make_act("2016/C/00003"))
    factories.make_step(pact, "notify")  # nobody knows when

    assert told(pact.city) == [
        ("2020-01-02", "step", "Motion debated: Bond twin", False),
        (
            "2016",
            "confirmation",
            "Bond twin, by the act Consiglio 2016/C/00003",
            True,
        ),
        ("2015-09-23", "renewal", "Bond twin", True),
        ("1995-06-14", "signature", "Bond twin, Kyoto", True),
        ("1994", "step", "Proposal: Bond twin", False),
    ]
    assert last(pact.city) == "2016"


def test_date_of_a_signature_and_of_an_end_counts_where_nothing_else_is_recorded():
    pact = factories.make_agreement(signed_on="1964", status="ended", ended_on="2020-02")

    assert told(pact.city) == [
        ("2020-02", "step", "End: Bond twin", False),
        ("1964", "signature", "Bond twin", True),
    ]
    assert last(pact.city) == "1964"


def test_only_what_may_lie_in_the_days_asked_for_is_told():
    pact = factories.make_agreement(signed_on="1964")
    factories.make_signature(pact, "2015-09", kind="renewal")

    found = told(pact.city, during=(date(2015, 9, 30), date(2015, 12, 1)))

    assert [day for day, *_rest in found] == ["2015-09"]


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_what_a_reader_may_not_see_is_neither_told_nor_dated(people, level):
    city = factories.make_city()
    factories.make_agreement(city, signed_on="1964")
    officer, named = people["officer"], people["councillor"]
    factories.make_agreement(city, bond="friendship", level=level, signed_on="2020")
    hidden = factories.make_agreement(
        city, bond="hidden", level="quiet", readers=[named], signed_on="2025"
    )
    act = factories.make_act(level="quiet", readers=[named])
    factories.make_step(factories.make_agreement(city, bond="old"), "confirm", on="2026", act=act)

    seen = {who: last(city, who) for who in (NOBODY, officer, named)}

    assert seen == {
        NOBODY: "1964",
        officer: "2020" if level == "internal" else "1964",
        named: "2026",
    }
    assert str(hidden.bond_type) not in str(told(city, officer))


def test_event_in_which_a_city_took_part_is_a_sign_of_life_once_it_has_begun(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 6, 1))
    city = factories.make_city()
    factories.make_event("Colloquy", cities=[city], starts_on="1958-10")
    factories.make_event("Festival", cities=[city], starts_on="2027")
    factories.make_event("Quiet talk", cities=[city], starts_on="2026-05-01", level="quiet")

    assert told(city) == [
        ("2027", "event", "Festival", True),
        ("1958-10", "event", "Colloquy", True),
    ]
    assert last(city) == "1958-10"


def test_three_cities_ask_the_database_as_often_as_one():
    cities, queries = [], []
    for count in (1, 3):
        while len(cities) < count:
            cities.append(city := factories.make_city())
            pact = factories.make_agreement(city, signed_on="1964")
            factories.make_signature(pact)
            factories.make_step(pact, on="2000", act=factories.make_act())
            factories.make_event(cities=[city])
        keys = [city.pk for city in cities]
        with CaptureQueriesContext(connection) as asked:
            found = happenings(keys, NOBODY)
            days = last_contacts(keys, NOBODY)
        assert (len(found), len(days)) == (3 * count, count)
        queries.append(len(asked))

    assert queries[0] == queries[1]
