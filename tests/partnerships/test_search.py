"""How themes are found, and where they lead."""

import pytest

from office.search.answers import public_search
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_theme_is_found_by_its_name_and_leads_to_its_cities(client, office):
    theme = factories.make_theme("culture", name_en="Culture", definition_en="Art and music.")
    bound = factories.make_agreement(factories.make_city("Kyoto"))
    bound.themes.add(theme)
    factories.make_agreement(factories.make_city("Reims"))

    for text in ("culture", "music"):
        (hit,) = public_search(text, language="en").page(1).object_list
        assert hit.record == theme

    page = client.get(theme.get_absolute_url()).text
    assert ("Kyoto" in page, "Reims" in page) == (True, False)


def test_a_theme_of_another_name_is_found_by_that(office):
    theme = factories.make_theme("culture", name_it="Teatro", name_en="Culture")
    type(theme).objects.update(name_en="Heritage")

    assert [hit.record for hit in public_search("heritage", language="en").page(1).object_list] == [
        theme
    ]
    assert public_search("culture", language="en").page(1).object_list == []


@pytest.mark.parametrize(
    "text",
    [
        "Partnerstadt Reims",
        "twin town Reims",
        "sister city Reims",
        "ville jumelle Reims",
        "città gemella Reims",
        "ciudad hermana Reims",
    ],
)
def test_a_twinning_is_found_by_what_people_call_it(office, text):
    twin = factories.make_agreement(factories.make_city("Reims"))
    factories.make_agreement(
        factories.make_city("Lyon"), bond="friendship", note_en=f"As with its {text}."
    )

    answer = public_search(text, language="de")

    assert answer.page(1).object_list[0].record == twin
    assert answer.left_out == []
