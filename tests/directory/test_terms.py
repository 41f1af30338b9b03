"""Whose term ended: told of those who may be seen, and of no one who is followed."""

import datetime

import pytest
from django.utils import timezone

from directory import terms
from office import radar
from office.dates import PartialDate
from tests import factories
from tests.forms import signed_in

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2027, 6, 15)


@pytest.fixture
def reader(office):
    return factories.make_user("officer")


def make(city, name, title="Sindaco", **term):
    person = factories.make_person(name, level=term.pop("level", "public"))
    return factories.make_office_held(person, title, city=city, **term)


def names(reader, **asked):
    return [one.office.person.family_name for one in terms.ended(reader, today=TODAY, **asked)]


def test_term_that_ended_is_told_until_somebody_follows(reader):
    city = factories.make_city()
    make(city, "Rossi", held_to="2027-05")

    assert names(reader) == ["Rossi"]
    assert names(reader, cities=[city.pk]) == ["Rossi"]
    assert names(reader, cities=[factories.make_city().pk]) == []

    make(city, "Bianchi", "Sindaca", held_from="2027-05")
    assert names(reader) == []


@pytest.mark.parametrize("day", ["2027-06", "2027-06-15", "2027", None, "2022-05"])
def test_term_that_may_go_on_or_ended_years_ago_is_not_told(reader, day):
    make(factories.make_city(), "Rossi", held_to=day)

    assert names(reader) == []


def test_another_office_at_the_city_is_no_follower_and_only_the_last_holder_is_told(reader):
    city = factories.make_city()
    make(city, "Verdi", held_to="2025-05-31")
    make(city, "Rossi", held_from="2025-06", held_to="2027-05-31")
    make(city, "Bianchi", "Vicesindaca", held_from="2027-06")

    assert names(reader) == ["Rossi"]


def test_office_of_an_organisation_counts_for_its_city(reader):
    city = factories.make_city()
    place = factories.make_organisation(city=city)
    person = factories.make_person("Rossi")
    factories.make_office_held(person, "Direttore", organisation=place, held_to="2027-01")
    nowhere = factories.make_organisation("Nowhere")
    factories.make_office_held(person, "Direttore", organisation=nowhere, held_to="2027-01")

    assert [one.city for one in terms.ended(reader, today=TODAY)] == [city.pk]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sindaco", "sindaca", True),
        ("Direttore", "Direttrice", True),
        ("Assessore alla cultura", "Assessora alla Cultura", True),
        ("Maire", "Mairesse", True),
        ("Sindaco", "Vicesindaco", False),
        ("Mayor", "Deputy Mayor", False),
        ("Assessore alla cultura", "Assessore allo sport", False),
        ("", "", False),
    ],
)
def test_titles_are_of_one_office_whoever_holds_it(one, other, same):
    assert terms.is_same_title(one, other) is same


def test_who_may_not_be_seen_is_not_told_and_does_not_follow(reader):
    city, hidden = factories.make_city(), factories.make_city(level="quiet")
    make(city, "Rossi", held_to="2027-05")
    make(city, "Bianchi", held_from="2027-05", level="quiet")
    make(hidden, "Verdi", held_to="2027-05")

    assert names(reader) == ["Rossi"]


@pytest.mark.parametrize("count", [1, 3])
def test_all_cities_cost_two_queries(reader, django_assert_num_queries, count):
    for n in range(count):
        make(factories.make_city(), str(n), held_to="2027-05")
    _ = reader.reads_internal, reader.knows_quiet

    with django_assert_num_queries(2):
        assert len(names(reader)) == count


# ---------------------------------------------------------------- where it is told


def test_start_page_counts_and_the_list_and_the_timeline_name_them(settings, office):
    settings.DEMONSTRATION = True
    client = signed_in("officer")
    city = factories.make_city()
    last_year = timezone.localdate().year - 1
    person = make(city, "Rossi", held_to=str(last_year)).person
    make(city, "Bianchi", "Archivista")
    url = "/admin/directory/person/?office=unfollowed"

    waiting = {line.url: line.count for line in client.get("/admin/").context["waiting"]}

    assert waiting[url] == 1
    assert list(client.get(url).context["cl"].queryset) == [person]
    page = client.get(f"/admin/directory/city/{city.pk}/timeline/").content.decode()
    assert f"Rossi, Sindaco, Kyoto: the term ended ({last_year})" in page


def test_radar_marks_the_terms_that_end(reader):
    city = factories.make_city("Kyoto")
    make(city, "Rossi", held_to="2027-05")
    make(city, "Verdi", held_to="2030")
    make(factories.make_city(level="quiet"), "Neri", held_to="2027-05")
    _ = reader.reads_internal

    marks = radar.ahead(reader, datetime.date(2027, 5, 31), datetime.date(2029, 5, 31))

    assert [(mark.on, mark.text) for mark in marks if "term" in str(mark.kind)] == [
        (PartialDate(2027, 5), "Rossi, Sindaco, Kyoto")
    ]
