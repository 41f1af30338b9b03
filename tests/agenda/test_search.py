"""By which words places, things and groups of guests are found, and by whom."""

import pytest

from tests import factories
from tests.forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def found(client, words, url="/admin/find/"):
    answer = client.get(url, {"find": words}).context["answer"]
    return [str(hit.record) for hit in [*answer.page(1).object_list, *answer.similar]]


@pytest.mark.parametrize("words", ["sala di lorenzo", "lorenso", "signoria", "frescoes", "palace"])
def test_a_place_is_found_by_names_address_note_and_building(clerk, words):
    palace = factories.make_place("Palace", name_it="Palazzo")
    factories.make_place(
        "Sala di Lorenzo", building=palace, address="Piazza della Signoria", note_en="Frescoes."
    )

    assert "Sala di Lorenzo" in found(clerk, words)


def test_a_room_is_not_found_by_a_building_that_the_reader_may_not_see(clerk):
    factories.make_place("Room", building=factories.make_place("Bunker", level="quiet"))
    factories.make_place("Garden")

    factories.make_place("Bunker room", level="quiet")

    assert [found(clerk, words) for words in ("bunker", "room", "garden")] == [[], [], ["Garden"]]


def test_things_and_groups_are_found_by_their_names(clerk):
    factories.make_resource("equipment", "Interpreting booth")
    factories.make_party("Delegation of Kyoto")
    factories.make_party("Delegation of Nowhere", level="quiet")

    assert found(clerk, "booth") == ["Interpreting booth"]
    assert found(clerk, "delegation") == ["Delegation of Kyoto"]


def test_an_appointment_is_found_by_its_title_by_who_may_read_it(clerk):
    factories.make_appointment("Reception for the consul")
    factories.make_appointment("Reception for nobody", level="quiet")

    assert found(clerk, "reception") == ["Reception for the consul"]


def test_citizens_find_none_of_it(client):
    factories.make_place("Sala di Lorenzo", level="public")
    factories.make_appointment("Dinner at Lorenzo", level="public")

    assert found(client, "lorenzo", "/en/search/") == []


def test_who_may_not_see_places_does_not_find_them(settings):
    settings.DEMONSTRATION = True
    factories.make_place("Sala di Lorenzo", level="confidential")

    assert found(signed_in("reader"), "lorenzo") == []
