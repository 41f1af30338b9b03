"""The sources of a record's facts, on its form."""

import pytest

from office.models import Citation
from tests import factories, forms

pytestmark = pytest.mark.django_db

PREFIX = "office-citation-content_type-object_id"


def change(city):
    return f"/admin/directory/city/{city.pk}/change/"


def rows(*citations, there=0):
    """What the form sends of these (field, what the source says, source)."""
    sent = {f"{PREFIX}-TOTAL_FORMS": there + len(citations)}
    for n, (field, says, source) in enumerate(citations, start=there):
        row = {"id": "", "field": field, "says": says, "source": source.pk, "confidence": "high"}
        sent |= {f"{PREFIX}-{n}-{name}": value for name, value in row.items()}
    return sent


def faults(response):
    (inline,) = [
        one.formset
        for one in response.context["inline_admin_formsets"]
        if one.formset.model is Citation
    ]
    return inline.errors


CITED_TWICE = {"field": ["This source is already cited for this field."]}


def test_one_source_is_cited_for_what_it_says_of_several_fields(clerk):
    city, source = factories.make_city(), factories.make_source()

    sent = rows(("population", "", source), ("population", "9", source), ("latitude", "", source))
    response = forms.send(clerk, change(city), **sent)

    assert response.status_code == 302
    assert Citation.objects.count() == 3


def test_a_source_cited_twice_for_the_same_is_told_at_its_row(clerk):
    city, source = factories.make_city(), factories.make_source()

    cited = ("population", "", source)
    response = forms.send(clerk, change(city), **rows(cited, cited))

    assert faults(response) == [{}, CITED_TWICE]
    assert not Citation.objects.exists()


def test_a_source_that_a_colleague_cited_meanwhile_is_told(clerk):
    city, source = factories.make_city(), factories.make_source()
    opened = forms.form_of(clerk.get(change(city)))
    Citation.objects.create(record=city, field="population", source=source)

    response = clerk.post(change(city), opened | rows(("population", "", source)))

    assert CITED_TWICE in faults(response)
    assert Citation.objects.count() == 1


def test_what_a_source_says_is_a_value_of_its_field(clerk):
    city, source = factories.make_city(), factories.make_source()

    response = forms.send(clerk, change(city), **rows(("population", "many", source)))

    assert list(faults(response)[0]) == ["says"]


# ---------------------------------------------------------------- a value that is changed


def cited(record, field, says=""):
    source = factories.make_source(f"Source of {field}{says}")
    return Citation.objects.create(record=record, field=field, says=says, source=source)


def said_of(record, field):
    return {one.source.title: one.says for one in Citation.objects.filter(field=field)}


def test_a_source_does_not_stand_behind_a_value_that_it_never_said(clerk):
    city = factories.make_city(population=1_463_723)
    cited(city, "population")

    response = forms.send(clerk, change(city), population="1463724")

    assert said_of(city, "population") == {"Source of population": "1463723"}
    told = clerk.get(response.url).content.decode()
    assert "These say otherwise: Source of population." in " ".join(told.split())


def test_a_source_that_said_so_all_along_stands_behind_the_new_value(clerk):
    agreement = factories.make_agreement(signed_on="1965")
    cited(agreement, "signed_on")
    cited(agreement, "signed_on", "1965-09")

    url = f"/admin/partnerships/agreement/{agreement.pk}/change/"
    forms.send(clerk, url, signed_on_month="9")

    assert said_of(agreement, "signed_on") == {
        "Source of signed_on": "1965",
        "Source of signed_on1965-09": "",
    }


def test_a_row_that_was_typed_into_is_as_it_was_typed(clerk):
    city = factories.make_city(population=1)
    cited(city, "population")

    forms.send(clerk, change(city), population="2", **{f"{PREFIX}-0-confidence": "low"})

    assert said_of(city, "population") == {"Source of population": ""}


def test_what_was_not_changed_keeps_its_sources(clerk):
    city = factories.make_city(population=1, website="https://kyoto.example.org/")
    cited(city, "population")
    cited(city, "website")

    forms.send(clerk, change(city), website="https://www.kyoto.example.org/")

    assert said_of(city, "population") == {"Source of population": ""}


def test_a_fact_that_the_record_has_not_is_told_at_its_row(clerk):
    city, source = factories.make_city(), factories.make_source()

    response = forms.send(clerk, change(city), **rows(("anything", "", source)))

    assert list(faults(response)[0]) == ["field"]


def test_a_value_that_is_given_back_leaves_the_source_of_the_one_before(clerk):
    city = factories.make_city(population=1)
    forms.send(clerk, change(city), population="2")
    cited(city, "population")
    first = city.history.order_by("history_id").first()

    url = f"/admin/directory/city/{city.pk}/history/"
    clerk.post(url, {"field": "population", "entry": first.history_id})

    city.refresh_from_db()
    assert (city.population, said_of(city, "population")) == (1, {"Source of population": "2"})
