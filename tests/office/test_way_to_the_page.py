"""From the form of a record to its page, wherever there is one to go to."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def way(client, record):
    """Where "View on site" leads; None where it is not offered."""
    meta = record._meta
    page = client.get(f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/change/")
    return page.context["absolute_url"] if page.context["has_absolute_url"] else None


@pytest.mark.parametrize(("level", "there"), [("public", True), ("internal", False)])
def test_a_city_is_led_to_where_everybody_finds_it(back_office, client, level, there):
    city = factories.make_city("Kyoto", slug="kyoto", level=level)
    back_office("head")

    found = way(client, city)

    assert found == ("/en/partner-cities/kyoto/" if there else None)
    assert client.get("/en/partner-cities/kyoto/").status_code == (200 if there else 404)


def test_a_theme_is_led_to_once_a_public_agreement_has_it(back_office, client):
    theme = factories.make_theme("youth")
    back_office("head")
    assert way(client, theme) is None
    factories.make_agreement().themes.add(theme)

    assert client.get(way(client, theme)).status_code == 200


def test_a_document_is_led_to_for_whoever_may_see_it(back_office, client):
    document = factories.make_document("Letter", level="internal")
    back_office("reader")

    assert client.get(way(client, document)).status_code == 200
