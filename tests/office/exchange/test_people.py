"""People with their office and contacts in one row, from tables and address books."""

from collections import Counter

import pytest

from directory.models import ContactDetail, OfficeHeld, Organisation, Person
from office.exchange import actions
from office.models import Audience, SearchEntry
from office.search import index
from tests import factories
from tests.office.exchange.invented import HEADER, contacts
from tests.office.exchange.steps import check, checked, fates, imported, run, undo
from tests.office.exchange.tables import csv_file, named
from tests.office.exchange.test_reading import CARDS

pytestmark = pytest.mark.django_db

FULL = {
    "title": "Dr",
    "given name": "Ai",
    "family name": "Yamada",
    "name in its own script": "山田 愛",
    "language of that name": "giapponese",
    "language": "en",
    "office": "Head of protocol",
    "organisation": "Kyoto Art Museum",
    "city": "Kyoto",
    "country": "JP",
    "from": "2020-04",
    "email": "ai@example.org",
    "e-mail 2": "ai.home@example.org",
    "telephone": "075 222 3111",
    "mobile": "+81 90 1234 5678",
    "postal address": "1 Nijo",
    "note": "Met in 2024",
}


@pytest.fixture
def clerk(office):
    factories.make_city("Kyoto", country=factories.make_country(code="JP"))
    return factories.make_user("officer")


def full(**changes):
    return [list(FULL), list((FULL | changes).values())]


def test_a_row_becomes_a_person_with_office_place_and_contacts(clerk):
    imported(clerk, "people", *full())

    person, held, museum = (
        Person.objects.get(),
        OfficeHeld.objects.get(),
        Organisation.objects.get(),
    )
    assert (person.display_name, person.own_name, person.own_language, person.language) == (
        "Ai Yamada",
        "山田 愛",
        "ja",
        "en",
    )
    assert (held.person, held.title_it, held.place, held.held_from.isoformat()) == (
        person,
        "Head of protocol",
        museum,
        "2020-04",
    )
    assert (museum.name_it, museum.kind, museum.city.name_it) == (
        "Kyoto Art Museum",
        "other",
        "Kyoto",
    )
    assert set(person.contacts.values_list("kind", "value", "normalised")) == {
        ("email", "ai@example.org", "ai@example.org"),
        ("email", "ai.home@example.org", "ai.home@example.org"),
        ("telephone", "075 222 3111", "+81752223111"),
        ("mobile", "+81 90 1234 5678", "+819012345678"),
        ("post", "1 Nijo", ""),
    }
    assert {person.audience.level, museum.audience.level} == {"internal"}
    assert person.history.get().history_user == clerk


def test_the_same_row_changes_nothing_and_one_with_more_adds_only_that(clerk):
    imported(clerk, "people", *full())
    versions = list(Person.objects.values_list("version", flat=True))

    assert checked(clerk, "people", *full()).counts == {"unchanged": 1}
    of = checked(clerk, "people", *full(email="new@example.org"))

    assert of.rows.get().fate == "change"
    run(of)
    assert Person.objects.count() == OfficeHeld.objects.count() == Organisation.objects.count() == 1
    assert ContactDetail.objects.filter(kind="email").count() == 3
    assert list(Person.objects.values_list("version", flat=True)) == versions


def test_the_end_of_an_office_is_written_into_the_office(clerk):
    imported(clerk, "people", *full())

    of = imported(clerk, "people", [*FULL, "to"], [*FULL.values(), "2025-03-31"])

    assert of.rows.get().changes == {"held_to": ["", "2025-03-31"]}
    assert OfficeHeld.objects.get().held_to.isoformat() == "2025-03-31"
    undo(of)
    assert OfficeHeld.objects.get().held_to is None


def test_two_rows_of_one_person_become_one_with_two_offices(clerk):
    second = full(office="Curator", telephone="")[1]
    of = checked(clerk, "people", *full(), second)
    assert fates(of)[3] == ("duplicate", [])

    run(check(of, {3: "row:2"}))

    assert Person.objects.count() == 1
    assert sorted(OfficeHeld.objects.values_list("title_it", flat=True)) == [
        "Curator",
        "Head of protocol",
    ]
    assert checked(clerk, "people", *full(), second).counts == {"unchanged": 2}


def test_people_who_are_alike_are_a_question_and_a_hidden_one_is_none(clerk):
    there = factories.make_person("Smith", given_name="John")
    factories.make_person("Brown", given_name="Ann", level="quiet")
    factories.make_contact_detail(factories.make_person("Ek", given_name="Bo"), "bo@example.org")
    header = ["given name", "family name", "email"]
    of = checked(
        clerk,
        "people",
        header,
        ["Jon", "Smith", "jon@example.org"],
        ["Ann", "Brown", ""],
        ["Bosse", "Lund", "bo@example.org"],
        ["Bob", "Ek", "bob@example.org"],
    )

    assert {n: fate for n, (fate, _told) in fates(of).items()} == {
        2: "duplicate",
        3: "new",
        4: "duplicate",
        5: "new",
    }
    assert of.rows.get(number=2).candidates == [f"record:{there.pk}"]


def test_all_that_is_wrong_in_a_row_is_told_at_once_at_its_columns(clerk):
    of = checked(clerk, "people", *full(email="nobody", mobile="call me", city="Atlantis"))

    assert fates(of)[2][0] == "error"
    assert [address for address, _text in fates(of)[2][1]] == ["I2", "L2", "O2"]


def test_an_address_book_of_cards_is_imported_and_a_card_without_a_name_is_told(clerk):
    of = checked(clerk, "people", file=named("book.vcf", CARDS.encode()))

    assert {n: fate for n, (fate, _told) in fates(of).items()} == {
        1: "new",
        2: "new",
        3: "new",
        4: "error",
    }
    assert ("4", "Card 4 has no name.") in fates(of)[4][1]
    run(check(of, {4: "leave_out"}))
    assert sorted(Person.objects.values_list("family_name", flat=True)) == [
        "Ek",
        "Lovelace",
        "Müller",
    ]
    again = checked(
        clerk, "people", file=named("book.vcf", CARDS.encode()), decisions={4: "leave_out"}
    )
    assert again.counts == {"unchanged": 3, "skipped": 1}


def test_undo_leaves_the_directory_as_it_was(clerk):
    before = Audience.objects.count()
    of = imported(clerk, "people", file=csv_file(HEADER, *contacts(60)))
    assert (Person.objects.count(), Organisation.objects.count()) == (60, 2)

    undo(of)

    models = (Person, Organisation, OfficeHeld, ContactDetail)
    assert [model.objects.count() for model in models] == [0, 0, 0, 0]
    assert Audience.objects.count() == before
    assert [model.history.filter(history_type="-").count() for model in models] == [60, 2, 60, 120]


def test_a_trial_indexes_nothing_and_the_import_each_record_once(clerk, monkeypatch):
    indexed, refresh = [], index._refresh

    def noted(kind, keys):
        indexed.extend((kind.model, key) for key in keys)
        return refresh(kind, keys)

    monkeypatch.setattr(index, "_refresh", noted)
    of = checked(clerk, "people", HEADER, *contacts(3))
    assert indexed == []

    run(of)

    made = [*Person.objects.all(), *Organisation.objects.all()]
    assert Counter(indexed) == Counter((type(one), one.pk) for one in made)
    assert SearchEntry.objects.of(Person, [one.pk for one in Person.objects.all()]).exists()


@pytest.mark.parametrize("step", ["check", "run"])
def test_queries_do_not_grow_with_the_rows(clerk, step, django_assert_max_num_queries):
    of = actions.upload(
        resource="people", file=csv_file(HEADER, *contacts(200)), sheet="", by=clerk
    )
    if step == "check":
        with django_assert_max_num_queries(90):
            check(of)
    else:
        of = check(of)
        with django_assert_max_num_queries(90):
            run(of)
        assert Person.objects.count() == 200


def test_an_office_at_a_body_of_the_city_is_the_one_of_a_row_that_names_the_city_alone(clerk):
    imported(clerk, "people", *full())
    chosen = {2: f"record:{Person.objects.get().pk}"}

    of = checked(clerk, "people", *full(organisation=""), decisions=chosen)

    assert fates(of) == {2: ("unchanged", [])}
