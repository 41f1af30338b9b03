"""By which words networks are found, and by whom."""

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def found(client, words):
    answer = client.get("/en/search/", {"find": words}).context["answer"]
    return [hit.title for hit in answer.page(1).object_list if answer.total]


@pytest.mark.parametrize(
    "words", ["mayors for peace", "sindaci", "MfP", "hiroshima", "noise", "forum"]
)
def test_a_network_is_found_by_names_texts_groups_and_what_came_of_it(client, words):
    network = factories.make_network(
        "Mayors for Peace", name_it="Sindaci per la Pace", acronym="MfP", mission_en="Hiroshima."
    )
    factories.make_working_group(network, "Noise")
    factories.make_activity(network, "Forum")

    assert found(client, words) == ["Mayors for Peace"]


def test_a_network_is_found_by_its_city_unless_the_city_is_hidden(client):
    network = factories.make_network("League")
    factories.make_city_in_network(network, factories.make_city("Gifu", level="internal"))
    factories.make_city_in_network(network, factories.make_city("Kyoto"))

    assert "League" in found(client, "kyoto")
    assert found(client, "gifu") == []
    factories.make_network("Zzyzx", level="internal")
    assert found(client, "zzyzx") == []
