"""The pages of those who may only read: what is filled in, in words."""

import re

import pytest
from django.utils import translation

from office.backoffice.reading import grouped
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(back_office, people):
    """Opens a record's page as an Italian reader; returns what stands below the head."""
    people["reader"].language = "it"
    people["reader"].save()

    def open_page(record):
        meta = record._meta
        url = f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/"
        text = back_office("reader").get(url).content.decode()
        return re.search(r"<main.*?</main>", text, re.DOTALL)[0]

    return open_page


def test_a_page_to_read_shows_what_is_filled_in_under_the_name(read):
    city = factories.make_city("Kyoto", population=1195700, languages=["ja"], own_language="ja")

    text = read(city)

    assert "<h1>Kyoto</h1>" in text
    assert "1.195.700" in text
    assert text.count("giapponese<") == 2
    assert "field-website" not in text
    assert "None" not in text
    assert 'class="help"' not in text
    assert ">–<" not in text


def test_a_page_to_read_says_languages_and_yes_and_no_in_words(read):
    person = factories.make_person("Sampler")
    factories.make_language(person, "de", level="C1")

    text = read(person)

    assert "<p>tedesco</p>" in text
    assert "<p>no</p>" in text
    assert "icon-no" not in text


def test_texts_to_read_have_the_class_by_which_the_language_buttons_know_them(read):
    text = read(factories.make_city("Kyoto"))

    assert 'class="readonly mt mt-field-name-it"' in text


def test_a_citation_to_read_names_its_field(read):
    city = factories.make_city("Kyoto", population=1195700)
    city.citations.create(field="population", source=factories.make_source())

    assert "<p>popolazione</p>" in read(city)


def test_numbers_are_grouped_from_five_digits():
    with translation.override("it"):
        assert [grouped(1966), grouped(12500)] == ["1966", "12.500"]
