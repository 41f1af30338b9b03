"""The list of what is wrong in a form, above its fields."""

import pytest

from tests import factories
from tests.forms import send

pytestmark = pytest.mark.django_db


def test_each_faulty_field_is_listed_with_a_link_to_it(back_office):
    city = factories.make_city("Kyoto")

    url = f"/admin/directory/city/{city.pk}/change/"
    page = send(back_office("officer"), url, slug="", population="many", name_it="").text

    for place in ("id_slug", "id_population", "id_name_it"):
        assert f'<li><a href="#{place}">' in page
        assert f'id="{place}"' in page


def test_a_faulty_row_and_a_date_are_listed_too(back_office):
    person = factories.make_person()
    factories.make_office_held(person)

    page = send(
        back_office("officer"),
        f"/admin/directory/person/{person.pk}/change/",
        **{
            "contacts-0-value": "nobody",
            "contacts-0-kind": "email",
            "offices-0-held_from_year": "x",
        },
    ).text

    for place in ("id_contacts-0-value", "id_offices-0-held_from"):
        assert f'<li><a href="#{place}">' in page
        assert f'id="{place}"' in page


def test_a_form_just_opened_lists_nothing(back_office):
    page = back_office("officer").get("/admin/directory/city/add/").text

    assert 'class="faults"' not in page
