"""Themes of cooperation: the list that every office starts with, and what data sets say of them."""

import pytest

from office.datasets import BadRow, load_common
from partnerships.models import Agreement, BondType, Theme
from tests.office.test_datasets import folder, load, write_all  # noqa: F401 (folder is a fixture)

pytestmark = pytest.mark.django_db

KEYS = [
    "peace",
    "memory",
    "solidarity",
    "culture",
    "heritage",
    "education",
    "youth",
    "economy",
    "tourism",
    "sustainability",
    "institutions",
]
LANGUAGES = ["it", "en", "fr", "de", "es"]


def themes():
    return [theme.key for theme in Agreement.objects.get().themes.all()]


def test_every_office_starts_with_the_same_themes_in_five_languages(office):
    load_common()

    assert [theme.key for theme in Theme.objects.all()] == KEYS
    texts = [
        getattr(record, f"{field}_{language}")
        for model, fields in (
            (Theme, ["name", "definition"]),
            (BondType, ["name", "definition", "difference"]),
        )
        for record in model.objects.all()
        for field in fields
        for language in LANGUAGES
    ]
    assert len(texts) == 11 * 2 * 5 + 6 * 3 * 5
    assert all(texts)


def test_agreement_has_the_themes_that_its_row_names(folder):  # noqa: F811
    write_all(folder, agreement={"themes": "youth|culture"})

    load(folder)

    assert themes() == ["culture", "youth"]
    # The record is one entry in its history, not one for each theme.
    assert Agreement.objects.get().history.count() == 1


def test_theme_that_staff_took_out_stays_out_and_a_new_one_comes_in(folder):  # noqa: F811
    write_all(folder, agreement={"themes": "youth|culture"})
    load(folder)
    Agreement.objects.get().themes.remove(Theme.objects.get(key="youth"))

    write_all(folder, agreement={"themes": "youth|culture|peace"})
    load(folder)

    assert themes() == ["peace", "culture"]


def test_theme_that_is_not_known_is_refused_with_its_line(folder):  # noqa: F811
    write_all(folder, agreement={"themes": "youth|magic"})

    with pytest.raises(BadRow, match=r"agreements\.csv, line 2, themes"):
        load(folder)

    assert not Agreement.objects.exists()


def test_theme_that_staff_deleted_is_passed_over(folder):  # noqa: F811
    load(folder)
    Theme.objects.get(key="youth").delete()

    write_all(folder, agreement={"themes": "youth|culture"})
    load(folder)

    assert themes() == ["culture"]


def test_change_of_the_themes_is_kept_with_the_record(back_office, office):
    from tests import factories
    from tests.forms import send

    agreement, theme = factories.make_agreement(), factories.make_theme("youth")
    client = back_office("officer")

    saved = send(client, f"/admin/partnerships/agreement/{agreement.pk}/change/", themes=[theme.pk])

    assert saved.status_code == 302
    assert [one.key for one in agreement.themes.all()] == ["youth"]
    latest = agreement.history.first()
    assert [row.theme.key for row in latest.themes.all()] == ["youth"]
