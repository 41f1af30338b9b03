"""The start page of the back-office, its quick find, and the filter of facts without a source."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from office.dates import PartialDate
from office.models import Citation
from office.start_page import ASKED, HOUSEKEEPING
from tests import factories
from tests.forms import send, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    """No second factor is asked for."""
    settings.DEMONSTRATION = True


def edit(client, record, **fields):
    meta = record._meta
    url = f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/"
    assert send(client, url, **fields).status_code == 302


def cite(record, field):
    source = factories.make_source(f"On {field} of {record}")
    Citation.objects.create(record=record, field=field, source=source)


def waiting(client):
    """Which lists of facts without a source the page leads to, and how many it counts there."""
    lines = client.get("/admin/").context["waiting"]
    return {line.url: line.count for line in lines if "without_source" in line.url}


# ---------------------------------------------------------------- facts without a source

CITIES = "/admin/directory/city/?without_source=any"
AGREEMENTS = "/admin/partnerships/agreement/?without_source=any"


def test_page_counts_the_facts_without_a_source_and_leads_to_them(office):
    client = signed_in("officer")
    cited, uncited = (factories.make_city(name, population=1) for name in ("Kyoto", "Gifu"))
    factories.make_city("Without a number")
    cite(cited, "population")
    cite(uncited, "name")
    agreement = factories.make_agreement(cited, signed_on=PartialDate(1965))
    factories.make_agreement(cited)

    assert waiting(client) == {CITIES: 1, AGREEMENTS: 1}
    shown = [client.get(url).context["cl"].queryset.get() for url in (CITIES, AGREEMENTS)]
    assert shown == [uncited, agreement]

    cite(uncited, "population")
    cite(agreement, "signed_on")
    assert waiting(client) == {}


def test_filter_asks_for_one_field_in_whichever_language_it_is_written(office):
    client = signed_in("officer")
    agreement = factories.make_agreement(place_de="Rathaus")
    factories.make_agreement(place_en="")
    url = "/admin/partnerships/agreement/?without_source=place"

    assert list(client.get(url).context["cl"].queryset) == [agreement]
    cite(agreement, "place")
    assert list(client.get(url).context["cl"].queryset) == []


def test_filter_takes_no_other_field(office):
    client = signed_in("officer")
    city = factories.make_city()

    response = client.get("/admin/directory/city/?without_source=slug")

    assert list(response.context["cl"].queryset) == [city]


def test_what_one_may_not_read_or_mend_is_not_counted(office):
    factories.make_city(population=1, level="confidential", readers=[])

    assert waiting(signed_in("officer")) == {}

    factories.make_city(population=1)
    assert waiting(signed_in("officer")) == {CITIES: 1}
    assert waiting(signed_in("reader")) == {}


# ---------------------------------------------------------------- my last edits


def last_edits(client):
    return [(str(one.record), one.url) for one in client.get("/admin/").context["last_edits"]]


def test_page_shows_what_one_worked_on_the_latest_first_each_once(office):
    client, colleague = signed_in("officer"), signed_in("officer")
    kyoto, gifu = factories.make_city("Kyoto"), factories.make_city("Gifu")
    country = factories.make_country(code="FR")
    edit(client, kyoto, population="1")
    edit(client, country, name_en="Francia")
    edit(client, gifu, population="2")
    edit(client, kyoto, population="3")
    edit(colleague, gifu, population="4")

    assert last_edits(client) == [
        ("Kyoto", f"/admin/directory/city/{kyoto.pk}/change/"),
        ("Gifu", f"/admin/directory/city/{gifu.pk}/change/"),
        ("Francia", f"/admin/directory/country/{country.pk}/change/"),
    ]
    assert last_edits(colleague) == [("Gifu", f"/admin/directory/city/{gifu.pk}/change/")]
    assert last_edits(signed_in("officer")) == []


def test_what_is_gone_or_hidden_since_is_no_longer_named(office):
    client = signed_in("officer")
    hidden, gone = factories.make_city("Kyoto"), factories.make_city("Gifu")
    for city in (hidden, gone):
        edit(client, city, population="1")
    hidden.audience.level = "quiet"
    hidden.audience.save()
    gone.delete()

    assert last_edits(client) == []
    assert client.get("/admin/find/results/").json()["results"] == []


def test_page_costs_the_same_for_one_edit_and_for_three(office):
    client = signed_in("officer")

    def edit_another():
        edit(client, factories.make_agreement(bond=f"kind-{next(factories.number)}"), place_it="P")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/admin/")
        return len(response.context["last_edits"]), len(captured)

    edit_another()
    client.get("/admin/")
    one = queries()
    edit_another()
    edit_another()

    assert queries() == (3, one[1])
    # Two of each kind of record that has texts, or must have sources, whatever their number.
    assert one[1] <= 91


# ---------------------------------------------------------------- quick find


def quick(client, text):
    return client.get("/admin/find/results/", {"find": text}).json()["results"]


def test_box_finds_records_and_pages(office):
    client = signed_in("officer")
    city = factories.make_city("Kyoto")

    assert quick(client, "Kyotto") == [
        {
            "title": "Kyoto",
            "lang": "",
            "also": "",
            "kind": "City",
            "url": f"/admin/directory/city/{city.pk}/change/",
        }
    ]
    assert [(line["title"], line["url"]) for line in quick(client, "add citi")] == [
        ("Add: Cities", "/admin/directory/city/add/"),
        ("Add: Candidate cities", "/admin/partnerships/candidacy/add/"),
        (
            "Add: Questions about candidate cities",
            "/admin/partnerships/candidatequestion/add/",
        ),
    ]
    assert quick(client, "\0") == []


def test_box_says_by_which_other_name_it_found_a_thing(office):
    client = signed_in("officer")
    factories.make_city("Kyoto", name_de="Musterstadt")

    assert [line["also"] for line in quick(client, "muster")] == ["Musterstadt"]


def test_box_offers_first_what_one_worked_on_last(office):
    client = signed_in("officer")
    city = factories.make_city("Kyoto")
    edit(client, city, population="1")

    answer = client.get("/admin/find/results/").json()

    assert answer["said"] == "What you worked on last"
    assert [line["title"] for line in answer["results"]] == ["Kyoto"]


def test_box_leads_to_no_page_that_one_may_not_open(office):
    client = signed_in("reader")
    factories.make_city("Kyoto")

    assert quick(client, "add cit") == []
    assert quick(client, "add acc") == []
    assert all(client.get(line["url"]).status_code == 200 for line in quick(client, "kyoto"))


@pytest.mark.parametrize("path", ["/admin/find/", "/admin/find/results/"])
def test_strangers_and_those_who_only_read_are_sent_away(client, people, path):
    assert "/admin/login/" in client.get(path, {"find": "x"}).url
    client.force_login(people["councillor"])
    assert "/admin/login/" in client.get(path, {"find": "x"}).url


def test_page_of_the_find_shows_kinds_other_names_and_what_is_nearly_so(office):
    client = signed_in("officer")
    city = factories.make_city("Kyoto", name_it="Chioto")
    factories.make_agreement(city)

    page = client.get("/admin/find/?find=chioto").content.decode()

    assert f'<a href="/admin/directory/city/{city.pk}/change/">Kyoto</a>' in page
    assert "<mark>Chioto</mark>" in page
    assert '<a href="?find=chioto&amp;kind=agreement">Agreements (1)</a>' in page
    near = client.get("/admin/find/?find=Chiotto").content.decode()
    assert "Kyoto</a>" in near.split("Perhaps you were looking for")[1]


def test_every_page_of_the_back_office_has_the_box_but_no_popup(office):
    client = signed_in("officer")

    assert 'id="quick-find"' in client.get("/admin/directory/city/").content.decode()
    assert (
        'id="quick-find"' not in client.get("/admin/directory/city/add/?_popup=1").content.decode()
    )


# ---------------------------------------------------------------- how citizens reach the office


def test_page_reminds_those_who_can_mend_it_that_citizens_find_no_email(office):
    url = f"/admin/office/office/{office.pk}/change/"

    def reminds(role):
        return url in [line.url for line in signed_in(role).get("/admin/").context["waiting"]]

    assert [role for role in ("head", "officer", "reader") if reminds(role)] == ["head"]
    office.email = "office@example.org"
    office.save()
    assert not reminds("head")


# ---------------------------------------------------------------- what one begins with


def test_page_offers_what_one_most_often_begins_to_those_who_may(office):
    pages = {role: signed_in(role).get("/admin/") for role in ("officer", "reader")}

    assert [link.label for link in pages["officer"].context["to_begin"]] == [
        "Note a contact",
        "Propose a pact",
        "Calendar",
        "New appointment",
        "Find a free time",
        "New request for a visit",
    ]
    assert "Nothing is due for you." in pages["officer"].text
    assert not pages["reader"].context["to_begin"]
    assert "Nothing is due for you." not in pages["reader"].text


def test_what_others_wait_for_comes_first_and_translations_stand_apart(office):
    factories.make_correction(factories.make_city(name_it="Kyoto", population=1))

    page = signed_in("officer").get("/admin/").context

    assert [line.rank for line in page["waiting"]] == [ASKED, HOUSEKEEPING]
    assert {line.language for line in page["waiting"]} == {""}
    assert page["texts"]


def test_page_leads_to_the_visits_that_come(office):
    officer = signed_in("officer")
    factories.make_visit("Kyoto", state="planning", days=(10, 12))
    factories.make_visit("Later", state="planning", days=(40, 42))
    factories.make_visit("Dropped", state="declined", days=(10, 12))
    factories.make_visit("Hidden", state="planning", days=(10, 12), level="quiet")

    [line] = [one for one in officer.get("/admin/").context["waiting"] if "when=soon" in one.url]

    listed = officer.get(line.url).context["cl"].result_list
    assert (line.count, [one.guests for one in listed]) == (1, ["Kyoto"])


# ---------------------------------------------------------------- what one opens every day


def test_radar_and_what_is_due_are_the_first_links_of_the_page(office):
    page = signed_in("officer").get("/admin/")

    assert [link.url for link in page.context["daily"]] == ["/admin/radar/", "/admin/due/"]


def test_page_shows_the_anniversaries_of_the_next_days(office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 26))
    signed = {"Today": "1986-11-26", "Soon": "1991-12-09", "Later": "1991-12-11"}
    for name, day in {**signed, "Some day": "1990", "Past": "1990-11-25"}.items():
        city = factories.make_city(name)
        factories.make_agreement(city, signed_on=day, status="in_force")
    hidden = factories.make_city("Hidden", level="quiet")
    factories.make_agreement(hidden, signed_on="1986-11-26", status="in_force")

    coming = signed_in("officer").get("/admin/").context["coming"]

    assert [(str(mark.on), mark.record.city.name, mark.years) for mark, _url in coming] == [
        ("26 November 2026", "Today", 40),
        ("9 December 2026", "Soon", 35),
    ]


def test_what_is_laid_down_once_stands_apart_from_the_work_of_each_day(back_office):
    apps = back_office("head").get("/admin/").context["app_list"]

    groups = {app["name"]: [one["name"] for one in app["models"]] for app in apps}
    assert "Visits" in groups["Visits"]
    assert "Levels of visits" not in groups["Visits"]
    assert {"Levels of visits", "Settings of visits"} <= {*groups["Visits: settings"]}
    assert all(groups.values())
