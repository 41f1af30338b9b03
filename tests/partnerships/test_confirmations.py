"""What the Council has to confirm: the list, its evidence, and what becomes due."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from office import duties
from partnerships import duties as ours
from partnerships.models import Agreement
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/admin/partnerships/to-confirm/"
LIST = "/admin/partnerships/agreement/"


@pytest.fixture(autouse=True)
def laid_down(june):
    factories.make_bond_type("twin", needs_confirmation=True)
    factories.make_rule("CONFIRMATION", 20, "2000", "2011-12-31")
    factories.make_rule("CONFIRMATION", 10, "2012")


def make_pact(name, signed_on="2017-03-04", **fields):
    return factories.make_agreement(
        factories.make_city(name), signed_on=signed_on, status="in_force", **fields
    )


def shown(client):
    return [
        (line.agreement.city.name, str(line.term.ends), line.left, line.counts)
        for line in client.get(PAGE).context["lines"]
    ]


def test_list_has_what_ends_within_eighteen_months_or_has_ended(back_office):
    make_pact("Kyoto")
    make_pact("Reims", "2001-05")  # the rule of that day: twenty years
    make_pact("Fez", "2018")  # in 2028
    make_pact("Dresden", bond="friendship")
    factories.make_agreement(signed_on="1990", status="ended")

    assert shown(back_office("officer")) == [
        ("Reims", "May 2021", "overdue", []),
        ("Kyoto", "4 March 2027", "9 months left", []),
    ]


def test_line_names_the_last_confirmation_and_what_came_of_the_pact_since(back_office):
    pact = make_pact("Kyoto", "1995")
    act = factories.make_act("2016/C/00007")
    factories.make_step(pact, "confirm", on="2016-05-02", act=act)
    factories.make_step(pact, "debate", on="2020-05-02", act=act)
    factories.make_signature(pact, "2020-05-02", kind="renewal")
    factories.make_event(cities=[pact.city], starts_on="2016-01")  # before
    factories.make_event(cities=[pact.city], starts_on="2017")
    factories.make_event(cities=[pact.city], starts_on="2019")

    page = back_office("officer").get(PAGE)

    assert shown(page.client) == [
        ("Kyoto", "2 May 2026", "overdue", [("event", 2), ("renewal", 1)])
    ]
    assert "Consiglio 2016/C/00007</a>" in page.text
    assert f"{LIST}{pact.pk}/step/confirm/" in page.text


def test_confirmed_again_a_pact_leaves_the_list_and_the_duties(back_office):
    pact = make_pact("Kyoto")
    before = len(list(ours.confirmation.found()))
    factories.make_step(pact, "confirm", on="2026-05-30", act=factories.make_act())

    [due] = ours.confirmation.found()

    assert before == 1
    assert (due.key, due.due_on) == (f"{pact.pk}:2036-05-30", date(2036, 5, 30))
    assert shown(back_office("officer")) == []


@pytest.mark.parametrize(
    ("role", "cities"),
    [("officer", ["Kyoto"]), ("head", ["Kyoto"]), ("reader", ["Kyoto", "Quietville"])],
)
def test_list_filter_and_figure_count_what_the_reader_may_see(back_office, people, role, cities):
    make_pact("Kyoto")
    make_pact("Quietville", level="quiet", readers=[people["reader"]])
    client = back_office(role)

    listed = client.get(f"{LIST}?confirm=due").context["cl"].queryset
    figures = {line.url: line.count for line in client.get("/admin/").context["waiting"]}

    assert [name for name, *_rest in shown(client)] == cities
    assert [one.city.name for one in listed] == cities
    assert figures[PAGE] == len(cities)


@pytest.mark.parametrize(("role", "seen"), [("head", False), ("officer", False), ("reader", True)])
def test_a_confirmation_that_one_may_not_see_shows_not_even_by_its_date(
    back_office, people, role, seen
):
    """The next term would tell it: nobody but who may see the act has the pact in the list."""
    pact = make_pact("Kyoto", "1995")
    act = factories.make_act("2016/C/00007", level="confidential", readers=[people["reader"]])
    factories.make_step(pact, "confirm", on="2016-05-02", act=act)
    client = back_office(role)

    pages = [client.get(page).text for page in (PAGE, "/admin/radar/", f"{LIST}{pact.pk}/change/")]

    assert [name for name, *_rest in shown(client)] == (["Kyoto"] if seen else [])
    assert ["2016/C/00007" in page for page in pages] == [seen, False, seen]
    assert ["2026" in page for page in pages[1:]] == [True, seen]


def test_filter_on_the_overdue_leaves_the_others_out(back_office):
    make_pact("Kyoto")
    reims = make_pact("Reims", "2001-05")

    listed = back_office("reader").get(f"{LIST}?confirm=overdue").context["cl"].queryset

    assert list(listed) == [reims]


def test_page_asks_as_often_for_three_as_for_one(back_office):
    client = back_office("officer")
    queries = {}
    for count in (1, 3):
        while Agreement.objects.count() < count:
            pact = make_pact("Kyoto")
            factories.make_step(pact, "confirm", on="2016-05-02", act=factories.make_act())
            factories.make_event(cities=[pact.city], starts_on="2017")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(PAGE).context["lines"]) == count
        queries[count] = len(captured)

    assert queries[1] == queries[3]


def test_notice_is_due_when_silence_counts_and_done_when_it_is_answered():
    officer = factories.make_user("officer")
    factories.make_rule("SILENCE", 7, "2003")
    pact = factories.make_agreement(status="notified", officer=officer)
    waiting = factories.make_notice(pact, "2026-05-04")
    factories.make_notice(pact, "2026-05-04", answer="no_objection", answered_on="2026-05-06")
    factories.make_notice(factories.make_agreement(status="signed"))

    [due] = ours.answer_of_the_state.found()

    assert (due.key, due.owner, due.record) == (str(waiting.pk), officer, pact)
    assert due.due_on == waiting.silence_on == date(2026, 5, 13)


def test_term_of_an_agreement_is_due_until_it_is_renewed_or_over():
    pact = factories.make_agreement(status="in_force", signed_on="2022", term_ends_on="2026-09")
    factories.make_agreement(status="expired", signed_on="2000", term_ends_on="2004")

    [due] = ours.end_of_term.found()

    assert (due.record, due.due_on, due.owner) == (pact, date(2026, 9, 30), None)


def test_report_to_the_council_is_named_by_its_year_and_leads_to_its_page():
    duty = factories.make_duty(factories.make_rule("REPORT", 1, "2003"), key="2025")

    assert ours.report_to_the_council.named(duty) == "report to the Council for 2025"
    words, url = ours.report_to_the_council.address(duty)
    assert (words, url) == (
        "The figures of that year",
        "/admin/partnerships/yearly-report/?year=2025",
    )


def test_open_agreements_are_handed_over_and_the_history_says_by_whom(people):
    old, new, head = people["officer"], people["reader"], people["head"]
    pact = factories.make_agreement(officer=old)
    done = factories.make_agreement(officer=old, status="ended")

    count = duties.handed_over.get("agreements").give(old, new, head)

    assert count == 1
    assert {one.pk: one.officer for one in Agreement.objects.all()} == {pact.pk: new, done.pk: old}
    assert pact.history.first().history_user == head


def test_list_is_taken_along_as_a_paper_that_everybody_can_read(back_office, caplog):
    make_pact("Kyoto")

    response = back_office("officer").get(f"{PAGE}export/pdf/")

    assert response.getvalue()[:5] == b"%PDF-"
    assert "not accessible" not in caplog.text
