"""People: their names, offices, languages and contacts, and who may see them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from directory.models import ContactDetail, OfficeHeld, Person, PersonLanguage
from office import telephones
from office.dates import PartialDate
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TODAY = date(2026, 6, 15)


def problems(record):
    """What full_clean() says, by field."""
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return {field: [str(one) for one in texts] for field, texts in refused.value}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("given", "family", "family_first", "shown"),
    [
        ("Mario", "Rossi", False, "Mario Rossi"),
        ("Tarō", "Yamada", True, "Yamada Tarō"),
        ("", "Sukarno", True, "Sukarno"),
    ],
)
def test_a_name_is_said_in_the_order_of_the_person(given, family, family_first, shown):
    person = Person(given_name=given, family_name=family, family_first=family_first)

    assert str(person) == shown


def test_people_are_listed_by_family_name_accents_and_capitals_aside():
    names = ["Zola", "Ångström", "eco", "École", "Łoś"]
    for name in names:
        factories.make_person(name)

    listed = [person.family_name for person in Person.objects.in_order()]

    assert listed == ["Ångström", "eco", "École", "Łoś", "Zola"]


def test_the_order_of_the_list_is_read_from_its_index():
    for n in range(50):
        factories.make_person(f"Name {n}")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = Person.objects.in_order()[:10].explain()

    assert "directory_person_by_name" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "asked",
    ["cajkovskij", "TCHAIKOVSKY", "Pyotr tchai", "Чайковский", "+7 495 000 00 00"],
)
def test_a_person_is_found_by_every_form_of_the_name_and_by_number(asked):
    person = factories.make_person(
        "Tchaikovsky",
        given_name="Pyotr",
        own_name="Пётр Чайковский",
        own_language="ru",
        transliteration="Pëtr Čajkovskij",
    )
    factories.make_contact_detail(person, "+7 (495) 000-00-00", "telephone")
    factories.make_person("Musorgskij")

    assert list(Person.objects.called(asked)) == [person]


def test_a_name_in_another_script_says_its_language():
    person = factories.make_person(own_name="山田太郎")

    assert problems(person) == {"own_language": ["Say in which language this is written."]}


# ---------------------------------------------------------------- photograph


def test_a_photograph_is_published_with_author_licence_and_consent_only():
    person = factories.make_person()
    person.photograph, person.photograph_published = "people/one.webp", True

    assert set(problems(person)) == {"photograph_author", "photograph_licence", "consent_on"}
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()

    person.photograph_author, person.photograph_licence = "A. Photographer", "CC BY 4.0"
    person.consent_on = PartialDate(2026, 5)
    person.full_clean()
    person.save()


# ---------------------------------------------------------------- offices


def held(**dates):
    return factories.make_office_held(**dates)


def test_an_office_is_at_one_place_and_ends_after_it_begins():
    person, city = factories.make_person(), factories.make_city()
    both = {"city": city, "organisation": factories.make_organisation()}
    message = "Say at which city or at which organisation, one of the two."

    assert problems(OfficeHeld(person=person, title_it="Sindaco")) == {"city": [message]}
    assert problems(OfficeHeld(person=person, title_it="Sindaco", **both)) == {
        "organisation": [message]
    }
    backwards = OfficeHeld(
        person=person, title_it="Sindaco", city=city, held_from="2024", held_to="2023-05"
    )
    assert problems(backwards) == {"held_to": ["The end lies before the beginning."]}
    for wrong in ({}, both, {"city": city, "held_from": "2024", "held_to": "2023"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeHeld.objects.create(person=person, title_it="Sindaco", **wrong)


def test_who_holds_office_on_a_day_as_far_as_the_dates_tell():
    offices = {
        "open": held(),
        "ends that day": held(held_to=PartialDate(2026, 6, 15)),
        "may last all year": held(held_from="2020", held_to=PartialDate(2026)),
        "ended the day before": held(held_to=PartialDate(2026, 6, 14)),
        "ended in May": held(held_to=PartialDate(2026, 5)),
        "begins tomorrow": held(held_from=PartialDate(2026, 6, 16)),
        "begins this month": held(held_from=PartialDate(2026, 6)),
    }

    on_the_day = set(OfficeHeld.objects.held_on(TODAY))

    expected = {"open", "ends that day", "may last all year", "begins this month"}
    assert {name for name, office in offices.items() if office in on_the_day} == expected
    assert {name for name, office in offices.items() if office.is_held_on(TODAY)} == expected
    people = Person.objects.in_office_on(TODAY, user=factories.make_user("reader"))
    assert set(people) == {one.person for one in on_the_day}


def test_who_is_out_of_office_has_held_one_and_holds_none():
    former = held(held_to=PartialDate(2026, 5)).person
    moved_on = held(held_to=PartialDate(2020)).person
    factories.make_office_held(moved_on, "Minister")
    factories.make_person("Never held one")

    people = Person.objects.out_of_office_on(TODAY, user=factories.make_user("reader"))
    assert list(people) == [former]


def test_an_office_at_a_hidden_place_puts_nobody_in_or_out_of_office_for_others():
    named, officer, head = (factories.make_user(role) for role in ("reader", "officer", "head"))
    hidden = factories.make_city(level="quiet", readers=[named])
    mayor, former = factories.make_person("Yamada"), factories.make_person("Suzuki")
    factories.make_office_held(mayor, city=hidden)
    factories.make_office_held(former, city=hidden, held_to="2020")

    def told(user):
        people = Person.objects
        return [
            list(people.in_office_on(TODAY, user=user)),
            list(people.out_of_office_on(TODAY, user=user)),
        ]

    stranger = AnonymousUser()
    assert told(named) == [[mayor], [former]]
    assert [told(user) for user in (officer, head, stranger)] == [[[], []]] * 3


# ---------------------------------------------------------------- languages


def test_who_interprets_and_who_guides_is_asked_by_language_and_level():
    both_ways, one_way, guide = (factories.make_person(name) for name in ("A", "B", "C"))
    factories.make_language(both_ways, "ja", interprets_from=True, interprets_into=True)
    factories.make_language(both_ways, "it", interprets_from=True, interprets_into=True)
    factories.make_language(one_way, "ja", interprets_into=True)
    factories.make_language(one_way, "it", interprets_from=True)
    factories.make_language(guide, "fr", guides_in=True, level="C1")
    factories.make_language(both_ways, "fr", guides_in=True, level="B2")
    factories.make_language(one_way, "fr", level="native")

    people = Person.objects.in_order()
    assert list(people.who_interpret("ja", "it")) == [both_ways]
    assert list(people.who_interpret("it", "ja")) == [both_ways, one_way]
    assert list(people.who_guide_in("fr")) == [both_ways, guide]
    assert list(people.who_guide_in("fr", at_least="C1")) == [guide]
    assert list(people.who_speak("fr", at_least="C1")) == [one_way, guide]


def test_a_language_stands_once_for_a_person():
    person = factories.make_person()
    factories.make_language(person, "fr")

    twice = PersonLanguage(person=person, language="fr")

    assert problems(twice) == {"__all__": ["The person has this language already."]}


# ---------------------------------------------------------------- contacts


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("055 276 1234", "IT", "+390552761234"),
        ("0039 055-2761234", None, "+390552761234"),
        ("0081 (75) 222 3111", "JP", "+81752223111"),
        ("(030) 12 34 56", "DE", "+4930123456"),
        ("055 2761234 int. 12", None, "0552761234"),
        ("12", "IT", "12"),
        ("none", "IT", ""),
    ],
)
def test_a_number_is_one_however_it_is_typed(typed, region, number):
    assert telephones.normalised(typed, region) == number


def test_a_number_takes_the_country_of_the_office_held():
    japan = factories.make_country(code="JP")
    mayor = held(city=factories.make_city(country=japan)).person
    organisation = factories.make_organisation(country=japan)
    nobody = factories.make_person()

    written = [
        factories.make_contact_detail(one, "075-222-3111", "telephone").normalised
        for one in (mayor, organisation, nobody)
    ]

    assert written == ["+81752223111", "+81752223111", "0752223111"]
    for asked in ("075 222 3111", "+81 75 2223111", "0081752223111"):
        assert mayor in Person.objects.called(asked)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("telephone", "by appointment", "This is no telephone number: write it in figures."),
        ("mobile", "12", "This is no telephone number: write it in figures."),
        ("email", "me at home", "Enter a valid email address."),
    ],
)
def test_what_is_no_number_or_address_is_told_at_the_field(kind, value, message):
    contact = ContactDetail(person=factories.make_person(), kind=kind, value=value)

    assert problems(contact) == {"value": [message]}


def test_a_contact_has_one_owner_and_what_is_private_is_not_published():
    person = factories.make_person()

    assert "__all__" in problems(ContactDetail(kind="post", value="1 Street"))
    private = ContactDetail(
        person=person, kind="post", value="1 Street", is_private=True, is_published=True
    )
    assert problems(private)["is_published"] == ["What is private is not published."]
    for wrong in ({}, {"person": person, "is_private": True, "is_published": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactDetail.objects.create(kind="post", value="1 Street", **wrong)


# ---------------------------------------------------------------- who may see


def test_what_belongs_to_a_person_is_seen_by_whom_the_person_is_seen(people):
    owner, colleague, stranger = people["officer"], people["reader"], AnonymousUser()
    person = factories.make_person(level="confidential", readers=[owner])
    rows = [
        factories.make_office_held(person),
        factories.make_language(person),
        factories.make_contact_detail(person),
    ]

    seen = {
        user: [type(row).objects.visible_to(user).filter(pk=row.pk).exists() for row in rows]
        for user in (owner, colleague, stranger)
    }

    assert seen == {owner: [True] * 3, colleague: [False] * 3, stranger: [False] * 3}


def test_an_office_at_a_hidden_place_is_hidden(people):
    person, quiet = factories.make_person(), factories.make_city(level="quiet")
    at_city = factories.make_office_held(person, city=quiet)
    organisation = factories.make_organisation(city=quiet)
    at_organisation = factories.make_office_held(person, organisation=organisation)
    contact = factories.make_contact_detail(organisation)

    assert at_city not in OfficeHeld.objects.visible_to(people["officer"])
    assert at_organisation not in OfficeHeld.objects.visible_to(people["officer"])
    assert contact not in ContactDetail.objects.visible_to(people["officer"])
