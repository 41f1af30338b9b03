"""Who is probably in the directory already: found, shown, and saved all the same if one says so."""

import time

import pytest

from directory.backoffice.duplicates import ANOTHER
from directory.models import Organisation, Person
from office.models import User
from tests import factories, forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/directory/person/add/"
PANEL = "/admin/directory/person/duplicates/"


@pytest.fixture
def officer(settings):
    settings.DEMONSTRATION = True
    return forms.signed_in("officer")


# ---------------------------------------------------------------- what is alike


@pytest.mark.parametrize(
    ("given", "family", "alike"),
    [
        ("Giulia", "Łoś-Bianchi", True),
        ("GIULIA", "los bianchi", True),
        ("Łoś-Bianchi", "Giulia", True),
        ("Giulia", "Los Bianci", True),
        ("Giulia Anna", "Los Bianchi", True),
        ("G.", "Los Bianchi", True),
        ("Giulia", "Los Verdi", False),
        ("Marco", "Bianchi", False),
        ("", "", False),
    ],
)
def test_names_are_alike_that_share_half_of_their_trigrams(given, family, alike):
    person = factories.make_person("Łoś-Bianchi", given_name="Giulia")

    found = Person.objects.probable_duplicates(given_name=given, family_name=family)

    assert list(found) == ([person] if alike else [])


@pytest.mark.parametrize(
    "known",
    [
        {"own_name": "山田 太郎"},
        {"family_name": "Jamada", "given_name": "Tarou"},
        {"emails": ["T.Yamada@Example.org "]},
        {"telephones": ["0081 75 222 3111"]},
        {"telephones": ["(075) 222-3111"]},
    ],
)
def test_a_person_is_found_by_any_script_and_by_every_contact(known):
    person = factories.make_person(
        "Yamada",
        given_name="Tarō",
        own_name="山田 太郎",
        own_language="ja",
        transliteration="Jamada Tarou",
    )
    factories.make_contact_detail(person, "t.yamada@example.org")
    factories.make_contact_detail(person, "+81 75-222-3111", "telephone")
    other = factories.make_person("Suzuki")
    factories.make_contact_detail(other, "+39 055 222 3111", "telephone")

    assert list(Person.objects.probable_duplicates(**known)) == [person]


def test_the_most_alike_come_first_and_those_of_the_same_address_before_them():
    near = factories.make_person("Rossi", given_name="Maria")
    same = factories.make_person("Rossi", given_name="Mario")
    reached = factories.make_person("Other")
    factories.make_contact_detail(reached, "mario@example.org")

    found = Person.objects.probable_duplicates(
        given_name="Mario", family_name="Rossi", emails=["mario@example.org"]
    )

    assert list(found) == [reached, same, near]


def test_an_organisation_is_found_by_its_name_in_any_language_and_by_contact():
    office = factories.make_organisation("Ufficio turismo", name_de="Fremdenverkehrsamt")
    factories.make_contact_detail(office, "info@example.org")
    factories.make_organisation("Orchestra")

    for known in ({"names": ["Fremdenverkehramt"]}, {"emails": ["info@example.org"]}):
        assert list(Organisation.objects.probable_duplicates(**known)) == [office]


def test_a_list_of_thousands_is_compared_with_thousands_in_seconds(django_assert_num_queries):
    audience = factories.make_audience()
    syllables = ["ka", "ro", "mi", "ten", "lu", "sa", "vor", "ne", "bri", "to", "gal", "du"]
    names = [
        (f"{a}{b}{c}".title(), f"{c}{a}".title())
        for a in syllables
        for b in syllables
        for c in syllables
    ]
    Person.objects.bulk_create(
        Person(audience=audience, family_name=family, given_name=given) for family, given in names
    )

    started = time.perf_counter()
    with django_assert_num_queries(2):
        index = Person.objects.duplicate_index()
        found = [index.find(family_name=f, given_name=g) for f, g in names]

    assert time.perf_counter() - started < 20
    keys = dict(Person.objects.values_list("pk", "family_name"))
    missed = [
        family
        for (family, _given), pks in zip(names, found, strict=True)
        if family not in {keys[pk] for pk in pks}
    ]
    assert missed == []


# ---------------------------------------------------------------- shown


def test_the_panel_shows_who_is_meant_and_no_more_of_the_contacts_than_to_know_it(officer):
    person = factories.make_person("Yamada", given_name="Tarō", family_first=True)
    factories.make_office_held(person, "Mayor", city=factories.make_city("Kyoto"))
    factories.make_office_held(person, "Formerly councillor", held_to="2001")
    factories.make_contact_detail(person, "taro.yamada@example.org")
    factories.make_contact_detail(person, "+81 75-222-3111", "telephone")

    page = officer.post(PANEL, {"family_name": "Yamada", "given_name": "Taro"}).content.decode()

    for word in ("Yamada Tarō", "Mayor, Kyoto", "…@example.org", "…111"):
        assert word in page
    assert f'href="/admin/directory/person/{person.pk}/change/"' in page
    for word in ("taro.yamada", "222-3111", "Formerly"):
        assert word not in page


def test_the_panel_shows_nobody_whom_one_may_not_see(people, client, settings):
    settings.DEMONSTRATION = True
    hidden = factories.make_person("Yamada", level="quiet", readers=[people["officer"]])
    asked = {"family_name": "Yamada"}
    shown = {}
    for user in (people["officer"], people["head"]):
        client.force_login(user)
        shown[user] = str(hidden) in client.post(PANEL, asked).content.decode()

    assert shown == {people["officer"]: True, people["head"]: False}
    client.force_login(people["reader"])
    assert client.post(PANEL, asked).status_code == 403


def test_the_panel_finds_by_the_contacts_of_the_form(officer):
    person = factories.make_person("Yamada")
    factories.make_contact_detail(person, "+81 75-222-3111", "mobile")
    rows = {"contacts-0-kind": "mobile", "contacts-0-value": "075 222 3111"}

    assert "Yamada" in officer.post(PANEL, rows).content.decode()
    assert "Yamada" not in officer.post(PANEL, rows | {"contacts-0-kind": "post"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_as_often_for_one_as_for_three(officer, django_assert_num_queries, count):
    for _n in range(count):
        person = factories.make_person("Yamada")
        factories.make_office_held(person, organisation=factories.make_organisation())
        factories.make_contact_detail(person)
    officer.post(PANEL, {})

    with django_assert_num_queries(16):
        page = officer.post(PANEL, {"family_name": "Yamada"}).content.decode()

    assert page.count("Orchestra") == count


# ---------------------------------------------------------------- saved


def test_the_form_comes_back_once_and_saves_when_the_box_is_ticked(officer):
    known = factories.make_person("Yamada", given_name="Tarō")
    typed = {"family_name": "Yamada", "given_name": "Taro", "offices-0-title_it": ""}

    back = forms.send(officer, ADD, **typed)

    assert "Perhaps this is in the directory already" in back.content.decode()
    assert Person.objects.count() == 1
    form = forms.form_of(back)
    assert (form["family_name"], form["given_name"]) == ("Yamada", "Taro")
    assert ANOTHER not in form

    saved = forms.send(officer, ADD, form, **{ANOTHER: str(known.pk)})

    assert saved.status_code == 302
    assert Person.objects.count() == 2


def test_the_box_holds_for_those_that_were_seen(officer):
    known = factories.make_person("Yamada", given_name="Tarō")
    factories.make_person("Suzuki", given_name="Jirō")
    form = forms.form_of(officer.get(ADD)) | {ANOTHER: str(known.pk)}

    of_another = officer.post(ADD, form | {"family_name": "Suzuki", "given_name": "Jiro"})
    of_the_one = officer.post(ADD, form | {"family_name": "Yamada", "given_name": "Taro"})

    assert (of_another.status_code, of_the_one.status_code) == (200, 302)


def test_a_person_that_nobody_resembles_is_saved_at_once_with_all_rows(officer):
    city = factories.make_city("Kyoto")
    factories.make_person("Suzuki")

    saved = forms.send(
        officer,
        ADD,
        family_name="Yamada",
        **{
            "offices-0-title_it": "Sindaco",
            "offices-0-city": city.pk,
            "contacts-0-kind": "telephone",
            "contacts-0-value": "075-222-3111",
            "languages-0-language": "ja",
            "languages-0-level": "native",
        },
    )

    assert saved.status_code == 302
    person = Person.objects.get(family_name="Yamada")
    assert [str(one) for one in person.offices.all()] == ["Sindaco, Kyoto"]
    # The office is saved first: the number knows its country.
    assert [one.normalised for one in person.contacts.all()] == ["+81752223111"]
    assert [one.level for one in person.languages.all()] == ["native"]
    assert person.audience.level == "internal"


def test_a_wrong_number_is_told_at_its_field_and_nothing_is_saved(officer):
    back = forms.send(
        officer,
        ADD,
        family_name="Yamada",
        **{"contacts-0-kind": "mobile", "contacts-0-value": "ask the secretary"},
    )

    formsets = [one.formset for one in back.context["inline_admin_formsets"]]
    errors = [error for formset in formsets for error in formset.errors if error]
    assert errors == [{"value": ["This is no telephone number: write it in figures."]}]
    assert forms.form_of(back)["contacts-0-value"] == "ask the secretary"
    assert Person.objects.count() == 0


def test_a_change_of_a_person_is_not_compared(officer):
    for name in ("Tarō", "Jirō"):
        person = factories.make_person("Yamada", given_name=name)

    saved = forms.send(officer, f"/admin/directory/person/{person.pk}/change/", given_name="Tarō")

    assert saved.status_code == 302


def test_an_organisation_comes_back_once_too(officer):
    known = factories.make_organisation("Orchestra della Toscana")
    url = "/admin/directory/organisation/add/"
    typed = {"name_it": "Orchestra di Toscana", "kind": "association"}

    back = forms.send(officer, url, **typed)
    saved = forms.send(officer, url, forms.form_of(back), **{ANOTHER: str(known.pk)})

    assert (back.status_code, saved.status_code) == (200, 302)
    assert Organisation.objects.count() == 2


# ---------------------------------------------------------------- the page of a person


def test_only_who_sees_accounts_links_one(officer):
    head = forms.signed_in("head")
    account = User.objects.get(pk=head.user.pk)
    person = factories.make_person(account=account)
    url = f"/admin/directory/person/{person.pk}/change/"

    assert "account" in forms.form_of(head.get(url))
    assert account.email not in officer.get(url).content.decode()
    assert forms.send(officer, url, title="Dr").status_code == 302
    person.refresh_from_db()
    assert (person.title, person.account) == ("Dr", account)


def test_the_list_filters_by_office_and_by_work_with_a_language(officer):
    guide, former, interpreter = (
        factories.make_person(name) for name in ("Guide", "Former", "Interpreter")
    )
    factories.make_office_held(guide)
    factories.make_office_held(former, held_to="2001")
    factories.make_language(guide, "fr", guides_in=True)
    factories.make_language(interpreter, "fr", interprets_from=True)
    factories.make_language(interpreter, "it", guides_in=True)

    def listed(query):
        page = officer.get(f"/admin/directory/person/?{query}")
        return [str(person) for person in page.context["cl"].result_list]

    assert listed("") == ["Former", "Guide", "Interpreter"]
    assert listed("office=today") == ["Guide"]
    assert listed("office=ended") == ["Former"]
    assert listed("language=fr") == ["Guide", "Interpreter"]
    assert listed("language=fr&work=guides") == ["Guide"]
    assert listed("work=from") == ["Interpreter"]
    assert listed("q=guide") == ["Guide"]


def test_the_form_of_a_city_names_who_holds_office_there_and_nobody_hidden(officer):
    city = factories.make_city("Kyoto")
    seen = factories.make_office_held(factories.make_person("Yamada"), city=city)
    factories.make_office_held(factories.make_person("Hidden", level="quiet"), city=city)

    page = officer.get(f"/admin/directory/city/{city.pk}/change/").content.decode()

    assert f'href="/admin/directory/person/{seen.person.pk}/change/"' in page
    assert "Hidden" not in page
    url = f"/admin/directory/city/{city.pk}/change/"
    assert forms.send(officer, url, population="5").status_code == 302
