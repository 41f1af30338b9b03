"""Documents on the pages that citizens read."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from directory.document_pages import picture_of
from office.dates import PartialDate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gifu(office):
    return factories.make_city("Gifu", slug="gifu")


def section(client, language="en"):
    with translation.override(language):
        page = client.get(f"/{language}/{WORDS[language]}/gifu/").content.decode()
    return page.partition('aria-labelledby="documents"')[2].partition("</section>")[0]


WORDS = {"en": "partner-cities", "it": "citta-partner"}


def test_a_document_is_told_with_kind_date_language_format_and_source(client, gifu):
    document = factories.make_document(
        "Pact of friendship",
        title_it="Patto di amicizia",
        date=PartialDate(1978, 2),
        languages=["it", "ja"],
        source=factories.make_source("City archive", url="https://archive.example.org/"),
        on=[gifu],
    )

    text = section(client)

    assert f'<a href="/documents/{document.pk}/">Pact of friendship (PDF, ' in text
    for words in ("Signed text", "February 1978", "Italian, Japanese", ">City archive</a>"):
        assert words in text
    assert "Patto di amicizia (PDF" in section(client, "it")


def test_the_documents_of_public_agreements_stand_there_too_once_each(client, gifu):
    agreement = factories.make_agreement(gifu)
    factories.make_document("Both", on=[gifu, agreement])
    factories.make_document("Of the pact", on=[agreement])
    factories.make_document("Of a draft", on=[factories.make_agreement(gifu, level="internal")])
    factories.make_document("Of another", on=[factories.make_agreement(factories.make_city())])
    factories.make_document("Internal", level="internal", on=[gifu])

    text = section(client)

    told = {name: text.count(f">{name} (PDF") for name in NAMES}
    assert told == {"Both": 1, "Of the pact": 1, "Of a draft": 0, "Of another": 0, "Internal": 0}


NAMES = ["Both", "Of the pact", "Of a draft", "Of another", "Internal"]


def test_the_documents_of_public_events_of_the_city_stand_there_too(client, gifu):
    factories.make_document("Both", on=[factories.make_event(cities=[gifu]), gifu])
    hidden = factories.make_event(level="internal", cities=[gifu])
    factories.make_document("Of a draft", on=[hidden])
    elsewhere = factories.make_event(cities=[factories.make_city()])
    factories.make_document("Of another", on=[elsewhere])

    text = section(client)

    told = {name: text.count(f">{name} (PDF") for name in NAMES}
    assert told == {"Both": 1, "Of the pact": 0, "Of a draft": 0, "Of another": 0, "Internal": 0}


def test_staff_read_no_more_there_than_everybody(client, gifu):
    factories.make_document("Internal", level="internal", on=[gifu])
    client.force_login(factories.make_user("head"))

    assert section(client) == ""


def test_without_documents_there_is_no_heading(client, gifu):
    assert section(client) == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_document_as_for_three(
    client, gifu, django_assert_num_queries, count
):
    for _n in range(count):
        factories.make_document(on=[gifu], source=factories.make_source(f"S{_n}"))
    client.get("/en/partner-cities/gifu/")

    with django_assert_num_queries(31):
        client.get("/en/partner-cities/gifu/")


# ---------------------------------------------------------------- the picture of a record


def test_the_picture_of_a_record_is_its_first_public_one(gifu):
    factories.make_document("A paper", on=[gifu])
    factories.make_picture("Internal", level="internal", on=[gifu])
    first = factories.make_picture("First", on=[gifu])
    factories.make_picture("Second", on=[gifu])

    assert picture_of(gifu) == first
    assert picture_of(factories.make_city()) is None


@pytest.mark.parametrize("lacking", ["author", "licence", "alt_text_it"])
def test_a_picture_that_lacks_what_must_be_said_of_it_is_not_shown(gifu, lacking):
    """However it came to be public: its audience may be shared with other things."""
    picture = factories.make_picture(level="internal", on=[gifu])
    setattr(picture, lacking, "")
    picture.save()
    picture.audience.level = "public"
    picture.audience.save()

    assert picture_of(gifu) is None


def test_a_document_whose_newest_version_is_no_picture_is_none(gifu):
    from directory.actions import add_version
    from tests.files import pdf, upload

    picture = factories.make_picture(on=[gifu])
    add_version(document=picture, file=upload(pdf()), by=None)

    assert picture_of(gifu) is None


def shown(picture, language, **context):
    with translation.override(language):
        return render_to_string("directory/_picture.html", {"picture": picture, **context})


def test_a_picture_is_shown_with_words_credit_and_its_size(gifu):
    picture = factories.make_picture(
        alt_text_it="Un ponte", alt_text_en="A bridge", author="Ada", on=[gifu]
    )
    html = shown(picture_of(gifu), "en", loading="lazy")

    base = f"/documents/{picture.pk}/1/picture"
    for words in (
        f'src="{base}/large.webp"',
        f'srcset="{base}/small.webp 640w, {base}/large.webp 1600w"',
        'width="1600"',
        'height="800"',
        'loading="lazy"',
        'alt="A bridge"',
        'lang="en"',
        "Author: Ada – Licence: CC BY 4.0",
    ):
        assert words in html


def test_words_in_another_language_are_marked_as_such(gifu):
    picture = factories.make_picture(alt_text_it="Un ponte")

    html = shown(picture, "de")

    assert 'lang="it"' in html
    assert 'alt="Un ponte"' in html


def test_a_decorative_picture_says_nothing(gifu):
    html = shown(factories.make_picture(is_decorative=True), "en")

    assert 'alt=""' in html
    assert "lang=" not in html
