"""By which words networks are found, and by whom."""

import pytest

from networks.models import Fee
from office.search.answers import staff_search
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


@pytest.mark.parametrize("words", ["quota 2026", "fee 2026", "mfp 2026", "sindaci 2026"])
def test_the_office_finds_a_fee_by_network_and_year_and_citizens_do_not(client, people, words):
    network = factories.make_network("Mayors", name_it="Sindaci", acronym="MfP")
    fee = factories.make_fee(factories.make_membership(network), 2026)
    factories.make_fee(fee.membership, 2025)

    def fees(language):
        answer = staff_search(words, user=people["officer"], models=[Fee], language=language)
        return [(hit.record, hit.title) for hit in answer.page(1).object_list]

    assert fees("it") == [(fee, "Sindaci 2026")]
    assert fees("en") == [(fee, "Mayors 2026")]
    assert "Mayors 2026" not in found(client, words)
