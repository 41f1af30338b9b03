"""The sheet of a candidate city: what the records say, what is answered, what is advised."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from office import datasets
from partnerships import candidates, duties
from partnerships.models import Candidacy, CandidacyAnswer, CandidateQuestion, CouncilReport
from tests import factories
from tests.forms import form_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("june")]

ADD = "/admin/partnerships/candidacy/add/"


def sheet_of(candidacy):
    return f"/admin/partnerships/candidacy/{candidacy.pk}/sheet/"


def told(candidacy, reader):
    return {
        one.question.question: (one.lines, one.answer)
        for one in candidates.sheet(candidacy, reader)
    }


def test_records_answer_where_they_can_of_what_the_reader_may_see(people):
    france = factories.make_country(code="FR", name_en="France")
    lyon = factories.make_city("Lyon", country=france, languages=["fr"])
    twin = factories.make_bond_type("twin", is_limited=True, rank=1)
    factories.make_rule("TWINS_PER_NATION", 1, "2000")
    reims = factories.make_city("Reims", country=france)
    factories.make_agreement(reims, signed_on="1954-07-03", bond=twin.key)
    factories.make_agreement(lyon, bond="friendship", signed_on="2019", status="in_force")
    factories.make_event("Light", cities=[lyon], starts_on="2025-12")
    factories.make_event("Quiet talk", cities=[lyon], starts_on="2026-05", level="quiet")
    factories.make_office_held(factories.make_person("Doucet"), city=lyon)
    for name, facts in (
        ("Already?", ["agreements", "contacts", "events"]),
        ("Nation?", ["nation"]),
        ("Who?", ["people", "languages", "unknown to the program"]),
        ("Why?", []),
    ):
        factories.make_question(name, facts=facts)
    candidacy = factories.make_candidacy(lyon)

    assert told(candidacy, people["officer"]) == {
        "Already?": (
            [
                "Bond friendship: 2019, in force",
                "Last sign of life: December 2025",
                "In the last two years: event: 1",
                "December 2025: event, Light",
                "December 2025: Light",
            ],
            "",
        ),
        "Nation?": (
            [
                "At most 1 twin city of one nation. (Regulation, art. 1)",
                "Reims: Bond twin, 3 July 1954",
                "One more needs a reason and an act.",
            ],
            "",
        ),
        "Who?": (["Doucet, Mayor", "French"], ""),
        "Why?": ([], ""),
    }


def test_what_binds_us_already_says_of_what_it_counts_and_leaves_drafts_out(people):
    factories.make_agreement(factories.make_city("Reims"), signed_on="1954")
    factories.make_agreement(factories.make_city("Lyon"), level="internal", status="in_force")
    factories.make_agreement(factories.make_city("Nice"), level="internal")

    assert list(candidates.others(factories.make_city("Kyoto"), people["officer"])) == [
        "Of all that you may see, published or not, without drafts:",
        "Bond twin: 2 cities",
    ]


def test_officer_makes_a_candidate_answers_and_goes_on_to_the_proposal(clerk):
    city, twin = factories.make_city("Lyon"), factories.make_bond_type()
    why, cost = factories.make_question("Why?"), factories.make_question("Cost?")

    response = send(clerk, ADD, city=city.pk, bond_type=twin.pk, asked_by="The consul")
    candidacy = Candidacy.objects.get()
    assert response.url == sheet_of(candidacy)
    send(
        clerk,
        response.url,
        **{f"answer-{why.pk}": "Silk\r\nand light", f"answer-{cost.pk}": ""},
    )

    page = clerk.get(response.url)
    assert [(one.question, one.answer) for one in CandidacyAnswer.objects.all()] == [
        (why, "Silk\nand light")
    ]
    assert f"/admin/partnerships/agreement/propose/?city={city.pk}" in page.text
    send(clerk, response.url, **{f"answer-{why.pk}": ""})
    assert not CandidacyAnswer.objects.exists()


def test_who_comes_second_is_told_and_keeps_what_was_typed(clerk):
    question = factories.make_question("Why?")
    candidacy = factories.make_candidacy()
    name, url = f"answer-{question.pk}", sheet_of(candidacy)
    opened = form_of(clerk.get(url))
    send(clerk, url, **{name: "The first"})

    second = send(clerk, url, form=opened, **{name: "The second"})

    assert "Someone else changed this sheet" in second.text
    assert "The second" in second.text
    assert "The first" in second.text
    assert CandidacyAnswer.objects.get().answer == "The first"
    send(clerk, url, form=form_of(second))
    assert CandidacyAnswer.objects.get().answer == "The second"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"state": "favourable", "decided_on": "2026-05-01"}, "opinion", "Write the opinion"),
        ({"state": "unfavourable", "opinion": "No"}, "decided_on", "on which day"),
        ({"decided_on": "2026-05-01"}, "state", "choose what the opinion is"),
        ({"asked_on": "2026-06-02"}, "asked_on", "lies in the future"),
        (
            {
                "state": "favourable",
                "opinion": "Yes",
                "asked_on": "2026-05-02",
                "decided_on": "2026-05-01",
            },
            "decided_on",
            "before it is asked",
        ),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_saved_or_lost(clerk, typed, field, message):
    city, twin = factories.make_city("Lyon"), factories.make_bond_type()
    asked = {"city": city.pk, "bond_type": twin.pk, "asked_by": "The consul of France"}

    response = send(clerk, ADD, **asked, **typed)

    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert "The consul of France" in response.text
    assert not Candidacy.objects.exists()


def test_database_holds_the_same_rules():
    factories.make_candidacy(city := factories.make_city())
    for wrong in (
        {"state": "favourable", "decided_on": date(2026, 1, 1)},
        {"state": "favourable", "opinion": "Yes"},
        {"decided_on": date(2026, 1, 1)},
        {"city": city},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.make_candidacy(**wrong)


@pytest.mark.parametrize(("role", "opens"), [("reader", 200), ("head", 404), ("named", 200)])
def test_sheet_is_for_those_who_may_read_the_candidacy(back_office, people, role, opens):
    factories.make_question("Why?")
    level = "internal" if role == "reader" else "quiet"
    named = [people["reader"]] if role == "named" else []
    candidacy = factories.make_candidacy(level=level, readers=named)
    client = back_office("reader" if role == "named" else role)

    response = client.get(sheet_of(candidacy), follow=False)

    assert response.status_code == opens
    if opens == 200:
        assert client.post(sheet_of(candidacy), {}).status_code == 403


def test_sheet_is_taken_along_as_a_paper(clerk):
    question = factories.make_question("Why?", facts=["agreements"])
    candidacy = factories.make_candidacy(opinion="Good\nbut dear")
    CandidacyAnswer.objects.create(candidacy=candidacy, question=question, answer="Silk")

    response = clerk.get(f"{sheet_of(candidacy)}export/docx/")

    assert response.getvalue()[:2] == b"PK"


def test_questions_are_shipped_in_five_languages_and_name_known_facts():
    datasets.load_common()

    found = CandidateQuestion.objects.all()

    known = {*dict(candidates.labels()), "networks"}
    assert found.count() == 11
    assert {name for one in found for name in one.facts} <= known
    for one in found:
        texts = [getattr(one, f"question_{code}") for code in ("it", "en", "fr", "de", "es")]
        assert all(texts)


def test_form_of_a_question_offers_what_the_records_can_answer(back_office):
    question = factories.make_question("Why?", facts=["nation"])
    client = back_office("head")
    url = f"/admin/partnerships/candidatequestion/{question.pk}/change/"

    send(client, url, facts=["nation", "people"])

    question.refresh_from_db()
    assert question.facts == ["nation", "people"]


# ---------------------------------------------------------------- the yearly report is presented


def test_report_to_the_council_is_due_until_it_is_presented(people):
    factories.make_rule("REPORT", 1, "2014")

    def due():
        return [(one.key, one.due_on) for one in duties.report_to_the_council.found()]

    assert due() == [("2025", date(2026, 12, 31))]
    factories.make_council_report(2023, "2024-05-01")
    assert due() == [("2024", date(2025, 12, 31))]
    factories.make_council_report(2025, "2026-05-01")
    assert due() == []


def test_without_a_rule_no_report_is_due():
    assert list(duties.report_to_the_council.found()) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"presented_on": "2024-12-31"}, "presented_on"),
        ({"presented_on": "2026-06-02"}, "presented_on"),
        ({"presented_on": "2026-05-01", "year": "2024"}, "year"),
        ({"presented_on": "2026-05-01", "year": "20255"}, "year"),
    ],
)
def test_wrong_day_or_year_of_a_report_is_told_at_its_field(clerk, typed, field):
    factories.make_council_report(2024, "2025-05-01")

    response = send(clerk, "/admin/partnerships/councilreport/add/?year=2025", **typed)

    assert list(response.context["adminform"].form.errors) == [field]
    assert CouncilReport.objects.count() == 1


def test_page_of_the_report_says_that_it_was_presented(clerk):
    factories.make_agreement(signed_on="1965")
    page = "/admin/partnerships/yearly-report/?year=2024"
    before = clerk.get(page).text
    factories.make_council_report(2024, "2025-05-01", act=factories.make_act("2025/C/00009"))

    after = clerk.get(page).text

    assert "/admin/partnerships/councilreport/add/?year=2024" in before
    assert "Presented to the Council on" in after
    assert "2025/C/00009" in after


def test_city_that_is_bound_by_that_kind_already_is_no_candidate_for_it(clerk):
    pact = factories.make_agreement(factories.make_city("Lyon"), status="in_force")
    sent = {"city": pact.city_id, "bond_type": pact.bond_type_id}

    page = send(clerk, ADD, **sent)

    assert "There is a pact of this kind with this city already (in force)" in page.text
    assert not Candidacy.objects.exists()
