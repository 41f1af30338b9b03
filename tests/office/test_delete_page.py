"""What stands on the page that asks whether a record may be deleted."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def delete_page(client, record):
    meta = record._meta
    url = f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/delete/"
    return client.get(url)


def test_what_holds_a_record_is_named_with_a_link_and_a_way_back(back_office):
    city = factories.make_city("Kyoto")
    event = factories.make_event("Colloquy", cities=[city])
    agreement = factories.make_agreement(city)

    response = delete_page(back_office("head"), city)

    url = f"/admin/partnerships/agreement/{agreement.pk}/change/"
    assert response.context["protected"] == [
        f'Agreement: <a href="{url}">{agreement}</a>',
        f'Event: <a href="/admin/events/event/{event.pk}/change/">Colloquy</a>',
    ]
    assert f'href="/admin/directory/city/{city.pk}/change/">Back to “Kyoto”</a>' in response.text


def test_what_one_may_not_see_is_counted_once_and_not_named(back_office):
    city = factories.make_city("Kyoto")
    factories.make_event("Secret", cities=[city], level="quiet")

    response = delete_page(back_office("head"), city)

    assert response.context["protected"] == ["1 thing that you may not see"]
    assert "Secret" not in response.text
