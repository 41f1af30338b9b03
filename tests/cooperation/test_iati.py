"""The projects as IATI 2.03: valid by the official schema and code lists, with the same totals."""

from decimal import Decimal
from pathlib import Path

import pytest
from defusedxml import ElementTree
from django.urls import reverse
from lxml import etree

from cooperation.models import IatiSettings, MoneyLine, ProjectMarker
from tests import cooperation_factories as made
from tests.cooperation.test_back_office import whole_project
from tests.cooperation.test_pages import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
OFFICIAL = Path(__file__).parent.parent / "vendor" / "iati"
# (element, attribute) -> the code list of its values.
CODES = {
    ("activity-status", "code"): "ActivityStatus",
    ("activity-date", "type"): "ActivityDateType",
    ("reporting-org", "type"): "OrganisationType",
    ("participating-org", "type"): "OrganisationType",
    ("participating-org", "role"): "OrganisationRole",
    ("recipient-country", "code"): "Country",
    ("sector", "code"): "Sector",
    ("sector", "vocabulary"): "SectorVocabulary",
    ("tag", "code"): "UNSDG-Goals",
    ("tag", "vocabulary"): "TagVocabulary",
    ("policy-marker", "code"): "PolicyMarker",
    ("policy-marker", "significance"): "PolicySignificance",
    ("transaction-type", "code"): "TransactionType",
    ("budget", "type"): "BudgetType",
    ("budget", "status"): "BudgetStatus",
    ("category", "code"): "DocumentCategory",
    ("result", "type"): "ResultType",
    ("indicator", "measure"): "IndicatorMeasure",
    ("value", "currency"): "Currency",
}


@pytest.fixture
def settings_of_iati():
    return IatiSettings.objects.create(identifier="XX-TEST-12345")


def codes(name):
    found = ElementTree.parse(OFFICIAL / "codelists" / f"{name}.xml").getroot()
    return {item.findtext("code") for item in found.iter("codelist-item")}


def is_valid(content, schema):
    official = etree.XMLSchema(etree.parse(OFFICIAL / schema))
    official.assertValid(etree.fromstring(content))
    return True


def file_of(client, name="iati_activities"):
    answer = client.get(reverse(f"cooperation:{name}"))
    return b"".join(answer) if answer.streaming else answer.content


def rich_project():
    project = publish(whole_project(goals=["6", "11"]))
    ProjectMarker.objects.create(project=project, marker="1", significance=1)
    made.make_partner(project, role="funder", name="Fund")
    made.make_money_line(project, source="own_cash", year=2025, committed=500, disbursed=200)
    made.make_money_line(project, source="own_staff", committed=50)
    made.make_result(
        project,
        indicator_en="fountains",
        indicator_it="fontane",
        baseline=2,
        baseline_year=2024,
        target=12,
        actual=7,
        measured_on="2026",
    )
    made.make_result(project, "Trust", kind="impact")
    return project


def test_the_activities_are_valid_by_the_official_schema(client, settings_of_iati):
    rich_project()

    assert is_valid(file_of(client), "iati-activities-schema.xsd")


def test_every_code_is_in_its_official_list(client, settings_of_iati):
    rich_project()
    root = ElementTree.fromstring(file_of(client))

    used = set()
    for element in root.iter():
        for attribute in element.attrib:
            if name := CODES.get((element.tag, attribute)):
                used.add((element.tag, attribute))
                assert element.get(attribute) in codes(name), (element.tag, attribute)
    assert used == CODES.keys()


def test_the_organisation_is_valid_and_tells_its_own_money(client, settings_of_iati):
    rich_project()
    content = file_of(client, "iati_organisation")

    assert is_valid(content, "iati-organisations-schema.xsd")
    (value,) = ElementTree.fromstring(content).iter("value")
    assert value.text == "500.00"


def test_another_reader_of_the_file_finds_the_same_totals(client, settings_of_iati):
    rich_project()
    root = ElementTree.fromstring(file_of(client))

    totals = {"2": Decimal(0), "3": Decimal(0)}
    for one in root.iter("transaction"):
        totals[one.find("transaction-type").get("code")] += Decimal(one.findtext("value"))
    sums = MoneyLine.objects.in_euros()
    assert totals == {"2": sums["committed"], "3": sums["disbursed"]}


def test_what_lacks_something_or_is_not_public_is_left_out(client, settings_of_iati):
    whole_project()
    publish(made.make_project(state="running"))
    kept = rich_project()
    root = ElementTree.fromstring(file_of(client))

    (identifier,) = root.iter("iati-identifier")
    assert identifier.text == f"XX-TEST-12345-{kept.slug}"


def test_without_an_identifier_there_is_no_file(client):
    rich_project()

    assert client.get(reverse("cooperation:iati_activities")).status_code == 404
    page = client.get(reverse("cooperation:project_list")).text
    assert reverse("cooperation:iati_activities") not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_file_asks_as_often_for_one_project_as_for_three(
    client, settings_of_iati, count, django_assert_num_queries
):
    for number in range(count):
        project = publish(whole_project(theme=f"water-{number}"))
        made.make_result(project)
    client.get(reverse("cooperation:iati_organisation"))

    with django_assert_num_queries(10):
        file_of(client)
