"""The sources of a record's facts, on its form."""

import pytest

from office.models import Citation
from tests import factories, forms

pytestmark = pytest.mark.django_db

PREFIX = "office-citation-content_type-object_id"


@pytest.fixture
def clerk(office, settings):
    settings.DEMONSTRATION = True
    return forms.signed_in("officer")


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

    sent = rows(("population", "", source), ("population", "9", source), ("website", "", source))
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
