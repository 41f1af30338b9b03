"""What a box in which one types offers: enough to tell two of one name apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PEOPLE = "app_label=partnerships&model_name=signatory&field_name=person"
ACTS = "app_label=partnerships&model_name=step&field_name=act"


@pytest.fixture(autouse=True)
def as_in_the_demonstration(settings):
    settings.DEMONSTRATION = True


def offered(client, query, term=""):
    results = client.get(f"/admin/autocomplete/?{query}&term={term}").json()["results"]
    return [one["text"] for one in results]


def test_person_is_offered_with_the_offices_of_today_that_one_may_see():
    person = factories.make_person("Mustermann", given_name="Jürgen")
    factories.make_office_held(person, "Mayor", city=factories.make_city("Sampleton"))
    factories.make_office_held(person, "Friend", city=factories.make_city("X", level="quiet"))
    factories.make_person("Yamada")

    assert offered(signed_in("officer"), PEOPLE) == [
        "Jürgen Mustermann (Mayor, Sampleton)",
        "Yamada",
    ]


def test_act_is_offered_with_its_subject():
    factories.make_act("2020/C/1", body=factories.make_body(name_en="Council"), subject_en="A pact")

    assert offered(signed_in("officer"), ACTS) == ["Council 2020/C/1 – A pact"]


@pytest.mark.parametrize("query", [PEOPLE, ACTS])
def test_offering_one_costs_the_same_as_offering_three(query):
    client, costs = signed_in("officer"), []
    for _time in range(2):
        for _n in range(1 + len(costs)):
            factories.make_office_held(factories.make_person())
            factories.make_act(subject_it="Patto")
        offered(client, query)
        with CaptureQueriesContext(connection) as captured:
            offered(client, query)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_organisations_are_offered_by_the_name_that_one_reads():
    factories.make_organisation("Zürich Museum", name_it="Museo di Zurigo")
    factories.make_organisation("Academy", name_it="Accademia")
    factories.make_organisation("Évora University", name_it="Università di Évora")
    query = "app_label=directory&model_name=contact&field_name=organisation"

    assert offered(signed_in("officer"), query) == ["Academy", "Évora University", "Zürich Museum"]
