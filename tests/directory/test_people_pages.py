"""What everybody may see of people: on the page of their city, and their photograph."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from directory.models import Person
from tests import factories, forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

URL = "/en/partner-cities/kyoto/"


@pytest.fixture
def kyoto():
    return factories.make_city("Kyoto", slug="kyoto")


def with_photograph(**fields):
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return factories.make_person(
        **{
            "photograph": ContentFile(file.getvalue(), "face.png"),
            "photograph_author": "A. Photographer",
            "photograph_licence": "CC BY 4.0",
            "consent_on": "2026-05-04",
            "photograph_published": True,
            **fields,
        }
    )


def test_the_page_of_a_city_shows_who_holds_office_there_in_every_form_of_the_name(client, kyoto):
    mayor = factories.make_person(
        "Yamada",
        given_name="Tarō",
        family_first=True,
        own_name="山田太郎",
        own_language="ja",
        pronunciation="ya-MA-da TA-ro",
        note="Likes tea.",
    )
    factories.make_office_held(mayor, "Mayor", city=kyoto, held_from="2020-05")
    factories.make_contact_detail(mayor, "mayor@example.org", is_published=True)
    factories.make_contact_detail(mayor, "private@example.org")

    page = client.get(URL).text

    assert "Who to know there" in page
    assert "<h3>Yamada Tarō</h3>" in page
    assert '<span lang="ja" dir="auto">山田太郎</span>' in page
    assert "ya-MA-da TA-ro" in page
    assert 'since <time datetime="2020-05">May 2020</time>' in page
    assert "mayor@example.org" in page
    assert [word for word in ("private@example.org", "Likes tea.") if word in page] == []


def test_the_page_names_nobody_who_is_not_public_or_no_longer_there(client, kyoto):
    orchestra = factories.make_organisation(city=kyoto)
    hidden_office = factories.make_organisation(city=kyoto, level="internal")
    factories.make_office_held(factories.make_person("Internal", level="internal"), city=kyoto)
    factories.make_office_held(factories.make_person("Former"), city=kyoto, held_to="2001")
    factories.make_office_held(factories.make_person("Elsewhere"))
    factories.make_office_held(factories.make_person("Unseen"), organisation=hidden_office)
    factories.make_office_held(factories.make_person("Shown"), organisation=orchestra)

    page = client.get(URL).text

    names = ["Internal", "Former", "Elsewhere", "Unseen", "Shown"]
    assert [name for name in names if f"<h3>{name}</h3>" in page] == ["Shown"]


def test_a_page_without_people_has_no_heading_for_them(client, kyoto):
    assert "Who to know there" not in client.get(URL).text


def test_what_was_typed_of_a_person_is_printed_as_text(client, kyoto):
    evil = "<script>alert(1)</script>"
    person = with_photograph(
        family_name=evil, own_name=evil, pronunciation=evil, photograph_author=evil
    )
    factories.make_office_held(person, evil, city=kyoto)
    factories.make_contact_detail(person, evil, "other", label=evil, is_published=True)

    page = client.get(URL).text

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_person_and_for_three(
    client, kyoto, django_assert_num_queries, count
):
    for _n in range(count):
        person = factories.make_person()
        factories.make_office_held(person, city=kyoto)
        factories.make_contact_detail(person, is_published=True)

    with django_assert_num_queries(31):
        assert client.get(URL).text.count("<h3>Yamada</h3>") == count


# ---------------------------------------------------------------- the photograph


def test_a_published_photograph_is_shown_with_its_credit_and_served_as_a_picture(client, kyoto):
    person = with_photograph()
    factories.make_office_held(person, city=kyoto)
    address = f"/en/people/{person.pk}/photograph/"

    page, picture = client.get(URL).text, client.get(address)

    assert f'src="{address}"' in page
    assert "Photograph: A. Photographer, CC BY 4.0" in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert "sandbox" in picture["Content-Security-Policy"]
    assert Image.open(io.BytesIO(picture.getvalue())).format == "WEBP"


@pytest.mark.parametrize(
    "fields",
    [{"photograph_published": False}, {"level": "internal"}, {"level": "quiet"}],
)
def test_a_photograph_is_not_served_before_it_is_published(client, fields):
    person = with_photograph(**fields)

    assert client.get(f"/en/people/{person.pk}/photograph/").status_code == 404


def test_a_photograph_whose_file_is_lost_is_not_found(client):
    person = with_photograph()
    person.photograph.storage.delete(person.photograph.name)

    assert client.get(f"/en/people/{person.pk}/photograph/").status_code == 404


def test_staff_see_the_photograph_of_whom_they_may_see(people, client, settings):
    settings.DEMONSTRATION = True
    person = with_photograph(level="confidential", readers=[people["officer"]])
    url = f"/admin/directory/person/{person.pk}/photograph/"
    answers = {}
    for role in ("officer", "reader"):
        client.force_login(people[role])
        answers[role] = client.get(url).status_code

    assert answers == {"officer": 200, "reader": 404}
    client.logout()
    assert client.get(url).status_code == 302


def test_the_form_shows_the_picture_and_keeps_it(settings):
    settings.DEMONSTRATION = True
    officer = forms.signed_in("officer")
    person = with_photograph()
    url = f"/admin/directory/person/{person.pk}/change/"

    assert f'src="/admin/directory/person/{person.pk}/photograph/"' in officer.get(url).text
    assert forms.send(officer, url, title="Dr").status_code == 302
    assert Person.objects.get().photograph.name == person.photograph.name
