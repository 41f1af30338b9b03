"""Acts: what a form takes, what a citizen reads, and by what they are found."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import Act
from office.dates import PartialDate
from office.models import Citation
from office.search.answers import public_search
from tests import factories
from tests.forms import form_of, signed_in
from tests.office.exchange.steps import checked, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


@pytest.fixture
def council():
    return factories.make_body(
        key="council",
        name_it="Consiglio comunale",
        name_en="City Council",
        number_pattern=r"\d{4}/C/\d{5}",
        number_example="2008/C/00010",
    )


@pytest.fixture
def act(council):
    return factories.make_act(
        "2008/C/00010",
        body=council,
        subject_en="Twinning with Budapest",
        proposal_number="2008/00044",
        adopted_on=PartialDate(2008, 2, 18),
        published_on=PartialDate(2008, 2),
        rapporteur="Ada Rossi",
    )


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize("number", ["2008/10", "C/00010", "2008/c/00010", "2008/C/00010 bis"])
def test_malformed_number_is_told_at_the_field_with_an_example(council, settings, number):
    settings.DEMONSTRATION = True
    client = signed_in("officer", language="it")
    form = form_of(client.get("/admin/directory/act/add/")) | {
        "body": council.pk,
        "number": number,
        "subject_it": "Gemellaggio",
    }

    page = client.post("/admin/directory/act/add/", form)

    empty = client.get("/admin/directory/act/add/").context["adminform"].form
    assert empty.fields["number"].help_text == "Consiglio comunale: 2008/C/00010"
    (told,) = page.context["adminform"].form.errors["number"]
    assert "Consiglio comunale" in told
    assert "2008/C/00010" in told
    assert f'value="{number}"' in page.content.decode()
    assert 'value="Gemellaggio"' in page.content.decode()
    assert not Act.objects.exists()


def test_number_is_saved_as_the_body_writes_it(council, settings):
    settings.DEMONSTRATION = True
    client = signed_in("officer")
    form = form_of(client.get("/admin/directory/act/add/"))

    client.post(
        "/admin/directory/act/add/", form | {"body": council.pk, "number": " 2008/C/00010 "}
    )

    assert [act.number for act in Act.objects.all()] == ["2008/C/00010"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "", "adopted_on": None}, "number"),
        ({"adopted_on": "2008-02", "enforceable_on": "2008-01"}, "enforceable_on"),
        ({"adopted_on": "2008-02-18", "published_on": "2007"}, "published_on"),
        ({"adopted_on": "2999"}, "adopted_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(council, values, field):
    act = Act(**{"body": council, "number": "2008/C/00010", **values})

    with pytest.raises(ValidationError) as told:
        act.full_clean(exclude=["audience"])

    assert list(told.value.error_dict) == [field]


# ---------------------------------------------------------------- the page


def test_page_tells_all_that_is_known_with_its_sources(client, act):
    source = factories.make_source("The official record")
    Citation.objects.create(record=act, field="adopted_on", source=source)
    factories.make_document("The text", on=[act])
    factories.make_document("A draft", level="internal", on=[act])

    page = client.get(f"/en/acts/{act.pk}/").text

    for told in (
        "<h1>City Council 2008/C/00010</h1>",
        "Twinning with Budapest",
        "2008/00044",
        '<time datetime="2008-02-18">18 February 2008</time>',
        '<time datetime="2008-02">February 2008</time>',
        "The official record",
        "Ada Rossi",
        "The text (PDF",
        '"@type": "Legislation"',
        'hreflang="it"',
    ):
        assert told in page
    assert "A draft" not in page
    assert f"/en/acts/{act.pk}/" in client.get("/sitemap.xml").text


def test_page_of_an_act_without_number_says_so(client, council):
    act = Act.objects.create(
        body=council, adopted_on=PartialDate(2007), audience=factories.make_audience("public")
    )

    page = client.get(f"/en/acts/{act.pk}/").text

    assert "<h1>City Council 2007</h1>" in page
    assert "not documented" in page


@pytest.mark.parametrize("level", ["internal", "confidential", "quiet"])
def test_hidden_act_and_act_of_a_hidden_city_have_no_page(client, council, level):
    hidden = factories.make_act(level=level, body=council)
    theirs = factories.make_act(body=factories.make_body(city=factories.make_city(level=level)))

    for act in (hidden, theirs):
        assert client.get(f"/en/acts/{act.pk}/").status_code == 404
        assert f"/acts/{act.pk}/" not in client.get("/sitemap.xml").text


def test_page_costs_the_same_for_one_source_and_for_three(client, act, django_assert_num_queries):
    for field in ("adopted_on", "number", "subject"):
        source = factories.make_source(field)
        Citation.objects.create(record=act, field=field, source=source)
        with django_assert_num_queries(10):
            client.get(f"/en/acts/{act.pk}/")


# ---------------------------------------------------------------- found and brought in


@pytest.mark.parametrize(
    "text", ["2008/C/00010", "2008-C-10", "C/00010", "C 10", "c00010", "2008/44", "rossi"]
)
def test_act_is_found_by_its_number_in_any_spelling(act, text):
    factories.make_act("2009/C/00011", body=act.body)

    answer = public_search(text, language="en")

    assert [hit.record for hit in answer.page(None).object_list] == [act]


def test_acts_come_in_from_a_table_once(council):
    officer = factories.make_user("officer")
    rows = [
        ["body", "number", "adopted_on", "subject"],
        ["Consiglio comunale", "2008/C/00010", "18/02/2008", "Gemellaggio con Budapest"],
        ["council", "", "2007-01-15", "Gemellaggio con Valladolid"],
    ]
    run(checked(officer, "acts", *rows))
    again = checked(officer, "acts", *rows)
    wrong = checked(officer, "acts", rows[0], ["council", "2008/10", "", ""])

    acts = [(act.number, act.adopted_on.isoformat(), act.subject_it) for act in Act.objects.all()]
    assert acts == [
        ("2008/C/00010", "2008-02-18", "Gemellaggio con Budapest"),
        ("", "2007-01-15", "Gemellaggio con Valladolid"),
    ]
    assert again.counts == {"unchanged": 2}
    assert wrong.counts == {"error": 1}
