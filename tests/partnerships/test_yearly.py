"""The yearly report to the Council: each pact by name, also those of which nothing is recorded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from office.papers.report import plain
from partnerships import yearly
from partnerships.models import Agreement
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/admin/partnerships/yearly-report/"


@pytest.fixture(autouse=True)
def laid_down(june):
    factories.make_bond_type("twin", needs_confirmation=True)


def make_pact(name, signed_on="1965", **fields):
    city = factories.make_city(name, level=fields.pop("city_level", "public"))
    return factories.make_agreement(city, signed_on=signed_on, **{"status": "in_force", **fields})


def part(report, heading):
    return next(one for one in report.sections if plain(one.heading).startswith(heading))


def headings(report):
    return [plain(one.heading) for one in report.sections]


def cells(section):
    return [[plain(cell) for cell in row] for row in section.table.rows]


def test_each_pact_stands_with_what_happened_or_among_those_of_which_nothing_is_recorded(people):
    factories.make_rule("CONFIRMATION", 10, "2012")
    kyoto = make_pact("Kyoto", "1965-11-06")
    factories.make_event("Sixty years", cities=[kyoto.city], starts_on="2025-06-19")
    factories.make_event("Colloquy", cities=[kyoto.city], starts_on="2024")
    make_pact("Fez", "1961")
    make_pact("Undated", None)
    make_pact("Signed later", "2026-01-01")
    make_pact("Over before", "1990", status="ended", ended_on="2024-12-31")

    report = yearly.report(2025, people["head"])

    of_kyoto = part(report, "Kyoto (Country JP)")
    assert [plain(one) for one in of_kyoto.paragraphs] == [
        "Bond twin: signed: 6 November 1965, in force, to be confirmed by the Council since 2022"
    ]
    assert of_kyoto.facts == [("19 June 2025", "Event: Sixty years")]
    assert cells(part(report, "Pacts of which nothing")) == [
        ["Fez", "Country JP", "Bond twin", "1961", "in force", "2022", "1961"],
        [
            "Undated", "Country JP", "Bond twin", "not documented", "in force", "–",
            "nothing recorded",
        ],
    ]  # fmt: skip
    assert part(report, "In figures").facts == [
        ("Pacts in this report", 3),
        ("Cities that they bind us to", 3),
        ("Pacts signed", 0),
        ("Pacts renewed", 0),
        ("Pacts confirmed by the Council", 0),
        ("Cities with which something happened", 1),
        ("Cities of which nothing is recorded for the year", 2),
        ("Pacts to be confirmed", 2),
    ]


def test_changes_rules_and_dormant_relations_have_their_sections(people):
    act = factories.make_act("2025/C/00003")
    factories.make_rule("DORMANT", 24, "2020")
    factories.make_rule("REPORT", 1, "2014", act=act)
    pact = make_pact("Kyoto", "1965-11-06")
    factories.make_step(pact, "confirm", on="2025-03-04", act=act)
    factories.make_signature(pact, "2025-06-19", kind="renewal", place_en="Florence")
    factories.make_step(pact, "debate", on="2025-08-04", why="quarrel")
    fez = make_pact("Fez", "1961")
    factories.make_event("Fair", cities=[fez.city], starts_on="2006-06")
    make_pact("Bethlehem", None, status="proposed")

    report = yearly.report(2025, people["officer"])

    assert cells(part(report, "Signed, renewed")) == [
        [
            "4 March 2025", "Kyoto", "Bond twin", "Confirmation by the Council",
            "by the act Consiglio 2025/C/00003",
        ],
        ["19 June 2025", "Kyoto", "Bond twin", "Renewal", "Florence"],
    ]  # fmt: skip
    assert cells(part(report, "Dormant")) == [["Fez", "Bond twin", "June 2006"]]
    assert cells(part(report, "Pacts in preparation")) == [["Bethlehem", "Bond twin", "proposed"]]
    assert [row[0] for row in cells(part(report, "Rules in force on"))] == [
        "The Council is told every year what came of the pacts.",
        "After 24 months without contact a relation counts as dormant.",
    ]
    assert plain(report.intro[0]).startswith("The Council is told every year")
    assert "quarrel" not in str(report)


def test_a_draft_of_the_office_is_no_pact_for_the_council(people):
    make_pact("Kyoto", "1965-11-06")
    make_pact("Undated, but known to all", None, status="")
    make_pact("Undated, but in force", None, level="internal")
    make_pact("Draft", None, status="", level="internal")

    report = yearly.report(2025, people["head"])

    figures = part(report, "In figures")
    assert figures.facts[0] == ("Pacts in this report", 3)
    assert plain(figures.note).startswith("Counted are the public and internal pacts")
    assert "Draft" not in str(report.sections)
    assert plain(report.intro[-1]).startswith("Drafts are not part of it")


@pytest.mark.parametrize("level", ["confidential", "quiet"])
def test_confidential_and_quiet_things_are_left_out_even_for_their_named_reader(people, level):
    head = people["head"]
    pact = make_pact("Kyoto")
    factories.make_event("Open", cities=[pact.city], starts_on="2025", level="internal")
    hidden = factories.make_event("Secret", cities=[pact.city], starts_on="2025", level=level)
    hidden.audience.readers.add(head)
    secret = make_pact("Secretville", level=level)
    secret.audience.readers.add(head)

    said = str(yearly.report(2025, head))

    assert ("Open" in said, "Secret" in said) == (True, False)


def test_who_may_not_read_internal_things_gets_the_public_ones_alone(people):
    pact = make_pact("Kyoto")
    factories.make_event("Open", cities=[pact.city], starts_on="2025", level="internal")

    assert headings(yearly.report(2025, people["councillor"]))[1:] == [
        "Pacts of which nothing is recorded for the year"
    ]


def test_page_and_papers_are_made_of_the_same_report(back_office):
    pact = make_pact("Kyoto")
    factories.make_event("Sixty years", cities=[pact.city], starts_on="2025-06-19")
    client = back_office("head")

    page = client.get(PAGE)
    files = {
        ending: client.get(f"{PAGE}export/{ending}/?year=2025").getvalue()[:4]
        for ending in ("pdf", "docx", "xlsx")
    }

    assert "Sixty years" in page.text
    assert "Sixty years" not in client.get(PAGE, {"year": "2024"}).text
    assert client.get(PAGE, {"year": "nonsense"}).status_code == 200
    assert client.get(f"{PAGE}export/exe/").status_code == 404
    assert files == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}


def test_report_asks_as_often_for_three_as_for_one(people):
    factories.make_rule("DORMANT", 24, "2020")
    factories.make_rule("CONFIRMATION", 10, "2012")
    reader, queries = people["head"], []
    for count in (1, 3):
        while Agreement.objects.count() < count:
            pact = make_pact("Kyoto")
            factories.make_step(pact, "confirm", on="2025", act=factories.make_act())
            factories.make_event(cities=[pact.city], starts_on="2025")
        yearly.report(2025, reader)
        with CaptureQueriesContext(connection) as captured:
            str(yearly.report(2025, reader))
        queries.append(len(captured))

    assert queries[0] == queries[1] <= 45


def test_past_year_is_told_as_of_its_last_day(people):
    """What came in 2026 does not change what is said of 2024."""
    factories.make_rule("CONFIRMATION", 10, "2012")
    factories.make_rule("DORMANT", 24, "2020")
    factories.make_rule("REPORT", 1, "2026")
    pact = make_pact("Kyoto", "2013-11-06", status="ended", ended_on="2026-02-01")
    factories.make_event("Fair", cities=[pact.city], starts_on="2021")
    factories.make_event("Later", cities=[pact.city], starts_on="2026-01")
    confirmed = make_pact("Reims", "2014-05-02")
    factories.make_step(confirmed, "confirm", on="2026-03-01", act=factories.make_act())
    coming = make_pact("Tunis", "2026-05-01")
    factories.make_step(coming, "propose", on="2024-03-01", to_status="proposed")
    factories.make_step(coming, "sign", on="2026-05-01", from_status="both_approved")

    report = yearly.report(2024, people["head"])

    assert plain(report.intro[0]).startswith("As of 31 December 2024:")
    assert cells(part(report, "Pacts of which nothing")) == [
        ["Kyoto", "Country JP", "Bond twin", "6 November 2013", "in force", "6 November 2023",
         "2021"],
        ["Reims", "Country JP", "Bond twin", "2 May 2014", "in force", "2 May 2024", "2 May 2014"],
    ]  # fmt: skip
    assert [row[0] for row in cells(part(report, "To be confirmed"))] == ["Kyoto", "Reims"]
    assert cells(part(report, "Dormant")) == [["Kyoto", "Bond twin", "2021"]]
    assert cells(part(report, "Pacts in preparation")) == [
        ["Tunis", "Bond twin", "approved by both cities"]
    ]
    assert len(part(report, "Rules in force on 31 December 2024").table.rows) == 2


def test_pact_signed_in_both_cities_is_one_and_old_pacts_say_why_they_are_due(people):
    factories.make_rule("CONFIRMATION", 20, "2000")
    pact = make_pact("Kyoto", "1965-11-06")
    for day in ("2025-03-04", "2025-05-04"):
        factories.make_signature(pact, day, kind="renewal")

    report = yearly.report(2025, people["head"])

    assert ("Pacts renewed", 1) in part(report, "In figures").facts
    to_confirm = part(report, "To be confirmed")
    assert cells(to_confirm)[0][3:] == ["2020", "every 20 years: Regulation, art. 1"]
    assert plain(to_confirm.note).startswith("Kyoto: The pact is older than the first rule")
