"""The ledger of reciprocity and the memory of the office, each for one reader."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from delegations.ledger import ledger, since_years
from delegations.memory import Asked, remembered
from delegations.models import GuestRank
from office.dates import PartialDate
from partnerships.relations import relation_notes
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TODAY = timezone.localdate()
LEDGER, MEMORY = "/admin/delegations/ledger/", "/admin/delegations/who-came/"


@pytest.fixture
def city():
    """Twice received, once told of by a source, once travelled to; what is to come counts not."""
    city = factories.make_city("Kyoto")
    level = factories.make_level("reception", rank=2, name_en="official reception")
    visit = {"city": city, "state": "completed"}
    factories.make_visit(days=(-400, -399), decided_level=level, **visit)
    factories.make_visit("Orchestra", days=(-40, -39), **visit)
    factories.make_visit("To come", days=(10, 11), city=city, state="planning")
    factories.make_visit("Refused", days=(-50, -50), city=city, state="declined")
    factories.make_public_visit("Of 1965", city=city, received_on="1965")
    factories.make_mission(
        "Thirty years", city=city, days=(-90, -88), host_rank=GuestRank.MAYOR, host_name="Ms Sato"
    )
    factories.make_mission("Called off", city=city, days=(-80, -80), state="cancelled")
    return city


def told(user, **asked):
    return [
        (str(one.city), one.received[0], one.travelled[0], one.in_words)
        for one in ledger(user, **asked)
    ]


def test_who_came_and_who_went_is_counted_with_level_and_last_day(people, city):
    (entry,) = ledger(people["officer"])

    assert entry.received == (3, TODAY - timedelta(days=40), "official reception")
    assert entry.travelled == (
        1,
        TODAY - timedelta(days=90),
        "mayor, president of a region or a council",
    )
    assert entry.in_words == "2 visits to return"
    assert entry.last == PartialDate.of(TODAY - timedelta(days=40))


def test_a_visit_of_a_body_counts_for_the_city_of_the_body(people):
    body = factories.make_organisation(city=factories.make_city("Kyoto"))
    factories.make_visit("", organisation=body, days=(-5, -4), state="completed")

    assert told(people["officer"]) == [("Kyoto", 1, 0, "1 visit to return")]


def test_a_partner_with_whom_nothing_ever_happened_comes_first_by_the_last_sign_of_life(
    back_office, city
):
    factories.make_agreement(city=factories.make_city("Fès"), status="in_force")
    ended = factories.make_agreement(city=factories.make_city("Reims"), status="ended")
    client = back_office("officer")

    lines = client.get(f"{LEDGER}?order=last").context["lines"]

    assert [str(line[0].city) for line in lines] == ["Fès", "Kyoto"]
    assert (lines[0][0].received, lines[0][0].travelled) == ((0, None, ""), (0, None, ""))
    assert ended.city not in [line[0].city for line in lines]


@pytest.mark.usefixtures("city")
def test_only_the_years_asked_for_count(people):
    assert told(people["officer"], since=since_years(1)) == [("Kyoto", 1, 1, "even")]


@pytest.mark.parametrize(("role", "count"), [("head", 1), ("officer", 0), ("reader", 0)])
def test_what_is_quiet_counts_for_its_readers_alone(people, role, count):
    city = factories.make_city("Kyoto")
    quiet = {"level": "quiet", "readers": [people["head"]], "city": city}
    factories.make_visit("Secret", days=(-5, -4), state="completed", **quiet)
    factories.make_mission("Secret", **quiet)

    assert len(ledger(people[role])) == count


def test_what_was_published_of_a_visit_is_not_counted_twice(people):
    city = factories.make_city("Kyoto")
    visit = factories.make_visit("Guests", city=city, days=(-5, -4), state="completed")
    factories.make_public_visit("Guests", visit=visit, city=city)

    assert told(people["officer"]) == [("Kyoto", 1, 0, "1 visit to return")]


def asked_by(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("url", [LEDGER, MEMORY])
def test_three_cities_cost_as_many_queries_as_one(back_office, url):
    client, counts = back_office("officer"), []
    for name in ("Kyoto", "Fès", "Reims"):
        city = factories.make_city(name)
        visit = factories.make_visit(name, city=city, days=(-5, -4), state="completed")
        factories.make_member(visit)
        mission = factories.make_mission(name, city=city)
        factories.make_traveller(mission, person=factories.make_person(name))
        counts.append(asked_by(client, url))
    assert counts[0] == counts[2]


def test_the_ledger_leads_to_what_it_counts_and_is_taken_along(back_office, city):
    client = back_office("officer")
    page = client.get(LEDGER)

    (line,) = page.context["lines"]
    received, travelled = client.get(line[1]), client.get(line[2])
    # Without the one that is still to come.
    assert received.context["count"] == line[0].received[0] == 3
    assert travelled.context["count"] == line[0].travelled[0] == 1
    (line,) = client.get(f"{LEDGER}?years=5").context["lines"]
    assert client.get(line[1]).context["count"] == line[0].received[0] == 2
    sheet = load_workbook(BytesIO(b"".join(client.get(f"{LEDGER}export/xlsx/").streaming_content)))
    told = {cell.value for page in sheet for row in page for cell in row}
    assert {"Kyoto", "2 visits to return", "official reception"} <= told


def names(user, **asked):
    found, count = remembered(user, Asked(**asked))
    assert count == len(found)
    return [one.text for one in found]


def test_the_memory_finds_a_person_a_body_a_city_and_a_country(people, city):
    officer = people["officer"]
    visit = factories.make_visit("Choir", days=(-7, -6), state="completed")
    factories.make_member(visit, "Müller", given_name="Ada")
    mission = factories.make_mission("Fair", days=(-3, -2))
    factories.make_traveller(mission, "Bruno Verdi")

    assert names(officer, words="ada muller") == ["Choir"]
    assert names(officer, words="verdi") == ["Fair"]
    assert names(officer, words="orchestra") == ["Orchestra, Kyoto"]
    assert names(officer, words="sato") == ["Thirty years"]
    everything = ["To come, Kyoto", "Orchestra, Kyoto", "Thirty years"]
    assert names(officer, city=city)[:3] == everything
    assert names(officer, country=city.country)[:2] == ["To come, Kyoto", "Fair"]
    assert names(officer, city=city, kind="out") == ["Thirty years"]
    assert names(officer, city=city, last=PartialDate(1970).first) == ["Of 1965"]


def test_the_memory_neither_finds_nor_names_whom_one_may_not_know(people):
    hidden = factories.make_person("Zzyzx", level="quiet", readers=[people["head"]])
    mission = factories.make_mission("Fair", days=(-3, -2))
    factories.make_traveller(mission, person=hidden)

    assert names(people["head"], words="zzyzx") == ["Fair"]
    assert names(people["officer"], words="zzyzx") == []
    found, _count = remembered(people["officer"], Asked())
    assert "Zzyzx" not in found[0].said


def test_the_page_of_relations_says_what_is_owed(people, city):
    lines = relation_notes.get("visits")([city.pk], people["officer"])

    assert lines == {city.pk: ["Visits received: 3; missions there: 1; 2 visits to return."]}


def test_the_paper_has_all_where_the_page_shows_the_latest(back_office, monkeypatch):
    for name in ("One", "Two", "Three"):
        factories.make_mission(name, days=(-3, -2))
    monkeypatch.setattr(remembered, "__defaults__", (2,))
    papers = []
    monkeypatch.setattr(
        "delegations.backoffice.memory.answer",
        lambda _request, report, _ending: papers.append(report) or HttpResponse(),
    )
    client = back_office("officer")

    page = client.get(MEMORY)
    client.get(f"{MEMORY}export/xlsx/")

    assert (len(page.context["lines"]), page.context["is_cut"]) == (2, True)
    assert len(papers[0].sections[0].table.rows) == 3
