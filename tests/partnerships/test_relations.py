"""Which relations are alive and which are dormant, by what each reader may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.relations import relations
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]

PAGE = "/admin/partnerships/relations/"
TODAY = date(2026, 6, 1)


@pytest.fixture
def rule():
    return factories.make_rule("DORMANT", 24, "2020")


def make_partner(name, **fields):
    return factories.make_agreement(factories.make_city(name), **fields).city


def made_of(reader):
    return {
        one.city.name: (
            one.last and one.last.isoformat(),
            one.latest and str(one.latest.kind),
            one.contacts,
            str(one.sign),
        )
        for one in relations(reader, TODAY)
    }


def test_relation_is_dormant_only_where_something_was_recorded_after_the_signature(people, rule):
    alive, quiet = make_partner("Kyoto", signed_on="1965"), make_partner("Reims", signed_on="1954")
    factories.make_event(cities=[alive], starts_on="2025-03")
    factories.make_event(cities=[alive], starts_on="2025-09-01")
    factories.make_event(cities=[alive], starts_on="2027-01-01")  # to come
    factories.make_event(cities=[quiet], starts_on="2024-05-31")
    make_partner("Fez")
    make_partner("Kassel", signed_on="1952")
    renewed = make_partner("Turku", signed_on="1992")
    factories.make_signature(renewed.agreements.get(), "2012", kind="renewal")
    make_partner("Lately", signed_on="2026-05")
    make_partner("Tunis", status="ended", signed_on="2000", ended_on="2004")
    factories.make_agreement(factories.make_city("Only proposed"), status="proposed")

    assert made_of(people["reader"]) == {
        "Kyoto": ("2025-09-01", "event", (1, 2), "alive"),
        "Reims": ("2024-05-31", "event", (0, 0), "dormant"),
        "Fez": (None, None, (0, 0), "nothing"),
        "Kassel": ("1952", "signature", (0, 0), "signed"),
        "Turku": ("2012", "renewal", (0, 0), "dormant"),
        "Lately": ("2026-05", "signature", (1, 1), "alive"),
        "Tunis": ("2000", "signature", (0, 0), "over"),
    }


def test_as_the_date_may_mean_a_later_day_nobody_is_called_dormant_too_early(people, rule):
    factories.make_event(cities=[make_partner("Kyoto")], starts_on="2024")

    assert made_of(people["reader"])["Kyoto"][3] == "alive"


def test_without_a_rule_no_relation_is_dormant(back_office, people):
    make_partner("Reims", signed_on="1954")

    assert made_of(people["reader"])["Reims"][3] == ""
    assert "none is called so" in back_office("reader").get(PAGE).text


def test_quiet_contact_of_yesterday_wakes_the_relation_for_its_named_reader_alone(
    back_office, people, rule
):
    reims = make_partner("Reims", signed_on="1954")
    factories.make_contact(reims, had_on="2015")
    factories.make_contact(reims, had_on="2026-05-31", level="quiet", readers=[people["reader"]])
    known = ("2026-05-31", "contact", (1, 1), "alive")
    unknown = ("2015", "contact", (0, 0), "dormant")

    seen = {role: made_of(people[role])["Reims"] for role in ("head", "officer", "reader")}
    pages = {role: back_office(role).get("/admin/").context["waiting"] for role in seen}

    assert seen == {"head": unknown, "officer": unknown, "reader": known}
    counts = {
        role: sum(line.count for line in lines if "relations" in line.url)
        for role, lines in pages.items()
    }
    assert counts == {"head": 1, "officer": 1, "reader": 0}


def test_page_filters_sorts_and_notes_what_else_tells_of_a_relation(back_office, rule, monkeypatch):
    kyoto = make_partner("Kyoto", signed_on="2025")
    make_partner("Ébreuil", signed_on="1954")
    make_partner("Fez")
    former = factories.make_person("Yamada")
    factories.make_office_held(former, city=kyoto, held_from="2020", held_to="2026-05")
    client = back_office("officer")

    def shown(query):
        return [one.city.name for one, *_urls in client.get(PAGE + query).context["lines"]]

    assert shown("") == ["Ébreuil", "Fez", "Kyoto"]
    assert shown("?order=last") == ["Fez", "Ébreuil", "Kyoto"]
    assert shown("?sign=signed") == ["Ébreuil"]
    assert shown("?sign=nothing") == ["Fez"]
    assert shown("?sign=nonsense") == ["Ébreuil", "Fez", "Kyoto"]
    assert "Yamada, Mayor, Kyoto: the term ended (May 2026)" in client.get(PAGE).text


def test_page_asks_as_often_for_three_as_for_one(back_office, rule):
    client = back_office("officer")
    queries = {}
    for count in (1, 2):
        for _ in range(count):
            factories.make_event(cities=[make_partner("Kyoto", signed_on="1965")])
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        queries[count] = len(captured)

    assert queries[1] == queries[2]


def test_list_is_taken_along_as_a_table(back_office, rule):
    make_partner("Kyoto", signed_on="1965")

    response = back_office("officer").get(f"{PAGE}export/xlsx/?sign=dormant")

    assert response.getvalue()[:2] == b"PK"


def test_each_number_leads_to_the_signs_of_life_that_it_counts(back_office, rule):
    kyoto = make_partner("Kyoto", signed_on="1965")
    for day in ("2023", "2025-03", "2025-09-01", "2027"):
        factories.make_event(f"Event of {day}", cities=[kyoto], starts_on=day)
    factories.make_step(kyoto.agreements.get(), "debate", on="2025-10-01", why="quarrel")
    client = back_office("officer")

    [(_relation, _timeline, counted)] = client.get(PAGE).context["lines"]

    assert [
        (count, [one.text for _year, day in client.get(url).context["years"] for one, _url in day])
        for count, url in counted
    ] == [
        (1, ["Event of 2025-09-01"]),
        (2, ["Event of 2025-09-01", "Event of 2025-03"]),
    ]


def test_the_age_of_what_one_knows_of_whom_to_call_is_told(people):
    known, silent = make_partner("Kyoto"), make_partner("Reims")
    mayor = factories.make_office_held(city=known).person
    factories.make_contact_detail(mayor)
    factories.make_office_held(city=silent)

    notes = {one.city.name: [*one.notes] for one in relations(people["officer"], TODAY)}

    (told,) = [line for line in notes["Kyoto"] if "Contacts last written down" in line]
    assert told.endswith("2026.")
    assert "Nobody who holds office there can be reached" in notes["Reims"][-1]
