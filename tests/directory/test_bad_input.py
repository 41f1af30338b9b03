"""What is typed wrongly in the back-office: a message at the field, nothing saved, nothing lost."""

import pytest
from django.core.exceptions import ValidationError

from directory.models import City, Country
from office.models import Office
from partnerships.models import Agreement
from tests import factories, forms

pytestmark = pytest.mark.django_db

NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def city_form(**typed):
    return {
        "name_it": "Città",
        "slug": "citta",
        "country": str(factories.make_country().pk),
        "level": "internal",
        **{f"names-{key}": value for key, value in NO_ROWS.items()},
        **{f"office-citation-content_type-object_id-{key}": v for key, v in NO_ROWS.items()},
        **typed,
    }


def agreement_form(**typed):
    return {
        "city": str(factories.make_city().pk),
        "bond_type": str(factories.make_bond_type().pk),
        "level": "internal",
        **{f"office-citation-content_type-object_id-{key}": v for key, v in NO_ROWS.items()},
        **typed,
    }


def errors_of(response):
    """Field -> messages of the form that came back; __all__ for what concerns several."""
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


NO_CHOICE = "Select a valid choice. %s is not one of the available choices."
GLOBE = "Give latitude (from -90 to 90) and longitude (from -180 to 180), or neither."


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"latitude": "91", "longitude": "0"},
            {"latitude": ["Ensure this value is less than or equal to 90."]},
        ),
        ({"latitude": "abc", "longitude": "0"}, {"latitude": ["Enter a number."]}),
        ({"latitude": "45"}, {"longitude": [GLOBE]}),
        ({"time_zone": "Europe/Nowhere"}, {"time_zone": ["There is no time zone of this name."]}),
        ({"own_language": "zz"}, {"own_language": [NO_CHOICE % "zz"]}),
        ({"name_it": ""}, {"name_it": ["This field is required."]}),
        (
            {"country": "999999"},
            {
                "country": [
                    "Select a valid choice. That choice is not one of the available choices."
                ]
            },
        ),
        (
            {"level": "secret"},
            {"level": ["Select a valid choice. secret is not one of the available choices."]},
        ),
    ],
)
def test_a_wrong_city_is_told_at_the_field_and_nothing_is_lost(back_office, typed, errors):
    form = city_form(**typed)

    response = back_office("officer").post("/admin/directory/city/add/", form)

    assert errors_of(response) == errors
    assert not City.objects.exists()
    shown = response.context["adminform"].form
    assert {name: shown[name].value() for name in typed} == typed


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"signed_on_year": "20"}, "signed_on", "The year must lie between 1000 and 2100."),
        ({"signed_on_year": "2200"}, "signed_on", "The year must lie between 1000 and 2100."),
        ({"signed_on_year": "2099"}, "signed_on", "A signature cannot lie in the future."),
        (
            {"signed_on_month": "7"},
            "signed_on",
            "Write the year too: a day or a month alone is not a date.",
        ),
        (
            {"signed_on_day": "31", "signed_on_month": "2", "signed_on_year": "1954"},
            "signed_on",
            "That month has no day 31.",
        ),
        (
            {"signed_on_year": "1990", "ended_on_year": "1980", "status": "ended"},
            "ended_on",
            "An agreement cannot end before it was signed.",
        ),
        (
            {"ended_on_year": "1980"},
            "status",
            "Only an agreement that ended has a day on which it ended.",
        ),
        ({"city": ""}, "city", "This field is required."),
    ],
)
def test_a_wrong_agreement_is_told_at_the_field(back_office, typed, field, message):
    form = agreement_form(**typed)

    response = back_office("officer").post("/admin/partnerships/agreement/add/", form)

    errors = errors_of(response)
    assert list(errors) == [field]
    assert errors[field][0].startswith(message)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("year", ["20", "abcd"])
def test_a_wrong_date_stays_typed(back_office, year):
    typed = {"signed_on_day": "3", "signed_on_month": "7", "signed_on_year": year}

    response = back_office("officer").post(
        "/admin/partnerships/agreement/add/", agreement_form(**typed)
    )

    html = response.content.decode()
    assert f'name="signed_on_year" value="{year}"' in html


@pytest.mark.parametrize("code", ["ZZ", "EU", "QQ", "CQ"])
def test_a_country_has_the_code_of_one(back_office, code):
    typed = {"code": code, "name_it": "Paese"}

    response = back_office("officer").post("/admin/directory/country/add/", typed)

    assert errors_of(response) == {"code": [f"{code} is not the code of a country."]}
    assert not Country.objects.exists()


def test_the_office_s_own_language_is_the_one_that_must_be_written(back_office):
    Office.objects.update(original_language="fr", languages=["fr", "en"])
    form = city_form(name_it="")

    response = back_office("officer").post("/admin/directory/city/add/", form)

    assert errors_of(response) == {"name_fr": ["This field is required."]}
    assert "name_it" not in response.context["adminform"].form.fields


def test_a_pattern_that_is_none_is_refused(back_office):
    typed = {"key": "council", "name_it": "Consiglio", "number_pattern": "(", "number_example": "1"}

    response = back_office("officer").post("/admin/directory/body/add/", typed)

    assert list(errors_of(response)) == ["number_pattern"]


def test_an_example_that_its_pattern_refuses_is_told(back_office):
    typed = {
        "key": "council",
        "name_it": "Consiglio",
        "number_pattern": r"\d+",
        "number_example": "x",
    }

    response = back_office("officer").post("/admin/directory/body/add/", typed)

    assert errors_of(response) == {"number_example": ["The pattern refuses this example."]}


def test_a_body_may_have_an_example_of_each_form_of_its_numbers(back_office):
    body = factories.make_body(
        number_pattern=r"\d{4}/G/\d{5}|\d+/\d{4}", number_example="2018/G/00321; 348/2012"
    )
    body.full_clean()
    act = factories.make_act("348/2012", body=body)
    act.full_clean()
    act.number = "123"

    with pytest.raises(ValidationError, match="like this: 2018/G/00321; 348/2012"):
        act.full_clean()


@pytest.mark.parametrize(
    ("typed", "kept"), [("53.869720", "53.8697"), ("53,86", "53.8600"), ("-12,5", "-12.5000")]
)
def test_degrees_are_taken_as_maps_give_them(back_office, typed, kept):
    form = city_form(latitude=typed, longitude="10.6")

    forms.send(back_office("officer"), "/admin/directory/city/add/", **form)

    assert str(City.objects.get().latitude) == kept


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e999"])
def test_what_is_no_number_of_degrees_is_told(back_office, typed):
    form = city_form(latitude=typed, longitude="10.6")

    response = back_office("officer").post("/admin/directory/city/add/", form)

    assert list(errors_of(response)) == ["latitude"]


def test_cities_stand_in_the_order_of_their_names(back_office):
    for name, slug in [("Ancona", "z"), ("Zagabria", "a"), ("Århus", "m")]:
        factories.make_city(name, slug=slug)

    page = back_office("officer").get("/admin/directory/city/")

    assert [city.name_it for city in page.context["cl"].result_list] == [
        "Ancona",
        "Århus",
        "Zagabria",
    ]
