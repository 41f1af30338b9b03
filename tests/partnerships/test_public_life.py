"""What citizens read of the life of a pact: steps, signatures, terms, rules, and their acts."""

import re
from html import unescape

import pytest

from office.models import Citation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]

CITY = "/en/partner-cities/kyoto/"
RULES = "/en/rules-in-force/"


def words(html):
    """What one reads, with a space where an element begins or ends."""
    text = unescape(re.sub(r"<[^>]*>", " ", html))
    return re.sub(r" (?=[,.:;)])|(?<=\() ", "", " ".join(text.split()))


@pytest.fixture
def pact():
    twin = factories.make_bond_type("twin", needs_confirmation=True)
    city = factories.make_city("Kyoto", slug="kyoto")
    return factories.make_agreement(city, bond=twin.key, signed_on="1965-11-06", status="in_force")


def moments(client):
    """The lines of the life of the one agreement on the city's page."""
    page = client.get(CITY).text
    found = re.search(r'<ol class="timeline" aria-labelledby="life-.*?</ol>', page, re.S)
    return [words(line) for line in re.findall(r"<li>.*?</li>", found[0], re.S)] if found else []


def test_steps_and_signatures_are_told_by_date_without_what_is_the_office_s_own(client, pact):
    act = factories.make_act("1965/C/00001")
    factories.make_step(pact, "partner_approve")
    factories.make_step(pact, "approve", on="1965-05-04", act=act, why="A long quarrel")
    mayor = factories.make_person("Lagorio", given_name="Lelio")
    factories.make_signature(
        pact, "1965-11-06", place_en="Kyoto", room="Hall", gifts="A vase", people=[mayor]
    )
    factories.make_step(pact, "sign", on="1965-11-06")
    factories.make_signature(pact, "2015-06-09", kind="renewal")

    assert moments(client) == [
        "Approval by the partner city",
        "4 May 1965 Approval by our Council: Consiglio 1965/C/00001",
        "6 November 1965 Signature Kyoto, Hall Signed by Lelio Lagorio",
        "9 June 2015 Renewal",
    ]
    page = client.get(CITY).text
    assert ("A vase" in page, "quarrel" in page) == (False, False)
    assert act.get_absolute_url() in page


def test_what_is_not_public_is_not_told(client, pact):
    factories.make_step(pact, "approve", on="1965", act=factories.make_act(level="internal"))
    hidden = factories.make_person("Hidden", level="internal")
    factories.make_signature(pact, "1965-11-06", people=[hidden])

    assert moments(client) == ["6 November 1965 Signature"]


def test_page_says_by_when_the_council_confirms_and_by_which_rule(client, pact):
    rule = factories.make_rule("CONFIRMATION", 10, "2000")
    before = words(client.get(CITY).text)
    factories.make_step(pact, "confirm", on="2020-03", act=factories.make_act())

    page = client.get(CITY).text

    assert "due by 2010; that it was given is not documented" in before
    assert "due by March 2030 10 years from March 2020: Regulation, art. 1" in words(page)
    assert f"{RULES}#rule-{rule.pk}" in page


def test_page_is_silent_about_the_term_where_the_confirmation_is_not_public(client, pact):
    factories.make_rule("CONFIRMATION", 10, "2000")
    factories.make_step(pact, "confirm", on="2020", act=factories.make_act(level="internal"))

    assert "Confirmation by the Council" not in client.get(CITY).text


def test_page_says_where_another_kind_was_planned(client, pact):
    pact.planned_bond_type = factories.make_bond_type("dream")
    pact.term_ends_on = "2030"
    pact.save()

    page = words(client.get(CITY).text)

    assert "Planned as: Bond dream. Agreed as: Bond twin." in page
    assert "Runs until 2030" in page


def test_act_tells_what_rests_on_it(client, pact):
    act = factories.make_act("2014/C/00009")
    factories.make_step(pact, "confirm", on="2020", act=act)
    hidden = factories.make_agreement(factories.make_city("Nowhere"), level="internal")
    factories.make_step(hidden, "confirm", on="2020", act=act)
    factories.make_rule("REPORT", 1, "2014", act=act)

    page = words(client.get(act.get_absolute_url()).text)

    assert "2020 Kyoto – Bond twin: Confirmation by the Council" in page
    assert "2014 The Council is told every year what came of the pacts. (Regulation" in page
    assert "Nowhere" not in page
    assert "What rests on this act" not in client.get(factories.make_act().get_absolute_url()).text


def test_page_of_the_rules_says_what_holds_today_and_what_held_before(client):
    act = factories.make_act("2014/C/00009")
    old = factories.make_rule("TWINS_PER_NATION", 1, "2000", "2013")
    now = factories.make_rule("TWINS_PER_NATION", 3, "2014", act=act, explanation_en="Since then.")
    gone = factories.make_rule("FRIENDSHIP_FIRST", 1, "2000", "2010")
    factories.make_rule("REPORT", 1, "2014", act=factories.make_act(level="internal"))
    source = factories.make_source("The regulation")
    Citation.objects.create(record=now, field="figure", source=source)

    response = client.get(RULES)

    assert [(str(one.title), one.now, one.others) for one in response.context["subjects"]] == [
        ("Twin cities of one nation", now, [old]),
        ("Friendship before twinning", None, [gone]),
    ]
    page = words(response.text)
    assert "At most 3 twin cities of one nation. Source: The regulation Since then." in page
    assert "In force since 2014 Act Consiglio 2014/C/00009" in page
    assert "In force 2000 – 2013" in page
    assert RULES in client.get("/en/kinds-of-bond/").text


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_the_rules_asks_as_often_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    for n in range(count):
        year = str(2000 + n)
        factories.make_rule("REPORT", 1, year, year, act=factories.make_act())
    client.get(RULES)

    with django_assert_num_queries(4):
        client.get(RULES)


def test_signature_stands_among_the_moments_where_only_its_day_is_known(client, pact):
    assert moments(client) == []
    factories.make_signature(pact, "2015-06-09", kind="renewal")

    assert moments(client) == ["6 November 1965 Signature", "9 June 2015 Renewal"]


def test_rules_of_the_office_alone_are_no_public_rules(client):
    factories.make_rule("DORMANT", 24, "2020")

    assert client.get(RULES).context["subjects"] == []


def test_rule_of_confirmation_names_the_kinds_that_are_confirmed(client, pact):
    factories.make_rule("CONFIRMATION", 20, "2000")
    factories.make_bond_type("friendship")

    assert "every 20 years: Bond twin." in words(client.get(RULES).text)
    assert "The pact is older than the first rule that is known" in client.get(CITY).text
