"""How people and organisations are found: every form of a name, every way to type a number."""

import pytest

from directory.models import ContactDetail, OfficeHeld, Person
from office.models import Audience
from office.search.answers import public_search, staff_search
from office.search.index import kinds
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(people):
    return people["officer"]


def search(user, text):
    return staff_search(text, user=user, models=list(kinds), language="en")


def found(user, text):
    return [hit.record for hit in search(user, text).page(1).object_list]


@pytest.fixture
def yamada(officer):
    person = factories.make_person(
        "Yamada",
        given_name="Tarō",
        own_name="山田太郎",
        own_language="ja",
        transliteration="Yamada Tarou",
    )
    factories.make_contact_detail(person, "Taro.Yamada@City.example.org")
    return person


@pytest.mark.parametrize(
    "text",
    ["yamada", "taro yamada", "Yamada, Tarō", "山田", "Tarou", "taro.yamada@city.example.org"],
)
def test_a_person_is_found_by_every_form_of_the_name_and_by_the_address(officer, yamada, text):
    assert found(officer, text) == [yamada]


def test_a_misspelt_family_name_is_offered(officer, yamada):
    assert [hit.record for hit in search(officer, "Yamdaa").similar] == [yamada]


def test_a_person_is_found_by_the_one_name_that_is_spelt_well(officer, yamada):
    answer = search(officer, "Tarou Yammada")

    assert ([hit.record for hit in answer.page(1).object_list], answer.left_out) == (
        [yamada],
        ["Yammada"],
    )


NUMBERS = ["055 123 45 67", "+39 055 1234567", "+390551234567", "0039 055 123 45 67", "055.1234567"]


@pytest.mark.parametrize("typed", NUMBERS)
@pytest.mark.parametrize("written", ["+39 055 1234567", "055 123 4567", "0039-055-12 34 567"])
def test_a_telephone_is_found_however_it_is_typed_and_written(officer, yamada, written, typed):
    factories.make_contact_detail(yamada, written, kind="telephone")
    factories.make_contact_detail(factories.make_person("Rossi"), "+39 055 1234999", kind="mobile")

    assert found(officer, typed) == [yamada]


def test_a_contact_that_changes_is_found_by_what_it_is_now(officer, yamada):
    contact = yamada.contacts.get()
    contact.value = "other@example.org"
    contact.save()
    assert (found(officer, "other@example.org"), found(officer, "city.example")) == ([yamada], [])

    ContactDetail.objects.all().delete()
    assert found(officer, "other@example.org") == []


def test_a_person_is_found_by_office_and_place_with_the_name(officer, yamada):
    city = factories.make_city("Gifu")
    organisation = factories.make_organisation("Orchestra", city=city)
    factories.make_office_held(yamada, "Head of protocol", city=city)
    factories.make_office_held(yamada, "Conductor", organisation=organisation)

    for text in ["protocol", "gifu protocol", "yamada orchestra", "conductor"]:
        assert found(officer, text)[0] == yamada
    (hit,) = search(officer, "protocol").page(1).object_list
    assert (hit.title, hit.text) == ("Tarō Yamada", "Head of <mark>protocol</mark>, Gifu")

    city.name_en = "Nara"
    city.save()
    assert found(officer, "nara protocol") == [yamada]
    OfficeHeld.objects.all().delete()
    assert found(officer, "protocol") == []


def test_an_office_at_a_hidden_place_is_found_by_those_who_may_know_the_place(people, yamada):
    secret = factories.make_city("Zzyzx", level="confidential", readers=[people["officer"]])
    hall = factories.make_organisation("Town hall", city=secret)
    factories.make_office_held(yamada, "Mayor", city=secret)
    factories.make_office_held(yamada, "Usher", organisation=hall)

    assert [found(people["officer"], text)[0] for text in ("mayor", "usher")] == [yamada] * 2
    assert [found(people["reader"], text) for text in ("zzyzx", "mayor", "usher")] == [[]] * 3
    (hit,) = search(people["reader"], "yamada").page(1).object_list
    assert (hit.record, hit.text) == (yamada, "")


def test_a_person_who_becomes_quiet_is_found_by_nobody_else(people, yamada):
    Audience.objects.filter(pk=yamada.audience_id).update(level="quiet")

    assert found(people["head"], "yamada") == []
    yamada.audience.readers.add(people["reader"])
    assert (found(people["reader"], "yamada"), found(people["officer"], "yamada")) == ([yamada], [])


def test_people_are_not_found_on_the_public_pages(yamada):
    assert public_search("yamada", language="en").page(1).object_list == []


def test_an_organisation_is_found_by_its_number_and_place(officer):
    city = factories.make_city("Gifu")
    organisation = factories.make_organisation("Orchestra", city=city, website="https://o.example")
    factories.make_contact_detail(organisation, "+81 58 265 4141", kind="telephone")

    assert found(officer, "058-265-4141") == [organisation]
    assert found(officer, "o.example") == [organisation]
    assert organisation in found(officer, "gifu")


def test_a_person_who_is_deleted_leaves_nothing_in_the_index(officer, yamada):
    from office.models import SearchEntry

    factories.make_office_held(yamada)
    key = yamada.pk
    yamada.delete()

    assert not Person.objects.exists()
    assert not SearchEntry.objects.of(Person, [key]).exists()


# ---------------------------------------------------------------- documents


def publicly(text):
    return [hit.record for hit in public_search(text, language="en").page(1).object_list]


def test_a_document_is_found_by_its_title_and_by_what_it_says(office):
    document = factories.make_document(
        "Twinning pact", title_it="Patto", text="Friendship for ever"
    )

    assert [publicly(text) for text in ("twinning", "patto", "for ever")] == [[document]] * 3


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_a_hidden_document_is_found_by_its_readers_alone(people, level):
    officer = people["officer"]
    document = factories.make_document("Zzyzx", level=level, readers=[officer], text="Secret words")

    assert (publicly("Zzyzx"), publicly("secret words")) == ([], [])
    assert (found(officer, "Zzyzx"), found(officer, "secret words")) == ([document], [document])
    assert found(people["councillor"], "Zzyzx") == []


def test_a_document_without_a_file_is_found_by_staff_alone(officer):
    document = factories.make_document("Charter")
    document.files.all().delete()

    assert (publicly("charter"), found(officer, "charter")) == ([], [document])
